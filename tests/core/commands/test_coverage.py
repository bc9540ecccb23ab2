"""`evopose coverage` and `evopose survey` from the command line."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from evopose.__main__ import main
from evopose.coverage.density import density
from evopose.coverage.measures import solid_angles
from evopose.coverage.opening import called
from evopose.io import safetensors
from evopose.io.tensors import header_of
from evopose.model.population import Population


@pytest.fixture
def mocap(shared_data):
    return shared_data / "data" / "mocap"


@pytest.fixture
def halves(mocap, tmp_path):
    """Real poses in two files: the first half of some, and all, of two generations."""
    positions = np.load(mocap / "cmu.npz")["positions"][::20]
    half = len(positions) // 2
    paths = tmp_path / "half.safetensors", tmp_path / "all.safetensors"
    safetensors.write(Population(positions[:half]), paths[0])
    generation = (np.arange(len(positions)) >= half).astype(np.int64)
    safetensors.write(Population(positions, generation), paths[1])
    return paths


def run(capsys, *words):
    status = main([*map(str, words), "--json"])
    output = capsys.readouterr()
    return status, json.loads(output.out.splitlines()[-1]) if status == 0 else output.err


def test_what_was_added_shows(halves, capsys):
    status, found = run(capsys, "coverage", *halves)
    assert status == 0
    before, after = found["populations"]
    assert found["directions"] == before["directions"]
    assert [one["name"] for one in found["directions"]][:2] == ["head", "left upper arm"]
    (compared,) = found["compared"]
    for i, one in enumerate(compared["directions"]):
        a, b = before["directions"][i], after["directions"][i]
        assert 0 < a["share"] < b["share"] < 1
        assert b["cells"] == a["cells"] + one["new_cells"] and one["lost_cells"] == 0
        assert one["share_gain"] == pytest.approx(b["share"] - a["share"])
        assert b["share_of_equal_size"] < b["share"] and a["share_of_equal_size"] == a["share"]
        assert 0 < a["entropy"] < 12.82 and a["outside"] < 0.01
        first, second = after["generations"]
        assert first["new_cells"][i] == a["cells"] and second["new_cells"][i] == one["new_cells"]
        assert second["share"][i] == pytest.approx(b["share"])
    assert before["poses"] == found["equal_size"] == after["poses"] // 2
    assert compared["novelty"]["p5_deg"] == pytest.approx(0, abs=1e-3) and compared["novelty"]["p95_deg"] > 5
    assert sum(before["headings"]["counts"]) == 4 * before["poses"]
    assert len(before["bone_lengths"]) == 16 and 300 < before["bone_lengths"][1]["mean_mm"] < 600


def test_a_population_is_nothing_new_to_itself(halves, capsys):
    _, found = run(capsys, "coverage", halves[0], halves[0])
    (compared,) = found["compared"]
    assert compared["novelty"]["p95_deg"] == pytest.approx(0, abs=1e-3)
    for one in compared["directions"]:
        assert one["new_cells"] == one["lost_cells"] == one["share_gain"] == one["divergence"] == 0


def test_a_population_is_compared_with_its_founders(halves, capsys):
    _, found = run(capsys, "coverage", halves[1], "--founders")
    _, other = run(capsys, "coverage", *halves)
    assert [each["poses"] for each in found["populations"]] == [each["poses"] for each in other["populations"]]
    assert found["compared"][0]["directions"] == other["compared"][0]["directions"]
    assert "founders" in found["populations"][0]["path"]
    assert Path(found["populations"][0]["path"]).name == "founders of all"
    status, message = run(capsys, "coverage", halves[0], "--founders")
    assert status == 1 and "founders" in message


@pytest.mark.parametrize("named", ["walks", "walks/evolved.safetensors"])
def test_the_result_of_a_run_is_called_by_the_run(halves, capsys, tmp_path, named):
    (tmp_path / "walks").mkdir()
    (tmp_path / "walks" / "options.json").write_text("{}")
    halves[1].rename(tmp_path / "walks" / "evolved.safetensors")
    assert main(["coverage", str(tmp_path / named), "--founders", "--sample", "50"]) == 0
    told = capsys.readouterr()
    assert "founders of walks:" in told.out
    assert "founders of evolved" not in told.out + told.err
    assert called(tmp_path / named) == "walks"
    assert called(halves[0]) == "half"


def test_histograms_and_tables_are_written(halves, capsys, tmp_path):
    status, found = run(capsys, "coverage", *halves, "--out", tmp_path / "out")
    assert status == 0
    header = header_of(tmp_path / "out" / "histograms.safetensors")
    counts, valid = header.mapped("counts"), header.mapped("valid")
    assert counts.shape == (2, 9, 120, 60) and valid.shape == (9, 120, 60)
    assert (counts.sum(axis=(2, 3)) == [[each["poses"]] * 9 for each in found["populations"]]).all()
    assert json.loads(header.metadata["about"])["poses"] == [each["poses"] for each in found["populations"]]
    lines = list(csv.DictReader((tmp_path / "out" / "coverage.csv").read_text().splitlines()))
    assert len(lines) == 18
    assert float(lines[4]["share"]) == found["directions"][4]["share"]
    cells = list(csv.DictReader((tmp_path / "out" / "cells.csv").read_text().splitlines()))
    heads = [row for row in cells if row["direction"] == "head" and row["population"] == str(halves[1])]
    assert sum(int(row["poses"]) for row in heads) == found["populations"][1]["poses"]
    assert sum(float(row["density"]) * float(row["steradian"]) for row in heads) == pytest.approx(1, abs=1e-4)
    assert np.sum(density(counts) * solid_angles()) == pytest.approx(18)


def test_figures_are_drawn_of_one_direction_and_of_all(halves, capsys, tmp_path):
    for name, direction in (("all.png", "all"), ("one.svg", "left upper arm"), ("two.png", "2")):
        status, found = run(capsys, "coverage", halves[0], "--figure", tmp_path / name, "--direction", direction)
        assert status == 0 and found["figure"] == str(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 10_000


def test_people_are_told_in_a_table(halves, capsys):
    assert main(["coverage", str(halves[0]), str(halves[1])]) == 0
    told = capsys.readouterr().out
    assert "left forearm" in told and "new cells" in told and "%" in told


def test_surveys_are_made_once(halves, capsys, tmp_path):
    words = ("survey", halves[1], "--out", tmp_path / "s.safetensors")
    status, first = run(capsys, *words)
    assert status == 0
    assert first["survey"] == str(tmp_path / "s.safetensors")
    made = (tmp_path / "s.safetensors").stat().st_ino
    assert run(capsys, *words)[1] == first
    assert (tmp_path / "s.safetensors").stat().st_ino == made
    (tmp_path / "s.safetensors").write_bytes(b"damaged")
    assert run(capsys, *words)[1] == first


def test_a_run_is_what_it_evolved(halves, capsys, tmp_path):
    (tmp_path / "run").mkdir()
    safetensors.write(safetensors.read(halves[0]), tmp_path / "run" / "evolved.safetensors", shard_poses=100)
    status, found = run(capsys, "coverage", tmp_path / "run", halves[0])
    assert status == 0
    assert found["populations"][0]["directions"] == found["populations"][1]["directions"]
    status, made = run(capsys, "survey", tmp_path / "run", "--out", tmp_path / "s.safetensors")
    assert status == 0 and made["poses"] == found["populations"][0]["poses"]


def test_degenerate_and_missing_poses_change_nothing_else(halves, capsys, tmp_path):
    positions = np.array(safetensors.read(halves[0]).positions)
    bad = np.concatenate([positions, positions[:2]])
    bad[-1], bad[-2, 3] = np.nan, bad[-2, 2]
    np.savez(tmp_path / "bad.npz", positions=bad)
    _, found = run(capsys, "coverage", tmp_path / "bad.npz", halves[0])
    worse, own = found["populations"]
    assert worse["degenerate"] == 2 and worse["poses"] == own["poses"] + 2
    assert worse["directions"] == own["directions"]
    assert worse["headings"] == own["headings"]


@pytest.mark.parametrize("poses", [0, 1])
def test_populations_of_nobody_and_of_one_are_told_of(halves, capsys, tmp_path, poses):
    few = tmp_path / "few.safetensors"
    safetensors.write(Population(np.array(safetensors.read(halves[0]).positions[:poses])), few)
    status, found = run(capsys, "coverage", few, halves[0], "--out", tmp_path / "out")
    assert status == 0
    assert [one["cells"] for one in found["directions"]] == [poses] * 9
    assert "NaN" not in json.dumps(found)
    status, _ = run(capsys, "survey", few, "--out", tmp_path / "s.safetensors")
    assert status == 0


def test_what_is_wrong_is_said_in_one_line(halves, mocap, capsys, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.txt").write_text("no poses")
    (tmp_path / "noise.safetensors").write_bytes(b"\0" * 100)
    (tmp_path / "limits.npz").write_text("x")
    metres = np.array(safetensors.read(halves[0]).positions)
    np.savez(tmp_path / "mm.npz", positions=metres * 1000)
    for words, told in (
        (("coverage", tmp_path / "none.npz"), "none.npz"),
        (("coverage", tmp_path / "none.safetensors"), "none.safetensors"),
        (("coverage", tmp_path / "text.txt"), "text.txt"),
        (("coverage", tmp_path / "folder"), "folder"),
        (("coverage", tmp_path / "noise.safetensors"), "noise"),
        (("coverage", tmp_path / "mm.npz"), "millimetres"),
        (("coverage", halves[0], "--limits", tmp_path / "limits.npz"), "joint limits"),
        (("coverage", halves[0], "--figure", tmp_path / "f.gif"), "png"),
        (("coverage", halves[0], "--figure", tmp_path / "no" / "f.png"), "f.png"),
        (("coverage", halves[0], "--out", tmp_path / "text.txt"), "text.txt"),
        (("coverage", halves[0], "--direction", "left ear"), "left"),
        (("survey", tmp_path / "none.npz"), "none.npz"),
        (("survey", halves[0], "--out", tmp_path / "text.txt" / "s.safetensors"), "text.txt"),
    ):
        status, message = run(capsys, *words)
        assert status == 1, words
        assert message.count("\n") == 1
        assert told in message
