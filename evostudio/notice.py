"""What the program has to say, without stopping anybody: a bar above the page, dismissible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

Level = Literal["info", "warning", "error"]
SIGNS: dict[Level, str] = {"info": "ℹ", "warning": "⚠", "error": "✖"}
MOST = 3
"""Bars at once."""
LINES = 4
"""Of one notice; the log has all of it."""
STAY_MS = 8000
"""How long good news stays; what is wrong stays until it is dismissed or mended."""


@dataclass(frozen=True)
class Notice:
    """A sentence, how grave it is, and the ways out."""

    text: str
    level: Level = "info"
    ways_out: tuple[tuple[str, Callable[[], object]], ...] = ()
    """Label and what its button does."""
    about: str = ""
    """A word for what it is about: the next notice about the same takes its place."""

    @property
    def passes(self) -> bool:
        """News that leave by themselves."""
        return self.level == "info" and not self.ways_out

    def replaces(self, other: Notice) -> bool:
        """Whether the other has nothing to say beside this one: the same words, the same matter, or older news."""
        same = self.text == other.text or (self.about != "" and self.about == other.about)
        return same or (self.passes and other.passes)

    def shown(self) -> str:
        """Its first lines."""
        lines = self.text.split("\n")
        more = len(lines) - LINES
        return "\n".join([*lines[:LINES], f"… and {more} more lines, in the log"]) if more > 1 else self.text


class NoticeBar(QFrame):
    """One notice with its buttons. News without a way out leaves by itself, but not from under the pointer."""

    closed = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("role", "notice")
        self.setProperty("level", notice.level)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self._sign())
        text = QLabel(notice.shown())
        text.setTextFormat(Qt.TextFormat.PlainText)  # names of files may look like HTML
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        text.setMinimumHeight(text.fontMetrics().lineSpacing())  # or the window grows by lines that it does not have
        row.addWidget(text, 1)
        for label, act in notice.ways_out:
            row.addWidget(self._button(label, act))
        close = QToolButton(text="✕", toolTip="Dismiss", accessibleName="Dismiss")
        close.clicked.connect(self.closed)
        row.addWidget(close)
        self.timer = QTimer(self, singleShot=True, interval=STAY_MS)
        self.timer.timeout.connect(self.closed)
        self._wait()

    def _wait(self) -> None:
        if self.notice.passes:
            self.timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._wait()
        super().leaveEvent(event)

    def _sign(self) -> QLabel:
        sign = QLabel(SIGNS[self.notice.level])
        sign.setProperty("role", {"info": "dim"}.get(self.notice.level, self.notice.level))
        sign.setAccessibleName(self.notice.level)
        return sign

    def _button(self, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label)

        def press() -> None:
            self.closed.emit()
            act()

        button.clicked.connect(press)
        return button


class NoticeStack(QWidget):
    """The newest notices, one above the other. Others give way to them; an error waits until it is dismissed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.bars: list[NoticeBar] = []
        """The newest last; of more than are shown at once the older ones wait."""
        self.earlier = _Earlier(self.clear)
        self._rows.addWidget(self.earlier)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Add one; what it replaces goes, and what is no error and older where there are too many."""
        for bar in [bar for bar in self.bars if notice.replaces(bar.notice)]:
            self._remove(bar)
        while len(self.bars) >= MOST and (passing := [bar for bar in self.bars if bar.notice.level != "error"]):
            self._remove(passing[0])
        bar = NoticeBar(notice, self)
        bar.closed.connect(lambda: self._remove(bar))
        self.bars.append(bar)
        self._rows.addWidget(bar)
        self._show()

    def withdraw(self, told: str) -> None:
        """Take away what is no longer true, by its words or what it is about; harmless where it is not shown."""
        for bar in [bar for bar in self.bars if told and told in (bar.notice.text, bar.notice.about)]:
            self._remove(bar)

    def clear(self) -> None:
        """Dismiss all."""
        for bar in list(self.bars):
            self._remove(bar)

    def _remove(self, bar: NoticeBar) -> None:
        if bar in self.bars:
            self.bars.remove(bar)
            self._rows.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._show()

    def _show(self) -> None:
        waiting = max(0, len(self.bars) - MOST)
        for place, bar in enumerate(self.bars):
            bar.setVisible(place >= waiting)
        self.earlier.show_count(waiting)
        self.setVisible(bool(self.bars))


class _Earlier(QFrame):
    """How many errors wait behind those that are shown, and the way to be rid of all."""

    def __init__(self, clear: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("level", "error")
        self.words, away = QLabel(), QPushButton("Dismiss all")
        self.words.setProperty("role", "dim")
        away.clicked.connect(lambda _on: clear())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.addWidget(self.words, 1)
        row.addWidget(away)

    def show_count(self, waiting: int) -> None:
        """So many; hidden where none do."""
        self.words.setText(f"{waiting} earlier error{'s' if waiting > 1 else ''}, also in the log")
        self.setVisible(waiting > 0)
