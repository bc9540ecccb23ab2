"""A figure's solids by QPainter: each an outline filled plain, and over it the light."""

from math import acos, atan2, degrees, hypot

import numpy as np
from jaxtyping import Bool, Float
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from evopose.model.array import NDArray
from evostudio.theme import Theme
from evostudio.views.orbit import Orbit, Size
from evostudio.views.skeleton_figure import Figure
from evostudio.views.skeleton_order import painting_order
from evostudio.views.skeleton_shading import ACROSS, RIM, ball_picture, cone_strips, paler, plain_colours, rgb

OUTLINE, CHOSEN_OUTLINE = 0.8, 2.0
"""Pixels around a solid."""
ROUGH = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
"""What the light goes without, for speed: it runs into the outline's colour anyway."""
OVER_JOINT = 0.75
"""A bone that comes out of its joint towards the eye steeper than this (a sine) hides it."""
GLOW = ((18.0, 0.10), (13.0, 0.22), (8.0, 0.42))
"""Pixels around what is selected, and how strong the accent is there."""


def draw_solids(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """Paint a figure's solids, the far ones first; those behind the eye are left out."""
    _Solids(painter, figure, orbit, size, theme).draw()


def precedence(figure: Figure, starts: Float[NDArray, "n 3"], ends: Float[NDArray, "n 3"]) -> Bool[NDArray, "n n"]:
    """Of solids that share a joint (eye's frame), which is painted before which.

    The farther middle first, but a ball hides the bones that come out of it, unless they come towards the eye.
    """
    middles = (starts[:, 2] + ends[:, 2]) / 2
    before = figure.related & (middles[:, None] > middles[None])
    way = ends - starts
    rise = (way[:, 2] / np.maximum(np.linalg.norm(way, axis=-1), 1e-9))[:, None]
    hidden = figure.begins & (rise > -OVER_JOINT) | figure.finishes & (rise < OVER_JOINT)
    hiding = figure.begins & (rise <= -OVER_JOINT) | figure.finishes & (rise >= OVER_JOINT)
    before = (before | hidden | hiding.T) & ~(hidden.T | hiding)
    result: NDArray = before
    return result


class _Solids:
    """One painting of a figure: what all of its solids need."""

    def __init__(self, painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
        self.painter, self.figure = painter, figure
        self.ratio = painter.device().devicePixelRatioF()
        starts, ends = orbit.seen(figure.starts), orbit.seen(figure.ends)
        first, second = orbit.on_screen(starts, size), orbit.on_screen(ends, size)
        radii = orbit.scale(size) * figure.radii / np.stack([first[:, 2], second[:, 2]], axis=-1)
        self.whole = np.isfinite(radii).all(axis=-1)
        self.first, self.second, self.radii = np.nan_to_num(first), np.nan_to_num(second), np.nan_to_num(radii)
        self.places = np.concatenate([self.first[:, :2], self.second[:, :2], self.radii], axis=1).tolist()
        self.colours = paler(plain_colours(figure, theme), (starts[:, 2] + ends[:, 2]) / 2, figure, theme)
        cones = np.flatnonzero(~figure.balls)
        widths = self.radii[cones].mean(axis=-1) * self.ratio
        strips = cone_strips(starts[cones], ends[cones], self.colours[cones], widths)
        self.strips = dict(zip(cones.tolist(), strips, strict=True))
        self.before = precedence(figure, starts, ends)
        self.bright = theme.text
        self.shades = self.colours.tolist()
        self.outlined = figure.outlined

    def draw(self) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setRenderHints(ROUGH, True)
        for index in painting_order(self.first, self.second, self.radii.max(axis=-1), self.before):
            if self.whole[index]:
                self._draw_one(index)

    def _draw_one(self, index: int) -> None:
        x0, y0, x1, y1, r0, r1 = self.places[index]
        length = hypot(x1 - x0, y1 - y0)
        if length <= abs(r0 - r1) + 0.5:
            centre, radius = ((x0, y0), r0) if r0 >= r1 else ((x1, y1), r1)
            self._draw_ball(index, centre, radius, radius, 0.0)
        elif self.figure.kinds[index] in ("head", "nose"):
            reach = (length + r0 + r1) / 2
            over = (reach - r0) / length
            middle = (x0 + (x1 - x0) * over, y0 + (y1 - y0) * over)
            self._draw_ball(index, middle, reach, max(r0, r1), atan2(y1 - y0, x1 - x0))
        else:
            self._draw_cone(index, (x0, y0, r0), (x1, y1, r1), length)

    def _draw_cone(self, index: int, one: "Disc", other: "Disc", length: float) -> None:
        painter, chosen = self.painter, bool(self.outlined[index])
        plain = QColor(self.bright) if chosen else QColor.fromRgbF(*(RIM * part for part in self.shades[index]))
        painter.setBrush(plain)
        painter.drawPath(hull(one, other, CHOSEN_OUTLINE if chosen else OUTLINE))
        painter.setRenderHints(ROUGH, False)
        painter.setBrush(_across(one, other, length, self.strips[index]))
        painter.drawPath(hull(one, other, 0.0))
        painter.setRenderHints(ROUGH, True)

    def _draw_ball(self, index: int, centre: tuple[float, float], long: float, wide: float, turn: float) -> None:
        painter, chosen = self.painter, bool(self.outlined[index])
        grown = CHOSEN_OUTLINE if chosen else OUTLINE
        picture = ball_picture(long * self.ratio, self.shades[index], self.bright if chosen else "", turn)
        room = QRectF(-long - grown, -wide - grown, 2 * (long + grown), 2 * (wide + grown))
        if turn:
            painter.save()
            painter.translate(*centre)
            painter.rotate(degrees(turn))
            painter.drawImage(room, picture)
            painter.restore()
        else:
            painter.drawImage(room.translated(*centre), picture)


Disc = tuple[float, float, float]
"""Centre and radius in pixels."""


def hull(a: Disc, b: Disc, grown: float) -> QPainterPath:
    """Outline of two discs, neither inside the other, and what lies between, all larger by `grown` pixels."""
    (x0, y0, r0), (x1, y1, r1) = a, b
    length = hypot(x1 - x0, y1 - y0)
    heading = degrees(atan2(y0 - y1, x1 - x0))
    opening = degrees(acos(min(max((r0 - r1) / max(length, 1e-9), -1.0), 1.0)))
    r0, r1 = r0 + grown, r1 + grown
    around_a, around_b = QRectF(x0 - r0, y0 - r0, 2 * r0, 2 * r0), QRectF(x1 - r1, y1 - r1, 2 * r1, 2 * r1)
    path = QPainterPath()
    path.arcMoveTo(around_a, heading + opening)
    path.arcTo(around_a, heading + opening, 360 - 2 * opening)
    path.arcTo(around_b, heading - opening, 2 * opening)
    path.closeSubpath()
    return path


def _across(a: Disc, b: Disc, length: float, strip: QImage) -> QBrush:
    """The strip laid across the way from a to b, as wide as the hull is everywhere."""
    (x0, y0, r0), (x1, y1, r1) = a, b
    lean = (1 - min(((r0 - r1) / length) ** 2, 0.99)) ** 0.5
    r0, r1 = r0 / lean + 0.3, r1 / lean + 0.3
    side_x, side_y = (y0 - y1) / length, (x1 - x0) / length
    # u runs across, v along; dividing by the width at each end makes straight lines out of equal shares of the width.
    step = 2 / len(ACROSS)
    across = (side_x * step, side_y * step, 0.0)
    along = (x1 / r1 - x0 / r0, y1 / r1 - y0 / r0, 1 / r1 - 1 / r0)
    origin = (x0 / r0 - side_x, y0 / r0 - side_y, 1 / r0)
    brush = QBrush(strip)
    brush.setTransform(QTransform(*across, *along, *origin))
    return brush


def draw_halo(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """A soft light behind the selected bones."""
    chosen = figure.selected & ~figure.balls
    first, second = orbit.project(figure.starts[chosen], size), orbit.project(figure.ends[chosen], size)
    seen = np.isfinite(first).all(-1) & np.isfinite(second).all(-1)
    if not seen.any():
        return
    widths = 2 * orbit.scale(size) * figure.radii[chosen].mean(-1) / second[:, 2]
    lines = [QLineF(*ends) for ends in np.concatenate([first[seen, :2], second[seen, :2]], axis=1).tolist()]
    stage, accent = rgb(theme, "stage"), rgb(theme, "accent")
    for wider, strength in GLOW:
        colour = QColor.fromRgbF(*(stage + strength * (accent - stage)).tolist())
        _draw_rods(painter, lines, float(np.nanmedian(widths)) + wider, colour)


def _draw_rods(painter: QPainter, lines: list[QLineF], width: float, colour: QColor) -> None:
    """Lines with round ends; Qt's own take several times as long."""
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLines(lines)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for x, y in {place.toTuple() for line in lines for place in (line.p1(), line.p2())}:
        painter.drawEllipse(QPointF(x, y), width / 2, width / 2)
