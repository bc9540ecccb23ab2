"""What the mouse does on a density chart: brushes, and where it points; knows no toolkit."""

from dataclasses import dataclass, replace
from math import acos, cos, hypot, pi, sin

from evostudio.views.brush import Angles, Box, Brush, Cap, Lasso
from evostudio.views.direction_chart import Chart, FlatChart, Place

APART = 3
"""Pixels between two corners of a lasso."""


@dataclass(frozen=True)
class Stroke:
    """A brush being drawn: from where the button went down, through the places after it."""

    chart: Chart
    places: tuple[Place, ...]
    lasso: bool = False

    def to(self, place: Place) -> "Stroke":
        """With the mouse here now."""
        last = self.places[-1]
        if self.lasso and hypot(place[0] - last[0], place[1] - last[1]) < APART:
            return self
        return replace(self, places=(*self.places, place) if self.lasso else (self.places[0], place))

    @property
    def brush(self) -> Brush:
        """What it selects so far."""
        chart, first, last = self.chart, self.places[0], self.places[-1]
        if not isinstance(chart, FlatChart):
            return Cap(chart.angles(first), apart(chart.angles(first), chart.angles(last)))
        if self.lasso and len(self.places) > 2:
            return Lasso(tuple(_unrolled(chart, place) for place in self.places))
        return Box(_unrolled(chart, first), _unrolled(chart, last))


def _unrolled(chart: FlatChart, place: Place) -> Angles:
    """The direction at a place of the map, which goes on beyond its left and right edges."""
    theta = (place[0] - chart.left) / chart.width * 2 * pi - pi
    return theta, chart.angles(place)[1]


def apart(one: Angles, other: Angles) -> float:
    """The angle between two directions, in radians."""
    cosine = sin(one[1]) * sin(other[1]) + cos(one[1]) * cos(other[1]) * cos(one[0] - other[0])
    return acos(max(-1.0, min(1.0, cosine)))
