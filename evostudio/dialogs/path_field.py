"""A path that can be typed or chosen, and what stands against reading or writing there."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from evostudio.paths import shown

_FOLDERS = (".", "..", "~")


class PathField(QWidget):
    """A path that can be typed, and a button that asks for one."""

    edited = Signal(str)

    def __init__(self, title: str, filters: str = "", saving: bool = False) -> None:
        super().__init__()
        self._title, self._filters, self._saving = title, filters, saving
        self.typed = False
        """Whether what stands here is the user's own, which nothing may replace."""
        self.field = QLineEdit(accessibleName=title)
        self.button = QPushButton("Choose…")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._type)
        self.field.textChanged.connect(self.edited)
        self.button.clicked.connect(self._choose)

    def _type(self, words: str) -> None:
        self.typed = bool(words.strip())

    @property
    def path(self) -> Path | None:
        """What is typed; None while nothing is, or nothing that could be a path."""
        typed = self.field.text().strip()
        if not typed or "\0" in typed:
            return None
        try:
            return Path(typed).expanduser()
        except RuntimeError:  # '~somebody' who is not known here
            return Path(typed)

    def set_path(self, path: Path) -> None:
        """Show a path."""
        self.field.setText(shown(path))

    def suggest(self, path: Path) -> None:
        """Show a path, unless the user has typed or chosen one."""
        if not self.typed:
            self.set_path(path)

    def set_filters(self, filters: str) -> None:
        """What the chooser lists."""
        self._filters = filters

    def trouble(self) -> str:
        """Why nothing can be written here, with the way out; empty where it can, or where nothing is typed."""
        typed, path = self.field.text().strip(), self.path
        if path is None:
            return "This holds a character that no path can have." if typed else ""
        parts = typed.replace("\\", "/") if os.name == "nt" else typed
        if parts.endswith("/") or parts.rpartition("/")[2] in _FOLDERS or is_folder(path):
            return f"{typed} is a folder: name a file in it."
        return _unwritable(path)

    def _choose(self) -> None:
        ask = QFileDialog.getSaveFileName if self._saving else QFileDialog.getOpenFileName
        name, _ = ask(self, self._title, str(self.path or ""), self._filters)
        if name:
            self.typed = True
            self.set_path(Path(name))


def exists(path: Path) -> bool:
    """Whether something is there; False also where the system refuses the question (a name of 300 letters)."""
    return os.path.lexists(path)


def is_folder(path: Path) -> bool:
    """Whether it is a folder that can be looked at."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _unwritable(path: Path) -> str:
    folder = path.absolute().parent
    if not is_folder(folder):
        return f"There is no folder {shown(folder)}."
    if not os.access(folder, os.W_OK):
        return f"Nothing can be written in {shown(folder)}: choose another folder."
    try:
        os.lstat(path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"This cannot be the name of a file: {error.strerror}."
    return ""
