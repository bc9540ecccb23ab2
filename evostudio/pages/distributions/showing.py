"""What the charts of the page draw, from what was measured and what is chosen; knows no toolkit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float

from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evostudio.pages.distributions.choices import Choices
from evostudio.pages.distributions.measured import Measured, Side
from evostudio.views.colour_bar import Legend
from evostudio.views.density_colours import Scale
from evostudio.views.density_scene import Contour, DensityScene, Points, densest
from evostudio.views.direction_chart import cell_of, readout

EVEN = 1 / (4 * np.pi)
"""Per steradian, where all directions are as frequent."""
SHARES = (0.5, 0.9)
"""Of the poses, inside the contours."""
TOP = 0.99
"""The ramp ends where so many of the cells that hold poses are below."""
FLOOR = 1e-3
"""Of the highest smooth density; what is below is drawn as empty."""
Which = Literal["before", "after", "difference"]
Clouds = Mapping[str, Float[NDArray, "k 9 2"]]
"""Directions (θ, φ) of some poses, 'before' and 'after'."""


@dataclass(frozen=True, eq=False)
class View:
    """All that the charts depend on."""

    measured: Measured
    choices: Choices
    brush: Bool[NDArray, "120 60"] | None = None
    clouds: Clouds = field(default_factory=dict)


def large(view: View) -> tuple[DensityScene, ...]:
    """The one or two scenes of the direction that is chosen."""
    choices, before = view.choices, view.measured.before
    if before is None:
        return (scene(view, choices.limb, "after", large=True),)
    if choices.arrangement == "side":
        return tuple(scene(view, choices.limb, which, large=True) for which in ("before", "after"))
    if choices.arrangement == "over":
        return (overlaid(view, choices.limb),)
    return (scene(view, choices.limb, choices.layer, large=True),)


def small(view: View) -> tuple[DensityScene, ...]:
    """One for each direction."""
    layer = view.choices.layer if view.measured.before else "after"
    plain = replace(view.choices, tab="directions", limb=0, arrangement="one", projection="map", points=False)
    return tuple(_tile(view.measured, plain, limb, layer) for limb in range(len(LIMBS)))


@lru_cache(maxsize=64)
def _tile(measured: Measured, choices: Choices, limb: int, layer: Which) -> DensityScene:
    """The same one while nothing in it has changed: it is not painted anew."""
    return scene(View(measured, choices), limb, layer, large=False)


def scene(view: View, limb: int, which: Which, large: bool) -> DensityScene:
    """One direction before, after, or the difference between them."""
    choices, measured = view.choices, view.measured
    points = _points(view, limb, which) if large and choices.points and which != "difference" else ()
    return DensityScene(
        title=_title(measured, limb, which) if large else LIMBS[limb].name,
        values=None if points else _values(measured, limb, which, choices.smooth),
        scale=scale_of(measured, choices, limb, which == "difference"),
        ramp=choices.ramp,
        smooth=choices.smooth,
        region=measured.regions[limb] if choices.limits else None,
        points=points,
        brush=view.brush if large else None,
    )


def overlaid(view: View, limb: int) -> DensityScene:
    """After, with the contours (or the poses) of before over it."""
    choices, measured = view.choices, view.measured
    points = (*_points(view, limb, "after"), *_points(view, limb, "before")) if choices.points else ()
    return DensityScene(
        title=f"{LIMBS[limb].name}: after, with before as {'points' if points else 'contours (50 and 90 % of it)'}",
        values=None if points else _values(measured, limb, "after", choices.smooth),
        scale=scale_of(measured, choices, limb, False),
        ramp=choices.ramp,
        smooth=choices.smooth,
        region=measured.regions[limb] if choices.limits else None,
        contours=() if points else _contours(measured.before, limb),
        points=points,
        brush=view.brush,
    )


def scale_of(measured: Measured, choices: Choices, limb: int, difference: bool) -> Scale:
    """The same for before and after, so that colours can be compared."""
    if difference:
        highest = _high(np.abs(_values(measured, limb, "difference", choices.smooth)))
    else:
        highest = max(_high(_values(measured, limb, which, choices.smooth)) for which in measured.named)
    return Scale(highest, choices.power, difference)


def legend_of(view: View) -> Legend:
    """Of the large chart."""
    choices, measured = view.choices, view.measured
    difference = choices.arrangement == "one" and choices.layer == "difference" and measured.before is not None
    scale = scale_of(measured, choices, choices.limb, difference)
    if choices.points and view.clouds and not difference:
        known = [name for name in measured.named if name in view.clouds]
        counts = [f"{len(view.clouds[name]):,} of {measured.named[name].poses:,} {name}" for name in known]
        words = ", ".join(counts) if measured.before else counts[0].removesuffix(" after")
        return Legend(words=f"A point is a pose: {words}.")
    unit = "density of the poses, 1/sr" + (": after less before" if difference else "  ( | evenly spread)")
    return Legend(scale, choices.ramp, unit, None if difference else EVEN)


def told(measured: Measured, limb: int, theta: float, phi: float) -> str:
    """Of a direction: its angles, how many poses point there, whether they may."""
    column, row = cell_of(theta, phi)
    counts = {name: int(side.counts[limb, column, row]) for name, side in measured.named.items()}
    named = [f"{name} {count:,}" for name, count in counts.items()] if measured.before else [f"{counts['after']:,}"]
    inside = "within the joint limits" if measured.regions[limb, column, row] else "outside the joint limits"
    return f"{readout(theta, phi)}\n{'   '.join(named)} poses\n{inside}"


def brushed(measured: Measured, choices: Choices, chart: int) -> str:
    """Whose poses a brush on the first (0) or the last chart selects: 'before' or 'after'."""
    if measured.before is None:
        return "after"
    first = chart == 0 and choices.arrangement == "side"
    return "before" if first or (choices.arrangement == "one" and choices.layer == "before") else "after"


def counted(count: int, measured: Measured, which: str) -> str:
    """How many poses a brush selects."""
    side = measured.named[which]
    whose = f"{which.capitalize()}: " if measured.before else ""
    return f"{whose}{count:,} of {side.poses:,} poses point there ({100 * count / max(side.poses, 1):.2f} %)"


def _title(measured: Measured, limb: int, which: Which) -> str:
    name = LIMBS[limb].name
    if measured.before is None:
        return f"{name} ({measured.after.poses:,})"
    if which == "difference":
        return f"{name}: after less before"
    return f"{name} {which} ({measured.named[which].poses:,})"


@lru_cache(maxsize=64)
def _values(measured: Measured, limb: int, which: str, smooth: bool) -> Float[NDArray, "120 60"]:
    if which in measured.named:
        side = measured.named[which]
        return _floored(side.smoothed[limb]) if smooth else side.densities[limb]
    after, before = (_values(measured, limb, name, smooth) for name in ("after", "before"))
    return after - before


@lru_cache(maxsize=32)
def _contours(side: Side | None, limb: int) -> tuple[Contour, ...]:
    if side is None:
        return ()
    return tuple(densest(side.smoothed[limb], side.counts[limb], share) for share in SHARES)


def _points(view: View, limb: int, which: Which) -> tuple[Points, ...]:
    cloud = view.clouds.get(which)
    role = "right" if which == "before" else "accent"
    return () if cloud is None else (Points(cloud[:, limb], role),)


def _floored(values: Float[NDArray, "120 60"]) -> Float[NDArray, "120 60"]:
    """Nothing where next to nothing is: a smooth density is zero nowhere."""
    return np.where(values > FLOOR * values.max(), values, 0.0)


def _high(values: Float[NDArray, "120 60"]) -> float:
    some = values[values > 0]
    return float(np.quantile(some, TOP)) if len(some) else 1.0
