"""Painting a density chart: the density, single directions, the valid region, contours and what was selected."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen

from evostudio.theme import Theme
from evostudio.views.density_picture import flat_image, points_image, sphere_image
from evostudio.views.density_scene import DensityScene, Points
from evostudio.views.direction_chart import Chart, FlatChart
from evostudio.views.direction_painting import draw_graticule, draw_labels, draw_outline

OPAQUE = 0.5
"""A point alone."""
WIDTHS = {0.5: 2.0, 0.9: 1.1}
"""Of contours, by their share."""


def draw_density(painter: QPainter, chart: Chart, scene: DensityScene, theme: Theme, sharpness: float = 1.0) -> None:
    """All of a scene on its chart. `sharpness`: pixels of the sphere's picture in one of the screen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _fill(painter, chart, scene, theme, sharpness)
    for points in scene.points:
        _draw_points(painter, chart, points, theme, sharpness)
    draw_graticule(painter, chart, theme)
    if isinstance(chart, FlatChart):
        draw_labels(painter, chart, theme)
    if scene.region is not None:
        draw_outline(painter, chart, scene.region, QPen(QColor(theme.text), 1.2))
    for contour in scene.contours:
        width = WIDTHS.get(contour.share, 1.4)
        for colour, wide in ((theme.field, width + 2.0), (theme.right, width)):
            draw_outline(painter, chart, contour.cells, QPen(QColor(colour), wide))
    if scene.brush is not None:
        for colour, wide in ((theme.field, 4.0), (theme.accent, 2.0)):
            draw_outline(painter, chart, scene.brush, QPen(QColor(colour), wide))


def draw_small(painter: QPainter, chart: FlatChart, scene: DensityScene, theme: Theme) -> None:
    """A map too small for lines: the density, the valid region, the equator."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _fill(painter, chart, scene, theme, 1.0)
    if scene.region is not None:
        draw_outline(painter, chart, scene.region, QPen(theme.colour("text", 0.6), 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("line"), 1.0))
    painter.drawRect(_room(chart))


def _fill(painter: QPainter, chart: Chart, scene: DensityScene, theme: Theme, sharpness: float) -> None:
    if isinstance(chart, FlatChart):
        image = flat_image(scene, theme)
        if painter.paintEngine().type() == QPaintEngine.Type.SVG and not scene.smooth:
            image = image.scaled(image.size() * 8)  # who shows an SVG blurs what is enlarged
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scene.smooth)
        painter.drawImage(_room(chart), image)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(_room(chart), sphere_image(chart, scene, theme, sharpness))
    painter.setPen(QPen(QColor(theme.line), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_room(chart))


def _room(chart: Chart) -> QRectF:
    if isinstance(chart, FlatChart):
        return QRectF(chart.left, chart.top, chart.width, chart.height)
    return QRectF(chart.x - chart.radius, chart.y - chart.radius, 2 * chart.radius, 2 * chart.radius)


def _draw_points(painter: QPainter, chart: Chart, points: Points, theme: Theme, sharpness: float) -> None:
    room, ratio = _room(chart), max(sharpness, painter.device().devicePixelRatioF())
    places = chart.places(points.angles) - np.array([room.x(), room.y()])
    colour = QColor(getattr(theme, points.role))
    image = points_image(places, (room.width(), room.height()), ratio, colour, OPAQUE)
    painter.drawImage(QRectF(room.x(), room.y(), image.width() / ratio, image.height() / ratio), image)
