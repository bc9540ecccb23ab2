"""The 3D skeleton with a line above it: views, ghost, compare."""

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from evostudio.theme import Theme, title_font
from evostudio.views.pane_head import PaneHead
from evostudio.views.skeleton_view import Backend, make_skeleton_view


class PosePane(QWidget):
    """A skeleton view and its caption; the buttons are actions of the page."""

    def __init__(self, theme: Theme, backend: Backend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = make_skeleton_view(backend)
        self.view.set_theme(theme)
        self.view.setMinimumSize(220, 180)
        self.title = QLabel("3D")
        self.title.setFont(title_font(self.font()))
        self._head = PaneHead()
        self._head.add(self.title)
        self._head.split()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """A small button for each action, with a short text."""
        for action, text in actions:
            self._head.add_button(action, text)
