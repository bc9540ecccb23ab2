"""What the status line says of a page of runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evostudio.keymap import shown

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage

_MOST = 4


def selection_of(folders: Sequence[Path]) -> str:
    """Which runs are chosen."""
    if len(folders) > 1:
        return f"{len(folders)} runs compared"
    return folders[0].name if folders else ""


def hint_of(page: RunsPage, hints: Sequence[tuple[str, str]]) -> str:
    """What keys would do now, of these actions (name, what it does), the foremost first."""
    said = []
    for name, words in hints:
        action = page.action_set[f"{page.name}.{name}"]
        keys = page.action_set.keys(action.id)
        if keys and action.can_run():
            said.append(f"{shown(keys[0])} {words}")
    return "   ".join(said[:_MOST])
