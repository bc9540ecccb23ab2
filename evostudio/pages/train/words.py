"""What lists, heads and the status line say of runs of training."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evopose.runs import RunRecord
from evostudio.runs.run_model import doubt_of, far, joined
from evostudio.runs.words import HINTS as RUN_HINTS
from evostudio.views.option_words import label

HINTS = (
    *RUN_HINTS,
    ("evaluate_it", "evaluates it"),
    ("runs", "goes to the runs"),
)

_FLAG = r"--([a-z][a-z-]*[a-z])"


def described(record: RunRecord) -> str:
    """'61.3 mm · residual 2 × 2 × 1,024 · 23 Nov 11:42': the figure first, as a narrow list shows no more."""
    error = mpjpe_of(record.result)
    made = "" if error is None else f"{error:,.1f} mm"
    return joined(record, made or far(record), doubt_of(record), model_of(record.options))


def in_form(words: str) -> str:
    """What a run says of options, by the names of the form: '--learning-rate' → '“Learning rate”'; commands stay."""
    parts = words.split("`")
    parts[::2] = [re.sub(_FLAG, lambda found: f"“{label(found[1].replace('-', '_'))}”", part) for part in parts[::2]]
    return "`".join(parts)


def model_of(options: Mapping[str, Any]) -> str:
    """'residual 2 × 2 × 1,024': learner, stages, blocks, width."""
    model = options.get("model")
    if not isinstance(model, Mapping):
        return ""
    sizes = [model.get(name) for name in ("stages", "blocks", "width")]
    told = " × ".join(f"{size:,}" for size in sizes if isinstance(size, int))
    return " ".join(part for part in (str(model.get("learner") or ""), told) if part)


def mpjpe_of(result: Mapping[str, Any]) -> float | None:
    """What a run's result says of its last validation, in mm."""
    told = result.get("validation")
    value = told.get("mpjpe_mm") if isinstance(told, Mapping) else None
    return float(value) if isinstance(value, int | float) else None
