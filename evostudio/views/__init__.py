"""Widgets that show a value and say what was done to them."""
