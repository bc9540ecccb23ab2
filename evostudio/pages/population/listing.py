"""Which poses are shown and in what order: filters and sorting over millions of rows, in chunks; knows no toolkit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from jaxtyping import Bool, Int

from evopose.coverage.neighbours import angles
from evopose.coverage.survey import ALL_VALID, Survey
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evostudio.pages.population import clip_column
from evostudio.pages.population.ranking import ranked
from evostudio.pages.population.table import Table

Sorting = Literal["row", "generation", "novelty", "heading", "lowest", "likeness"]
Which = Literal["all", "marked", "unmarked", "bin", "sent"]
Validity = Literal["any", "valid", "invalid"]
Span = tuple[float, float]
CHUNK = 1 << 20
NEEDS_SURVEY: frozenset[Sorting] = frozenset({"novelty", "heading", "lowest", "likeness"})


@dataclass(frozen=True, eq=False)
class Sent:
    """Poses that were selected on another page."""

    listed: Bool[NDArray, " n"]

    @classmethod
    def of(cls, rows: Int[NDArray, " k"], total: int) -> "Sent":
        """These rows of so many; those beyond are of another population and are not meant."""
        listed = np.zeros(total, bool)
        listed[rows[(rows >= 0) & (rows < total)]] = True
        return cls(listed)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.listed))


@dataclass(frozen=True)
class Wish:
    """What a person wants to see."""

    which: Which = "all"
    sent: Sent | None = None
    """With 'sent': which these are."""
    generation: tuple[int, int] | None = None
    """First and last."""
    novelty: Span | None = None
    """Degrees, from and to."""
    validity: Validity = "any"
    directions: frozenset[int] = frozenset()
    """With 'invalid': places in LIMBS, one of which at least is invalid; empty for any of them."""
    heading: Span | None = None
    """Degrees: from, to, going left about; −180 … 180."""
    lowest: frozenset[int] = frozenset()
    """Joints that may be the lowest; empty for any."""
    text: str = ""
    """Words in the name or kind of the clip."""
    sorting: Sorting = "row"
    descending: bool = False
    like: int = -1
    """The row that `likeness` sorts by."""

    @property
    def needs_survey(self) -> bool:
        """Whether it asks for what only a survey knows."""
        asked = self.novelty or self.heading or self.lowest or self.validity != "any"
        return bool(asked) or self.sorting in NEEDS_SURVEY


@dataclass(frozen=True, eq=False)
class Listing:
    """The rows that are shown, in their order."""

    order: Int[NDArray, " m"] | None
    """None: all, in theirs."""
    listed: Bool[NDArray, " n"] | None
    """Of each row, whether it is shown."""
    total: int

    def __len__(self) -> int:
        return self.total if self.order is None else len(self.order)


def listing(table: Table, wish: Wish) -> Job[Listing]:
    """Filter, then sort; what the survey would have to know and does not is not asked for."""
    if wish.needs_survey and table.survey is None:
        wish = without_survey(wish)
    total = len(table)
    mask = np.ones(total, bool)
    for start in range(0, total, CHUNK):
        yield Progress(start, total, "filtering")
        some = slice(start, min(start + CHUNK, total))
        for kept in _filters(table, wish, some):
            mask[some] &= kept
    if mask.all():
        if wish.sorting == "row" and not wish.descending:
            return Listing(None, None, total)
        rows = np.arange(total, dtype=_row_type(total))
    else:
        rows = np.flatnonzero(mask).astype(_row_type(total))
    yield Progress(total, total, "sorting")
    order = yield from _sorted(table, wish, rows)
    return Listing(order, mask, total)


def without_survey(wish: Wish) -> Wish:
    """What of a wish can be had without a survey."""
    sorting: Sorting = "row" if wish.sorting in NEEDS_SURVEY else wish.sorting
    descending = wish.descending and sorting == wish.sorting
    return replace(Wish(wish.which, wish.sent, wish.generation, text=wish.text), sorting=sorting, descending=descending)


def _row_type(total: int) -> type[np.integer]:
    return np.int32 if total < 2**31 else np.int64


# Filters


def _filters(table: Table, wish: Wish, some: slice) -> Iterator[Bool[NDArray, " k"]]:
    yield from _by_marks(table, wish, some)
    if wish.generation is not None and table.population.generation is not None:
        yield _between(np.asarray(table.population.generation[some]), wish.generation)
    if wish.text.strip() and table.clip_names:
        yield np.isin(clip_column.numbers(table.population, some), clips_named(table, wish.text))
    if table.survey is not None:
        yield from _by_survey(table.survey, wish, some)


def _by_marks(table: Table, wish: Wish, some: slice) -> Iterator[NDArray]:
    if table.binned is not None:
        yield table.binned[some] if wish.which == "bin" else ~table.binned[some]
    if table.marked is not None and wish.which in ("marked", "unmarked"):
        yield table.marked[some] if wish.which == "marked" else ~table.marked[some]
    if wish.which == "sent" and wish.sent is not None:
        yield wish.sent.listed[some]


def _by_survey(survey: Survey, wish: Wish, some: slice) -> Iterator[NDArray]:
    if wish.validity == "valid":
        yield survey.valid[some] == ALL_VALID
    elif wish.validity == "invalid":
        asked = sum(1 << limb for limb in wish.directions) or ALL_VALID
        yield ~survey.valid[some] & np.uint16(asked) != 0
    if wish.novelty is not None:
        yield _between(np.degrees(survey.novelty[some]), wish.novelty)
    if wish.heading is not None:
        yield _about(np.degrees(survey.heading[some].astype(np.float32)), wish.heading)
    if wish.lowest:
        yield np.isin(survey.lowest[some], sorted(wish.lowest))


def _between(values: NDArray, span: Span) -> NDArray:
    inside: NDArray = (values >= span[0]) & (values <= span[1])
    return inside


def _about(degrees: NDArray, span: Span) -> NDArray:
    """Between two headings, going left about from the first; nan is not."""
    wide = (span[1] - span[0]) % 360 or (360 if span[1] != span[0] else 0)
    inside: NDArray = (degrees - span[0]) % 360 <= wide
    return inside & np.isfinite(degrees)


def clips_named(table: Table, text: str) -> list[int]:
    """Clips in whose name or kind all words of a text are found."""
    words = text.lower().split()
    return [number for number, name in enumerate(table.clip_names) if all(word in name for word in words)]


# Sorting


def _sorted(table: Table, wish: Wish, rows: NDArray) -> Job[NDArray]:
    if wish.sorting == "row":
        return rows[::-1].copy() if wish.descending else rows
    keys: list[NDArray] = []
    for start in range(0, len(rows), CHUNK):
        yield Progress(start, len(rows), "sorting")
        keys.append(_keys(table, wish, rows[start : start + CHUNK]))
    key = np.concatenate(keys) if keys else np.zeros(0, np.float32)
    order = yield from ranked(key, wish.descending)
    return rows[order]


def _keys(table: Table, wish: Wish, rows: NDArray) -> NDArray:
    """What is sorted by, ascending."""
    if wish.sorting == "generation":
        column = table.population.generation
        return np.zeros(len(rows), np.uint32) if column is None else np.asarray(column[rows]).astype(np.uint32)
    survey = table.survey
    assert survey is not None
    if wish.sorting == "likeness":
        apart = np.subtract(survey.code[rows], survey.code[wish.like], dtype=np.float32)
        return angles(np.einsum("ij,ij->i", apart, apart))
    column = getattr(survey, wish.sorting)
    taken: NDArray = np.asarray(column[rows])
    return taken
