"""Small pictures of a true pose, grey, and the estimated one, in colours, over it; with words below."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from math import hypot, radians

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter, QPen

from evopose.model.array import NDArray
from evostudio.theme import SMALL_SIZE, Theme
from evostudio.views.orbit import Orbit
from evostudio.views.pair_scene import seen_pairs
from evostudio.views.pose_tiles import PoseTiles, draw_pose, mixed

ASIDE = Orbit(azimuth=radians(40), elevation=radians(12))
"""Aside of the camera: errors of depth, which are the large ones, are not seen from where it stands."""
WORDS = 18
"""Pixels of the line below."""
ASPECT = 0.62
"""A figure's width of its height: few people spread both arms, and who does reaches into the room beside."""
LEAST_TIE = 5.0
"""Pixels: shorter ones are not drawn."""
GREY, SLIM = 0.1, 0.55
"""How far the true pose goes towards the background, and how thick the bones over it are."""


class PairTiles(PoseTiles):
    """Pictures by row, as a wall wants them, of (k, 2, 17, 3): true and estimated, metres, camera frame."""

    def __init__(self, caption: Callable[[int], str] = lambda _row: "") -> None:
        """`caption` says of a row what stands below it."""
        super().__init__()
        self._caption = caption
        self._orbit = ASIDE

    @property
    def orbit(self) -> Orbit:
        """Which way it looks; where from does not matter."""
        return self._orbit

    def look(self, orbit: Orbit) -> None:
        """See all from elsewhere."""
        if orbit != self._orbit:
            self._orbit = orbit
            self.forget()

    def make(self, rows: list[int], positions: Float[NDArray, "k 2 17 3"]) -> list[QImage]:
        """The pictures of some pairs; they have a place already and are not turned to anybody."""
        with np.errstate(all="ignore"):
            scenes = seen_pairs(positions, self._orbit)
        theme, size, ratio = self._theme, self._size, self._ratio
        return [pair(scene, theme, size, ratio, self._caption(row)) for row, scene in zip(rows, scenes, strict=True)]


def pair(scene: Float[NDArray, "2 17 3"], theme: Theme, size: int, ratio: float = 1.0, words: str = "") -> QImage:
    """One pair as `pair_scene.seen_pairs` gives it, on nothing."""
    pixels = max(1, round(size * ratio))
    picture = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_pair(painter, scene, theme, QRectF(0, 0, size, size), words)
    painter.end()
    return picture


def draw_pair(
    painter: QPainter, scene: Float[NDArray, "2 17 3"], theme: Theme, room: QRectF, words: str = "", ties: bool = False
) -> None:
    """The true pose, the estimated one over it, and words below; `ties` go from joint to joint."""
    below = WORDS if words else 0
    side = min(room.width() / ASPECT, room.height() - below)
    unit, middle = side / 2 * 0.94, (room.center().x(), room.center().y() - below / 2)
    draw_pose(painter, scene[0], _grey(theme), unit, middle)
    draw_pose(painter, scene[1], theme, unit, middle, SLIM)
    if ties:
        _draw_ties(painter, scene[..., :2] * unit + np.asarray(middle), theme)
    if words:
        painter.setFont(caption_font())
        painter.setPen(theme.colour("text"))
        line = QRectF(room.left(), middle[1] + side / 2, room.width(), WORDS)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), words)


def _draw_ties(painter: QPainter, points: Float[NDArray, "2 17 2"], theme: Theme) -> None:
    """From where joints are to where they were thought to be, with a ring at the true end."""
    for true, thought in np.swapaxes(points, 0, 1).tolist():
        if np.isfinite([true, thought]).all() and hypot(true[0] - thought[0], true[1] - thought[1]) >= LEAST_TIE:
            painter.setPen(QPen(theme.colour("uncertain"), 1.2))
            painter.drawLine(QPointF(*true), QPointF(*thought))
            painter.setBrush(theme.colour("stage"))
            painter.drawEllipse(QPointF(*true), 2.5, 2.5)


@lru_cache(maxsize=8)
def _grey(theme: Theme) -> Theme:
    grey = mixed(theme.colour("ghost"), theme.colour("stage"), GREY).name()
    return replace(theme, left=grey, right=grey, middle=grey)


def caption_font() -> QFont:
    """Of the words below."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(SMALL_SIZE)
    return font
