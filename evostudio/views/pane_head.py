"""The line above a pane: words at the left, figures or buttons at the right; of one height on the whole page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

HEIGHT = 40


class PaneHead(QWidget):
    """A row of fixed height with a stretch where `split` is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAutoFillBackground(True)  # or everything around it is painted with every change of a figure
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 0, 8, 0)
        self.row.setSpacing(8)

    def add(self, *widgets: QWidget) -> None:
        """One after the other."""
        for widget in widgets:
            self.row.addWidget(widget)

    def add_button(self, action: QAction, text: str = "") -> None:
        """A small button for an action; with a short text, which it keeps, or the action's own."""
        self.row.addWidget(small_button(action, text))

    def split(self) -> None:
        """What comes now stands at the right."""
        self.row.addStretch(1)


def small_button(action: QAction, text: str = "") -> QToolButton:
    """For an action; with a short text, which it keeps, or the action's own."""
    button = QToolButton()
    button.setDefaultAction(action)
    if text:
        button.setText(text)
        action.changed.connect(lambda: button.setText(text))
    return button


class Figures(QLabel):
    """Figures that change with every key: the label never shrinks, so that nothing beside it moves or is laid out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedSize(0, HEIGHT)

    def show_text(self, text: str) -> None:
        """Other figures; none take no room."""
        wanted = self.fontMetrics().horizontalAdvance(text) + 2 if text else 0
        if wanted > self.width() or not text:
            self.setFixedWidth(wanted)
        self.setText(text)
