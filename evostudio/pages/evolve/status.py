"""What the status line and the run's head say of the Evolve page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evopose.runs import RunRecord
from evostudio.keymap import shown
from evostudio.runs.run_model import at_work, far, joined
from evostudio.views import option_words

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

_HINTS = (
    ("stop", "stops at a checkpoint"),
    ("start", "starts"),
    ("problem", "goes to what does not fit"),
    ("resume", "resumes"),
    ("open", "shows the poses"),
    ("distributions", "the distributions"),
    ("runs", "goes to the runs"),
)
_MOST = 4


def described(record: RunRecord) -> str:
    """'default · 30,000 poses · 23 Nov 11:42'."""
    poses = record.result.get("poses")
    made = f"{option_words.shown(poses)} poses" if poses else far(record)
    return joined(record, str(record.options.get("preset", "")), made)


def selection_of(folders: Sequence[Path]) -> str:
    """Which runs are chosen."""
    if len(folders) > 1:
        return f"{len(folders)} runs compared"
    return folders[0].name if folders else ""


def hint_of(page: EvolvePage) -> str:
    """What keys would do now."""
    said = []
    for name, words in _HINTS:
        action = page.action_set[f"evolve.{name}"]
        keys = page.action_set.keys(action.id)
        if keys and action.can_run():
            said.append(f"{shown(keys[0])} {words}")
    return "   ".join(said[:_MOST])


def saved_of(page: EvolvePage) -> str:
    """What becomes of a run when the window closes."""
    return "closing asks what becomes of the run" if page.process.folder else at_work(page.at_work_elsewhere())
