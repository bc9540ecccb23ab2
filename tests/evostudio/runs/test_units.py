"""A population whose numbers are no metres: the form says where its unit is chosen, and then reads it so."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evopose.io import safetensors
from evostudio.populations import facts
from evostudio.views.population_field import PopulationField
from tests.evostudio.runs.making import POSES, change

UNDER = {"evolve": "Founders", "train": "Poses"}


@pytest.fixture
def long_ones(poses, tmp_path) -> Path:
    """The small population in millimetres."""
    np.savez(tmp_path / "long.npz", positions=np.asarray(safetensors.read(poses).positions) * 1000)
    return tmp_path / "long.npz"


def test_millimetres_are_told_with_their_way_out_and_can_then_be_used(page, long_ones, qtbot):
    field, under = page.findChild(PopulationField), UNDER[page.command]
    assert ("", under) in page.setup.form.sections
    page.show_population(long_ones)
    qtbot.waitUntil(lambda: f"choose mm as Unit, under {under}" in field.line.text())
    assert not page.runner.can_start()
    change(page, "unit", value="mm")
    qtbot.waitUntil(page.runner.can_start)
    assert field.facts.poses == POSES


def test_a_unit_that_does_not_fit_is_told_with_where_it_was_chosen(page, poses, tmp_path, qtbot):
    np.savez(tmp_path / "right.npz", positions=safetensors.read(poses).positions)
    change(page, "unit", value="mm")
    page.show_population(tmp_path / "right.npz")
    field = page.findChild(PopulationField)
    qtbot.waitUntil(lambda: f"Unit, under {UNDER[page.command]}, is mm." in field.line.text())


def test_kinds_are_counted_in_the_unit_that_is_chosen(poses, tmp_path):
    population = safetensors.read(poses)
    clip = np.repeat([0, 1], [POSES - 3, 3])
    told = {"clip_names": ["a", "b"], "clip_kinds": ["run", "walk"]}
    long = replace(population, positions=np.asarray(population.positions) * 1000, clip=clip, metadata=told)
    safetensors.write(long, tmp_path / "long.safetensors")
    assert facts([tmp_path / "long.safetensors"], ["walk"], "mm").chosen == 3
