"""What came of runs of training, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evopose.runs import RunRecord
from evostudio.pages.train.validated import validated_on
from evostudio.runs.amounts import duration
from evostudio.runs.comparing import Row
from evostudio.runs.run_model import DOUBTFUL, doubt_of
from evostudio.views.option_words import shown

_VALIDATION = {
    "mpjpe_mm": ("MPJPE", "mm"),
    "pa_mpjpe_mm": ("PA-MPJPE", "mm"),
    "n_mpjpe_mm": ("N-MPJPE", "mm"),
    "pck150": ("PCK@150", "%"),
    "auc": ("AUC", "%"),
}
"""Of a validation: what is told of it, and how it is shown."""
_PLAIN = {
    "stages": "stages",
    "steps": "steps",
    "samples": "pairs seen",
    "batch_size": "pairs a step",
    "device": "device",
    "precision": "precision",
}


def results(records: Sequence[RunRecord]) -> list[Row]:
    """What came of each."""
    told = [record.result for record in records]
    rows: list[Row] = [("state", tuple(_state(record) for record in records))]
    if any(record.state == "failed" for record in records):
        rows.append(("why", tuple(record.message if record.state == "failed" else "" for record in records)))
    rows.append(("validated on", tuple(validated_on(record.options) or "–" for record in records)))
    for name, (title, unit) in _VALIDATION.items():
        values = [validation(result, name) for result in told]
        if any(value is not None for value in values):
            rows.append((title, tuple(_measured(value, unit) for value in values)))
    rows += [(title, tuple(shown(result.get(name)) for result in told)) for name, title in _PLAIN.items()]
    rows.append(("pairs/s", tuple(_speed(result) for result in told)))
    rows.append(("time", tuple(duration(result["seconds"]) if result.get("seconds") else "–" for result in told)))
    rows.append(("memory", tuple(_memory(result.get("peak_memory_mb")) for result in told)))
    return rows


def _state(record: RunRecord) -> str:
    """'finished'; '⚠ finished: no better than the mean pose'."""
    doubt = doubt_of(record)
    return f"{DOUBTFUL[0]} {record.state}: {doubt}" if doubt else record.state


def validation(result: Mapping[str, Any], name: str) -> float | None:
    """A number of the last validation."""
    told = result.get("validation")
    value = told.get(name) if isinstance(told, Mapping) else None
    return float(value) if isinstance(value, int | float) else None


def _measured(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:,.1f} mm" if unit == "mm" else f"{100 * value if value <= 1 else value:.1f} %"


def _speed(result: Mapping[str, Any]) -> str:
    samples, seconds = result.get("samples"), result.get("seconds")
    return f"{samples / seconds:,.0f}" if samples and seconds else "–"


def _memory(megabytes: Any) -> str:
    return f"{megabytes:,.0f} MB" if isinstance(megabytes, int | float) else "–"
