"""A titled pane of the page: a line with the title and what belongs to it, the content below."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from evostudio.status import Elided


class Titled(QWidget):
    """Title at the left, controls at the right."""

    def __init__(self, title: str, content: QWidget, *controls: QWidget) -> None:
        super().__init__()
        self.title = Elided(title)
        self.title.setProperty("role", "title")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        for control in controls:
            row.addWidget(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(content, 1)


def choice(name: str, titles: dict[str, str]) -> QComboBox:
    """A small box of choices; its data are the keys."""
    box = QComboBox(accessibleName=name, toolTip=name)
    for key, title in titles.items():
        box.addItem(title, key)
    return box
