"""How paths are shown: from the user's home, which they know, instead of from the disk's root."""

from __future__ import annotations

import re
from pathlib import Path


def shown(path: Path) -> str:
    """'~/photos' where it lies at home; else the whole path."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


_ABSOLUTE = re.compile(r"(?<![\w~.:/\\])(?:[A-Za-z]:[\\/]|/)(?:[^\s/\\]+[/\\])+(?=[^\s/\\])")


def discreet(text: str) -> str:
    """A text in which paths begin at the home, or are only a name ('…/python3'). Of a folder
    with a space in its name, what comes after the space stays."""
    home = str(Path.home())
    text = re.sub(re.escape(home) + r"(?![\w.-])", "~", text) if home != "/" else text
    return _ABSOLUTE.sub("…/", text)
