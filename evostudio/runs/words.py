"""What the status line says of a page of runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evostudio.dialogs.form import count
from evostudio.keymap import shown
from evostudio.runs.run_model import at_work

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage

_MOST = 4
HINTS = (
    ("stop", "stops at a checkpoint"),
    ("start", "starts"),
    ("queue", "lets it wait its turn"),
    ("go_on", "goes on with the queue"),
    ("problem", "goes to what does not fit"),
    ("resume", "resumes"),
)
"""Actions of all pages of runs, the foremost first, and what they do."""


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


def key_of(page: RunsPage, name: str) -> str:
    """'(Alt+Q)'; empty where an action has no key."""
    keys = page.action_set.keys(f"{page.name}.{name}")
    return f"({shown(keys[0])})" if keys else ""


def saved_of(page: RunsPage) -> str:
    """What becomes of runs: those that wait, the one that goes on here, those that go on elsewhere."""
    if waiting := waiting_of(page):
        return waiting
    if page.process.folder:
        return "closing asks what becomes of the run"
    return at_work(page.listing.at_work_elsewhere())


def waiting_of(page: RunsPage) -> str:
    """'3 runs waiting, 1 of them held': those that begin here; empty where none does."""
    ours, kept, held = len(page.queue.asked), len(page.queue.kept), _held(page)
    if not ours + kept:
        return ""
    how = "" if not held else ", held" if held == ours + kept else f", {held} of them held"
    return f"{count(ours + kept, 'run')} waiting{how}"


def held_of(page: RunsPage) -> str:
    """'2 runs wait, held': those that begin only when somebody asks for it; empty where there are none."""
    held = _held(page) if page.runner.can_go_on() else 0
    return f"{count(held, 'run')} wait{'s' if held == 1 else ''}, held" if held else ""


def _held(page: RunsPage) -> int:
    kept = len(page.queue.kept)
    return kept if page.runner.is_busy() else len(page.queue.asked) + kept
