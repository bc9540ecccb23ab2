"""The runs of the folder beside the page: choose one to see it, several to compare them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QMenu, QVBoxLayout, QWidget

from evopose.runs import RunRecord
from evostudio.dialogs.form import text
from evostudio.runs.run_model import Describe, RunDelegate, RunModel
from evostudio.theme import Theme
from evostudio.views.action_button import action_button
from evostudio.views.flow import Flow


class RunsList(QWidget):
    """Arrows choose, Shift and Ctrl choose several; the buttons below act on what is chosen."""

    chosen = Signal(object)
    """Folders of the chosen runs, a tuple, in the order of the list."""

    def __init__(self, theme: Theme, described: Describe) -> None:
        super().__init__()
        self.model = RunModel(described)
        self.view = QListView(uniformItemSizes=True, verticalScrollMode=QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setModel(self.model)
        self._delegate = RunDelegate(self.model, theme)
        self.view.setItemDelegate(self._delegate)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setAccessibleName("Runs")
        self.view.setMinimumHeight(96)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.selectionModel().selectionChanged.connect(self._tell)
        self.empty = text("Runs stand here, also those begun in a terminal. Choose several to compare them.", "small")
        self.view.hide()
        self.held = QWidget(visible=False)
        self.held_words = text("", "warning")
        self._held_row = QHBoxLayout(self.held)
        self._held_row.setContentsMargins(0, 0, 0, 0)
        self._held_row.addWidget(self.held_words, 1)
        self._actions: list[QAction] = []
        self._telling = True
        self._buttons = Flow(across=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.held)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty)
        column.addLayout(self._buttons)
        self.setFocusProxy(self.view)

    def add_actions(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """What can be done with the chosen runs: actions and short labels for their buttons."""
        for action, label in actions:
            button = action_button(action, "", label)
            button.setMinimumWidth(56)
            self._buttons.addWidget(button)
            self._actions.append(action)

    def add_way_on(self, action: QAction) -> None:
        """What lets runs begin that wait, and are held."""
        self._held_row.addWidget(action_button(action, ""))

    def show_held(self, words: str) -> None:
        """How many are held; empty if none."""
        self.held_words.setText(words)
        self.held.setVisible(bool(words))

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._delegate.theme = theme
        self.view.viewport().update()

    def folders(self) -> tuple[Path, ...]:
        """Of the chosen runs."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return tuple(self.model.records[row].folder for row in rows if row < len(self.model.records))

    def show_records(self, records: Sequence[RunRecord]) -> None:
        """Others; what is chosen stays chosen as far as it is there."""
        chosen, self._telling = self.folders(), False
        self.model.show_records(records)
        self.select(chosen)
        self._telling = True
        self.empty.setVisible(not records)
        self.view.setVisible(bool(records))
        if self.folders() != chosen:
            self._tell()

    def select(self, folders: Sequence[Path]) -> None:
        """Choose these, if they are there."""
        model = self.view.selectionModel()
        if folders == self.folders():
            return
        model.clearSelection()
        for folder in folders:
            row = self.model.row_of(folder)
            if row >= 0:
                model.select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)
                model.setCurrentIndex(self.model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _tell(self) -> None:
        if self._telling:
            self.chosen.emit(self.folders())

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for action in self._actions:
            menu.addAction(action)
        menu.exec(self.view.viewport().mapToGlobal(at))
