"""Whether the files of a checkpoint belong together: nothing is written or removed for one that is damaged."""

from pathlib import Path

from evopose.errors import BadFile, DamagedCheckpoint
from evopose.evolution.budget import candidates
from evopose.evolution.checkpoint import Point
from evopose.evolution.growing import placed, shard_path
from evopose.evolution.setup import Setup
from evopose.io.packing import step_of
from evopose.io.tensors import header_of


def check(folder: Path, setup: Setup | None, point: Point | None, fraction: float) -> None:
    """DamagedCheckpoint or MissingFile where a run cannot go on from what lies there.

    Nothing there, or nothing bred, is fine.
    """
    if setup is None:
        if point is None or not point.total.candidates:  # it was stopped before it had begun
            return
        raise DamagedCheckpoint(folder, "this checkpoint is damaged (setup.json is missing).")
    if point is None:
        raise DamagedCheckpoint(folder, "this checkpoint is damaged (point.json is missing).")
    for name, wrong in (("setup.json", _wrong_setup(setup)), ("point.json", _wrong_point(point, setup, fraction))):
        if wrong:
            raise DamagedCheckpoint(folder / name, f"this checkpoint is damaged ({wrong}).")
    _check_shards(folder, setup, point)


def _wrong_setup(setup: Setup) -> str:
    if not isinstance(setup.metadata.get("files", {}), dict):
        return "metadata.files is no object"
    if setup.step != step_of(setup.precision):
        return f"a step of {setup.step} m at a precision of {setup.precision}"
    if setup.given < setup.founders:
        return f"{setup.founders} founders of {setup.given} poses"
    return ""


def _wrong_point(point: Point, setup: Setup, fraction: float) -> str:
    if point.rows != setup.founders + point.total.survivors:
        return f"{setup.founders} founders and {point.total.survivors} survivors make no {point.rows} rows"
    if not setup.founders <= point.start <= point.rows:
        return f"a generation that begins with {point.start} of {point.rows} rows"
    tried, most = point.current.candidates, candidates(point.start, fraction)
    if point.next > most or (point.next and point.next != tried):
        return f"candidate {point.next} is next, of {most}, and {tried} were tried"
    if not (point.next or point.reason or point.start == point.rows):
        return f"a generation that is over began with {point.start} of {point.rows} rows"
    return ""


def _check_shards(folder: Path, setup: Setup, point: Point) -> None:
    """Those that the rows lie in; when the run is over some may be in place already."""
    finals = placed(folder.parent, point.rows, setup.capacity)
    for number, final in enumerate(finals):
        path = shard_path(folder, number)
        if point.reason and final.exists() and not path.exists():
            continue
        try:
            there = header_of(path).places
        except BadFile as error:
            raise DamagedCheckpoint(path, "this checkpoint is damaged (it is cut off or written over).") from error
        for name, (_, shape) in setup.layout.columns.items():
            if name not in there or there[name].shape != (setup.capacity, *shape):
                raise DamagedCheckpoint(
                    path, f"this checkpoint is damaged ({name} of {setup.capacity} poses was expected)."
                )
