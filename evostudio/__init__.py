"""EvoStudio: the desktop application over evopose."""
