"""How paths are shown: from the user's home, which they know, instead of from the disk's root."""

from __future__ import annotations

from pathlib import Path


def shown(path: Path) -> str:
    """'~/photos' where it lies at home; else the whole path."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
