"""Chosen poses as a population of their own: the right rows, in their order, with the parents that came along."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.errors import BadOption, Stopped
from evopose.io.format import format_named, format_of
from evopose.jobs import finish
from evopose.model.population import Population
from evostudio import places
from evostudio.pages.population import exporting
from evostudio.pages.population.exporting import exported

ROWS = np.array([50, 3, 30, 31])


def written(population: Population, place, rows=ROWS, form: str = "safetensors") -> Population:
    (path,) = finish(exported(population, rows, format_named(form), place, "evolved.safetensors"))
    return format_of(path).read_population(path)


@pytest.fixture(autouse=True, params=[3, 1 << 16])
def chunk(request, monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", request.param)


@pytest.mark.parametrize("form", ["safetensors", "npz"])
def test_the_chosen_rows_come_out_in_their_order(population, tmp_path, form):
    again = written(population, tmp_path / f"some.{form}", form=form)
    assert np.allclose(again.positions, population.positions[ROWS], atol=1e-6)
    assert np.asarray(again.generation).tolist() == [2, 0, 1, 1]
    assert np.asarray(again.clip).tolist() == [-1, 0, -1, -1]
    assert again.metadata["licence"] == "CC0-1.0"


def test_parents_are_rows_of_the_new_population_or_nobody(population, tmp_path):
    again = written(population, tmp_path / "some.safetensors")
    assert np.asarray(again.parents).tolist() == [[2, 3], [-1, -1], [-1, -1], [-1, -1]]
    assert np.array_equal(np.asarray(again.operators), population.operators[ROWS])


def test_stretches_of_founders_become_clips_that_stay_true(population, tmp_path):
    told = {"names": ["walk", "jump"], "kinds": ["walking", "jumping"], "first": [0, 10]}
    evolved = replace(population, clip=None, metadata={"founder_clips": told})
    again = written(evolved, tmp_path / "some.safetensors", rows=np.array([12, 2, 40]))
    assert np.asarray(again.clip).tolist() == [1, 0, -1]
    assert again.metadata["clip_names"] == ["walk", "jump"]
    assert "founder_clips" not in again.metadata


def test_stopped_it_leaves_nothing(population, tmp_path):
    job = exported(population, np.arange(60), format_named("safetensors"), tmp_path / "some.safetensors", "x")
    next(job)
    with pytest.raises(Stopped):
        job.throw(Stopped("stopped"))
    assert list(tmp_path.iterdir()) == []


def test_nothing_chosen_is_said(population, tmp_path):
    with pytest.raises(BadOption):
        written(population, tmp_path / "none.safetensors", rows=np.zeros(0, int))


def test_poses_of_the_studios_own_files_are_not_proposed_to_go_among_them(tmp_path, data_folder):
    mine = tmp_path / "mine" / "poses.npz"
    mine.parent.mkdir()
    assert places.folder_for(mine) == mine.parent
    assert not places.folder_for(data_folder / "demo population" / "poses.safetensors").is_relative_to(data_folder)
