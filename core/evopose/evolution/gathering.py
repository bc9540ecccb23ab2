"""What founders are chosen from: the poses of files, projects and other runs, all of them, in metres."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float, Int

from evopose import runs
from evopose.errors import BadFile, BadOption, WrongUnit
from evopose.geometry.hierarchy import to_global
from evopose.io import npz, safetensors
from evopose.io.sources import Source, find_sources
from evopose.jobs import Job, Progress
from evopose.model.annotation import Annotation, Status
from evopose.model.array import NDArray
from evopose.model.population import Population

METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
_SCALED = {"npz": npz.read, "safetensors": safetensors.read}
"""Formats whose files do not say what their unit is."""
_ANKLE = 0.02
"""Metres over the ground of the lowest joint of a pose that has only been seen by a camera."""


@dataclass(frozen=True, eq=False)
class Part:
    """Chosen rows of one source."""

    path: Path
    population: Population
    rows: Int[NDArray, " k"]


def read(paths: Sequence[Path], unit: str | None) -> Job[list[Part]]:
    """Every row of every source; MissingFile, or BadFile (WrongUnit among them).

    `unit` as the user's --unit has it, which errors then name; None is metres, for commands without that option.
    """
    parts = []
    found = find_sources([_result_of(path) for path in paths], {"population", "annotations"})
    for number, source in enumerate(found.sources):
        yield Progress(number, len(found.sources), f"Reading {source.path.name}")
        population = _population(source, unit)
        if not len(population):
            raise BadFile(source.path, "there is no pose in it.")
        parts.append(Part(source.path, population, np.arange(len(population))))
    return parts


def _result_of(path: Path) -> Path:
    """Of a run its population; anything else is itself."""
    if not (path.is_dir() and (path / "options.json").is_file()):
        return path
    record = runs.read_run(path)
    result = path / Path(str(record.result.get("population", ""))).name
    if not record.result.get("population"):
        raise BadOption(f"{path}: this run is {record.state} and has no population yet.")
    return result


def _population(source: Source, unit: str | None) -> Population:
    if source.format.kind == "annotations":
        return _annotated(source)
    try:
        if source.format.name in _SCALED:
            return _SCALED[source.format.name](source.path, METRES[unit or "m"])
        if unit not in (None, "m"):
            raise BadOption(
                f"{source.path.name}: {source.format.title} says itself what its unit is; leave out --unit."
            )
        if source.format.read_population is None:
            raise BadOption(f"{source.path.name}: {source.format.title} holds views of poses, no population.")
        return source.format.read_population(source.path)
    except WrongUnit as error:
        way_out = f" `--unit {error.unit}` reads them so." if error.unit and unit == "m" else ""
        raise BadFile(source.path, f"{str(error).removeprefix(f'{source.path}: ')}{way_out}") from error


def _annotated(source: Source) -> Population:
    """Everybody in a project (or a file like it) who has a pose and was not rejected, standing on the ground."""
    assert source.format.read_annotations is not None
    people = [
        person.annotation for image in source.format.read_annotations(source.path, None) for person in image.people
    ]
    poses = [_in_world(each) for each in people if _counts(each)]
    if not poses:
        raise BadFile(
            source.path, f"of its {len(people)} people nobody has a 3D pose (`evopose fit` makes first ones)."
        )
    return Population(np.stack(poses).astype(np.float32), metadata={"source": source.format.title})


def _counts(annotation: Annotation) -> bool:
    return annotation.pose is not None and not annotation.removed and annotation.status is not Status.REJECTED


def _in_world(annotation: Annotation) -> Float[NDArray, "17 3"]:
    """Camera frame (y down, z ahead) to z up, as of a level camera, with the lowest joint just over the ground."""
    assert annotation.pose is not None
    x, y, z = np.moveaxis(np.asarray(to_global(annotation.pose)), -1, 0)
    return np.stack([x, z, _ANKLE + np.max(y) - y], axis=-1)
