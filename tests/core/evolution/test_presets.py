"""Recipes by name and in files."""

import json

import pytest

from evopose.commands.evolve import Evolve
from evopose.errors import BadFile, MissingFile, UnknownName
from evopose.evolution import presets
from evopose.evolution.recipe import LocalMutation, Recipe


def test_presets_differ_as_they_are_described():
    paper, original = presets.PRESETS["paper"], presets.PRESETS["original"]
    assert (paper.crossover.carry, original.crossover.carry) == ("global", "local")
    assert (original.crossover.head, original.torso.rate) == (False, 0)
    assert (original.orientation.sigma_deg, original.orientation.axis) == (60, "coordinate")
    assert original.lengths.source == "other"
    assert {preset.selection.copies.weight for preset in (paper, original)} == {0}
    lifting, usual = presets.PRESETS["lifting"], presets.PRESETS[presets.DEFAULT]
    assert (lifting.crossover, lifting.lengths, lifting.ground) == (usual.crossover, usual.lengths, usual.ground)
    assert lifting.selection.model_copy(update={"novelty": usual.selection.novelty}) == usual.selection
    assert (lifting.selection.novelty.weight, lifting.local.bones, lifting.orientation.axis) == (1, "all", "heading")
    assert presets.PRESETS.keys() == presets.ABOUT.keys()


@pytest.mark.parametrize("name", presets.PRESETS)
def test_a_recipe_comes_back_from_a_file(name, tmp_path):
    presets.write(presets.PRESETS[name], tmp_path / "mine.json")
    assert presets.recipe(str(tmp_path / "mine.json")) == presets.PRESETS[name]


def test_what_a_file_leaves_out_is_as_usual(tmp_path):
    (tmp_path / "mine.json").write_text('{"local": {"rate": 0.9}}')
    usual = presets.PRESETS[presets.DEFAULT]
    changed = LocalMutation.model_validate({**usual.local.model_dump(), "rate": 0.9})
    assert presets.read(tmp_path / "mine.json") == usual.model_copy(update={"local": changed})


def test_a_runs_record_is_a_preset(tmp_path):
    chosen = Evolve(population="a", out="b", recipe=presets.PRESETS["paper"])
    record = {"command": "evolve", "version": "1", "options": chosen.model_dump(mode="json")}
    (tmp_path / "options.json").write_text(json.dumps(record))
    assert presets.recipe(str(tmp_path / "options.json")) == presets.PRESETS["paper"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "not readable as JSON"),
        ("[1]", "a JSON object was expected"),
        ('{"local": 3}', "a JSON object was expected where 3"),
        ('{"locl": {}}', "locl"),
        ('{"local": {"rate": 4}}', r"local\.rate: Input should be less"),
    ],
)
def test_files_that_are_no_presets(content, says, tmp_path):
    (tmp_path / "mine.json").write_text(content)
    with pytest.raises(BadFile, match=says):
        presets.recipe(str(tmp_path / "mine.json"))


def test_names_that_are_no_presets(tmp_path):
    with pytest.raises(UnknownName, match="did you mean 'paper'"):
        presets.recipe("papre")
    with pytest.raises(MissingFile, match="No preset at"):
        presets.recipe(str(tmp_path / "none.json"))


def test_part_of_a_recipe_changes_that_part_of_the_preset():
    chosen = Evolve.model_validate(
        {"population": "a", "out": "b", "preset": "original", "recipe": {"torso": {"rate": 0.5}}}
    )
    assert chosen.recipe.torso.rate == 0.5
    assert chosen.recipe.crossover == presets.PRESETS["original"].crossover
    assert Evolve(population="a", out="b", preset="paper").recipe == presets.PRESETS["paper"]
    assert Evolve(population="a", out="b", recipe=Recipe()).recipe == Recipe()
