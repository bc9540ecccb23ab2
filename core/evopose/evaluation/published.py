"""Figures that the paper published, tables 2 to 7 (resources/published). They are quoted, and never made here."""

import json
from functools import cache

from pydantic import BaseModel, ConfigDict

from evopose.resources import resource

NUMBERS = (2, 3, 4, 5, 6, 7)
_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Trained(BaseModel):
    """How a model of the paper's own was made: what a lifter of ours must be to stand beside it."""

    model_config = _FROZEN

    subjects: tuple[str, ...]
    """Of Human3.6M, whom it learned from, or evolved from."""
    evolved: bool
    cascade: bool
    """Whether it has more than one learner."""


class Row(BaseModel):
    """One method."""

    model_config = _FROZEN

    method: str
    venue: str
    values: tuple[float | None, ...]
    """One for each column; None where the paper has none."""
    protocol: str = ""
    """P1 or P2, where the columns do not tell."""
    uses: str = ""
    """What it is given, or learns from."""
    cross_data_set: bool = False
    """Whether it learned nothing from the data set that it is tested on (CE)."""
    ours: Trained | None = None
    """None for methods of others."""


class Published(BaseModel):
    """One table."""

    model_config = _FROZEN

    table: int
    paper: str
    """Where it is from."""
    title: str
    data_set: str
    unit: str
    columns: tuple[str, ...]
    heads: tuple[str, ...] = ()
    """The columns' names in short."""
    rows: tuple[Row, ...]


@cache
def published(table: int) -> Published:
    """One of NUMBERS; MissingFile where the program's resources are not whole."""
    return Published.model_validate(json.loads(resource(f"published/table{table}.json").read_text("utf-8")))
