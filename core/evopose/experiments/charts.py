"""Figures of experiments. Only what draws uses matplotlib, and without a window."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evopose.experiments.arms import EVOLVED, HEADING, PLAIN, ROTATION
from evopose.experiments.findings import Finding, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = {"plain": "#5f6670", "control": "#ff8f4c", "evolved": "#2f7be0"}
_NAMED = {
    PLAIN.name: "#5f6670",
    HEADING.name: "#e2b100",
    ROTATION.name: "#ff8f4c",
    EVOLVED.name: "#2f7be0",
    f"{EVOLVED.name}, × 2.5": "#7fb2f0",
}
_MORE = ("#5f6670", "#2a9d6f", "#8a63d2", "#2f7be0", "#d1495b", "#e2b100")


def figure(found: Finding) -> "Figure":
    """Bars for arms, curves for what is counted; whiskers and bands are 95 % intervals."""
    from matplotlib.figure import Figure

    size = (8.2, 0.8 + 0.34 * len(found.rows)) if found.plan.bars else (7.6, 4.4)
    made = Figure(figsize=size, layout="constrained")
    axes = made.subplots()
    (_bars if found.plan.bars else _curves)(axes, found)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return made


def svg(drawn: "Figure") -> str:
    """As an element of a page."""
    text = io.StringIO()
    drawn.savefig(text, format="svg", metadata={"Date": None})
    whole = text.getvalue()
    return whole[whole.index("<svg") :]


def _bars(axes: "Axes", found: Finding) -> None:
    rows = found.rows
    places = list(range(len(rows)))
    labels = [" ".join(part for part in (row.point.curve, str(row.point.x)) if part) for row in rows]
    values = [row.error.value for row in rows]
    whiskers = [[row.error.value - row.error.low for row in rows], [row.error.high - row.error.value for row in rows]]
    colours = [_COLOURS[row.point.kind] for row in rows]
    axes.barh(places, values, xerr=whiskers, color=colours, height=0.7, error_kw={"ecolor": "#3a3f47", "lw": 1})
    axes.plot([row.train_mm for row in rows], places, "|", color="#15181d", markersize=9, label="training error")
    axes.set_yticks(places, labels, fontsize=9)
    axes.invert_yaxis()
    axes.set_xlabel("P1* on unseen people and kinds of motion, mm")
    axes.legend(frameon=False, fontsize=8, loc="lower right", bbox_to_anchor=(1.0, 1.0), borderaxespad=0)


def _curves(axes: "Axes", found: Finding) -> None:
    curves: dict[str, list[Row]] = {}
    for row in found.rows:
        curves.setdefault(row.point.curve, []).append(row)
    for number, (name, rows) in enumerate(curves.items()):
        _curve(axes, name, rows, _NAMED.get(name, _MORE[number % len(_MORE)]))
    if found.plan.log:
        axes.set_xscale("log")
    ticks = sorted({float(row.point.x) for row in found.rows})
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set(xlabel=found.plan.label, ylabel="P1*, mm (dashed: on what was trained on)")
    axes.grid(alpha=0.25)
    axes.legend(frameon=False, fontsize=8)


def _curve(axes: "Axes", name: str, rows: Sequence[Row], colour: str) -> None:
    x = [float(row.point.x) for row in rows]
    values = [row.error.value for row in rows]
    whiskers = [[row.error.value - row.error.low for row in rows], [row.error.high - row.error.value for row in rows]]
    axes.errorbar(
        x, values, yerr=whiskers, fmt="o-", color=colour, label=name, linewidth=1.8, elinewidth=0.8, markersize=5
    )
    axes.plot(x, [row.train_mm for row in rows], "--", color=colour, linewidth=1.0)
