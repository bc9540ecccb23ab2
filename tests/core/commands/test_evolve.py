"""evolve, lineage and runs as people use them: words in, JSON out."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tyro

from evopose.__main__ import main
from evopose.commands import load
from evopose.evolution.presets import PRESETS
from evopose.io import npz, safetensors
from evopose.options import words
from tests.core.commands.conftest import evolve


def test_the_keys_that_programs_rely_on(founders, told, tmp_path):
    result = told(*evolve(founders, tmp_path / "run", "--ratio", "1.5"))
    assert Path(result["population"]) == tmp_path / "run" / "evolved.safetensors"
    assert result["poses"] == 180
    assert result["survivors"] == 60 <= result["candidates"]
    assert result["generations"] >= 1 and result["seconds"] > 0
    assert result["founders"]["poses"] == 120
    assert result["peak_memory_mb"] is None or result["peak_memory_mb"] > 50
    listed = told("runs", tmp_path)["runs"]
    assert [(run["command"], run["state"]) for run in listed] == [("evolve", "finished")]


def test_what_evolution_made_is_a_population_like_any_other(founders, told, tmp_path):
    shards = ("--precision", "0.1mm", "--shard-poses", "50")
    result = told(*evolve(founders, tmp_path / "run", "--ratio", "1.5", *shards))
    assert len(result["files"]) == 4
    assert told("limits-check", result["population"])["poses"] == 180
    assert told("convert", result["population"], tmp_path / "one.npz")["count"] == 180
    np.testing.assert_array_equal(npz.read(tmp_path / "one.npz").positions,
                                  safetensors.read(Path(result["population"])).positions)  # fmt: skip
    again = told(*evolve(tmp_path / "run", tmp_path / "again", "--ratio", "1.1"))
    assert again["founders"]["poses"] == 180


def test_the_tree_of_a_pose(founders, told, refused, capsys, tmp_path):
    result = told(*evolve(founders, tmp_path / "run", "--ratio", "3"))
    child = told("lineage", result["population"], 359, "--depth", "16")
    leaves = [child]
    while any(leaf["parents"] for leaf in leaves):
        assert all(len(leaf["parents"]) in (0, 2) for leaf in leaves)
        leaves = [parent for leaf in leaves for parent in leaf["parents"]]
    assert all(leaf["row"] < 120 and leaf["clip"].startswith("walk ") for leaf in leaves if not leaf["more"])
    assert main(["lineage", result["population"], "359", "--depth", "1"]) == 0
    drawn = capsys.readouterr().out.splitlines()
    assert drawn[0].startswith("359 (generation ") and len(drawn) == 3
    assert "no pose 360" in refused("lineage", result["population"], 360)
    assert "knows no parents" in refused("lineage", founders, 3)


def test_a_finished_run_is_told_in_lines(founders, told, tmp_path):
    text = told(*evolve(founders, tmp_path / "run", "--generations", "2", "--engine", "eager"))["text"]
    assert "bred 2 generations" in text
    assert "survived; removed: " in text
    assert len([line for line in text.splitlines() if line.startswith("  right")]) == 4


def test_a_preset_is_what_other_words_do_not_change():
    evolving = load("evolve")

    def parsed(*given):
        return tyro.cli(evolving, args=evolving.spelled_out(["--population", "a", "--out", "b", *given]))

    assert parsed().recipe == PRESETS["default"]
    assert parsed("--preset", "original").recipe == PRESETS["original"]
    changed = parsed("--local.rate", "0.7", "--preset=original", "--ground.no-place").recipe
    assert changed.local.model_dump() == {**PRESETS["original"].local.model_dump(), "rate": 0.7}
    assert (changed.ground.place, changed.orientation) == (False, PRESETS["original"].orientation)


@pytest.mark.parametrize("preset", PRESETS)
def test_options_as_words_are_the_same_options(preset):
    evolving = load("evolve")
    chosen = evolving(population=("a b", "c"), out="d", preset=preset, kinds=("walk", "run"), generations=3)
    assert tyro.cli(evolving, args=evolving.spelled_out(words(chosen))) == chosen
    assert evolving.model_validate(chosen.model_dump(mode="json")) == chosen


def test_options_know_no_torch_until_they_run():
    code = (
        "import sys; from evopose.commands import load; from evopose import runs; import evopose.evolution.lineage\n"
        "[load(name) for name in ('evolve', 'resume', 'lineage', 'runs')]\n"
        "print([name for name in ('torch', 'numba') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_without_torch_it_says_what_to_install(founders, refused, tmp_path, monkeypatch, uninstalled):
    monkeypatch.delitem(sys.modules, "evopose.evolution.running", raising=False)
    uninstalled("torch")
    assert "evostudio[torch]" in refused(*evolve(founders, tmp_path / "run"))
    assert not (tmp_path / "run").exists()


def test_options_that_fit_nothing(founders, refused, tmp_path):
    run = tmp_path / "run"
    for given, says in {
        ("--preset", "orignal"): "did you mean 'original'",
        ("--preset", "none.json"): "No preset at none.json",
        ("--precision", "float16"): "0.05mm to 1mm",
        ("--memory", "much"): "no amount of memory",
        ("--memory", "5MB"): "too little",
        ("--kinds", "swim"): "No clip is of a kind that begins with swim; there are walk",
        ("--poses", "100"): "are there already",
        ("--selection.limits.file", tmp_path / "none.npz"): "none.npz",
        ("--share", "0.001"): "there is one pose",
    }.items():
        assert says in refused(*evolve(founders, run), *given)
    assert [path.name for path in tmp_path.iterdir()] == ["people.safetensors"]
    for given in (
        ["--ratio", "1"],
        ["--fraction", "0"],
        ["--local.rate", "2"],
        ["--seed", "-1"],
        ["--generations", "0"],
    ):
        assert f"{given[0]}: " in refused(*evolve(founders, run), *given)
    assert not run.exists()


def test_a_least_above_the_greatest_is_refused(founders, refused, tmp_path):
    for more in (("--views.distance-min-m", 9), ("--views.height-max-m", 0.1), ("--selection.ground.hip-min-m", 3)):
        assert "the least is above the greatest" in refused(*evolve(founders, tmp_path / "run", *more))
    assert not (tmp_path / "run").exists()


def test_a_ratio_beside_another_end_is_refused(founders, refused, tmp_path):
    for end in (("--generations", 2), ("--poses", 1000)):
        said = refused(*evolve(founders, tmp_path / "run"), "--ratio", 3, *end)
        assert "--ratio does nothing beside --generations or --poses" in said
    assert not (tmp_path / "run").exists()


def test_a_device_and_an_engine_that_are_not_to_be_had(founders, refused, tmp_path, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert "There is no GPU" in refused(*evolve(founders, tmp_path / "run"), "--device", "cuda")
    monkeypatch.setitem(sys.modules, "numba", None)
    assert "numba" in refused(*evolve(founders, tmp_path / "run"), "--engine", "fused")
    assert not (tmp_path / "run").exists()


def test_places_where_no_run_can_be(founders, refused, told, tmp_path):
    assert "is a file" in refused(*evolve(founders, founders))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    assert "is not empty" in refused(*evolve(founders, tmp_path / "full"))
    assert "cannot be written" in refused(*evolve(founders, founders / "run"))
    assert "No run at" in refused("resume", tmp_path / "full")
    assert "No run at" in refused("resume", tmp_path / "none")
    assert told("runs", tmp_path)["runs"] == []
    assert {path.name for path in tmp_path.iterdir()} == {"people.safetensors", "full"}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything may be written there")
def test_a_folder_that_may_not_be_written(founders, refused, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "cannot be written" in refused(*evolve(founders, tmp_path / "locked" / "run"))


def test_a_folder_with_a_nul_in_its_name(founders, refused, tmp_path):
    assert "no path has a NUL" in refused(*evolve(founders, f"{tmp_path}/a\0b"))
