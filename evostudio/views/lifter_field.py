"""Choosing a lifter: the one that ships, results of training, files used last, any file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QStandardItemModel
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from evostudio.dialogs.form import shortened, text
from evostudio.lifters import SUFFIXES, LifterFacts, choices, default_lifter, facts, title_of
from evostudio.studio import Studio
from evostudio.views.choice_box import ChoiceBox, heading, item
from evostudio.views.dropped_files import files_of, welcome_files

CHOOSE = "Choose a file…"
NONE = "None yet"
WANTED = LifterFacts("", "Train a lifter first, or choose a file.")


class LifterField(QWidget):
    """A list to choose from and a line of facts. A file can be dropped on it. It begins with the newest there is."""

    chosen = Signal(object)
    """The Path that a person chose."""

    def __init__(self, studio: Studio, results: Callable[[], Sequence[tuple[str, Path]]]) -> None:
        """`results`: title and file of what runs have made, the newest first."""
        super().__init__()
        self._studio, self._results = studio, results
        self.path: Path | None = None
        self.facts = WANTED
        self.box = ChoiceBox(self._fill)
        self.box.setAccessibleName("Lifter")
        self.box.activated.connect(self._activated)
        self.line = text("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self.line)
        self.setFocusProxy(self.box)
        self.setAcceptDrops(True)
        self.show_path(None)

    def show_path(self, path: Path | None) -> None:
        """Show this as chosen; None: nothing was chosen."""
        self.path = path
        self.refresh()

    def refresh(self) -> None:
        """Look anew what there is; where nothing was chosen it is the newest result, the last used, or what ships."""
        if self.path is None:
            self.path = self._first()
        self.facts = WANTED if self.path is None else facts(self.path)
        self._fill()
        problem = self.facts.problem
        self.line.setText(f"⚠ {shortened(problem)}" if problem and self.path else problem or self.facts.text)
        self.line.setProperty("role", "error" if problem and self.path else "small")
        self.line.style().polish(self.line)

    def _first(self) -> Path | None:
        used = map(Path, self._studio.preferences.value.recent_lifters)
        there = (path for path in (*(path for _, path in self._results()), *used) if not facts(path).problem)
        return next(there, None) or default_lifter()

    def choose(self, path: Path) -> None:
        """As if a person had chosen it."""
        self.show_path(path)
        if not self.facts.problem and path != default_lifter():
            self._studio.remember_lifter(path)
        self.chosen.emit(path)

    def choose_file(self) -> None:
        """Ask for a file."""
        start = self.path.parent if self.path is not None and self.path.parent.is_dir() else Path.home()
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(self, "Lifter", str(start), f"Lifters ({patterns});;All files (*)")
        if name:
            self.choose(Path(name))

    def _fill(self) -> None:
        listed = choices(self._studio.preferences.value.recent_lifters, self._results())
        model = QStandardItemModel(self.box)
        if self.path is None:
            model.appendRow(item(NONE, (), ""))
        elif all(choice.path != self.path for choice in listed):
            model.appendRow(item(title_of(self.path), (self.path,), str(self.path)))
        group = ""
        for choice in listed:
            if choice.group != group:
                model.appendRow(heading(choice.group))
                group = choice.group
            model.appendRow(item(choice.title, (choice.path,), str(choice.path)))
        model.appendRow(heading("Others"))
        model.appendRow(item(CHOOSE, None, "Or drop a file here"))
        self.box.setModel(model)
        self.box.setCurrentIndex(self._row())

    def _row(self) -> int:
        wanted = () if self.path is None else (self.path,)
        return next((row for row in range(self.box.count()) if self.box.itemData(row) == wanted), 0)

    def _activated(self, row: int) -> None:
        paths = self.box.itemData(row)
        if paths is None:
            self.box.setCurrentIndex(self._row())
            self.choose_file()
        elif paths and paths[0] != self.path:
            self.choose(paths[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = files_of(event.mimeData())
        if paths:
            self.choose(paths[0])
