"""A part of a form that folds: its title with a switch where it can be off, a summary of it, its rows below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from evostudio.status import Elided

INDENT = 20
BESIDE = 24
"""What a switch takes, so that all summaries end at one line."""


class Section(QWidget):
    """Space or a click folds and unfolds, Right unfolds, Left folds."""

    switched = Signal(bool)
    """A person turned it on or off."""

    def __init__(self, title: str, tip: str = "", can_switch: bool = False) -> None:
        super().__init__()
        self.title = title
        self.head = _Head(title)
        self.head.setToolTip(tip)
        self.head.setAccessibleDescription(tip)
        self.head.toggled.connect(self.unfold)
        self.summary = Elided()
        self._words = ""
        self.summary.setProperty("role", "dim")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.switch: QCheckBox | None = None
        self.body = QWidget()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(INDENT, 0, 0, 8)
        self.rows.setSpacing(4)
        self.body.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.head)
        row.addWidget(self.summary, 1)
        if can_switch:
            self.switch = QCheckBox(toolTip=f"{title} on or off", accessibleName=f"{title} on or off")
            self.switch.clicked.connect(self.switched)
            row.addWidget(self.switch)
        else:
            row.addSpacing(BESIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.body)

    @property
    def is_open(self) -> bool:
        """Whether its rows are shown."""
        return not self.body.isHidden()

    def unfold(self, unfolded: bool = True) -> None:
        """Show its rows, or hide them."""
        self.head.setChecked(unfolded)
        self.head.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self.body.setVisible(unfolded)
        self.summary.set_text("" if unfolded else self._words)

    def show_summary(self, words: str, is_on: bool, has_problem: bool) -> None:
        """What stands in it, for when it is folded."""
        self._words = "⚠ something does not fit" if has_problem else words
        self.summary.set_text("" if self.is_open else self._words)
        self.summary.setProperty("role", "error" if has_problem else "dim")
        self.summary.style().polish(self.summary)
        if self.switch:
            self.switch.setChecked(is_on)


class _Head(QToolButton):
    def __init__(self, title: str) -> None:
        super().__init__(text=title, checkable=True)
        self.setProperty("role", "section")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setArrowType(Qt.ArrowType.RightArrow)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)
