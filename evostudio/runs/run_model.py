"""The list of runs: a model of their records, and what a row of it looks like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from evopose.runs import RunRecord
from evostudio.runs.keeping import titles
from evostudio.theme import SMALL_SIZE, Theme

Index = QModelIndex | QPersistentModelIndex
Describe = Callable[[RunRecord], str]
"""A line about a run."""
WAITING = "waiting"
"""State of a run that is asked for and begins when another ends; it has no folder yet."""
STARTING = "starting"
"""State of a run whose process has just begun: it has no folder yet."""
HEIGHT = 44
SIGNS = {
    "running": ("▶", "accent"),
    "finished": ("✓", "done"),
    "stopped": ("‖", "uncertain"),
    "failed": ("✖", "invalid"),
    WAITING: ("…", "dim"),
    STARTING: ("▷", "accent"),
}
"""Sign and colour of a state."""
DOUBTFUL = ("⚠", "uncertain")
"""Of a run that is finished, and has told that what it made is no good."""


class RunModel(QAbstractListModel):
    """Records, the newest first."""

    def __init__(self, described: Describe) -> None:
        super().__init__()
        self.described = described
        self.records: tuple[RunRecord, ...] = ()
        self.names: tuple[str, ...] = ()
        """What they are called, each by a name of its own."""
        self._heard: tuple[Path, int, int] = (Path(), 0, 0)
        """How far a run of our own is, sooner than its record tells."""

    def show_records(self, records: Sequence[RunRecord]) -> None:
        """Others; where only their state is new the list keeps its selection."""
        same = [record.folder for record in records] == [record.folder for record in self.records]
        if not same:
            self.beginResetModel()
        self.records = tuple(self._at_least(record) for record in records)
        self.names = titles([record.folder for record in records])
        if same:
            self.dataChanged.emit(self.index(0), self.index(max(0, len(records) - 1)))
        else:
            self.endResetModel()

    def hear(self, folder: Path, done: int, total: int) -> None:
        """What a run of our own has told of how far it is."""
        self._heard = (folder, done, total)
        row = self.row_of(folder)
        if row >= 0:
            self.records = tuple(self._at_least(record) for record in self.records)
            self.dataChanged.emit(self.index(row), self.index(row))

    def _at_least(self, record: RunRecord) -> RunRecord:
        folder, done, total = self._heard
        is_behind = record.folder == folder and record.state == "running" and record.done < done
        return replace(record, done=done, total=total) if is_behind else record

    def row_of(self, folder: Path) -> int:
        """−1 where it is not listed."""
        return next((row for row, record in enumerate(self.records) if record.folder == folder), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.records[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{record.folder}\n{self.described(record)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.names[index.row()]}, {record.state}, {self.described(record)}"
        return None


def doubt_of(record: RunRecord) -> str:
    """Why what a finished run has made is no good: 'no better than the mean pose'; empty where nothing tells."""
    return str(record.result.get("doubt") or "") if record.state == "finished" else ""


def sign_of(record: RunRecord | None) -> tuple[str, str]:
    """Sign and colour of how a run stands; None is one that has only begun."""
    if record is None:
        return SIGNS["running"]
    return DOUBTFUL if doubt_of(record) else SIGNS.get(record.state, ("·", "dim"))


def joined(record: RunRecord, *parts: str) -> str:
    """Parts of a line about a run, and when it began: 'default · 30,000 poses · 23 Nov 11:42'."""
    when = f"{datetime.fromtimestamp(record.started):%d %b %H:%M}" if record.started else ""
    return " · ".join(part for part in (*parts, when) if part)


def far(record: RunRecord) -> str:
    """How far it is, as a share, where that is known."""
    return f"{100 * record.done / record.total:.0f} %" if record.total else ""


def at_work(records: Sequence[RunRecord]) -> str:
    """Of runs that go on without this window; empty where none does."""
    if len(records) > 1:
        return f"{len(records)} runs are at work elsewhere"
    return f"{records[0].folder.name} is at work" if records else ""


def end_of(record: RunRecord) -> str:
    """How a run that is stopped came to its end, and how it goes on."""
    if record.interrupted:
        reached = f", at most {record.done:,} of {record.total:,}" if record.total else ""
        return f"Interrupted: its process was ended. Resume goes on from its last checkpoint{reached}."
    return "Stopped at a checkpoint; Resume goes on from there as if it had never stopped."


class RunDelegate(QStyledItemDelegate):
    """Sign and colour of the state, name, and a line about it."""

    def __init__(self, model: RunModel, theme: Theme) -> None:
        super().__init__(model)
        self._model, self.theme = model, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        record, box, theme = self._model.records[index.row()], option.rect, self.theme
        sign, colour = sign_of(record)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("selection" if chosen else "hover"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.colour(colour))
        painter.drawText(QRect(box.left() + 8, box.top() + 4, 16, 18), middle, sign)
        words = box.adjusted(28, 4, -8, -4)
        upper = QRect(words.left(), words.top(), words.width(), 18)
        self._text(painter, upper, self._model.names[index.row()], "text", Qt.TextElideMode.ElideMiddle)
        small = QFont(painter.font())
        small.setPixelSize(SMALL_SIZE)
        painter.setFont(small)
        self._text(painter, upper.translated(0, 18), self._model.described(record), "dim", Qt.TextElideMode.ElideRight)
        if record.state == "running" and record.total:
            width = words.width() * min(1.0, record.done / record.total)
            painter.fillRect(QRect(words.left(), box.bottom() - 3, words.width(), 2), theme.colour("line"))
            painter.fillRect(QRect(words.left(), box.bottom() - 3, round(width), 2), theme.colour("accent"))
        painter.restore()

    def _text(self, painter: QPainter, box: QRect, words: str, colour: str, elide: Qt.TextElideMode) -> None:
        painter.setPen(self.theme.colour(colour))
        short = painter.fontMetrics().elidedText(words, elide, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
