"""Plug-ins by entry point: what ships with the program and what users install stand side by side."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any


@cache
def plugins(group: str) -> dict[str, Any]:
    """All objects that installed packages register under `group` (such as 'evopose.formats'), by name."""
    return {entry.name: entry.load() for entry in entry_points(group=group)}
