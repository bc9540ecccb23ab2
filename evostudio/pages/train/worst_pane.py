"""The poses that a lifter got most wrong: a wall of them, and the one that is looked at, large, with its 2D."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from evopose.evaluation.report import Worst
from evopose.model.array import NDArray
from evostudio.dialogs.form import count, text
from evostudio.documents.showing import JOINTS
from evostudio.populations import title_of
from evostudio.status import Elided
from evostudio.theme import Theme
from evostudio.views.flow import Flow
from evostudio.views.look_buttons import LookButtons
from evostudio.views.orbit import Orbit
from evostudio.views.pair_grid import PairGrid
from evostudio.views.pair_scene import errors_mm
from evostudio.views.pair_tiles import PairTiles
from evostudio.views.pane_head import small_button
from evostudio.views.pose_wall import PoseWall
from evostudio.views.seen_view import Seen, SeenView

TILE = 96
JOINTS_TOLD = 3


class WorstPane(QWidget):
    """Choosing on the wall shows one; Shift and Ctrl choose many, for the buttons above."""

    changed = Signal()
    """Others are chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.worst: Worst | None = None
        self._pairs: Float[NDArray, "k 2 17 3"] = np.zeros((0, 2, 17, 3), np.float32)
        self._places: Int[NDArray, " k"] = np.zeros(0, np.int64)
        """Where those on the wall stand in the list of the worst."""
        self._tiles = PairTiles(self._caption)
        self.wall = PoseWall(theme, tiles=self._tiles)
        self.wall.set_tile_size(TILE)
        self.wall.setAccessibleName("Worst poses")
        self.wall.set_label(self._label)
        self.grid, self.seen = PairGrid(theme, ties=True), SeenView()
        self.grid.setAccessibleName("The chosen pose, true and lifted")
        self.looks = LookButtons(self.look)
        self.title, self.about, self.words = QLabel("Worst poses"), Elided(""), text("", "small")
        self.title.setProperty("role", "title")
        self.about.setProperty("role", "small")
        self.words.setContentsMargins(8, 4, 8, 0)
        self.words.setFixedHeight(2 * self.words.fontMetrics().lineSpacing() + 4)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._head = Flow()
        self._lay_out()
        self.wall.current_changed.connect(self._show_one)
        self.wall.selection_changed.connect(lambda _count: self._chosen())
        self.grid.turned.connect(self._turned)
        self.show_worst(None)

    def _lay_out(self) -> None:
        self._head.addWidget(self.title)
        self._head.add_taker(self.about)
        self.about.setMinimumWidth(1)
        card = QSplitter(childrenCollapsible=False)
        card.addWidget(self.grid)
        card.addWidget(self.seen)
        card.setStretchFactor(0, 2)
        card.setStretchFactor(1, 1)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addWidget(card, 1)
        beside.addWidget(self.words)
        self.splitter = QSplitter(childrenCollapsible=False)
        self.splitter.addWidget(self.wall)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([560, 360])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head)
        column.addWidget(self.splitter, 1)

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """Small buttons in the line above, before those that turn; what does not fit goes to the next line."""
        for action, words in actions:
            self._head.addWidget(small_button(action, words))
        self._head.addWidget(self.looks)

    def sizeHint(self) -> QSize:
        return QSize(900, 320)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (self.wall, self.grid, self.seen):
            view.set_theme(theme)

    # What it shows

    def show_worst(self, worst: Worst | None) -> None:
        """Show these, the first large; None: none."""
        self.worst = worst
        self._places = np.zeros(0, np.int64) if worst is None else by_turns(worst)
        self._pairs = _NONE if worst is None else np.stack([worst.truth, worst.predicted], axis=1)[self._places]
        self.wall.show_poses(self._pairs)
        if len(self._pairs):
            self.wall.show_place(0)
        else:
            self._show_one(-1)
        self._chosen()

    def rows(self) -> Int[NDArray, " k"]:
        """Which are chosen, as places in the list of the worst."""
        return np.asarray(self._places[self.wall.selected_rows()])

    def has_rows(self) -> bool:
        """Some are chosen, or one is looked at."""
        return len(self._pairs) > 0 and len(self.rows()) > 0

    def look(self, orbit: Orbit) -> None:
        """See all from there."""
        self.grid.look(orbit)
        self._turn_wall(orbit)

    def is_ready(self) -> bool:
        """All is painted."""
        return self.wall.is_whole()

    def _turned(self, orbit: Orbit) -> None:
        self.looks.show_orbit(orbit)
        self._turn_wall(orbit)

    def _turn_wall(self, orbit: Orbit) -> None:
        self._tiles.look(orbit)
        self.wall.viewport().update()

    def _chosen(self) -> None:
        chosen, all_ = self.wall.selection.count, len(self._pairs)
        told = f"{chosen} of {all_} chosen" if chosen > 1 else f"{count(all_, 'pose')}, clip by clip"
        self.about.set_text(told if all_ else "")
        self.changed.emit()

    def _show_one(self, row: int) -> None:
        if self.worst is None or not 0 <= row < len(self.worst):
            self.grid.show_pairs(_NONE)
            self.seen.show_scene(Seen("2D"))
            self.words.setText("")
            return
        note = self._label(row)
        self.grid.show_pairs(self._pairs[row : row + 1], [self._caption(row)], [note])
        self.seen.show_scene(Seen("2D", np.asarray(self.worst.pixels[self._places[row]], float)))
        self.words.setText(f"{self._origin(row)}  ·  worst: {', '.join(self._joints(row)[:2])}")

    # Words

    def _caption(self, row: int) -> str:
        return "" if self.worst is None else f"{1000 * self.worst.error[self._places[row]]:.0f} mm"

    def _label(self, row: int) -> str:
        return "\n".join([self._origin(row), *self._joints(row)])

    def _origin(self, row: int) -> str:
        assert self.worst is not None
        worst, place = self.worst, int(self._places[row])
        clip, action = worst.clips[place] or worst.actions[place], worst.actions[place]
        kind = f" ({action})" if action and action not in clip else ""
        source = title_of(Path(worst.sources[int(worst.source[place])])) if worst.sources else ""
        return f"{clip + kind + ', ' if clip else ''}pose {int(worst.row[place]):,}{f' of {source}' if source else ''}"

    def _joints(self, row: int) -> list[str]:
        """Those that are farthest off."""
        errors = np.nan_to_num(errors_mm(self._pairs[row : row + 1])[0])
        farthest = np.argsort(-errors)[:JOINTS_TOLD].tolist()
        return [f"{JOINTS[joint]} {errors[joint]:.0f}\N{NO-BREAK SPACE}mm" for joint in farthest]


def by_turns(worst: Worst) -> Int[NDArray, " k"]:
    """Places in the list: the worst of each clip, then the second of each, and so on, as lists of older evaluations
    do not stand; who is of no named clip is like nobody."""
    seen: Counter[tuple[int, str]] = Counter()
    turns = []
    for source, clip in zip(worst.source.tolist(), worst.clips, strict=True):
        turns.append(seen[source, clip] if clip else 0)
        seen[source, clip] += 1
    return np.argsort(np.array(turns, np.int64), kind="stable")


_NONE = np.zeros((0, 2, 17, 3), np.float32)
