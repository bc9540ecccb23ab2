"""What lies flat over the 3D figure in both back ends: local axes, badges, padlocks, legend, labels, hints."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QPolygonF

from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.model.part import part
from evopose.model.skeleton import H36M_17
from evostudio.theme import Theme
from evostudio.views.orbit import Size
from evostudio.views.skeleton_canvas import Shot
from evostudio.views.skeleton_figure import body_size, bones_of
from evostudio.views.skeleton_layers import ghost_pens, other_pens

AXIS_LENGTH = 0.26
"""Metres on an adult."""
AXIS_COLOURS = {True: ("#ff6b6b", "#7bd88f", "#6cb6ff"), False: ("#c92a2a", "#2b8a3e", "#1864ab")}
"""x, y and z, by whether the theme is dark."""
LETTER = 22
"""Pixels of a letter's picture."""


def draw_marks(painter: QPainter, shot: Shot, size: Size) -> None:
    """Everything that is flat and over the figure."""
    if shot.scene is None or shot.figure is None:
        _draw_hint(painter, size, shot.theme, shot.hint)
        return
    _draw_badges(painter, shot, size)
    _draw_axes(painter, shot, size)
    _draw_legend(painter, shot, size)
    _draw_title(painter, shot, size)


def _draw_hint(painter: QPainter, size: Size, theme: Theme, hint: str) -> None:
    painter.setFont(_font(painter, 13))
    painter.setPen(theme.colour("dim"))
    room = QRectF(16, 0, size[0] - 32, size[1])
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), hint)


def _draw_title(painter: QPainter, shot: Shot, size: Size) -> None:
    painter.setFont(_font(painter, 12))
    painter.setPen(shot.theme.colour("dim"))
    painter.drawText(QRectF(12, 8, size[0] - 24, 20), int(Qt.AlignmentFlag.AlignLeft), shot.title)


def _draw_legend(painter: QPainter, shot: Shot, size: Size) -> None:
    """Names of the second skeletons, at the bottom left, with a piece of their line."""
    assert shot.scene is not None
    theme = shot.theme
    layers = [(shot.scene.other, other_pens(theme)), (shot.scene.ghost, ghost_pens(theme))]
    painter.setFont(_font(painter, 12))
    bottom = size[1] - 12
    for layer, pens in layers:
        if layer is None:
            continue
        for pen in pens:
            painter.setPen(pen)
            painter.drawLine(QPointF(14, bottom - 5), QPointF(34, bottom - 5))
        painter.setPen(theme.colour("dim"))
        room = QRectF(42, bottom - 14, max(size[0] - 54, 20), 18)
        text = painter.fontMetrics().elidedText(layer.title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        bottom -= 20


def _draw_axes(painter: QPainter, shot: Shot, size: Size) -> None:
    """The selected part's local frame at its pivot, what points away first."""
    scene = shot.scene
    if scene is None or scene.part_frame is None or scene.positions is None or not np.isfinite(scene.part_frame).all():
        return
    pivot = np.asarray(scene.positions[scene.selected.pivot], dtype=float)
    if not np.isfinite(pivot).all():
        return
    reach = AXIS_LENGTH * body_size(np.asarray(scene.positions, dtype=float))
    tips = shot.orbit.project(pivot + reach * scene.part_frame.T, size)
    origin = shot.orbit.project(pivot, size)
    if not (np.isfinite(tips).all() and np.isfinite(origin).all()):
        return
    theme, ratio = shot.theme, painter.device().devicePixelRatioF()
    for axis in np.argsort(-tips[:, 2]).tolist():
        active = scene.axis == axis
        colour = QColor(AXIS_COLOURS[theme.dark][axis])
        end = tips[axis, :2]
        _draw_arrow(painter, origin[:2], end, colour, 4.0 if active else 2.0, QColor(theme.stage))
        way = end - origin[:2]
        place = end + way / max(float(np.hypot(*way)), 1e-6) * 9 - LETTER / 2
        picture = _letter("xyz"[axis], colour.name(), theme.stage, active, ratio)
        painter.drawImage(QPointF(*place.tolist()), picture)


def _draw_arrow(
    painter: QPainter, start: Float[NDArray, "2"], end: Float[NDArray, "2"], colour: QColor, width: float, stage: QColor
) -> None:
    """A shaft and a head as one shape, with a rim that keeps it apart from what lies below."""
    length = max(float(np.hypot(*(end - start))), 1e-6)
    along = (end - start) / length
    side = np.array([-along[1], along[0]])
    head = min(6.0 + 1.6 * width, length)
    across = 0.42 * head
    painter.setPen(Qt.PenStyle.NoPen)
    for grown, paint in ((1.2, stage), (0.0, colour)):
        half, neck, tip = width / 2 + grown, end - along * (head + grown), end + along * 2.2 * grown
        wing = across + 1.4 * grown
        corners = [start + side * half, neck + side * half, neck + side * wing, tip]
        corners += [neck - side * wing, neck - side * half, start - side * half]
        painter.setBrush(paint)
        painter.drawPolygon(QPolygonF([QPointF(*corner.tolist()) for corner in corners]))


@lru_cache(maxsize=64)
def _letter(text: str, colour: str, rim: str, bold: bool, ratio: float) -> QImage:
    """A letter in the middle of a small picture, with a rim that keeps it readable on anything."""
    picture = QImage(round(LETTER * ratio), round(LETTER * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(QGuiApplication.font())
    font.setPixelSize(13)
    font.setBold(bold)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    path.translate(QPointF(LETTER / 2, LETTER / 2) - path.boundingRect().center())
    pen = QPen(QColor(rim), 3.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(colour))
    painter.end()
    return picture


def _badges(shot: Shot) -> Iterator[tuple[int, bool, bool]]:
    """The bone that carries the signs of a part, whether it is invalid, whether locked."""
    assert shot.scene is not None
    invalid = {LIMBS[limb].name for limb in shot.scene.invalid}
    for name in sorted(invalid | shot.scene.locked):
        bones = bones_of(part(name))
        yield (max(bones) if name != "body" else 0), name in invalid, name in shot.scene.locked


def _draw_badges(painter: QPainter, shot: Shot, size: Size) -> None:
    scene = shot.scene
    assert scene is not None and scene.positions is not None
    points = shot.orbit.project(np.asarray(scene.positions, dtype=float), size)
    for bone, invalid, locked in _badges(shot):
        parent = max(H36M_17.parents[bone], 0)
        middle = points[bone, :2] * 0.5 + points[parent, :2] * 0.5
        if not np.isfinite(middle).all():
            continue
        spread = 9.0 if invalid and locked else 0.0
        if invalid:
            _draw_warning(painter, QPointF(middle[0] - spread, middle[1]), shot.theme)
        if locked:
            _draw_padlock(painter, QPointF(middle[0] + spread, middle[1]), shot.theme)


def _draw_warning(painter: QPainter, middle: QPointF, theme: Theme) -> None:
    """A round sign with '!'."""
    painter.setPen(QPen(theme.colour("stage"), 1.5))
    painter.setBrush(theme.colour("invalid"))
    painter.drawEllipse(middle, 8.0, 8.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    x, y = middle.x(), middle.y()
    painter.drawRoundedRect(QRectF(x - 1.1, y - 5.0, 2.2, 6.0), 1.1, 1.1)
    painter.drawEllipse(QPointF(x, y + 3.7), 1.3, 1.3)


def _draw_padlock(painter: QPainter, middle: QPointF, theme: Theme) -> None:
    """A padlock on a round plate."""
    x, y = middle.x(), middle.y()
    painter.setPen(QPen(theme.colour("line"), 1.0))
    painter.setBrush(theme.colour("panel"))
    painter.drawEllipse(middle, 8.5, 8.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("text"), 1.4))
    painter.drawArc(QRectF(x - 2.4, y - 5.4, 4.8, 5.6), 0, 180 * 16)
    painter.drawLine(QPointF(x - 2.4, y - 2.6), QPointF(x - 2.4, y - 0.5))
    painter.drawLine(QPointF(x + 2.4, y - 2.6), QPointF(x + 2.4, y - 0.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("text"))
    painter.drawRoundedRect(QRectF(x - 3.9, y - 0.9, 7.8, 5.6), 1.2, 1.2)


def _font(painter: QPainter, pixels: int) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(pixels)
    return font
