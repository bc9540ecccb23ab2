"""Mouse and keys on a wall of poses: choosing one, many, a range; going on; beginning to drag."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from evostudio.views.wall_layout import WallLayout
from evostudio.views.wall_selection import WallSelection

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class WallPointing:
    """Turns presses into choices; says whether something became of them."""

    def __init__(self, selection: WallSelection, drag: Callable[[], object]) -> None:
        self._selection, self._drag = selection, drag
        self._pressed: QPoint | None = None
        self._pressed_on = -1

    def press(self, event: QMouseEvent, place: int) -> None:
        """A button goes down on a place of the list (−1: beside all)."""
        self._pressed = event.position().toPoint() if event.button() == LEFT else None
        self._pressed_on = place
        if place < 0:
            self._selection.clear()
        elif event.modifiers() & SHIFT:
            self._selection.reach(place)
        elif event.modifiers() & CONTROL:
            self._selection.toggle(place)
        elif self._is_chosen(place):
            self._selection.current = place  # they may be about to be dragged
        else:
            self._selection.take(place)

    def move(self, event: QMouseEvent) -> bool:
        """With a button down; False where the mouse only hovers."""
        if not event.buttons() & LEFT:
            return False
        far = (
            self._pressed is not None and self._pressed_on >= 0 and self._way(event) >= QApplication.startDragDistance()
        )
        if far:
            self._pressed = None
            self._drag()
        return True

    def release(self, event: QMouseEvent, place: int) -> bool:
        """A button goes up; whether that chose something: one of several that were not dragged after all."""
        single = self._pressed is not None and not event.modifiers() & (SHIFT | CONTROL) and place >= 0
        self._pressed = None
        if single and self._selection.count > 1:
            self._selection.take(place)
            return True
        return False

    def key(self, event: QKeyEvent, layout: WallLayout, first: int) -> str:
        """'moved', 'chose', 'entered', or '' for a key that is not ours; `first` is the first place on screen."""
        selection, key, modifiers = self._selection, Qt.Key(event.key()), event.modifiers()
        step = _steps(layout).get(key)
        if step is not None and len(selection) and not modifiers & Qt.KeyboardModifier.AltModifier:
            self._step(step, first, modifiers)
            return "moved"
        if key == Qt.Key.Key_A and modifiers & CONTROL:
            selection.take_all()
        elif key == Qt.Key.Key_Space and selection.current >= 0:
            selection.toggle(selection.current)
        elif key == Qt.Key.Key_Escape and selection.count:
            selection.clear()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and selection.current >= 0:
            return "entered"
        else:
            return ""
        return "chose"

    def _step(self, step: int, first: int, modifiers: Qt.KeyboardModifier) -> None:
        """Shift chooses on the way, Ctrl leaves what is chosen alone."""
        selection = self._selection
        place = selection.current + step if selection.current >= 0 else first
        place = min(max(place, 0), len(selection) - 1)
        if modifiers & SHIFT:
            selection.reach(place)
        elif modifiers & CONTROL:
            selection.current = place
        else:
            selection.take(place)

    def _way(self, event: QMouseEvent) -> int:
        assert self._pressed is not None
        return (event.position().toPoint() - self._pressed).manhattanLength()

    def _is_chosen(self, place: int) -> bool:
        return bool(self._selection.is_chosen(np.array([self._selection.row(place)]))[0])


def _steps(layout: WallLayout) -> dict[Qt.Key, int]:
    line, page = layout.columns, layout.columns * layout.page
    return {
        Qt.Key.Key_Left: -1,
        Qt.Key.Key_Right: 1,
        Qt.Key.Key_Up: -line,
        Qt.Key.Key_Down: line,
        Qt.Key.Key_PageUp: -page,
        Qt.Key.Key_PageDown: page,
        Qt.Key.Key_Home: -layout.count,
        Qt.Key.Key_End: layout.count,
    }
