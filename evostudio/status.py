"""The status line: project, selection, what a key would do now, running jobs with progress and stop, saved state."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from evostudio.tasks.running import Running

HEIGHT = 28


class StatusLine(QFrame):
    """Texts at the left, tasks and the saved state at the right; what does not fit stands in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.setFixedHeight(HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(16)
        self.project, self.selection, self.hint, self.saved = Elided(), Elided(), Elided(), QLabel()
        for label, stretch in ((self.project, 0), (self.selection, 0), (self.hint, 1)):
            self._row.addWidget(label, stretch)
        self._row.addWidget(self.saved)
        for dim in (self.hint, self.saved):
            dim.setProperty("role", "dim")
        self.tasks: dict[Running, TaskRow] = {}

    def show_texts(self, project: str, selection: str, hint: str, saved: str) -> None:
        """Replace all four texts; empty ones take no room."""
        texts = ((self.project, project), (self.selection, selection), (self.hint, hint))
        for label, text in texts:
            label.set_text(text)
            label.setVisible(bool(text) or label is self.hint)
        self.saved.setText(saved)

    def add_task(self, task: Running) -> None:
        """Show a task until it ends."""
        row = TaskRow(task)
        self.tasks[task] = row
        self._row.insertWidget(self._row.indexOf(self.saved), row)
        task.ended.connect(lambda: self._remove(task))

    def _remove(self, task: Running) -> None:
        if row := self.tasks.pop(task, None):
            self._row.removeWidget(row)
            row.hide()
            row.deleteLater()


class TaskRow(QWidget):
    """One running task: title, bar, message, stop."""

    def __init__(self, task: Running) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.title = QLabel(task.title, textFormat=Qt.TextFormat.PlainText)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedWidth(120)
        self.bar.setRange(0, 0)
        self.stop = QToolButton(text="Stop", toolTip=f"Stop: {task.title}")
        self.stop.clicked.connect(task.stop)
        for widget in (self.title, self.bar, self.stop):
            row.addWidget(widget)
        task.progressed.connect(self._show)

    def _show(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.bar.setToolTip(message)
        self.title.setToolTip(message)


class Elided(QLabel):
    """A label that gives way: its text is cut with … where room is short, whole in the tooltip."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._whole:
            self._whole = text
            self.updateGeometry()
            self._elide()

    def whole_text(self) -> str:
        """The text, also what is cut off."""
        return self._whole

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        hint.setWidth(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4)
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        cut = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        super().setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")
