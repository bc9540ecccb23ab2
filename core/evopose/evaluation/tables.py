"""The paper's tables with what lifters here come to beside them. No torch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evopose.evaluation.published import NUMBERS, Published, Row, Trained, published
from evopose.evaluation.report import Evaluated, Figures
from evopose.io.h36m_protocol import ACTIONS, TEST

_TEST = {"Human3.6M": set(TEST), "MPI-INF-3DHP": {f"TS{number}" for number in range(1, 7)}}
"""Whom the literature tests on."""
_RECIPES = {"Human3.6M": "datasets/h36m.md", "MPI-INF-3DHP": "datasets/mpi_inf_3dhp.md"}
_FIGURES: Mapping[str, tuple[str, float]] = {
    "P1": ("mpjpe_mm", 1), "P1*": ("mpjpe_mm", 1), "P2": ("pa_mpjpe16_mm", 16 / 17),
    "PCK": ("pck150_14", 100), "AUC": ("auc14", 100), "MPJPE": ("mpjpe_mm", 1),
}  # fmt: skip
"""Name of the figure and factor, by column. The original's code aligns sixteen joints for P2 and counts seventeen."""
_AVERAGE = "Average"


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    row: Row
    here: tuple[float | None, ...]
    """What lifters here come to, for each column."""
    without: str = ""
    """Why there is nothing here; empty where there is."""


@dataclass(frozen=True)
class Compared:
    """A table, published and here."""

    published: Published
    lines: tuple[Line, ...]
    others: tuple[Line, ...]
    """Lifters measured here on the same data that no row of the paper is of."""


def compared(found: Sequence[Evaluated]) -> list[Compared]:
    """All tables; what was found here stands in the row of the paper's own model that was made likewise."""
    return [_compared(published(number), found) for number in NUMBERS]


def _compared(table: Published, found: Sequence[Evaluated]) -> Compared:
    fitting = [each for each in found if _is_of(each, table.data_set)]
    rows = [row for row in table.rows if row.ours]
    lines = tuple(
        _line(table, row, [each for each in fitting if row.ours and _made_like(each, row.ours)]) for row in table.rows
    )
    rest = [each for each in fitting if not any(row.ours and _made_like(each, row.ours) for row in rows)]
    protocols = dict.fromkeys(row.protocol for row in rows)
    names = dict.fromkeys(each.lifter for each in rest)
    others = (
        _line(
            table,
            Row(method=Path(name).name, venue="here", values=(None,) * len(table.columns), protocol=protocol),
            [each for each in rest if each.lifter == name],
        )
        for name in names
        for protocol in protocols
    )
    return Compared(table, lines, tuple(line for line in others if any(value is not None for value in line.here)))


def _line(table: Published, row: Row, found: Sequence[Evaluated]) -> Line:
    here = tuple(_here(row, column, found) for column in table.columns)
    if any(value is not None for value in here):
        return Line(row, here)
    return Line(row, here, _without(table, row))


def _here(row: Row, column: str, found: Sequence[Evaluated]) -> float | None:
    """The last that was found for this cell."""
    protocol = row.protocol or column
    key, factor = _FIGURES[protocol]
    fitting = [each for each in found if not protocol.startswith("P1") or each.protocol == protocol]
    if protocol == "P2":  # of detections, where both were measured
        fitting = sorted(fitting, key=lambda each: each.protocol == "P1")
    values = [_of(each, column, row, key) for each in fitting]
    known = [value for value in values if value is not None]
    return round(factor * known[-1], 1) if known else None


def _of(found: Evaluated, column: str, row: Row, key: str) -> float | None:
    """Averages on Human3.6M are over actions, and over all of them."""
    if row.protocol and column != _AVERAGE:
        figures: Figures | None = found.per_action.get(column)
    elif found.data[0].data_set == "Human3.6M":
        figures = found.mean_of_actions if set(ACTIONS) <= found.per_action.keys() else None
    else:
        figures = found
    return None if figures is None else getattr(figures, key)


def _is_of(found: Evaluated, data_set: str) -> bool:
    """Whether it was measured on what the table is of: the whole test set."""
    if not found.data or {each.data_set for each in found.data} != {data_set}:
        return False
    return {subject for each in found.data for subject in each.subjects} == _TEST[data_set]


def _made_like(found: Evaluated, made: Trained) -> bool:
    """As far as the lifter's file tells."""
    data = [entry for entry in found.lifter_about.get("data") or () if isinstance(entry, Mapping)]
    subjects = {str(subject) for entry in data for subject in entry.get("subjects") or ()}
    evolved = any(entry.get("evolved") for entry in data)
    model = found.lifter_about.get("model")
    stages = int(model.get("stages") or 1) if isinstance(model, Mapping) else 1
    return subjects == set(made.subjects) and evolved == made.evolved and (stages > 1) == made.cascade


def _without(table: Published, row: Row) -> str:
    if row.ours is None:
        return "a method of others: published only."
    who = ", ".join(row.ours.subjects)
    grown = " and what evolved from it" if row.ours.evolved else ""
    learners = "a cascade" if row.ours.cascade else "one learner"
    recipe = _RECIPES[table.data_set]
    return (
        f"{learners} trained on {who} of Human3.6M{grown}, measured on all of {table.data_set}'s test set ({recipe})."
    )
