"""The window that is measured: on a project, with the keyboard, over preferences of its own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage
    from evostudio.window import MainWindow

SIZE = (1600, 900)
PATIENCE_S = 5.0
"""For anything that has to happen."""


class Frames(QObject):
    """Tells when each of some widgets has been painted, and its window put on screen."""

    def __init__(self, widgets: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._widgets = widgets
        self._waiting: set[int] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def until_painted(self, act: Callable[[], object]) -> float:
        """Milliseconds from before `act` until all widgets have been painted anew and the screen has it; nan where
        they are not."""
        self._waiting = {id(widget) for widget in self._widgets}
        start = time.perf_counter()
        act()
        while self._waiting:
            QApplication.processEvents()
            if time.perf_counter() - start > PATIENCE_S:
                return float("nan")
        on_screen(self._widgets[0])
        return 1e3 * (time.perf_counter() - start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._waiting.discard(id(watched))
        return False


def on_screen(widget: QWidget) -> None:
    """Wait until the display server has taken what was painted: reading a pixel back comes after it."""
    window = widget.window()
    window.screen().grabWindow(window.winId(), 0, 0, 1, 1)


class Stage:
    """A window with a project open on the Annotate page."""

    def __init__(self, app: QApplication, window: "MainWindow") -> None:
        self.app, self.window = app, window

    @property
    def page(self) -> "AnnotatePage":
        """The Annotate page."""
        page: Any = self.window.pages["annotate"]
        return page  # type: ignore[no-any-return]

    def views(self) -> tuple[QWidget, ...]:
        """What every key press paints anew; everything else that it touches is painted in the same frame."""
        canvas: Any = self.page.pose.view.canvas
        return (self.page.photo.view, canvas)

    def update_views(self) -> None:
        """Have them painted."""
        for view in self.views():
            view.update()

    def open(self, path: Path) -> None:
        """Open a project; wait for its photo, where it has one."""
        self.window.opening.open_path(path)
        self.window.show_page("annotate")
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on the page, down and up."""
        QTest.keyClick(self.page, key, modifiers)

    def settle(self, seconds: float = 0.4) -> None:
        """Let what was begun come to its end."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def worst_gap(self, done: Callable[[], bool]) -> float:
        """Seconds that the window stood still at most, until something is done or a minute has gone."""
        worst, end = 0.0, time.perf_counter() + 60
        while not done() and time.perf_counter() < end:
            start = time.perf_counter()
            self.app.processEvents()
            time.sleep(0.001)
            worst = max(worst, time.perf_counter() - start - 0.001)
        return worst

    def until(self, condition: Callable[[], bool]) -> None:
        """Process events until it holds, or patience ends."""
        end = time.perf_counter() + PATIENCE_S
        while not condition() and time.perf_counter() < end:
            self.app.processEvents()


@contextmanager
def staged(preferences: Path) -> Iterator[Stage]:
    """A window of 1600 × 900, closed at the end."""
    from evostudio.__main__ import application, make_window

    app = application()
    window = make_window(preferences=preferences)
    window.resize(*SIZE)
    window.show()
    stage = Stage(app, window)
    stage.settle()
    window.activateWindow()
    try:
        yield stage
    finally:
        window.close()
        stage.settle(0.05)
