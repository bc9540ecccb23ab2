"""What charts of one scene share that are read by the mouse: theme, scene, pointer; keys are the page's."""

from __future__ import annotations

from typing import ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from evostudio.theme import DARK, Theme
from evostudio.views.pointer_note import draw_note


class Titled(Protocol):
    """What a chart shows."""

    @property
    def title(self) -> str:
        """Its heading, and its name for screen readers."""
        ...


S = TypeVar("S", bound=Titled)


class SceneChart(QWidget, Generic[S]):
    """Draws a scene, and beside the mouse what is under it."""

    ground: ClassVar[str] = "panel"
    """The theme's colour that it lies on."""

    def __init__(self, scene: S, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._scene = DARK, scene
        self._mouse: QPointF | None = None
        self.setMouseTracking(True)

    @property
    def scene(self) -> S:
        """What is shown."""
        return self._scene

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_scene(self, scene: S) -> None:
        """Show this."""
        self._scene = scene
        self.setAccessibleName(scene.title)
        self.update()

    def draw(self, painter: QPainter, room: QRectF) -> QRectF:
        """The scene, in a room of any painter; gives back where the mouse reads it."""
        raise NotImplementedError

    def told(self, room: QRectF, place: QPointF) -> str:
        """What stands at a place of that room; empty where there is nothing."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self.ground))
        painter.setFont(self.font())
        room = self.draw(painter, QRectF(self.rect()))
        note = self.told(room, self._mouse) if self._mouse is not None and room.contains(self._mouse) else ""
        if note and self._mouse is not None:
            draw_note(painter, self._mouse, note, self.size(), self._theme)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
