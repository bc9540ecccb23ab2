"""One field of a form: its label, what can be typed or chosen, and a sentence where that does not fit."""

from __future__ import annotations

import textwrap
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from evostudio.dialogs.form import text
from evostudio.dialogs.path_field import PathField
from evostudio.views.option_entry import entry
from evostudio.views.option_words import Wording, shown


class OptionField(QWidget):
    """Label, entry, the way back to what was there, and below them the sentence where it does not fit."""

    edited = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.words = words
        self.label = QLabel(words.label)
        self.entry = entry(words)
        self.back = QToolButton(text="↺")
        self.problem = text("", "error")
        self.problem.hide()
        self._usual: Any = None
        self.label.setBuddy(self.focus_target())
        self.focus_target().setAccessibleName(words.label)
        self.focus_target().setAccessibleDescription(words.tip)
        bounds = words.range.words(words.unit)
        for widget in (self.label, self.focus_target()):
            widget.setToolTip("\n".join(part for part in (_wrapped(words.tip), bounds) if part))
        self.entry.edited.connect(self.edited)
        self.back.clicked.connect(self._go_back)
        keep = self.back.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keep)
        self.back.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        wide = self.words.kind in ("path", "words", "text", "paths")
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.entry, 0, 1, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.back, 0, 2)
        grid.addWidget(self.problem, 1, 0, 1, 3)
        grid.setColumnStretch(0 if not wide else 1, 1)

    def focus_target(self) -> QWidget:
        """What the keyboard goes to."""
        field: QWidget = self.entry.field  # type: ignore[attr-defined]  # every entry has one
        return field.field if isinstance(field, PathField) else field

    def say(self, problem: str) -> None:
        """What is wrong with it; empty if nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def show_usual(self, usual: Any, differs: bool) -> None:
        """The value to go back to, offered where it stands at another."""
        self._usual = usual
        self.back.setVisible(differs)
        if self.label.property("role") != ("changed" if differs else ""):
            self.label.setProperty("role", "changed" if differs else "")
            self.label.style().polish(self.label)
        self.back.setToolTip(f"{self.words.label} back to {shown(usual, self.words.unit)}")
        self.back.setAccessibleName(self.back.toolTip())

    def _go_back(self) -> None:
        self.entry.show_value(self._usual)
        self.focus_target().setFocus()
        self.edited.emit()


def _wrapped(words: str) -> str:
    """For a tooltip, which breaks no lines of plain text."""
    return "\n".join(textwrap.wrap(words, 64))
