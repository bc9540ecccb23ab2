"""Small pictures of poses by QPainter, painted once and kept as long as there is room."""

from collections import OrderedDict
from functools import lru_cache
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17
from evostudio.theme import DARK, Theme
from evostudio.views.tile_scene import seen

ROOM = 96 << 20
"""Bytes of pictures that are kept."""
SLICE_S = 0.008
"""Of each frame for painting tiles that are new; the others come with the next frames."""
AT_ONCE = 8
"""Poses read and painted before looking at the clock."""
SHADES = 8
"""Steps from the nearest to the farthest."""
REACH = 0.55
"""Metres before and behind the middle over which bones grow paler."""
PALE = 0.5
"""How far the farthest bones go towards the background."""
HEAD = 10
THICK = {1: 0.1, 4: 0.1, 7: 0.13, 8: 0.13, 9: 0.075, 10: 0.2, 11: 0.095, 14: 0.095, 2: 0.1, 5: 0.1, 3: 0.078, 6: 0.078,
         12: 0.078, 15: 0.078, 13: 0.062, 16: 0.062}  # fmt: skip
"""Of each bone, in half sides of the tile."""
RIM = 0.034
"""Of the dark line around each bone."""


class Poses(Protocol):
    """(n, 17, 3) metres, z up: an array, a memory map, or what reads rows of many shards."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: Any) -> NDArray: ...


class PoseTiles:
    """Pictures by row of the population, the oldest forgotten first."""

    def __init__(self) -> None:
        self._theme: Theme = DARK
        self._size, self._ratio = 96, 1.0
        self._facing = False
        self._kept: OrderedDict[int, QImage] = OrderedDict()

    def configure(self, theme: Theme, size: int, ratio: float) -> None:
        """Paint so from now on; what was painted otherwise is forgotten."""
        if (theme, size, ratio) != (self._theme, self._size, self._ratio):
            self._theme, self._size, self._ratio = theme, size, ratio
            self.forget()

    def face(self, facing: bool) -> None:
        """Everybody turned to the camera, or as they stand in the world."""
        if facing != self._facing:
            self._facing = facing
            self.forget()

    def forget(self) -> None:
        """Other poses have these rows now."""
        self._kept.clear()

    def get(self, row: int) -> QImage | None:
        """The picture of a row, if it is kept."""
        found = self._kept.get(row)
        if found is not None:
            self._kept.move_to_end(row)
        return found

    def paint(self, rows: list[int], positions: Float[NDArray, "k 17 3"]) -> None:
        """Paint the poses of some rows (metres, z up) and keep them."""
        self._kept.update(zip(rows, self.make(rows, positions), strict=True))
        most = max(64, int(ROOM / (4 * (self._size * self._ratio) ** 2)))
        while len(self._kept) > most:
            self._kept.popitem(last=False)

    def fill(self, rows: list[int], poses: Poses) -> bool:
        """Read and paint those of the rows that are lacking, as long as a frame may take; whether all are there."""
        lacking = [row for row in rows if self.get(row) is None]
        end = perf_counter() + SLICE_S
        while lacking and perf_counter() < end:
            some, lacking = lacking[:AT_ONCE], lacking[AT_ONCE:]
            self.paint(some, np.asarray(poses[np.asarray(some)], np.float32))
        return not lacking

    def make(self, rows: list[int], positions: Float[NDArray, "k 17 3"]) -> list[QImage]:
        """The pictures of some rows."""
        with np.errstate(all="ignore"):
            scenes = seen(positions, self._facing)
        return [tile(scene, self._theme, self._size, self._ratio) for scene in scenes]


def tile(scene: Float[NDArray, "17 3"], theme: Theme, size: int, ratio: float = 1.0) -> QImage:
    """One pose as `tile_scene.seen` gives it, on nothing."""
    pixels = max(1, round(size * ratio))
    picture = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_pose(painter, scene, theme, pixels / 2 * 0.96, (pixels / 2, pixels / 2))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def draw_pose(
    painter: QPainter,
    scene: Float[NDArray, "17 3"],
    theme: Theme,
    unit: float,
    middle: tuple[float, float],
    stout: float = 1.0,
) -> None:
    """The bones, the far ones first: `unit` pixels are half a side, `stout` is how thick they are of what is usual."""
    places = (scene[:, :2] * unit + np.asarray(middle)).tolist()
    depths = (scene[1:, 2] + scene[_PARENTS, 2]) / 2
    shades = np.clip((depths + REACH) / (2 * REACH) * SHADES, 0, SHADES - 1)
    levels = np.nan_to_num(shades).astype(int).tolist()
    there = np.asarray(np.isfinite(scene).all(axis=-1))
    for bone in (np.argsort(-depths, kind="stable") + 1).tolist():
        parent = H36M_17.parents[bone]
        if not (there[bone] and there[parent]):
            continue
        width = round(stout * unit * THICK[bone], 1)
        rim, fill = _pens(theme, H36M_17.sides[bone], levels[bone - 1], width, round(unit, 1))
        start, end = QPointF(*places[parent]), QPointF(*places[bone])
        if bone == HEAD:
            _head(painter, (start + end * 2) / 3, rim, fill)
            continue
        painter.setPen(rim)
        painter.drawLine(start, end)
        painter.setPen(fill)
        painter.drawLine(start, end)


def _head(painter: QPainter, at: QPointF, rim: QPen, fill: QPen) -> None:
    half = fill.widthF() / 2
    painter.setPen(QPen(rim.color(), (rim.widthF() - fill.widthF()) / 2))
    painter.setBrush(fill.color())
    painter.drawEllipse(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))


_PARENTS = list(H36M_17.parents[1:])


@lru_cache(maxsize=4096)
def _pens(theme: Theme, side: str, level: int, width: float, unit: float) -> tuple[QPen, QPen]:
    """Around a bone, and of it: paler the farther it is."""
    back, share = QColor(theme.stage), PALE * level / (SHADES - 1)
    colour = mixed(QColor(getattr(theme, side)), back, share)
    around = mixed(colour, QColor(0, 0, 0) if theme.dark else back, 0.72)
    solid, cap = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
    return QPen(around, width + 2 * max(1.0, RIM * unit), solid, cap), QPen(colour, width, solid, cap)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """So much of the other."""

    def part(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(part(one.red(), other.red()), part(one.green(), other.green()), part(one.blue(), other.blue()))
