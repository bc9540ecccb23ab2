"""Which poses of a wall are chosen: one flag a row, so that choosing ten million takes as long as painting a line."""

import numpy as np
from jaxtyping import Bool, Int

from evopose.model.array import NDArray


class WallSelection:
    """The listed rows in their order, the chosen ones, the current place and where a range began."""

    def __init__(self) -> None:
        self._rows = 0
        self._order: Int[NDArray, " m"] | None = None
        self._chosen: Bool[NDArray, " n"] = np.zeros(0, bool)
        self._count = 0
        self.current = -1
        """Place in the list; −1 for none."""
        self._anchor = -1

    def show_rows(self, rows: int) -> None:
        """So many poses, all listed in their order, none chosen."""
        self._rows, self._order, self._count = rows, None, 0
        self._chosen = np.zeros(rows, bool)
        self.current = self._anchor = -1

    def list_rows(self, order: Int[NDArray, " m"] | None, listed: Bool[NDArray, " n"] | None = None) -> None:
        """List these rows, in this order (None: all, in theirs). What is chosen and listed no more is let go.

        `listed` says of each row whether it is in `order`; with millions it is better made in the thread that sorts.
        """
        row = self.row(self.current) if self.current >= 0 else -1
        self._order = order
        if self._count and order is not None and len(order) < self._rows:
            if listed is None:
                listed = np.zeros(self._rows, bool)
                listed[order] = True
            self._chosen &= listed
            self._count = int(np.count_nonzero(self._chosen))
        self.current = self._anchor = self.place(row)

    def __len__(self) -> int:
        """How many are listed."""
        return self._rows if self._order is None else len(self._order)

    @property
    def count(self) -> int:
        """How many are chosen."""
        return self._count

    def row(self, place: int) -> int:
        """The row at a place of the list."""
        return place if self._order is None else int(self._order[place])

    def rows(self, places: range) -> Int[NDArray, " k"]:
        """The rows at neighbouring places."""
        if self._order is None:
            return np.arange(places.start, places.stop)
        return np.asarray(self._order[places.start : places.stop], np.int64)

    def place(self, row: int) -> int:
        """Where a row is listed; −1 where it is not."""
        if not 0 <= row < self._rows:
            return -1
        if self._order is None:
            return row
        found = np.flatnonzero(self._order == row)
        return int(found[0]) if len(found) else -1

    def is_chosen(self, rows: NDArray) -> Bool[NDArray, " k"]:
        """Which of these rows are chosen."""
        flags: NDArray = self._chosen[rows]
        return flags

    def chosen(self) -> Int[NDArray, " k"]:
        """The chosen rows in the order of the list; the current one where none is chosen."""
        if not self._count:
            return np.array([self.row(self.current)] if self.current >= 0 else [], np.int64)
        if self._order is None:
            return np.flatnonzero(self._chosen)
        return np.asarray(self._order[self._chosen[self._order]], np.int64)

    # What mouse and keys do

    def take(self, place: int) -> None:
        """Choose just this one."""
        self.clear()
        self.current = self._anchor = place
        self._set(range(place, place + 1), True)

    def toggle(self, place: int) -> None:
        """Choose this one too, or no longer."""
        self.current = self._anchor = place
        self._set(range(place, place + 1), not self._chosen[self.row(place)])

    def reach(self, place: int) -> None:
        """Choose from where the last choice began to here."""
        anchor = self._anchor if self._anchor >= 0 else max(self.current, 0)
        self.clear()
        self.current, self._anchor = place, anchor
        self._set(range(min(anchor, place), max(anchor, place) + 1), True)

    def take_all(self) -> None:
        """Choose all that are listed."""
        self._set(range(len(self)), True)

    def clear(self) -> None:
        """Choose none; the current place stays."""
        if self._count:
            self._chosen[:] = False
            self._count = 0

    def _set(self, places: range, value: bool) -> None:
        where = slice(places.start, places.stop)
        self._chosen[where if self._order is None else self._order[where]] = value
        if value and not self._count:
            self._count = len(places)
        else:
            self._count = int(np.count_nonzero(self._chosen))
