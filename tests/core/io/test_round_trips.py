"""Every population format that is written is read back as it was, within what the format can hold."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from evopose.errors import EvoError, NotWritable
from evopose.io import bvh, h36m, npz, safetensors
from evopose.io.format import Format, format_for_writing, format_of
from evopose.model.population import Population
from tests.core.io.populations import clips, evolved, people


@dataclass(frozen=True)
class Case:
    """A format and what it keeps."""

    format: Format
    metres: float
    """Largest error of a position."""
    several_clips: bool
    lineage: bool
    gaps: bool


CASES = [
    Case(safetensors.FORMAT, 0, several_clips=True, lineage=True, gaps=True),
    Case(npz.FORMAT, 0, several_clips=True, lineage=True, gaps=True),
    Case(h36m.FORMAT, 1e-6, several_clips=True, lineage=False, gaps=True),
    Case(bvh.FORMAT, 1e-5, several_clips=False, lineage=False, gaps=False),
]
pytestmark = pytest.mark.parametrize("case", CASES, ids=lambda case: case.format.name)


def there_and_back(population: Population, case: Case, folder: Path) -> Population:
    path = folder / f"some people{case.format.suffixes[0]}"
    case.format.write_population(population, path)
    return case.format.read_population(path)


@pytest.mark.parametrize("count", [1, 2, 40])
def test_positions_come_back(case, count, tmp_path):
    positions = people(count)
    read = there_and_back(Population(positions), case, tmp_path)
    assert read.positions.dtype == np.float32
    assert_allclose(read.positions, positions, rtol=0, atol=case.metres)


def test_clips_come_back(case, tmp_path):
    population = clips((4, 3, 5) if case.several_clips else (4,))
    read = there_and_back(population, case, tmp_path)
    assert_array_equal(read.clip, population.clip)
    assert len(read.metadata["clip_names"]) == len(population.metadata["clip_names"])
    if case.format in (safetensors.FORMAT, npz.FORMAT):
        assert read.metadata == population.metadata


def test_lineage_comes_back(case, tmp_path):
    population = evolved()
    read = there_and_back(population, case, tmp_path)
    if case.lineage:
        assert_array_equal(read.generation, population.generation)
        assert_array_equal(read.parents, population.parents)
        assert read.metadata == population.metadata
    else:
        assert_allclose(read.positions, population.positions, rtol=0, atol=case.metres)


def test_missing_joints_stay_missing_or_are_refused(case, tmp_path):
    positions = people(6)
    positions[2, 13] = np.nan
    if case.gaps:
        read = there_and_back(Population(positions), case, tmp_path).positions
        assert_array_equal(np.isnan(read), np.isnan(positions))
    else:
        with pytest.raises(EvoError, match="1 of 6 poses"):
            there_and_back(Population(positions), case, tmp_path)
        assert not list(tmp_path.iterdir())


def test_what_is_written_is_recognised(case, tmp_path):
    path = tmp_path / f"people{case.format.suffixes[0]}"
    assert format_for_writing(path, "population") is case.format
    case.format.write_population(clips((3,)), path)
    assert format_of(path) is case.format


def test_a_second_trip_changes_nothing(case, tmp_path):
    once = there_and_back(clips((6,)), case, tmp_path)
    twice = there_and_back(once, case, tmp_path)
    assert_allclose(twice.positions, once.positions, rtol=0, atol=case.metres)


def test_a_failed_write_leaves_the_old_file(case, tmp_path):
    with pytest.raises(NotWritable):
        case.format.write_population(clips((3,)), tmp_path / "nowhere" / f"x{case.format.suffixes[0]}")
    path = tmp_path / f"people{case.format.suffixes[0]}"
    path.mkdir()
    with pytest.raises(NotWritable):
        case.format.write_population(clips((3,)), path)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
