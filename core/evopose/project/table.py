"""The images of a project as columns: what a list of 100,000 of them needs, and no more."""

import sqlite3
from collections.abc import Collection, Sequence
from itertools import chain, repeat
from operator import contains

import numpy as np
from jaxtyping import Bool, Int, UInt8
from psygnal import Signal

from evopose.errors import UnknownName
from evopose.model.annotation import Status
from evopose.model.array import NDArray
from evopose.project.schema import STATUSES


class ImageTable:
    """One row an image, in the order in which they came in. Changed only by its project."""

    changed = Signal(np.ndarray)
    """Rows whose status, people or truth changed."""
    reset = Signal()
    """Rows came or got other names."""

    def __init__(self) -> None:
        self.ids: Int[NDArray, " n"] = np.empty(0, np.int64)
        """Ascending."""
        self.names: list[str] = []
        """Relative, with forward slashes."""
        self.status: UInt8[NDArray, " n"] = np.empty(0, np.uint8)
        """Position in `STATUSES`, the order of `Status`."""
        self.people: Int[NDArray, " n"] = np.empty(0, np.int32)
        """How many are annotated."""
        self.has_truth: Bool[NDArray, " n"] = np.empty(0, bool)
        """Whether the true pose of anybody is known."""
        self._lowered: list[str] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def load(self, db: sqlite3.Connection) -> None:
        """Read all rows afresh."""
        query = "SELECT {} FROM images ORDER BY id"
        self.names = [name for (name,) in db.execute(query.format("name"))]
        numbers = db.execute(query.format("id, status, people, truths"))
        flat = np.fromiter(chain.from_iterable(numbers), np.int64, 4 * len(self.names)).reshape(-1, 4)
        self.ids, self.status = flat[:, 0].copy(), flat[:, 1].astype(np.uint8)
        self.people, self.has_truth = flat[:, 2].astype(np.int32), flat[:, 3] > 0
        self._lowered = None
        self.reset.emit()

    def row(self, image_id: int) -> int:
        """Where this image stands; UnknownName if nowhere."""
        row = int(np.searchsorted(self.ids, image_id))
        if row == len(self.ids) or self.ids[row] != image_id:
            raise UnknownName("image number", str(image_id), [f"{len(self)} others"])
        return row

    def rows(self, query: str = "", status: Status | Collection[Status] | None = None) -> Int[NDArray, " m"]:
        """Rows whose name has all words of `query` (any case) and whose status is (one of) `status`, ascending."""
        chosen = np.ones(len(self), bool) if status is None else np.isin(self.status, _codes(status))
        for word in query.lower().split():
            chosen &= np.fromiter(map(contains, self._lower(), repeat(word)), bool, len(self))
        return np.flatnonzero(chosen)

    def counts(self) -> dict[Status, int]:
        """How many images there are of each status."""
        found = np.bincount(self.status, minlength=len(STATUSES))
        return {status: int(found[code]) for code, status in enumerate(STATUSES)}

    def update(self, db: sqlite3.Connection, images: Collection[int]) -> None:
        """Read the rows of these images afresh: edits changed them."""
        if not images:
            return
        rows = np.array(sorted(map(self.row, images)))
        query = "SELECT status, people, truths FROM images WHERE id = ?"
        for row in rows:
            self.status[row], self.people[row], truths = db.execute(query, (int(self.ids[row]),)).fetchone()
            self.has_truth[row] = truths > 0
        self.changed.emit(rows)

    def _lower(self) -> Sequence[str]:
        if self._lowered is None:
            self._lowered = [name.lower() for name in self.names]
        return self._lowered


def _codes(status: Status | Collection[Status]) -> list[int]:
    wanted = [status] if isinstance(status, Status) else list(status)
    return [STATUSES.index(one) for one in wanted]


def image_status(people: Sequence[int]) -> int:
    """Status of an image from those of its people: done when all are (or rejected), in work when any was touched."""
    untouched, work, done, rejected = range(4)
    kinds = set(people)
    if kinds <= {untouched}:
        return untouched
    if kinds == {rejected}:
        return rejected
    return done if kinds <= {done, rejected} else work
