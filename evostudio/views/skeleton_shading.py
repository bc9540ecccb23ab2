"""Shaded solids for QPainter: the hull of two balls filled with the light that a lit cone would have across its width."""

from math import acos, atan2, degrees

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF, QRadialGradient

from evopose.model.array import NDArray
from evostudio.theme import Theme
from evostudio.views.orbit import Orbit, Size
from evostudio.views.skeleton_canvas import AMBIENT, DIFFUSE, GLOSS, LIGHT, SHINE
from evostudio.views.skeleton_figure import Figure
from evostudio.views.skeleton_order import painting_order

ACROSS = np.array([-1.0, -0.94, -0.8, -0.55, -0.25, 0.05, 0.35, 0.65, 0.86, 1.0])
"""Where the shade across a cone is computed, in radii from its axis."""
ALONG_RAY = (0.0, 0.25, 0.5, 0.7, 0.86, 0.95, 1.0)
"""Where the shade of a ball is computed, from its brightest point to its rim."""
FOG = 0.34
"""How much of the colour of what lies at the back of the body goes into the background."""


def draw_solids(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """Paint a figure's solids, the far ones first; those behind the eye are left out."""
    starts, ends = orbit.seen(figure.starts), orbit.seen(figure.ends)
    first, second = orbit.on_screen(starts, size), orbit.on_screen(ends, size)
    radii = orbit.scale(size) * figure.radii / np.stack([first[:, 2], second[:, 2]], axis=-1)
    colours = solid_colours(figure, starts[:, 2] / 2 + ends[:, 2] / 2, theme)
    shades = cone_shades(starts, ends, colours)
    whole = np.isfinite(radii).all(axis=-1)
    rim = QColor(theme.text)
    for index in painting_order(np.nan_to_num(first), np.nan_to_num(second), radii.max(axis=-1), figure.related):
        if not whole[index]:
            continue
        path, lone = hull(first[index], second[index], *radii[index].tolist())
        if lone:
            nearer, radius = (
                (first, radii[index, 0]) if radii[index, 0] >= radii[index, 1] else (second, radii[index, 1])
            )
            brush = _ball(nearer[index], float(radius), colours[index])
        else:
            brush = _cone(first[index], second[index], radii[index], shades[index])
        painter.setPen(_rim(colours[index], rim, bool(figure.selected[index])))
        painter.setBrush(brush)
        painter.drawPath(path)


def solid_colours(figure: Figure, depths: Float[NDArray, "n"], theme: Theme) -> Float[NDArray, "n 3"]:
    """Their plain colours 0 … 1: by role, joints and what the mouse is over lighter, what is farther paler."""
    palette = {role: rgb(theme, role) for role in ("left", "right", "middle", "invalid")}
    base = np.array([palette[role] for role in figure.roles])
    lighter = np.array([0.16 if kind == "joint" else 0.0 for kind in figure.kinds])
    lighter = np.where(figure.hovered, 0.42, lighter)[:, None]
    base = base + lighter * (1 - base)
    back = np.clip((depths - np.nanmean(depths)) / (0.9 * figure.size), 0, 1)[:, None] * FOG
    return np.nan_to_num(base + back * (rgb(theme, "stage") - base))


def rgb(theme: Theme, use: str) -> Float[NDArray, "3"]:
    """A theme's colour as numbers 0 … 1."""
    return np.array(QColor(getattr(theme, use)).getRgbF()[:3])


def lit(normals: Float[NDArray, "*batch 3"], colours: Float[NDArray, "*batch 3"]) -> Float[NDArray, "*batch 3"]:
    """Colours of surfaces with these normals (eye's frame) under the light."""
    light = np.asarray(LIGHT)
    half = light + np.array([0.0, 0.0, -1.0])
    sun = np.maximum(normals @ light, 0)[..., None]
    gleam = np.maximum(normals @ (half / np.linalg.norm(half)), 0)[..., None] ** GLOSS
    return np.clip(colours * (AMBIENT + DIFFUSE * sun) + SHINE * gleam, 0, 1)


def cone_shades(
    starts: Float[NDArray, "n 3"], ends: Float[NDArray, "n 3"], colours: Float[NDArray, "n 3"]
) -> Float[NDArray, "n k 3"]:
    """Colours across cones (eye's frame), from the left of the way from start to end on screen to its right."""
    axis = ends - starts
    axis = axis / np.maximum(np.linalg.norm(axis, axis=-1, keepdims=True), 1e-9)
    side = np.stack([-axis[:, 1], axis[:, 0], np.zeros(len(axis))], axis=-1)
    side = side / np.maximum(np.linalg.norm(side, axis=-1, keepdims=True), 1e-9)
    towards = np.cross(axis, side)
    towards = towards * -np.sign(towards[:, 2:] + 1e-12)
    across = ACROSS[:, None]
    normals = side[:, None] * across + towards[:, None] * np.sqrt(1 - across**2)
    return lit(normals, colours[:, None])


def hull(a: Float[NDArray, "3"], b: Float[NDArray, "3"], ra: float, rb: float) -> tuple[QPainterPath, bool]:
    """Outline of two discs on screen and what lies between; and whether one of them hides the other."""
    x, y = float(b[0] - a[0]), float(b[1] - a[1])
    length = (x * x + y * y) ** 0.5
    path = QPainterPath()
    if length <= abs(ra - rb) + 1e-3:
        centre, radius = (a, ra) if ra >= rb else (b, rb)
        path.addEllipse(QPointF(float(centre[0]), float(centre[1])), radius, radius)
        return path, True
    heading = degrees(atan2(-y, x))
    opening = degrees(acos((ra - rb) / length))
    around_a = QRectF(float(a[0]) - ra, float(a[1]) - ra, 2 * ra, 2 * ra)
    around_b = QRectF(float(b[0]) - rb, float(b[1]) - rb, 2 * rb, 2 * rb)
    path.arcMoveTo(around_a, heading + opening)
    path.arcTo(around_a, heading + opening, 360 - 2 * opening)
    path.arcTo(around_b, heading - opening, 2 * opening)
    path.closeSubpath()
    return path, False


def _cone(
    a: Float[NDArray, "3"], b: Float[NDArray, "3"], radii: Float[NDArray, "2"], shades: Float[NDArray, "k 3"]
) -> QBrush:
    way = (b - a)[:2]
    side = np.array([-way[1], way[0]]) / np.hypot(*way) * radii.mean()
    middle = (a + b)[:2] / 2
    gradient = QLinearGradient(QPointF(*(middle - side)), QPointF(*(middle + side)))
    gradient.setStops(_stops((ACROSS + 1) / 2, shades))
    return QBrush(gradient)


def _ball(centre: Float[NDArray, "3"], radius: float, colour: Float[NDArray, "3"]) -> QBrush:
    """A ball's light: rings about its brightest point, as a focal gradient has them."""
    towards = np.asarray(LIGHT)[:2] * 0.72
    rays = np.asarray(ALONG_RAY)[:, None]
    # Along the ray from the brightest point through the middle to the far rim.
    far = -towards / np.linalg.norm(towards)
    flat = towards + rays * (far - towards)
    normals = np.concatenate([flat, -np.sqrt(np.maximum(1 - (flat**2).sum(-1, keepdims=True), 0))], axis=-1)
    focus = centre[:2] + towards * radius
    gradient = QRadialGradient(QPointF(float(centre[0]), float(centre[1])), radius, QPointF(*focus))
    gradient.setStops(_stops(np.asarray(ALONG_RAY), lit(normals, colour)))
    return QBrush(gradient)


def _stops(places: Float[NDArray, "k"], colours: Float[NDArray, "k 3"]) -> list[tuple[float, QColor]]:
    levels = (colours * 255).astype(int).tolist()
    return [(place, QColor(*level)) for place, level in zip(places.tolist(), levels, strict=True)]


def _rim(colour: Float[NDArray, "3"], bright: QColor, selected: bool) -> QPen:
    if selected:
        return QPen(bright, 1.6)
    dark = QColor.fromRgbF(*(colour * 0.30).tolist(), 0.62)
    return QPen(dark, 1.0)


def draw_halo(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """A soft light behind the selected solids."""
    first, second = orbit.project(figure.starts, size), orbit.project(figure.ends, size)
    radii = orbit.scale(size) * figure.radii / np.stack([first[:, 2], second[:, 2]], axis=-1)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for index in np.nonzero(figure.selected & np.isfinite(radii).all(axis=-1))[0]:
        path.addPath(hull(first[index], second[index], *radii[index].tolist())[0])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, alpha in ((15.0, 0.10), (10.0, 0.16), (5.5, 0.30)):
        pen = QPen(theme.colour("accent", alpha), width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)


def draw_thin(painter: QPainter, points: Float[NDArray, "17 3"], pen: QPen, parents: tuple[int, ...]) -> None:
    """A skeleton on screen as plain lines; bones with an unknown end are left out."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for joint, parent in enumerate(parents):
        if parent >= 0 and np.isfinite(points[[joint, parent]]).all():
            painter.drawPolyline(QPolygonF([QPointF(*points[parent, :2]), QPointF(*points[joint, :2])]))
