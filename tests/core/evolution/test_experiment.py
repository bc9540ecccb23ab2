"""The experiment on evolution's worth."""

import csv
import json
from pathlib import Path

import pytest

from evopose.__main__ import main
from evopose.evolution.experiment import ABLATIONS, BEFORE, KINDS, UNSEEN, Grown, by_recipe, others, recipes
from evopose.evolution.presets import PRESETS
from evopose.evolution.worth_tables import rows, table
from evopose.io.npz import read
from evopose.model.array import NDArray


def figures(distance: float) -> dict[str, object]:
    each = {"pose_mm": distance, "standing_mm": 2 * distance, "limbs_deg": 10.0, "trunk_deg": 3.0}
    unseen = dict.fromkeys(UNSEEN, each)
    return {"poses": 100, "survival": 0.5, "share": 0.1, "entropy": 7.0, "to_real_mm": 40.0, "unseen": unseen}


@pytest.fixture
def grown() -> list[Grown]:
    nobody = NDArray((0, 17, 3))
    return [
        Grown(name, share, seed, 10, nobody, figures(100.0 * share + seed))
        for share in (0.1, 1.0)
        for seed in range(2)
        for name in (BEFORE, "default")
    ]


def test_each_ablation_differs_from_the_default_and_from_all_others():
    made = recipes()
    assert {"paper", "original", "default"} | set(ABLATIONS) == set(made)
    assert len({recipe.model_dump_json() for recipe in made.values()}) == len(made)
    assert made["default"] == PRESETS["default"]


def test_runs_that_differ_in_their_seed_alone_are_one_row(grown):
    assert [(share, name, len(runs)) for share, name, runs in by_recipe(grown)] == [
        (0.1, BEFORE, 2), (0.1, "default", 2), (1.0, BEFORE, 2), (1.0, "default", 2),
    ]  # fmt: skip
    first = rows(grown)[0]
    assert first["pose_mm"] == pytest.approx(10.5)
    assert first["pose_mm_deviation"] == pytest.approx(0.5)
    assert first["bandai1_standing_mm"] == pytest.approx(21)


def test_the_table_has_a_part_for_each_share_and_a_line_for_each_recipe(grown):
    text = table(rows(grown))
    assert text.count("| default |") == 2
    assert "**10% of the founders: 10 poses become 100**" in text
    widths = {line.count("|") for line in text.splitlines() if line.startswith("|")}
    assert len(widths) == 1


def test_unseen_poses_are_those_of_no_walk_and_no_run(shared_data):
    path = shared_data / "data" / "mocap" / "cmu.npz"
    population = read(path)
    kinds = population.metadata["clip_kinds"]
    left = sum(
        not any(word.startswith(KINDS) for word in kinds[number].lower().replace("/", " ").split())
        for number in population.clip.tolist()
    )
    assert len(others(path)) == left
    assert 0 < left < len(population)


def test_motion_capture_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["worth", "--mocap", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "cmu.npz" in capsys.readouterr().err


def test_a_small_experiment_writes_its_table_and_its_pictures(shared_data, tmp_path, capsys, monkeypatch):
    from evopose.evolution import experiment

    chosen = {name: PRESETS[name] for name in ("original", "default")}
    monkeypatch.setattr(experiment, "recipes", lambda: chosen)
    monkeypatch.setattr(experiment, "_QUERIES", 60)
    words = ["--shares", "0.01", "--seeds", "1", "--ratio", "2", "--json"]
    assert main(["worth", "--mocap", str(shared_data / "data" / "mocap"), "--out", str(tmp_path / "out"), *words]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [row["recipe"] for row in result["rows"]] == [BEFORE, "original", "default"]
    assert all(Path(file).stat().st_size > 0 for file in result["files"])
    with (tmp_path / "out" / "worth.csv").open() as file:
        assert [row["recipe"] for row in csv.DictReader(file)] == [row["recipe"] for row in result["rows"]]
    before, _, default = result["rows"]
    assert default["poses"] == pytest.approx(2 * before["poses"], abs=1)
    assert default["limbs_deg"] < before["limbs_deg"]
