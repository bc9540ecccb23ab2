"""Pictures of the experiment: charts of what each recipe reaches, contact sheets, distributions before and after."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float

from evopose.coverage import figures as distributions
from evopose.coverage.density import smooth
from evopose.coverage.histogram import count, empty
from evopose.coverage.regions import possible
from evopose.evolution.contact_sheet import contact_sheet
from evopose.evolution.experiment import BEFORE, FOUNDERS, Grown, others
from evopose.evolution.worth import novelty
from evopose.limits import default
from evopose.model.array import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SHEET = 100
_MARKED = {"paper": "#8a63d2", "original": "#ff8f4c", "default": "#2f7be0", BEFORE: "#5f6670"}
_OTHERS, _DARK = "#9aa0a6", "#4a4f57"


def write(grown: Sequence[Grown], rows: Sequence[Mapping[str, Any]], mocap: Path, folder: Path) -> list[Path]:
    """PNG files; NotWritable where that fails."""
    largest = max(each.share for each in grown)
    last = {each.name: each for each in grown if each.share == largest and each.seed == 0}
    files = [folder / "worth.png", folder / "distributions.png"]
    distributions.save(chart(rows), files[0])
    distributions.save(_before_and_after([last[name] for name in (BEFORE, "original", "default")]), files[1])
    return [*files, *_sheets(last["default"], others(mocap / f"{FOUNDERS}.npz"), folder)]


def chart(rows: Sequence[Mapping[str, Any]]) -> "Figure":
    """How near recipes come to unseen poses at each share of founders; and at the largest, how real they look."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(11, 4.8), layout="constrained")
    left, right = made.subplots(1, 2)
    _curves(left, rows)
    _exchange(right, rows)
    return made


def _curves(axes: "Axes", rows: Sequence[Mapping[str, Any]]) -> None:
    for name in dict.fromkeys(row["recipe"] for row in rows):
        some = [row for row in rows if row["recipe"] == name]
        strong = name in _MARKED
        axes.plot(
            [row["founders"] for row in some],
            [row["pose_mm"] for row in some],
            color=_MARKED.get(name, _OTHERS),
            linewidth=2 if strong else 0.8,
            marker="o",
            markersize=5 if strong else 2,
            label=name if strong else None,
            zorder=2 + strong,
        )
    axes.set(xscale="log", xlabel="founders: walking and running poses", ylabel="mm to the nearest pose")
    axes.set_title("From unseen real poses to the nearest evolved one", fontsize=10)
    axes.legend(frameon=False)
    axes.grid(alpha=0.25)


def _exchange(axes: "Axes", rows: Sequence[Mapping[str, Any]]) -> None:
    largest = max(row["share_of_founders"] for row in rows)
    some = [row for row in rows if row["share_of_founders"] == largest and row["recipe"] != BEFORE]
    across, heights = ([float(row[key]) for row in some] for key in ("to_real_mm", "pose_mm"))
    column = max(across) + 0.08 * (max(across) - min(across) or 1.0)
    for row, x, y, label in zip(some, across, heights, _apart(heights), strict=True):
        colour = _MARKED.get(row["recipe"], _OTHERS)
        axes.plot([x, column], [y, label], color=colour, linewidth=0.5, zorder=1)
        axes.plot(x, y, "o", color=colour, markersize=7, zorder=2 + (row["recipe"] in _MARKED))
        axes.text(column, label, f" {row['recipe']}", va="center", fontsize=8, color=_MARKED.get(row["recipe"], _DARK))
    axes.set_xlim(right=column + 0.45 * (column - min(across)))
    axes.set(xlabel="mm from an evolved pose to the nearest real one (median)", ylabel="mm to the nearest pose")
    axes.set_title(f"From {some[0]['founders']:,} founders: reach against likeness", fontsize=10)
    axes.grid(alpha=0.25)


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights of labels, moved up where two would overlap."""
    least = 0.05 * (max(heights) - min(heights) or 1.0)
    placed = list(heights)
    for lower, upper in pairwise(np.argsort(heights).tolist()):
        placed[upper] = max(placed[upper], placed[lower] + least)
    return placed


def _before_and_after(grown: Sequence[Grown]) -> "Figure":
    panels = []
    for each in grown:
        counts = empty()
        count(each.positions, counts)
        panels.append(distributions.Panel(f"{each.name}, {len(each.positions):,} poses", smooth(counts, 3.0)))
    return distributions.figure(panels, possible(default()), None, "gamma")


def _sheets(grown: Grown, unseen: Float[NDArray, "n 17 3"], folder: Path) -> list[Path]:
    """Founders, unseen real poses, random and most novel evolved ones."""
    founders, evolved = grown.positions[: grown.founders], grown.positions[grown.founders :]
    far = novelty(evolved, founders)
    chosen = {
        "founders": _random(founders),
        "unseen": _random(unseen),
        "evolved": _random(evolved),
        "novel": evolved[np.argsort(-np.nan_to_num(far))[:_SHEET]],
    }
    files = []
    for name, poses in chosen.items():
        files.append(folder / f"{name}.png")
        contact_sheet(poses).save(files[-1], optimize=True)
    return files


def _random(positions: Float[NDArray, "n 17 3"]) -> Float[NDArray, "k 17 3"]:
    rows = np.random.default_rng(0).permutation(len(positions))[:_SHEET]
    return positions[rows]
