"""What the trials of a plan say: one row for each of its points, with how sure it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evopose.experiments.plans import Plan, Point
from evopose.experiments.spread import Draws, Spread, drawn_again
from evopose.experiments.trial import OWN, Errors, Result, Trial


@dataclass(frozen=True, eq=False)
class Row:
    """One point and its figures: means over seeds."""

    point: Point
    poses: float
    generations: float
    error: Spread
    """P1* in mm, 17 joints; the mean of the sets' means."""
    train_mm: float
    pa_mm: float
    sets: Mapping[str, float]
    """P1* of each set, of those beside too."""
    than_plain: Spread | None
    """By which share it is less than plain; None where there is none that is measured on the same, or it is plain."""
    than_control: Spread | None
    """The same of the best control."""
    control: str = ""
    """Which that is."""


@dataclass(frozen=True, eq=False)
class Finding:
    """A plan and what came out."""

    plan: Plan
    seeds: int
    rows: tuple[Row, ...]


def finding(plan: Plan, seeds: int, result: Callable[[Trial], Result], targets: Sequence[str]) -> Finding:
    """Of trials that were all made; `targets` are the sets that the mean is over."""
    results = [[result(trial) for trial in point.trials(seeds)] for point in plan.points]
    sets = [[each.stages[point.stage] for each in some] for point, some in zip(plan.points, results, strict=True)]
    over = [(OWN,) if point.own else tuple(targets) for point in plan.points]
    draws = [drawn_again(some, names) for some, names in zip(sets, over, strict=True)]
    found = list(zip(plan.points, draws, strict=True))
    rows = []
    for point, some, by_set, names, draw in zip(plan.points, results, sets, over, draws, strict=True):
        plain, control = (None if point.own else _of_kind(found, point, kind) for kind in ("plain", "control"))
        compared = control if point.kind == "evolved" else None
        rows.append(
            Row(
                point,
                float(np.mean([each.poses for each in some])),
                float(np.mean([each.generations for each in some])),
                draw.spread,
                float(np.mean([each.train_mm[point.stage] for each in some])),
                _mean_pa(by_set, names),
                {name: float(np.mean([each[name].mean() for each in by_set])) for name in by_set[0]},
                draw.less_than(plain[1]) if plain and plain[0] is not point else None,
                draw.less_than(compared[1]) if compared else None,
                compared[0].curve if compared else "",
            )
        )
    return Finding(plan, seeds, tuple(rows))


def flat(row: Row) -> dict[str, Any]:
    """Plain values, for CSV."""
    shares = {"than_plain": row.than_plain, "than_control": row.than_control}
    told = {
        f"{name}{end}": None if share is None else _rounded(100 * value)
        for name, share in shares.items()
        for end, value in zip(("_%", "_low_%", "_high_%"), share or (0, 0, 0), strict=True)
    }
    error = dict(zip(("mpjpe_mm", "low_mm", "high_mm"), map(_rounded, row.error), strict=True))
    return {
        "curve": row.point.curve,
        "x": row.point.x,
        "poses": round(row.poses),
        "generations": round(row.generations, 1),
        **error,
        "train_mm": round(row.train_mm, 2),
        "pa_mpjpe_mm": round(row.pa_mm, 2),
        **{f"{name}_mm": round(value, 2) for name, value in row.sets.items()},
        **told,
        "control": row.control,
    }


def _rounded(value: float) -> float | None:
    """None where it is not known: JSON has no nan."""
    return round(value, 2) if np.isfinite(value) else None


def _of_kind(found: Sequence[tuple[Point, Draws]], point: Point, kind: str) -> tuple[Point, Draws] | None:
    """The one to compare with: at the same place, the first that is plain or the best control; or the only plain."""
    there = [each for each in found if each[0].kind == kind]
    beside = [each for each in there if each[0].x == point.x]
    if kind == "control":
        return min(beside, key=lambda each: each[1].found) if beside else None
    return beside[0] if beside else there[0] if len(there) == 1 else None


def _mean_pa(by_set: Sequence[Mapping[str, Errors]], names: Sequence[str]) -> float:
    return float(np.mean([[each[name].mean(each[name].pa_mpjpe_mm) for name in names] for each in by_set]))
