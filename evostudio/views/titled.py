"""A titled pane of the page: a line with the title and what belongs to it, the content below."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from evostudio.status import Elided
from evostudio.views.flow import Flow


class Titled(QWidget):
    """Title at the left, controls at the right, or below it where they do not fit beside."""

    def __init__(self, title: str, content: QWidget, *controls: QWidget) -> None:
        super().__init__()
        self.title = Elided(title)
        self.title.setProperty("role", "title")
        row = Flow()
        row.add_taker(self.title)
        for control in controls:
            row.addWidget(control)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addLayout(row)
        self.column.addWidget(content, 1)


def choice(name: str, titles: dict[str, str]) -> QComboBox:
    """A small box of choices; its data are the keys."""
    box = QComboBox(accessibleName=name, toolTip=name)
    for key, title in titles.items():
        box.addItem(title, key)
    return box
