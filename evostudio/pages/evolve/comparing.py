"""In what runs differ: options and results side by side; knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from evopose.commands import load
from evopose.errors import EvoError
from evopose.runs import RunRecord
from evostudio.pages.evolve.course import DIRECTIONS
from evostudio.pages.evolve.expecting import duration, size
from evostudio.views.option_words import UNITS, shown

Row = tuple[str, tuple[str, ...]]
"""What it is, and how each run has it."""
_ASIDE = {"out", "memory", "chunk", "shard_poses"}
"""Options that change no result."""


def differences(records: Sequence[RunRecord]) -> list[Row]:
    """Options in which the runs differ: those that change what comes out."""
    flat = [dict(_flat(_whole(record.options))) for record in records]
    names = list(dict.fromkeys(name for options in flat for name in options))
    rows = []
    for name in names:
        values = [options.get(name) for options in flat]
        if name not in _ASIDE and any(value != values[0] for value in values):
            rows.append((_title(name), tuple(_shown(name, value) for value in values)))
    return rows


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


def _whole(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """With what a record of an older version leaves out, where it can be read at all."""
    try:
        made: Any = load("evolve").model_validate(dict(options))
    except (EvoError, ValueError, TypeError):
        return options
    return dict(made.model_dump(mode="json"))


def _flat(options: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}".removeprefix("recipe.").removeprefix("selection."), value


def _title(name: str) -> str:
    words = name.replace(".", " · ").split("_")
    return " ".join(word for word in words if word not in UNITS).replace("sigma", "σ")


def _shown(name: str, value: Any) -> str:
    if name == "population" and isinstance(value, list):
        return " ".join(str(path).replace("\\", "/").rpartition("/")[2] for path in value)
    return shown(value, UNITS.get(name.rpartition("_")[2], ""))


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
