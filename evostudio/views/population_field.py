"""Choosing a population: the demo, the open project's annotations, results of runs, files used last, any file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from evostudio.dialogs.form import shortened, text
from evostudio.places import demo_population
from evostudio.populations import Choice, Facts, choices, facts, title_of
from evostudio.studio import Studio
from evostudio.tasks.thread import ThreadTask, only
from evostudio.views.choice_box import ChoiceBox, heading, item
from evostudio.views.dropped_files import files_of, welcome_files

CHOOSE = "Choose files…"
Results = Callable[[], Sequence[tuple[str, Path]]]
"""Title and file of what runs have made, the newest first."""


class PopulationField(QWidget):
    """A list to choose from and a line of facts. Files can be dropped on it. It begins with the demo."""

    chosen = Signal(object)
    """The Paths that a person chose, a tuple."""
    known = Signal(object)
    """Facts of what is chosen, when they are found."""

    def __init__(
        self, studio: Studio, results: Results = tuple, title: str = "Population", unit_under: str = ""
    ) -> None:
        """`unit_under`: the heading in a form where the unit is chosen; empty where it is not."""
        super().__init__()
        self._studio, self._results, self._title, self._unit_under = studio, results, title, unit_under
        self.project: Path | None = None
        """The open one; set it before the list is shown."""
        self.paths: tuple[Path, ...] = (demo_population(),)
        self.kinds: tuple[str, ...] = ()
        """Of clips that are asked for; all if empty."""
        self.unit = "m"
        """Of positions, where the format does not say."""
        self.facts = Facts(None, "")
        self._task: ThreadTask | None = None
        self.box = ChoiceBox(self._fill)
        self.box.setAccessibleName(title)
        self.box.activated.connect(self._activated)
        self.line = text("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(self.line)
        self.setFocusProxy(self.box)
        self.setAcceptDrops(True)
        self.show_paths(self.paths)

    @property
    def path(self) -> Path:
        """What is chosen; the first of several files."""
        return self.paths[0]

    def show_paths(self, paths: Sequence[Path]) -> None:
        """Show these as chosen, and find out about them."""
        self.paths = tuple(paths)
        self._fill()
        self.refresh()

    def choose(self, paths: Sequence[Path]) -> None:
        """As if a person had chosen them."""
        if paths:
            self.show_paths(paths)
            for path in self.paths:
                if path not in (demo_population(), self.project):
                    self._studio.remember_population(path)
            self.chosen.emit(self.paths)

    def choose_files(self) -> None:
        """Ask for files."""
        start = self.path.parent if self.path.parent.is_dir() else Path.home()
        names, _ = QFileDialog.getOpenFileNames(self, self._title, str(start), _filters())
        self.choose([Path(name) for name in names])
        self._fill()

    def show_kinds(self, kinds: tuple[str, ...]) -> None:
        """Count those alone."""
        if kinds != self.kinds:
            self.kinds = kinds
            self.refresh()

    def show_unit(self, unit: str) -> None:
        """Read them so."""
        if unit != self.unit:
            self.unit = unit
            self.refresh()

    def refresh(self) -> None:
        """Find out anew about what is chosen."""
        if self._task:
            self._task.blockSignals(True)
            self._task.stop()
        asked = self.paths, self.kinds, self.unit
        self._task = ThreadTask("Looking at the population", only(lambda: facts(*asked)), self)
        self._task.succeeded.connect(self._know)
        self._task.start()

    def _know(self, found: Facts) -> None:
        found = replace(found, problem=" ".join(filter(None, (found.problem, self._way_out(found)))))
        self.facts = found
        self.line.setText(f"⚠ {shortened(found.problem)}" if found.problem else found.text)
        self.line.setProperty("role", "error" if found.problem else "small")
        self.line.style().polish(self.line)
        self.known.emit(found)

    def _way_out(self, found: Facts) -> str:
        """What the form can do about a wrong unit."""
        if found.unit is None or not self._unit_under:
            return ""
        if self.unit != "m":
            return f"Unit, under {self._unit_under}, is {self.unit}."
        return f"Or choose {found.unit} as Unit, under {self._unit_under}: they are read so." if found.unit else ""

    # The list

    def _fill(self) -> None:
        listed = choices(self._studio.preferences.value.recent_populations, self.project, self._results())
        model = QStandardItemModel(self.box)
        here = [choice for choice in listed if (choice.path,) == self.paths]
        if not here:
            model.appendRow(item(self._name(), self.paths, "\n".join(map(str, self.paths))))
        group = ""
        for choice in listed:
            if choice.group != group:
                model.appendRow(heading(choice.group))
                group = choice.group
            model.appendRow(_choice(choice))
        model.appendRow(heading("Others"))
        model.appendRow(item(CHOOSE, None, "Or drop files here"))
        self.box.setModel(model)
        self.box.setCurrentIndex(self._row())

    def _row(self) -> int:
        rows = range(self.box.count())
        return next((row for row in rows if self.box.itemData(row) == self.paths), 0)

    def _name(self) -> str:
        more = f" and {len(self.paths) - 1} more" if len(self.paths) > 1 else ""
        return title_of(self.path) + more

    def _activated(self, row: int) -> None:
        paths = self.box.itemData(row)
        if paths is None:
            self.box.setCurrentIndex(self._row())
            self.choose_files()
        elif paths != self.paths:
            self.choose(paths)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.choose(files_of(event.mimeData()))


def _choice(choice: Choice) -> QStandardItem:
    return item(choice.title, (choice.path,), str(choice.path))


def _filters() -> str:
    from evopose.io.format import formats

    suffixes = {suffix for form in formats().values() if form.read_population for suffix in form.suffixes} | {".evo"}
    return f"Poses ({' '.join(f'*{suffix}' for suffix in sorted(suffixes))});;All files (*)"
