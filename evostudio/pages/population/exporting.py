"""Writing chosen poses as a population of their own, in any format; the one they come from is never changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import numpy as np
from jaxtyping import Int

from evopose.errors import BadOption
from evopose.io.aside import opened_aside
from evopose.io.bvh_writer import write_clips
from evopose.io.clips import clips_of, selected
from evopose.io.format import Format
from evopose.io.safetensors import container_metadata
from evopose.io.tensors import Place, header_bytes
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evopose.model.population import Population
from evostudio.pages.population import clip_column

CHUNK = 1 << 16
COLUMNS = ("generation", "operators", "clip")


def exported(
    population: Population, rows: Int[NDArray, " k"], form: Format, place: Path, source: str
) -> Job[list[Path]]:
    """Write these rows, in this order; what was written. Stopped or failed, it leaves nothing. EvoErrors of writing."""
    if not len(rows):
        raise BadOption("No pose was chosen to be written.")
    population = with_clips(population)
    metadata = {**population.metadata, "chosen_from": source, "chosen": len(rows), "of": len(population)}
    if form.name == "safetensors":
        yield from _streamed(population, rows, place, metadata)
        return [place]
    yield Progress(0, 0, f"writing {place.name}")
    chosen = replace(selected(population, rows), metadata=metadata)
    if form.name == "bvh" and len(list(clips_of(chosen))) > 1:
        return write_clips(chosen, place, replace=True)
    assert form.write_population is not None
    form.write_population(chosen, place)
    return [place]


def with_clips(population: Population) -> Population:
    """With a clip of each pose in place of the founders' stretches, which mean nothing once rows are chosen."""
    metadata = {key: value for key, value in population.metadata.items() if key != "founder_clips"}
    if population.clip is not None or not clip_column.is_known(population):
        return replace(population, metadata=metadata)
    names, kinds = clip_column.names_and_kinds(population)
    numbers = clip_column.numbers(population, slice(None))
    return replace(population, clip=numbers, metadata=metadata | {"clip_names": names, "clip_kinds": kinds})


def _streamed(population: Population, rows: NDArray, place: Path, metadata: dict[str, Any]) -> Job[None]:
    """Chunk by chunk: ten million poses are two gigabytes."""
    there: dict[str, NDArray] = {name: getattr(population, name) for name in COLUMNS}
    shapes: dict[str, tuple[Any, tuple[int, ...]]] = {"positions": (np.float32, (len(rows), 17, 3))}
    shapes |= {name: (array.dtype, (len(rows),)) for name, array in there.items() if array is not None}
    if population.parents is not None:
        shapes["parents"] = (np.int64, (len(rows), 2))
    header, places = header_bytes(shapes, container_metadata(metadata))
    new_rows = _new_rows(population, rows)
    with opened_aside(place) as file:
        file.write(header)
        for start in range(0, len(rows), CHUNK):
            yield Progress(start, len(rows), f"writing {place.name}")
            some = rows[start : start + CHUNK]
            for name, values in _columns(population, some, new_rows):
                _put(file, places[name], start, np.asarray(values, shapes[name][0]))


def _new_rows(population: Population, rows: NDArray) -> NDArray:
    """For each old row (and −1, at the end) its new one; −1 for those that stay behind."""
    if population.parents is None:
        return np.zeros(0, np.int64)
    places = np.full(len(population) + 1, -1, np.int32 if len(rows) < 2**31 else np.int64)
    places[rows] = np.arange(len(rows))
    return places


def _columns(population: Population, rows: NDArray, new_rows: NDArray) -> Iterator[tuple[str, NDArray]]:
    yield "positions", population.positions[rows]
    for name in COLUMNS:
        column = getattr(population, name)
        if column is not None:
            yield name, column[rows]
    if population.parents is not None:
        yield "parents", new_rows[np.asarray(population.parents[rows])]


def _put(file: IO[bytes], place: Place, start: int, values: NDArray) -> None:
    plain = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    file.seek(place.start + start * plain[:1].nbytes)
    file.write(plain.tobytes())
