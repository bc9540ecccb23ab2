"""Small round marks of keypoints and joints, painted once and then stamped: a fiftieth of the cost of drawing them."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

PHASES = 4
"""Places between two pixels, each way, that a mark is painted at."""


@dataclass(frozen=True)
class Stamp:
    """A ring, or a disc with an outline, about a point."""

    rgb: int
    radius: float
    """Pixels, as all here, of the screen's logical kind."""
    filled: bool = False
    dotted: bool = False


def stamp(painter: QPainter, mark: Stamp, at: QPointF) -> None:
    """Put a mark at a point of an untransformed painter, to an eighth of a pixel."""
    ratio = painter.device().devicePixelRatioF()
    half = _half(mark, ratio)
    x, y = (round((place * ratio - half) * PHASES) for place in (at.x(), at.y()))
    picture = _picture(mark, x % PHASES, y % PHASES, ratio)
    painter.drawImage(QPointF(floor(x / PHASES) / ratio, floor(y / PHASES) / ratio), picture)


def _half(mark: Stamp, ratio: float) -> int:
    """Half of the picture's size, in device pixels."""
    return ceil((mark.radius + 3) * ratio)


@lru_cache(maxsize=2048)
def _picture(mark: Stamp, right: int, down: int, ratio: float) -> QImage:
    half = _half(mark, ratio)
    picture = QImage(2 * half + 1, 2 * half + 1, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(half + right / PHASES, half + down / PHASES) / ratio
    _draw(painter, mark, centre)
    painter.end()
    return picture


def _draw(painter: QPainter, mark: Stamp, centre: QPointF) -> None:
    if mark.filled:
        painter.setPen(QPen(QColor(0, 0, 0, 140), 1.0))
        painter.setBrush(QColor(mark.rgb))
        painter.drawEllipse(centre, mark.radius, mark.radius)
        return
    style = Qt.PenStyle.DotLine if mark.dotted else Qt.PenStyle.SolidLine
    rim = QPen(QColor(0, 0, 0, 130), 3.4)
    for pen in (rim, QPen(QColor(mark.rgb), 2.0, style, Qt.PenCapStyle.RoundCap)):
        painter.setPen(pen)
        painter.drawEllipse(centre, mark.radius, mark.radius)
