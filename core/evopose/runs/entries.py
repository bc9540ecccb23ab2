"""What the files in a run's folder may hold. Who reads them relies on it: what does not fit is taken for not told."""

from typing import Annotated, Any, Literal, TypeVar

from annotated_types import Ge, Le, Len
from pydantic import BaseModel, ConfigDict, FiniteFloat, JsonValue, ValidationError

Count = Annotated[int, Ge(0), Le(2**53)]
Seconds = Annotated[FiniteFloat, Ge(0), Le(1e10)]
When = Annotated[FiniteFloat, Ge(0), Le(32_000_000_000)]
"""Seconds since 1970, as far as every system's calendar goes."""
Nine = Annotated[list[float], Len(9, 9)]
"""A number of each direction."""


class _Entry(BaseModel):
    """Plain JSON of exactly these types; what is told besides is kept as it is."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")


class Asked(_Entry):
    """options.json."""

    command: str
    version: str
    options: dict[str, JsonValue]


class Reached(_Entry):
    """Coverage as a result tells it."""

    share: Nine | None = None
    entropy: Nine | None = None


class Coverage(_Entry):
    """Of the founders and of all."""

    before: Reached | None = None
    after: Reached | None = None


class Result(_Entry):
    """What a run came to, as far as lists and comparisons show it."""

    population: str | None = None
    poses: Count | None = None
    candidates: Count | None = None
    survivors: Count | None = None
    generations: Count | None = None
    copies: Count | None = None
    bytes: Count | None = None
    seconds: Seconds | None = None
    reason: str | None = None
    doubt: str | None = None
    removed: dict[str, Count] | None = None
    coverage: Coverage | None = None
    files: list[str] | None = None
    notices: list[str] | None = None
    lifter: str | None = None
    stages: Count | None = None
    steps: Count | None = None
    samples: Count | None = None
    batch_size: Count | None = None
    peak_memory_mb: FiniteFloat | None = None
    device: str | None = None
    precision: str | None = None
    validation: dict[str, JsonValue] | None = None


class State(_Entry):
    """state.json."""

    state: Literal["running", "stopped", "finished", "failed"] = "stopped"
    pid: Count = 0
    started: When = 0.0
    ended: When | None = None
    message: str = ""
    done: Count = 0
    total: Count = 0
    futile: bool = False
    result: Result = Result()


class Founders(_Entry):
    """Of a step: what the founders reached."""

    coverage: Nine | None = None
    entropy: Nine | None = None
    poses: Count | None = None


class Metrics(_Entry):
    """Of a step, as far as curves show them."""

    generation: Count | None = None
    poses: Count | None = None
    candidates: Count | None = None
    survivors: Count | None = None
    copies: Count | None = None
    total_candidates: Count | None = None
    total_survivors: Count | None = None
    total_copies: Count | None = None
    removed: dict[str, Count] | None = None
    total_removed: dict[str, Count] | None = None
    poses_per_second: FiniteFloat | None = None
    seconds: Seconds | None = None
    engine: str | None = None
    coverage: Nine | None = None
    entropy: Nine | None = None
    new_cells: Nine | None = None
    founders: Founders | None = None
    newest: list[Annotated[list[float], Len(51, 51)]] | None = None
    stage: Count | None = None
    stages: Count | None = None
    step: Count | None = None
    steps: Count | None = None
    total_step: Count | None = None
    epoch: FiniteFloat | None = None
    loss: float | None = None
    learning_rate: FiniteFloat | None = None
    samples_per_s: FiniteFloat | None = None
    batch_size: Count | None = None
    memory_mb: FiniteFloat | None = None
    left_s: FiniteFloat | None = None
    device: str | None = None
    precision: str | None = None
    validation_mpjpe_mm: FiniteFloat | None = None
    best_mpjpe_mm: FiniteFloat | None = None


class Line(_Entry):
    """Of log.jsonl."""

    time: FiniteFloat = 0.0
    done: Count = 0
    total: Count = 0
    message: str = ""
    metrics: Metrics = Metrics()


Known = TypeVar("Known", bound=_Entry)


def fitted(kind: type[Known], values: dict[str, Any]) -> tuple[Known, tuple[str, ...]]:
    """The values that fit, and the names of the others; ValidationError where one is missing that has to be there."""
    try:
        return kind.model_validate(values), ()
    except ValidationError as error:
        wrong = tuple(dict.fromkeys(str(one["loc"][0]) for one in error.errors()))
        return kind.model_validate({name: value for name, value in values.items() if name not in wrong}), wrong
