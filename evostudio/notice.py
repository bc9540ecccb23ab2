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
STAY_MS = 8000
"""How long good news stays; what is wrong stays until it is dismissed or mended."""


@dataclass(frozen=True)
class Notice:
    """A sentence, how grave it is, and the ways out."""

    text: str
    level: Level = "info"
    ways_out: tuple[tuple[str, Callable[[], object]], ...] = ()
    """Label and what its button does."""


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
        text = QLabel(notice.text)
        text.setTextFormat(Qt.TextFormat.PlainText)  # names of files may look like HTML
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
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
        if self.notice.level == "info" and not self.notice.ways_out:
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
    """The newest notices, one above the other; the same one is not shown twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.bars: list[NoticeBar] = []
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Add one; the oldest goes where there are too many."""
        for bar in [bar for bar in self.bars if bar.notice.text == notice.text]:
            self._remove(bar)
        while len(self.bars) >= MOST:
            self._remove(self.bars[0])
        bar = NoticeBar(notice, self)
        bar.closed.connect(lambda: self._remove(bar))
        self.bars.append(bar)
        self._rows.addWidget(bar)
        self.show()

    def withdraw(self, text: str) -> None:
        """Take a notice away that is no longer true; harmless where it is not shown."""
        for bar in [bar for bar in self.bars if bar.notice.text == text]:
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
        self.setVisible(bool(self.bars))
