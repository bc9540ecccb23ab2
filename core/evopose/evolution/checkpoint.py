"""How far a run is: what a stopped one begins again from, as if it had never stopped."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated, TypeVar

from annotated_types import Ge, Le
from pydantic import FiniteFloat, TypeAdapter, ValidationError

from evopose.errors import DamagedCheckpoint
from evopose.evolution.growing import Growing
from evopose.io.aside import write_aside
from evopose.runs.run import Run

Known = TypeVar("Known")
Count = Annotated[int, Ge(0), Le(2**62)]
_POINT, _BALLAST = "point.json", "ballast"
_BALLAST_BYTES = 1 << 16
"""Freed when the disk is full: enough for the point and the state."""


@dataclass(frozen=True)
class Tally:
    """What became of candidates."""

    candidates: Count = 0
    survivors: Count = 0
    copies: Count = 0
    """Near copies of a parent, removed or not."""
    surplus: Count = 0
    """Survivors that the target left no room for."""
    removed: Mapping[str, Count] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        names = (*self.removed, *(name for name in other.removed if name not in self.removed))
        return Tally(
            self.candidates + other.candidates,
            self.survivors + other.survivors,
            self.copies + other.copies,
            self.surplus + other.surplus,
            {name: self.removed.get(name, 0) + other.removed.get(name, 0) for name in names},
        )


@dataclass(frozen=True)
class Point:
    """Between two chunks of candidates."""

    start: Count
    """Poses when the generation began: its parents."""
    rows: Count
    """Poses now."""
    generation: Annotated[int, Ge(1)] = 1
    next: Count = 0
    """The first candidate of the generation that was not tried yet."""
    fruitless: Count = 0
    """Generations in a row without a survivor."""
    total: Tally = Tally()
    current: Tally = Tally()
    """Of this generation; `total` has it too."""
    reason: str = ""
    """Why it is over; empty while it is not."""
    complete: bool = True
    """Whether it is over as was asked for."""
    seconds: Annotated[FiniteFloat, Ge(0)] = 0.0
    """Worked so far, in all processes."""
    log: Count = 0
    """Bytes of the log that belong to it."""


class Keeper:
    """Holds the present point, and keeps it on the disk when it is asked to or some time has passed."""

    def __init__(self, run: Run, growing: Growing, point: Point, every: float = 5.0) -> None:
        self.run, self.growing, self.point = run, growing, point
        self.began = point.rows
        self._began, self._before, self._every = time.monotonic(), point.seconds, every
        self._kept_at = self._began

    def load(self) -> None:
        """Hold some of the disk, to be able to write when it is full; NotWritable where that fails."""
        write_aside(self.run.checkpoint / _BALLAST, bytes(_BALLAST_BYTES))

    def drop(self) -> None:
        """Let go of it."""
        (self.run.checkpoint / _BALLAST).unlink(missing_ok=True)

    @property
    def seconds(self) -> float:
        """Worked so far, in all processes."""
        return self._before + time.monotonic() - self._began

    @property
    def session(self) -> float:
        """Worked so far in this one."""
        return time.monotonic() - self._began

    def move(self, point: Point) -> None:
        """The next point; it is kept if the last one has been kept long ago."""
        self.point = point
        if time.monotonic() - self._kept_at > self._every:
            self.keep()

    def keep(self) -> None:
        """On the disk, rows first; NotWritable where that fails."""
        self.growing.sync()
        self.point = replace(self.point, seconds=self.seconds)
        write(self.point, self.run.checkpoint)
        self._kept_at = time.monotonic()


def write(point: Point, folder: Path) -> None:
    """Into a checkpoint's folder; NotWritable where that fails."""
    write_aside(folder / _POINT, json.dumps(asdict(point)))


def kept(folder: Path) -> Point | None:
    """The point in a checkpoint's folder, None where there is none yet; DamagedCheckpoint where it is damaged."""
    path = folder / _POINT
    return plain_values(path, Point) if path.exists() else None


def plain_values(path: Path, kind: type[Known]) -> Known:
    """A dataclass of plain values out of a checkpoint; DamagedCheckpoint for other types, and values out of range."""
    try:
        return TypeAdapter(kind).validate_json(path.read_bytes(), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = f"{'.'.join(map(str, first['loc']))}: " if first["loc"] else ""
        what = "it is cut off or written over" if first["type"] == "json_invalid" else f"{place}{first['msg']}"
        raise DamagedCheckpoint(path, f"this checkpoint is damaged ({what}).") from error
    except OSError as error:
        raise DamagedCheckpoint(path, f"this checkpoint cannot be read ({error.strerror}).") from error
