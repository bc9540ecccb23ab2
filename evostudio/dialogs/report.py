"""What to send with a question: the doctor's findings, with what only the running studio knows, to be copied."""

from __future__ import annotations

import textwrap
from typing import Any

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from evostudio.paths import discreet
from evostudio.studio import Studio
from evostudio.tasks.process import Task

COLUMN, WIDTH = 16, 110
"""As the doctor writes."""


class ReportDialog(QDialog):
    """Runs `evopose doctor` beside the window, and shows it."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report")
        self.resize(960, 560)
        self._studio = studio
        self.text = QPlainTextEdit(readOnly=True, accessibleName="Report")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)  # the doctor's lines are wrapped already
        self.text.setPlainText(discreet(studio_facts(studio)))
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.copy = QPushButton("Copy", enabled=False)
        self.copy.setProperty("role", "primary")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self._lay_out()
        self.task = Task("Looking at this machine", ["doctor"], self)
        self.task.succeeded.connect(self._show)
        self.task.failed.connect(lambda sentence: self._show({"text": sentence}))
        self.task.ended.connect(self.bar.hide)
        self.task.start()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        about = QLabel(
            "What this machine has, to be sent with a question. Paths are cut to their last name; look through it "
            "before you send it.",
            wordWrap=True,
        )
        about.setProperty("role", "dim")
        column.addWidget(about)
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addStretch(1)
        row.addWidget(self.copy)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        row.addWidget(close)
        column.addLayout(row)

    def _show(self, found: dict[str, Any]) -> None:
        self.text.setPlainText(discreet(f"{found.get('text', found)}\n\n{studio_facts(self._studio)}"))
        self.copy.setEnabled(True)

    def done(self, result: int) -> None:
        """Closed by whatever means: the doctor is sent away first."""
        self.task.end()
        super().done(result)


def studio_facts(studio: Studio) -> str:
    """What only a running window knows."""
    screens = [
        f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():.0%}"
        for screen in QGuiApplication.screens()
    ]
    lines = {
        "Qt platform": QGuiApplication.platformName(),
        "3D view": f"{'OpenGL' if studio.backend.is_gl else 'QPainter'}: {studio.backend.why}",
        "Screens": ", ".join(screens),
        "Theme": studio.theme.name,
        "Keys": f"{studio.key_map.preset.name}, {len(studio.key_map.overrides)} of the user's own",
    }
    return "\n".join(
        textwrap.fill(text, WIDTH, initial_indent=f"{name:<{COLUMN}}", subsequent_indent=" " * COLUMN)
        for name, text in lines.items()
    )
