"""The images of a project as a list model: NumPy columns and an index array, nothing copied a row."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from evopose.errors import EvoError
from evopose.model.annotation import Status
from evopose.model.array import NDArray
from evopose.project.project import Project

AnyIndex = QModelIndex | QPersistentModelIndex
STATUSES = tuple(Status)


class ImageModel(QAbstractListModel):
    """Rows are those of the project's image table that pass the filter, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._rows: NDArray = np.zeros(0, np.int64)
        self._text = ""
        self._statuses: frozenset[Status] = frozenset(Status)

    def set_project(self, project: Project | None) -> None:
        """Another project, or none."""
        self._project = project
        self.refilter()

    def set_filter(self, text: str, statuses: frozenset[Status]) -> None:
        """Only images whose name holds `text`, in one of these states."""
        if (text, statuses) != (self._text, self._statuses):
            self._text, self._statuses = text, statuses
            self.refilter()

    def refilter(self) -> None:
        """Ask the table again."""
        self.beginResetModel()
        if self._project is None:
            self._rows = np.zeros(0, np.int64)
        else:
            self._rows = self._project.images.rows(self._text, self._statuses)
        self.endResetModel()

    def touch(self, rows: NDArray | None) -> None:
        """Some rows of the table changed their state (None: anything may have). What is listed stays listed
        until the next filter, so that an image does not vanish under the hand that marks it."""
        if rows is None:
            self.refilter()
            return
        listed = np.flatnonzero(np.isin(self._rows, rows))
        if len(listed):
            self.dataChanged.emit(self.index(int(listed[0])), self.index(int(listed[-1])))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._project is None or not index.isValid():
            return None
        row = int(self._rows[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._project.images.names[row]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._project.images.names[row]}, {self.status(index.row()).value}"
        if role == Qt.ItemDataRole.ToolTipRole:
            people = self.people(index.row())
            who = "nobody annotated" if not people else "1 person" if people == 1 else f"{people} people"
            return f"{self._project.images.names[row]}\n{self.status(index.row()).value}, {who}"
        return None

    def status(self, position: int) -> Status:
        """Of the image at a position of the list."""
        assert self._project is not None
        return STATUSES[int(self._project.images.status[self._rows[position]])]

    def people(self, position: int) -> int:
        """How many are annotated in it."""
        assert self._project is not None
        return int(self._project.images.people[self._rows[position]])

    def image_id(self, position: int) -> int:
        """Of the image at a position of the list."""
        assert self._project is not None
        return int(self._project.images.ids[self._rows[position]])

    def path(self, position: int) -> Path | None:
        """The image file; None where it is missing."""
        assert self._project is not None
        try:
            return self._project.image_path(self.image_id(position))
        except EvoError:
            return None

    def position_of_row(self, row: int) -> int:
        """Where a row of the table is listed; −1 if it is filtered out."""
        position = int(np.searchsorted(self._rows, row))
        return position if position < len(self._rows) and self._rows[position] == row else -1
