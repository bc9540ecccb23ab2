"""The room for pages: never smaller than the page needs, unless the screen is; then it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

AROUND = QSize(80, 120)
"""What the window has beside the page, in pixels: the rail, menus, a notice, the status line."""
LARGEST = QSize(1280, 720) - AROUND
"""No page may ask for more: the window works on a screen of 1280 × 720."""
KEPT = 400
"""Pixels of height that notices leave to a page before the window grows: it scrolls."""
SMALLEST = QSize(240, 120)


class Places(QStackedWidget):
    """Needs no more than what is on screen of it: a page that is not shown makes no window wide."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown else SMALLEST

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown else SMALLEST


class Room(QScrollArea):
    """Scrolls one widget where the screen has less than it needs."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """What the page needs, as far as the screen has it."""
        page = self.widget()
        needed = page.minimumSizeHint() if page else SMALLEST
        needed = QSize(needed.width(), min(needed.height(), KEPT))
        return needed.boundedTo(LARGEST).boundedTo(self.screen().availableSize() - AROUND).expandedTo(SMALLEST)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page's needs are another: so are the window's."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
