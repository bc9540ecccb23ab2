"""What the status line and the run's head say of the Evolve page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evopose.runs import RunRecord
from evostudio.runs.run_model import at_work, far, joined
from evostudio.views import option_words

if TYPE_CHECKING:
    from evostudio.pages.evolve.page import EvolvePage

HINTS = (
    ("stop", "stops at a checkpoint"),
    ("start", "starts"),
    ("problem", "goes to what does not fit"),
    ("resume", "resumes"),
    ("open", "shows the poses"),
    ("distributions", "the distributions"),
    ("runs", "goes to the runs"),
)


def described(record: RunRecord) -> str:
    """'default · 30,000 poses · 23 Nov 11:42'."""
    poses = record.result.get("poses")
    made = f"{option_words.shown(poses)} poses" if poses else far(record)
    return joined(record, str(record.options.get("preset", "")), made)


def saved_of(page: EvolvePage) -> str:
    """What becomes of a run when the window closes."""
    return "closing asks what becomes of the run" if page.process.folder else at_work(page.at_work_elsewhere())
