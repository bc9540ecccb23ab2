"""What has evolved: the same seed gives the same bytes however they are cut, and everybody knows their parents."""

from pathlib import Path

import numpy as np
import pytest

from evopose.evolution.recipe import LimitsSelection, Recipe, Selection
from evopose.io import safetensors
from evopose.io.packing import packed, unpacked
from evopose.jobs import finish
from evopose.limits import opened
from tests.core.evolution.making import FREE, digest, options


def test_everybody_knows_parents_and_what_was_done(whole):
    read = safetensors.read(Path(whole["population"]))
    generation, parents, operators = (np.asarray(column) for column in (read.generation, read.parents, read.operators))
    assert (parents[:120] == -1).all() and not generation[:120].any() and not operators[:120].any()
    assert (np.diff(generation.astype(int)) >= 0).all() and generation[120:].min() == 1
    assert (generation[parents[120:]] < generation[120:, None]).all()
    assert (operators[120:] > 0).any()
    assert read.metadata["recipe"] == FREE.model_dump(mode="json")
    assert read.metadata["founders"][0]["poses"] == 120
    assert read.metadata["founder_clips"] == {"names": ["a", "b"], "kinds": ["walk", "jump"], "first": [0, 60]}
    assert read.metadata["operators"]["bits"]["local"] == 16


@pytest.mark.parametrize("chunk", [2, 6, 38, 1000])
def test_chunks_change_no_byte(chunk, whole, founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", shard_poses=150, chunk=chunk).run())
    assert digest(*result["files"]) == digest(*whole["files"])
    assert [result[key] for key in ("poses", "survivors", "generations")] == [
        whole[key] for key in ("poses", "survivors", "generations")
    ]


def test_shards_hold_what_one_file_holds(whole, founders, tmp_path):
    result = finish(options(founders, tmp_path / "run").run())
    assert Path(result["population"]).name == "evolved.safetensors"
    one, many = safetensors.read(Path(result["population"])), safetensors.read(Path(whole["population"]))
    for name in ("positions", "generation", "parents", "operators"):
        np.testing.assert_array_equal(np.asarray(getattr(one, name)), np.asarray(getattr(many, name)))
    assert one.metadata == many.metadata


def test_another_seed_gives_others(whole, founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", shard_poses=150, seed=1).run())
    assert digest(*result["files"]) != digest(*whole["files"])


def test_packed_positions_are_bred_from_as_they_are_kept(founders, tmp_path):
    result = finish(options(founders, tmp_path / "run", precision="0.1mm").run())
    read = safetensors.read(Path(result["population"]))
    assert result["bytes"] < 480 * 120 + 5000
    first = safetensors.read(founders).positions
    np.testing.assert_array_equal(read.positions[:120], unpacked(*packed(first, 1e-4), 1e-4))
    assert np.isfinite(np.asarray(read.positions)).all()


def test_limits_hold_for_positions_as_they_are_kept(tmp_path, small_limits, founders):
    """Rounded to a millimetre, some children would leave the limits that they were selected by."""
    recipe = Recipe(selection=Selection(limits=LimitsSelection(file=small_limits)))
    result = finish(options(founders, tmp_path / "run", recipe=recipe, precision="1mm", ratio=20.0).run())
    children = safetensors.read(Path(result["population"])).positions[120:]
    assert len(children) == 19 * 120
    assert opened(small_limits).valid(children).all()
