"""Painting a direction map: the backdrop that seldom changes, and the marks that follow every key."""

from functools import lru_cache
from math import ceil

import numpy as np
from jaxtyping import Bool, Float
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from evopose.model.array import NDArray
from evostudio.theme import Theme, rgb_bytes
from evostudio.views.direction_chart import GRATICULE, Chart, FlatChart, SphereChart, cell_of, outline
from evostudio.views.direction_scene import Direction, DirectionScene
from evostudio.views.numerals import numeral

DOT, NEIGHBOUR = 5.5, 1.6
"""Radii in pixels."""
LABELS = {"wide": range(-180, 181, 60), "narrow": range(-180, 181, 90), "high": range(-90, 91, 30), "low": (-90, 0, 90)}
"""Degrees that are written."""
STEPS = np.linspace(-np.pi, np.pi, 73)


def draw_backdrop(painter: QPainter, chart: Chart, scene: DirectionScene, theme: Theme) -> None:
    """Region, graticule and labels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(chart, FlatChart):
        _fill_map(painter, chart, scene, theme)
        draw_labels(painter, chart, theme)
        painter.drawImage(0, 0, _map_graticule(chart, theme, painter.device().devicePixelRatioF()))
    else:
        _fill_sphere(painter, chart, scene, theme)
        draw_graticule(painter, chart, theme)
    if scene.region is not None:
        draw_outline(painter, chart, scene.region, QPen(QColor(*mixed(theme, 0.85)), 1.3))


def draw_marks(painter: QPainter, chart: Chart, scene: DirectionScene, theme: Theme) -> None:
    """The initial direction (hollow) and the current one: a dot with a halo, or a red cross outside the limits."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ghost, current = _place(chart, scene.ghost), _place(chart, scene.current)
    if ghost is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(theme.field), 4.0), (QColor(theme.ghost), 1.8)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(ghost, DOT, DOT)
    if current is None:
        return
    colour = QColor(theme.text if scene.valid else theme.invalid)
    halo = QColor(theme.accent if scene.valid else theme.invalid)
    painter.setPen(Qt.PenStyle.NoPen)
    for grown, alpha in ((6.0, 0.16), (3.0, 0.34)):
        halo.setAlphaF(alpha)
        painter.setBrush(halo)
        painter.drawEllipse(current, DOT + grown, DOT + grown)
    if scene.valid:
        painter.setPen(QPen(QColor(theme.field), 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(current, DOT, DOT)
    else:
        _draw_cross(painter, current, colour, QColor(theme.field))


def _draw_cross(painter: QPainter, middle: QPointF, colour: QColor, rim: QColor) -> None:
    reach = DOT
    for paint, width in ((rim, 6.5), (colour, 3.2)):
        painter.setPen(QPen(paint, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for side in (-reach, reach):
            painter.drawLine(middle + QPointF(-reach, side), middle + QPointF(reach, -side))


def _place(chart: Chart, direction: Direction | None) -> QPointF | None:
    if direction is None or not np.isfinite(direction).all():
        return None
    place = chart.places(np.asarray(direction, dtype=float))
    return QPointF(*place.tolist()) if np.isfinite(place).all() else None


def _tint(theme: Theme) -> tuple[int, int, int]:
    """The field with a breath of the accent: what is valid."""
    return mixed(theme, 0.26 if theme.dark else 0.20)


def mixed(theme: Theme, share: float) -> tuple[int, int, int]:
    """So much of the accent in the field's colour."""
    field, accent = rgb_bytes(QColor(theme.field)), rgb_bytes(QColor(theme.accent))
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(field, accent, strict=True))
    return red, green, blue


def _fill_map(painter: QPainter, chart: FlatChart, scene: DirectionScene, theme: Theme) -> None:
    room = QRectF(chart.left, chart.top, chart.width, chart.height)
    painter.fillRect(room, QColor(theme.field))
    if scene.region is not None:
        cells = np.zeros((scene.region.shape[1], scene.region.shape[0], 4), np.uint8)
        cells[scene.region.T[::-1]] = (*_tint(theme)[::-1], 255)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(room, image_of(cells))


def _fill_sphere(painter: QPainter, chart: SphereChart, scene: DirectionScene, theme: Theme) -> None:
    """Shaded a little towards the rim, so that it is seen to be round."""
    ratio = painter.device().devicePixelRatioF()
    theta, phi, inside = SphereChart(0, 0, chart.radius * ratio, chart.theta, chart.phi).grid()
    field = np.array(rgb_bytes(QColor(theme.field)), float)
    colours = np.broadcast_to(field, (*inside.shape, 3))
    if scene.region is not None:
        colours = np.where(scene.region[cell_of(theta, phi)][..., None], np.array(_tint(theme), float), colours)
    steps = (np.arange(len(inside)) + 0.5) / max(len(inside), 1) * 2 - 1
    reach = np.hypot(*np.meshgrid(steps + 0.25, steps + 0.3))
    shade = 1.16 - 0.30 * np.clip(reach, 0, 1.4) ** 2 if theme.dark else 1.03 - 0.14 * np.clip(reach, 0, 1.4) ** 2
    pixels = np.zeros((*inside.shape, 4), np.uint8)
    pixels[..., :3] = np.clip(colours * shade[..., None], 0, 255)[..., ::-1]
    pixels[..., 3] = 255
    pixels[~inside] = 0
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    room = QRectF(chart.x - chart.radius, chart.y - chart.radius, 2 * chart.radius, 2 * chart.radius)
    painter.drawImage(room, image_of(pixels))
    painter.setPen(QPen(QColor(theme.line), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(room)


def image_of(pixels: NDArray) -> QImage:
    """An image of (height, width, 4) bytes: blue, green, red and alpha, premultiplied."""
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


@lru_cache(maxsize=4)
def _map_graticule(chart: FlatChart, theme: Theme, ratio: float) -> QImage:
    """The map's, which is the same for all parts."""
    width, height = chart.left + chart.width + 2, chart.top + chart.height + 2
    picture = QImage(ceil(width * ratio), ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_graticule(painter, chart, theme)
    painter.end()
    return picture


def draw_graticule(painter: QPainter, chart: Chart, theme: Theme) -> None:
    """Lines of equal θ and φ, every 30°."""
    steps = STEPS[[0, -1]] if isinstance(chart, FlatChart) else STEPS  # straight on the map
    for angle in GRATICULE:
        axis = abs(angle) < 1e-9
        painter.setPen(QPen(theme.colour("dim", 0.55 if axis else 0.20), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _draw_curve(painter, chart.places(np.stack([np.full_like(steps, angle), steps / 2], axis=-1)))
        if abs(angle) <= np.pi / 2 + 1e-9:
            _draw_curve(painter, chart.places(np.stack([steps, np.full_like(steps, angle)], axis=-1)))


def _draw_curve(painter: QPainter, places: Float[NDArray, "n 2"]) -> None:
    """A line through the places that are seen."""
    path, drawing = QPainterPath(), False
    for x, y in places.tolist():
        if x != x:
            drawing = False
        elif drawing:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
            drawing = True
    painter.drawPath(path)


def draw_outline(painter: QPainter, chart: Chart, region: Bool[NDArray, "120 60"], pen: QPen) -> None:
    """The border of some cells, where it is seen. Opaque pens only: the ends of edges overlap."""
    edges = chart.places(outline(region))
    seen = edges[np.isfinite(edges).all(axis=(1, 2))].reshape(-1, 4)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)  # round ones take ten times as long
    painter.setPen(pen)
    painter.drawLines([QLineF(*edge) for edge in seen.tolist()])


def draw_neighbours(painter: QPainter, chart: Chart, neighbours: Float[NDArray, "k 2"], theme: Theme) -> None:
    """Where the part points in like poses."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    places = chart.places(np.asarray(neighbours, dtype=float))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("uncertain", 0.75))
    for x, y in places[np.isfinite(places).all(axis=-1)].tolist():
        painter.drawEllipse(QPointF(x, y), NEIGHBOUR, NEIGHBOUR)


def draw_labels(painter: QPainter, chart: FlatChart, theme: Theme) -> None:
    """Degrees below and beside the map."""
    font = painter.font()
    font.setPixelSize(11)
    painter.setFont(font)
    painter.setPen(theme.colour("dim"))
    below, beside = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for degree in LABELS["wide" if chart.width > 300 else "narrow"]:
        x = chart.left + (degree + 180) / 360 * chart.width
        painter.drawText(QRectF(x - 24, chart.top + chart.height + 3, 48, 14), int(below), _degrees(degree, "θ"))
    for degree in LABELS["high" if chart.height > 130 else "low"]:
        y = chart.top + (90 - degree) / 180 * chart.height
        painter.drawText(QRectF(chart.left - 40, y - 7, 35, 14), int(beside), _degrees(degree, "φ"))


def _degrees(degree: int, name: str) -> str:
    """'−60°'; at zero the angle's name, too."""
    return f"{name} 0°" if degree == 0 else f"{numeral(degree)}°"
