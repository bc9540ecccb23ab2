"""From 2D to 3D: the cascade of learners (paper §4.2), its files, and what it says of a pose."""
