"""The log, readable in the window: what happened, when, and how grave it was."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from evostudio.theme import Theme

LINES = 5000


class _Bridge(QObject):
    """Carries records from whatever thread logs to the window's."""

    arrived = Signal(int, str)


class LogHandler(logging.Handler):
    """Keeps the newest lines from the start of the program on, and tells who listens."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter("%(asctime)s  %(levelname)-7s  %(name)s  %(message)s", "%H:%M:%S"))
        self.bridge = _Bridge()
        self.lines: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = (record.levelno, self.format(record))
            self.lines = [*self.lines[-LINES + 1 :], line]
            self.bridge.arrived.emit(*line)
        except RuntimeError:  # the application is gone
            return
        except Exception:
            self.handleError(record)


class LogView(QWidget):
    """The lines, coloured by gravity, which also stands in words; copy and close."""

    closed = Signal()

    def __init__(self, handler: LogHandler, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handler, self._theme = handler, theme
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
        self._refill()
        handler.bridge.arrived.connect(self._append)

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
        self._theme = theme
        self._refill()

    def _refill(self) -> None:
        self.text.clear()
        for level, line in self._handler.lines:
            self._append(level, line)

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
