"""A density over a picture: how often joints come to lie in each part of what cameras see."""

from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evostudio.theme import Theme, rgb_bytes, title_font
from evostudio.views.colour_bar import Legend, draw_legend
from evostudio.views.density_colours import Ramp, Scale, ramp
from evostudio.views.direction_painting import image_of
from evostudio.views.scene_chart import SceneChart

HEADER, MARGIN, BAR = 28, 12, 36
"""Pixels: of the title, around the map, and of the colour bar below it."""
NARROWEST = 220
"""Pixels of the bar with its unit, where there is so much room."""
UNIT = "% in each cell"


@dataclass(frozen=True, eq=False)
class HeatScene:
    """One map."""

    title: str
    shares: Float[NDArray, "columns rows"]
    """Percent of all, column by column; columns go to the right, rows down."""
    scale: Scale = field(default_factory=Scale)
    ramp: Ramp = "viridis"


class HeatView(SceneChart[HeatScene]):
    """As large as fits, square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HeatScene("", np.zeros((1, 1))), parent)
        self.setMinimumSize(160, 180)

    def sizeHint(self) -> QSize:
        return QSize(280, 336)

    def draw(self, painter: QPainter, room: QRectF) -> QRectF:
        return draw_heat(painter, room, self._scene, self._theme)

    def told(self, room: QRectF, place: QPointF) -> str:
        x, y = (place.x() - room.left()) / room.width(), (place.y() - room.top()) / room.height()
        columns, rows = self._scene.shares.shape
        value = self._scene.shares[min(int(x * columns), columns - 1), min(int(y * rows), rows - 1)]
        return f"{x * 100:.0f} % from the left, {y * 100:.0f} % from the top\n{value:.3f} % of the keypoints"


def draw_heat(painter: QPainter, room: QRectF, scene: HeatScene, theme: Theme) -> QRectF:
    """A map with its title, in a room of any painter; gives back where the map itself lies."""
    plain = painter.font()
    painter.setFont(title_font(plain))
    painter.setPen(QColor(theme.text))
    title = QRectF(room.x() + 8, room.y(), room.width() - 16, HEADER)
    painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), scene.title)
    painter.setFont(plain)
    side = max(min(room.width() - 2 * MARGIN, room.height() - HEADER - MARGIN - BAR), 20.0)
    field = QRectF(room.center().x() - side / 2, room.y() + HEADER, side, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(field, _image(scene, theme))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.drawRect(field)
    across = max(min(max(side, NARROWEST), room.width() - 2 * MARGIN), 20.0)
    below = QRectF(room.center().x() - across / 2, field.bottom() + 8, across, BAR - 8)
    draw_legend(painter, below, Legend(scene.scale, scene.ramp, UNIT, cut=False), theme)
    painter.setFont(plain)
    return field


def _image(scene: HeatScene, theme: Theme) -> QImage:
    shares = scene.shares.T
    pixels = np.empty((*shares.shape, 4), np.uint8)
    pixels[:] = (*rgb_bytes(QColor(theme.field))[::-1], 255)
    there = shares > 0
    pixels[there, :3] = ramp(scene.ramp)[scene.scale.steps(shares[there])][:, ::-1]
    return image_of(pixels)
