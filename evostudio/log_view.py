"""The log, readable in the window: what happened, when, and how grave it was."""

from __future__ import annotations

import logging
from collections import deque

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QHideEvent, QShowEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from evostudio.theme import Theme

LINES = 5000
LOOK_MS = 100
"""How often a log that is shown looks for new lines."""


class LogHandler(logging.Handler):
    """Keeps the newest lines from the start of the program on. It touches no Qt object: any thread may log, and
    emitting from threads while the window connects or disconnects crashed PySide 6.11."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter("%(asctime)s  %(levelname)-7s  %(name)s  %(message)s", "%H:%M:%S"))
        self._lines: deque[tuple[int, str]] = deque(maxlen=LINES)
        self._count = 0

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.append((record.levelno, self.format(record)))
            self._count += 1
        except Exception:
            self.handleError(record)

    def since(self, count: int) -> tuple[int, list[tuple[int, str]]]:
        """How many lines there have been, and those of them that came after the first `count` and are still kept."""
        self.acquire()
        try:
            new = min(self._count - count, len(self._lines))
            return self._count, list(self._lines)[len(self._lines) - new :]
        finally:
            self.release()


class LogView(QWidget):
    """The lines, coloured by gravity, which also stands in words; copy and close. While shown it looks for new ones."""

    closed = Signal()

    def __init__(self, handler: LogHandler, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handler, self._theme, self._read = handler, theme, 0
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 8, 8)
        column.setSpacing(4)
        column.addLayout(self._head())
        self.text = QPlainTextEdit(readOnly=True, maximumBlockCount=LINES)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName("Log")
        column.addWidget(self.text)
        self.timer = QTimer(self, interval=LOOK_MS)
        self.timer.timeout.connect(self.look)
        self.look()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel("Log")
        title.setProperty("role", "title")
        copy = QPushButton("Copy all")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        close = QToolButton(text="✕", toolTip="Close the log")
        close.clicked.connect(self.closed)
        row.addWidget(title, 1)
        row.addWidget(copy)
        row.addWidget(close)
        return row

    def set_theme(self, theme: Theme) -> None:
        """Colour the lines anew."""
        self._theme, self._read = theme, 0
        self.text.clear()
        self.look()

    def look(self) -> None:
        """Show what was logged since the last time."""
        self._read, lines = self._handler.since(self._read)
        for level, line in lines:
            self._append(level, line)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self.timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self.timer.stop()
        super().hideEvent(event)

    def _append(self, level: int, line: str) -> None:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour(_use(level)))
        cursor = self.text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(line if self.text.document().isEmpty() else f"\n{line}", form)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())


def _use(level: int) -> str:
    if level >= logging.ERROR:
        return "invalid"
    return "uncertain" if level >= logging.WARNING else "text"
