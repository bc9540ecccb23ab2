"""What came of runs of evolution, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evopose.runs import RunRecord
from evostudio.pages.evolve.course import DIRECTIONS
from evostudio.runs.amounts import duration, size
from evostudio.runs.comparing import Row
from evostudio.views.option_words import shown


def results(records: Sequence[RunRecord]) -> list[Row]:
    """What came of each."""
    told = [record.result for record in records]
    rows: list[Row] = [("state", tuple(record.state for record in records))]
    counts = ("poses", "generations", "candidates")
    rows += [(name, tuple(shown(result.get(name)) for result in told)) for name in counts]
    rows.append(("survive", tuple(_share(result.get("survivors"), result.get("candidates")) for result in told)))
    rows.append(("near copies", tuple(_share(result.get("copies"), result.get("candidates")) for result in told)))
    removed = dict.fromkeys(name for result in told for name, count in (result.get("removed") or {}).items() if count)
    for name in removed:
        values = ((result.get("removed") or {}).get(name) for result in told)
        rows.append((f"removed by {name}", tuple(shown(value) for value in values)))
    rows.append(("coverage, mean", tuple(_mean(result, "share", 100, " %") for result in told)))
    rows.append(("entropy, mean", tuple(_mean(result, "entropy", 1, " bits") for result in told)))
    rows += [(f"coverage, {name}", tuple(_one(result, n) for result in told)) for n, name in enumerate(DIRECTIONS)]
    rows.append(("time", tuple(duration(result["seconds"]) if result.get("seconds") else "–" for result in told)))
    rows.append(("size", tuple(size(result["bytes"]) if result.get("bytes") else "–" for result in told)))
    return rows


def _share(part: int | None, whole: int | None) -> str:
    return "–" if part is None or not whole else f"{100 * part / whole:.1f} %"


def _after(result: Mapping[str, Any], name: str) -> list[float]:
    return list(((result.get("coverage") or {}).get("after") or {}).get(name) or ())


def _mean(result: Mapping[str, Any], name: str, factor: float, unit: str) -> str:
    values = _after(result, name)
    return f"{factor * float(np.mean(values)):.1f}{unit}" if values else "–"


def _one(result: Mapping[str, Any], direction: int) -> str:
    values = _after(result, "share")
    return f"{100 * values[direction]:.1f} %" if len(values) == len(DIRECTIONS) else "–"
