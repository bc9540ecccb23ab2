"""What dialogs that read and write files are made of: a preview, what is wrong, progress, the button that begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from evostudio.studio import Studio
from evostudio.tasks.running import Running

MARGIN = 16
LONGEST_WORD = 64


class FileDialog(QDialog):
    """A column of contents, then a sentence for what is wrong, then progress and buttons. Not modal."""

    def __init__(self, studio: Studio, title: str, begin: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(640, 520)
        self._studio = studio
        self._task: Running | None = None
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        self.problem = text("", "error")
        self.bar = QProgressBar(textVisible=False)
        self.message = text("", "small")
        self.begin = QPushButton(begin, default=True, enabled=False)
        self.cancel = QPushButton("Cancel")
        self.begin.clicked.connect(self._begin)
        self.cancel.clicked.connect(self._cancel)
        for widget in (self.bar, self.message, self.problem):
            widget.hide()

    def frame(self, first: QWidget) -> None:
        """Lay everything out, once the column is filled: Tab goes through it downwards, and begins at `first`."""
        buttons = QHBoxLayout()
        buttons.addWidget(self.bar, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.begin)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        whole.setSpacing(8)
        whole.addLayout(self.column, 1)
        for widget in (self.problem, self.message):
            whole.addWidget(widget)
        whole.addLayout(buttons)
        first.setFocus()

    def _begin(self) -> None:
        """What the default button does."""
        raise NotImplementedError

    def judge(self) -> None:
        """Say what stands against pressing the default button; enable it where nothing does. Asked when a task ends."""

    def forget(self) -> None:
        """Stop what runs, and never hear of it again."""
        if self._task:
            self._task.stop()
            self._task.blockSignals(True)
            self._at_rest()

    def run(self, task: Running) -> None:
        """Run a task with progress in the dialog; the Cancel button stops it."""
        self.forget()
        self._task = task
        task.setParent(self)
        task.progressed.connect(self._progress)
        failures: list[str] = []
        task.failed.connect(failures.append)
        task.ended.connect(lambda: self._rest(failures))
        self.say("")
        self._progress(0, 0, "")
        self.bar.show()
        self.message.show()
        self.begin.setEnabled(False)
        self.cancel.setText("Stop")
        task.start()

    def say(self, problem: str) -> None:
        """What is wrong, and the way out; empty if nothing is."""
        self.problem.setText(problem and f"⚠ {shortened(problem)}")
        self.problem.setVisible(bool(problem))

    def _progress(self, done: int, total: int, message: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        title = self._task.title if self._task else ""
        self.message.setText(shortened(f"{title}: {message}" if message else f"{title}…"))

    def _at_rest(self) -> None:
        self._task = None
        self.bar.hide()
        self.message.hide()
        self.cancel.setText("Cancel")

    def _rest(self, failures: Sequence[str]) -> None:
        self._at_rest()
        self.judge()
        for sentence in failures:  # after what would stand against beginning anew
            self.say(sentence)
        if self.begin.isEnabled() and not isinstance(self.focusWidget(), QLineEdit):  # who types is left alone
            self.begin.setFocus()

    def _cancel(self) -> None:
        if self._task:
            self._task.stop()
        else:
            self.close()

    def done(self, result: int) -> None:
        """Closed by whatever means: what runs is stopped first."""
        if self._task:
            self._task.stop()
            self._task.wait()
        super().done(result)


class Preview(QScrollArea):
    """What will be read or written: headings, lines, warnings, and whatever controls belong between them."""

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setProperty("role", "preview")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(4)
        self.column.addStretch(1)
        self.setWidget(inner)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below what is there."""
        for widget in widgets:
            self.column.insertWidget(self.column.count() - 1, widget)

    def add_warnings(self, sentences: Sequence[str]) -> None:
        """Sentences of what does not fit."""
        self.add(*(text(f"⚠ {sentence}", "warning") for sentence in sentences))

    def words(self) -> str:
        """All that stands in it, for tests and screen readers."""
        inner = self.widget()
        return "\n".join(label.text() for label in inner.findChildren(QLabel)) if inner else ""


def text(words: str, role: str = "") -> QLabel:
    """A label that wraps."""
    label = QLabel(words, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


def shortened(words: str, most: int = LONGEST_WORD) -> str:
    """Words, with the middle cut out of what is too long for a line and cannot be broken (a name of 300 letters)."""
    ends = most // 2
    return re.sub(rf"[^\s/\\]{{{most + 1},}}", lambda found: f"{found[0][:ends]}…{found[0][-ends:]}", words)


def named(names: Sequence[str], most: int = 4) -> str:
    """The first few names, and how many more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def count(number: int, one: str, many: str = "") -> str:
    """'1 photo', '24 photos'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
