"""A few true poses with the estimated ones over them, all in sight at once, turned together by mouse or keys."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, radians

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from evopose.model.array import NDArray
from evostudio.theme import DARK, Theme
from evostudio.views.orbit import Orbit
from evostudio.views.pair_scene import seen_pairs
from evostudio.views.pair_tiles import ASIDE, ASPECT, WORDS, caption_font, draw_pair
from evostudio.views.pointer_note import draw_note

TURN = radians(0.5)
"""A drag of one pixel."""
STEP = radians(15)
"""A key."""
BESIDE = 6
"""Pixels between the words of two, at least."""
KEYS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class PairGrid(QWidget):
    """A drag or the arrows turn all; a double click or Home looks from aside again."""

    turned = Signal(object)
    """The Orbit that a person has turned to."""

    def __init__(self, theme: Theme = DARK, ties: bool = False, parent: QWidget | None = None) -> None:
        """`ties`: lines from each true joint to the estimated one, for few and large ones."""
        super().__init__(parent)
        self._theme, self._ties = theme, ties
        self._pairs: Float[NDArray, "n 2 17 3"] = np.zeros((0, 2, 17, 3), np.float32)
        self._captions: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._orbit = ASIDE
        self._last: QPointF | None = None
        self._mouse: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 96)
        self.setAccessibleName("True and estimated poses")

    @property
    def orbit(self) -> Orbit:
        """Which way all are seen."""
        return self._orbit

    def sizeHint(self) -> QSize:
        return QSize(560, 260)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_pairs(
        self, pairs: Float[NDArray, "n 2 17 3"], captions: Sequence[str] = (), notes: Sequence[str] = ()
    ) -> None:
        """True and estimated, metres, in a camera's frame; what stands below each, and what is told under the mouse."""
        self._pairs, self._captions, self._notes = pairs, tuple(captions), tuple(notes)
        self.setAccessibleDescription("; ".join(captions))
        self.update()

    def look(self, orbit: Orbit) -> None:
        """See all from elsewhere."""
        self._orbit = orbit
        self.update()

    # Where they stand

    def columns(self) -> int:
        """As many in a line as make them largest, of those that leave each the room for its words."""
        count, width, height = len(self._pairs), max(self.width(), 1), max(self.height(), 1)
        words = max(map(QFontMetricsF(caption_font()).horizontalAdvance, self._captions), default=0.0) + BESIDE
        most = max(1, min(count, int(width / words)))
        sides = [min(width / n / ASPECT, height / ceil(count / n) - WORDS) for n in range(1, most + 1)]
        return int(np.argmax(sides)) + 1

    def room(self, place: int) -> QRectF:
        """Of one pair with its words."""
        columns = self.columns()
        lines = ceil(len(self._pairs) / columns)
        width, height = self.width() / columns, self.height() / lines
        return QRectF(place % columns * width, place // columns * height, width, height)

    def place_at(self, at: QPointF) -> int:
        """The pair under a point; −1 where there is none."""
        return next((place for place in range(len(self._pairs)) if self.room(place).contains(at)), -1)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.stage))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with np.errstate(all="ignore"):
            scenes = seen_pairs(self._pairs, self._orbit)
        captions = self._captions or ("",) * len(scenes)
        for place, (scene, words) in enumerate(zip(scenes, captions, strict=True)):
            draw_pair(painter, scene, self._theme, self.room(place), words, self._ties)
        self._note(painter)
        painter.end()

    def _note(self, painter: QPainter) -> None:
        place = self.place_at(self._mouse) if self._mouse is not None and self._last is None else -1
        if self._mouse is not None and 0 <= place < len(self._notes):
            draw_note(painter, self._mouse, self._notes[place], self.size(), self._theme)

    # Turning

    def _turn(self, azimuth: float, elevation: float) -> None:
        self.look(self._orbit.turned(azimuth, elevation))
        self.turned.emit(self._orbit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        if self._last is not None and event.buttons() & Qt.MouseButton.LeftButton:
            way, self._last = event.position() - self._last, event.position()
            self._turn(way.x() * TURN, way.y() * TURN)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._look_aside()

    def _look_aside(self) -> None:
        self.look(ASIDE)
        self.turned.emit(self._orbit)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = KEYS.get(Qt.Key(event.key()))
        if way and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._turn(way[0] * STEP, way[1] * STEP)
        elif event.key() == Qt.Key.Key_Home:
            self._look_aside()
        else:
            event.ignore()
