"""What stands above a run: its name, how it stands, and a sentence of what it is at or how it ended."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.dialogs.form import text
from evostudio.runs.run_model import doubt_of, sign_of
from evostudio.status import Elided
from evostudio.theme import Theme


class RunHead(QWidget):
    """Of one run."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._record: RunRecord | None = None
        self.name, self.state, self.message = Elided(), QLabel(), text("", "small")
        self.name.setProperty("role", "title")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.message)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._show_state()

    def show_run(self, record: RunRecord | None, name: str, words: str) -> None:
        """A run, None for one that has only begun, and the sentence; an empty one takes no room."""
        self._record = record
        self.name.set_text(name)
        self._show_state()
        self.message.setText(words)
        role = "error" if record and record.state == "failed" else "small"
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().polish(self.message)
        self.message.setVisible(bool(words))

    def _show_state(self) -> None:
        state = self._record.state if self._record else "running"
        sign, colour = sign_of(self._record)
        self.state.setText(f"{sign} {'interrupted' if self._record and self._record.interrupted else state}")
        self.state.setToolTip(doubt_of(self._record) if self._record else "")
        style = f"color: {self._theme.colour(colour).name()}"
        if self.state.styleSheet() != style:  # to set it takes a while, even the same
            self.state.setStyleSheet(style)
