"""Where runs lie in their folder: names for new ones, what they have made, and the way to the bin."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Container, Sequence
from itertools import count
from pathlib import Path

from PySide6.QtCore import QFile

from evopose.errors import of_system
from evopose.runs import RunRecord
from evostudio.places import demo_population
from evostudio.populations import stem_of
from evostudio.studio import Studio


def free_name(folder: Path, population: Path, preset: str, taken: Container[Path | None] = ()) -> Path:
    """'walks-paper-2': a folder that is not there yet, nor among those `taken` by runs that wait."""
    called = (
        "demo" if population == demo_population() else re.sub(r"[^\w.-]+", "_", stem_of(population))[:40] or "poses"
    )
    names = (f"{called}-{preset}-{number}" for number in count(1))
    return next(path for name in names if not (path := folder / name).exists() and path not in taken)


def titles(folders: Sequence[Path]) -> tuple[str, ...]:
    """What runs are called in sight of each other: their folders' names, and where those are the same the nearest
    folders around them that differ: 'walks-1 · thesis'."""
    names = Counter(folder.name for folder in folders)
    return tuple(
        folder.name if names[folder.name] == 1 else f"{folder.name} · {_around(folder, folders)}" for folder in folders
    )


def _around(folder: Path, folders: Sequence[Path]) -> str:
    others = [other for other in folders if other.name == folder.name and other != folder]
    depths = range(min(len(each.parents) for each in (folder, *others)))
    differing = (n for n in depths if all(other.parents[n].name != folder.parents[n].name for other in others))
    depth = next(differing, None)
    return str(folder.parent) if depth is None else folder.parents[depth].name


def result_of(record: RunRecord, name: str = "population") -> Path | None:
    """The file that a run has made (its result's `population`, `lifter`), wherever its folder lies by now."""
    told = str(record.result.get(name) or "")
    return record.folder / Path(told.replace("\\", "/")).name if told and record.state == "finished" else None


def move_to_bin(studio: Studio, folder: Path, then: Callable[[], object]) -> None:
    """A run's folder; where the system has no bin for it, the way out is to delete it for good."""
    if QFile(str(folder)).moveToTrash():
        studio.notify(f"{folder.name} was moved to the bin.")
        return

    def delete() -> None:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            studio.notify(of_system(error), "error")
        then()

    studio.notify(f"There is no bin for {folder}; it is still there.", "warning", ("Delete it for good", delete))
