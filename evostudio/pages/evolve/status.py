"""What the status line and the run's head say of the Evolve page."""

from __future__ import annotations

from evopose.runs import RunRecord
from evostudio.runs.run_model import far, joined
from evostudio.runs.words import HINTS as RUN_HINTS
from evostudio.views import option_words

HINTS = (
    *RUN_HINTS,
    ("open", "shows the poses"),
    ("distributions", "the distributions"),
    ("runs", "goes to the runs"),
)


def described(record: RunRecord) -> str:
    """'default · 30,000 poses · 23 Nov 11:42'."""
    poses = record.result.get("poses")
    made = f"{option_words.shown(poses)} poses" if poses else far(record)
    return joined(record, str(record.options.get("preset", "")), made)
