"""Drawing a `Scene` over the photo: skeleton by side, keypoints by visibility, residual arrows."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from evopose.model.array import NDArray
from evopose.model.keypoints import Visibility
from evopose.model.limb import LIMBS
from evopose.model.part import BODY, PELVIS, Part
from evopose.model.skeleton import H36M_17
from evostudio.theme import Theme
from evostudio.views.scene import Overlay, Scene
from evostudio.views.stamps import Stamp, stamp
from evostudio.views.zoom import Zoom

BONES = tuple(range(1, 17))
SIDES = ("middle", "right", "left")
BLACK = QColor(0, 0, 0)
FLAT = Qt.PenCapStyle.FlatCap


def paint_scene(painter: QPainter, scene: Scene, zoom: Zoom, theme: Theme, dragged: int | None = None) -> None:
    """The whole scene in widget pixels: what matters most comes last, on top."""
    for other in scene.people:
        points = _points(other, zoom)
        _bones(painter, points, _pen(BLACK, 4, alpha=110))
        _bones(painter, points, _pen(theme.colour("middle"), 1.8, alpha=190))
    if scene.ghost is not None:
        _overlay(painter, scene.ghost, zoom, theme.colour("ghost"), Qt.PenStyle.SolidLine)
    if scene.other is not None:
        _overlay(painter, scene.other, zoom, theme.colour("other"), Qt.PenStyle.DashLine)
    keypoints = _points(scene.keypoints.xy, zoom)
    if scene.pixels is not None:
        pixels = _points(scene.pixels, zoom)
        _skeleton(painter, scene, pixels, theme)
        _residuals(painter, keypoints, pixels, theme)
    _keypoints(painter, scene, keypoints, theme, dragged)


def side_colour(theme: Theme, joint: int) -> QColor:
    """Blue for left, orange for right, grey-white for the middle."""
    return theme.colour(H36M_17.sides[joint])


def bones_of(part: Part | None) -> frozenset[int]:
    """Child joints of the bones that light up for a part."""
    if part is None:
        return frozenset()
    if part == BODY:
        return frozenset()
    if part == PELVIS:
        return frozenset((1, 4))
    if part.limb is not None and LIMBS[part.limb].name == "head":
        return frozenset((9, 10))
    return frozenset((part.tip,))


def invalid_bones(invalid: frozenset[int]) -> frozenset[int]:
    """Child joints of the bones of invalid limb directions."""
    return frozenset(joint for limb in invalid for joint in ((9, 10) if limb == 0 else (LIMBS[limb].end,)))


def _points(xy: NDArray, zoom: Zoom) -> list[QPointF | None]:
    mapped: NDArray = np.asarray(xy, dtype=float) * zoom.scale + (zoom.x, zoom.y)
    good = np.asarray(np.isfinite(mapped).all(axis=-1) & (np.abs(np.nan_to_num(mapped)) < 1e6).all(axis=-1))
    return [QPointF(x, y) if ok else None for (x, y), ok in zip(mapped.tolist(), good.tolist(), strict=True)]


def _pen(
    colour: QColor,
    width: float,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    alpha: int = 255,
    cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap,
) -> QPen:
    return _made_pen(colour.rgb(), width, style, alpha, cap)


@lru_cache(maxsize=256)
def _made_pen(rgb: int, width: float, style: Qt.PenStyle, alpha: int, cap: Qt.PenCapStyle) -> QPen:
    colour = QColor(rgb)
    colour.setAlpha(alpha)
    return QPen(colour, width, style, cap)


def _bones(painter: QPainter, points: list[QPointF | None], pen: QPen) -> None:
    painter.setPen(pen)
    ends = ((points[H36M_17.parents[bone]], points[bone]) for bone in BONES)
    painter.drawLines([QLineF(start, end) for start, end in ends if start is not None and end is not None])


def _overlay(painter: QPainter, overlay: Overlay, zoom: Zoom, colour: QColor, style: Qt.PenStyle) -> None:
    _bones(painter, _points(overlay.pixels, zoom), _pen(colour, 2.5, style, alpha=190))


def _skeleton(painter: QPainter, scene: Scene, points: list[QPointF | None], theme: Theme) -> None:
    """Bones end flat, which costs a tenth of round ends; the joints' discs lie over them."""
    lines = {bone: line for bone in BONES if (line := _line(points, bone)) is not None}
    painter.setPen(_pen(BLACK, 6, alpha=90, cap=FLAT))
    painter.drawLines(list(lines.values()))
    lit, hovered, wrong = bones_of(scene.selected), bones_of(scene.hovered), invalid_bones(scene.invalid)
    painter.setPen(_pen(theme.colour("accent"), 9, alpha=230))
    painter.drawLines([line for bone, line in lines.items() if bone in lit])
    for side in SIDES:
        colour = theme.colour(side)
        own = [bone for bone in lines if H36M_17.sides[bone] == side]
        painter.setPen(_pen(colour, 3.5, cap=FLAT))
        painter.drawLines([lines[bone] for bone in own if bone not in hovered])
        painter.setPen(_pen(colour.lighter(125), 5, cap=FLAT))
        painter.drawLines([lines[bone] for bone in own if bone in hovered])
    for bone in wrong & lines.keys():
        painter.setPen(_pen(theme.colour("invalid"), 3.5, Qt.PenStyle.DotLine))
        painter.drawLine(lines[bone])
        _cross(painter, lines[bone].center(), theme)
    for joint, point in enumerate(points):
        if point is not None:
            stamp(painter, Stamp(side_colour(theme, joint).rgb(), 3.0, filled=True), point)


def _line(points: list[QPointF | None], bone: int) -> QLineF | None:
    start, end = points[H36M_17.parents[bone]], points[bone]
    return None if start is None or end is None else QLineF(start, end)


def _cross(painter: QPainter, at: QPointF, theme: Theme) -> None:
    """The sign of an invalid bone, so that it is not told by colour alone."""
    painter.setPen(_pen(QColor(0, 0, 0), 4, alpha=150))
    for colour, width in ((QColor(0, 0, 0, 150), 4.5), (theme.colour("invalid"), 2.5)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(at + QPointF(-5, -5), at + QPointF(5, 5))
        painter.drawLine(at + QPointF(-5, 5), at + QPointF(5, -5))


def _residuals(painter: QPainter, keypoints: list[QPointF | None], pixels: list[QPointF | None], theme: Theme) -> None:
    """Arrows from where joints are projected to where the keypoints are."""
    painter.setPen(_pen(theme.colour("uncertain"), 1.6))
    painter.setBrush(QBrush(theme.colour("uncertain")))
    for target, start in zip(keypoints, pixels, strict=True):
        if target is None or start is None:
            continue
        along = target - start
        length = math.hypot(along.x(), along.y())
        if length < 8:
            continue
        painter.drawLine(start, target)
        unit = along / length
        across = QPointF(-unit.y(), unit.x())
        painter.drawPolygon(QPolygonF([target, target - unit * 8 + across * 3.5, target - unit * 8 - across * 3.5]))


def _keypoints(
    painter: QPainter, scene: Scene, points: list[QPointF | None], theme: Theme, dragged: int | None
) -> None:
    """Rings: full for visible, with a gap of dots for occluded ones."""
    for joint, point in enumerate(points):
        if point is not None:
            dotted = bool(scene.keypoints.visibility[joint] == Visibility.OCCLUDED)
            radius = 8.0 if joint == dragged else 6.0
            stamp(painter, Stamp(side_colour(theme, joint).rgb(), radius, dotted=dotted), point)
    point = None if dragged is None else points[dragged]
    if point is not None and dragged is not None:
        painter.setPen(_pen(side_colour(theme, dragged), 2.0))
        painter.drawLine(point + QPointF(-14, 0), point + QPointF(14, 0))
        painter.drawLine(point + QPointF(0, -14), point + QPointF(0, 14))
