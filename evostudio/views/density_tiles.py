"""The nine directions as small maps, three by three; a click chooses one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from evostudio.theme import DARK, Theme
from evostudio.views.density_painting import draw_small
from evostudio.views.density_scene import DensityScene
from evostudio.views.direction_chart import FlatChart

ACROSS = 3
TITLE, GAP = 18, 8
"""Pixels above each map, and between two."""


class DensityTiles(QWidget):
    """Paints nine scenes, each once; only the frame around the chosen one is painted anew."""

    chosen = Signal(int)
    """Position in LIMBS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._scenes: tuple[DensityScene, ...] = ()
        self._current, self._under = 0, -1
        self._picture = QPixmap()
        self._key: object = None
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(280)
        self.setAccessibleName("The nine directions")

    def sizeHint(self) -> QSize:
        return QSize(344, self.heightForWidth(344))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(280))

    def heightForWidth(self, width: int) -> int:
        return 3 * (TITLE + self._map_width(width) // 2) + 4 * GAP

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_scenes(self, scenes: Sequence[DensityScene], current: int) -> None:
        """Nine scenes, and which is chosen."""
        self._scenes, self._current = tuple(scenes), current
        self.update()

    def rect_of(self, index: int) -> QRect:
        """Where a tile is: title and map."""
        across = self._map_width(self.width())
        row, column = divmod(index, ACROSS)
        height = TITLE + across // 2
        return QRect(GAP + column * (across + GAP), GAP + row * (height + GAP), across, height)

    def _map_width(self, width: int) -> int:
        return (width - (ACROSS + 1) * GAP) // ACROSS

    def paintEvent(self, event: QPaintEvent) -> None:
        self._refresh()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        for index in {self._current, self._under} & set(range(len(self._scenes))):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if index == self._current else "hover"))
            painter.drawRoundedRect(self.rect_of(index).adjusted(-4, -2, 4, 4), 4, 4)
        painter.drawPixmap(0, 0, self._picture)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._current < len(self._scenes):
            painter.drawRect(QRectF(self.rect_of(self._current)).adjusted(0, TITLE, 0, 0))
        painter.end()

    def _refresh(self) -> None:
        ratio = self.devicePixelRatioF()
        key = (self._theme, self.size().toTuple(), ratio, tuple(map(id, self._scenes)))
        if key == self._key:
            return
        self._key = key
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setFont(self.font())
        self.draw(painter, self._theme)
        painter.end()

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """All nine on any painter."""
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        for index, scene in enumerate(self._scenes):
            room = self.rect_of(index)
            painter.setPen(QColor(theme.dim))
            painter.drawText(QRectF(room.x(), room.y(), 14, TITLE), left, str(index + 1))
            painter.setPen(QColor(theme.text))
            painter.drawText(QRectF(room.x() + 14, room.y(), room.width() - 14, TITLE), left, scene.title)
            draw_small(painter, FlatChart(room.x(), room.y() + TITLE, room.width(), room.width() / 2), scene, theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if index >= 0:
            self.chosen.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if index != self._under:
            self._under = index
            self.setToolTip(f"{self._scenes[index].title}  ({index + 1})" if index >= 0 else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._under = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _at(self, place: QPointF) -> int:
        found = (index for index in range(len(self._scenes)) if self.rect_of(index).contains(place.toPoint()))
        return next(found, -1)
