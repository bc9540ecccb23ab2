"""`evopose evaluate` from the command line."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from evopose.__main__ import main
from evopose.coverage.opening import opened
from evopose.evaluation.evaluating import intrinsics
from evopose.evaluation.report import read_evaluation, read_worst
from evopose.evaluation.scores import score
from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.io import safetensors
from evopose.io.pairs import write_pairs
from evopose.lifting.cascade import make_learner
from evopose.lifting.files import write_lifter
from evopose.lifting.lifter import begun
from evopose.lifting.options import ModelOptions
from evopose.lifting.torchscript_file import write_torchscript
from evopose.runs.run import created
from tests.core.evaluation.conftest import crowd, lifter, lifter_file, pairs, people
from tests.core.io.data_sets import sequence, write_classic, write_original, write_videopose3d

__all__ = ["crowd", "lifter", "lifter_file", "pairs", "people"]


@pytest.fixture
def population(crowd, tmp_path):
    path = tmp_path / "crowd.safetensors"
    safetensors.write(crowd, path)
    return path


def run(capsys, *words):
    status = main(["evaluate", *map(str, words), "--json"])
    output = capsys.readouterr()
    return json.loads(output.out.splitlines()[-1]) if status == 0 else (status, output.err)


def test_a_population_is_measured_and_all_is_written(capsys, lifter_file, population, crowd, tmp_path):
    out, worst = tmp_path / "out", tmp_path / "worst.safetensors"
    words = ("--lifter", lifter_file, "--population", population, "--out", out, "--worst", 7)
    found = run(capsys, *words, "--worst-population", worst)
    assert found["poses"] == 40 and found["views"] == 160 and found["clips"] == 4
    assert 50 < found["pa_mpjpe_mm"] < found["n_mpjpe_mm"] < found["mpjpe_mm"] < 1000
    assert found["mpjpe16_mm"] == pytest.approx(found["mpjpe_mm"] * 17 / 16, abs=1e-3)
    assert 0 < found["auc"] < found["pck150"] < 1 and "17 joints" in found["convention"]
    assert set(found["per_action"]) == {"walk", "run", "dance"} and len(found["per_joint"]) == 17
    again = read_evaluation(out)
    assert again.mpjpe_mm == found["mpjpe_mm"] and again.lifter == str(lifter_file)
    assert found["out"] == str(out) and found["worst_population"] == str(worst)
    kept, made = read_worst(out), opened(worst)
    assert len(kept) == len(made) == 7
    assert np.array_equal(made.positions, crowd.positions[kept.row]) and made.metadata["rows"] == kept.row.tolist()
    assert kept.error[0] * 1000 == pytest.approx(made.metadata["error_mm"][0], abs=0.06)
    assert found["text"].endswith(f"Wrote {out / 'evaluation.json'}, {out / 'worst.safetensors'}, {worst}.")
    before = (out / "evaluation.json").read_bytes()
    status, message = run(capsys, *words, "--seed", 1)
    assert status in (1, 2) and "--overwrite replaces it" in message
    assert (out / "evaluation.json").read_bytes() == before
    run(capsys, *words, "--seed", 1, "--overwrite")
    assert read_evaluation(out).options["seed"] == 1


def test_recorded_pairs_of_a_population_are_measured_as_it_is(capsys, lifter_file, population, crowd, tmp_path):
    views = Views(cameras="ring", count=2)
    recorded = tmp_path / "pairs.safetensors"
    write_pairs(seen(crowd, views, seed=4), recorded)
    seen_ = ("--views.cameras", "ring", "--views.count", 2, "--seed", 4)
    a = run(capsys, "--lifter", lifter_file, "--population", population, *seen_)
    b = run(capsys, "--lifter", lifter_file, "--pairs", recorded, "--seed", 4)
    for key in ("mpjpe_mm", "pa_mpjpe_mm", "auc", "poses", "views", "per_joint", "per_action", "intervals"):
        assert a[key] == b[key], key
    assert (a["data"][0]["kind"], b["data"][0]["kind"]) == ("population", "pairs")
    detected = replace(seen(crowd, views, seed=4), metadata={"detector": "HRN"})
    write_pairs(detected, recorded)
    assert run(capsys, "--lifter", lifter_file, "--pairs", recorded)["protocol"] == "P1"
    both = run(capsys, "--lifter", lifter_file, "--pairs", recorded, "--population", population)
    assert set(both["per_source"]) == {str(recorded), str(population)} and both["views"] == 80 + 160


def test_parts_of_a_population_can_be_asked_for(capsys, lifter_file, population):
    words = ("--lifter", lifter_file, "--population", population)
    assert run(capsys, *words, "--kinds", "walk")["poses"] == 20
    assert run(capsys, *words, "--most", 6)["poses"] == 6
    flipped = run(capsys, *words, "--flip")
    assert flipped["mpjpe_mm"] != run(capsys, *words)["mpjpe_mm"]
    status, message = run(capsys, *words, "--kinds", "swim")
    assert status == 1 and "walk" in message and "swim" in message


def test_a_lifter_that_scales_by_the_camera_is_given_its_lens(capsys, pairs, population, tmp_path):
    model = ModelOptions(width=8, stages=1, blocks=1, normalisation="camera")
    joints = torch.from_numpy(pairs.joints - pairs.joints[:, :1])
    made = begun(model, torch.from_numpy(pairs.pixels), joints, torch.from_numpy(intrinsics(pairs)))
    torch.manual_seed(0)
    made.cascade.append(make_learner(model, made.seen, made.given, 0))
    made.cascade.requires_grad_(False).eval()
    write_lifter(made, tmp_path / "camera.safetensors")
    found = run(capsys, "--lifter", tmp_path / "camera.safetensors", "--population", population)
    expected = made.predict(torch.from_numpy(pairs.pixels), torch.from_numpy(intrinsics(pairs))).numpy()
    assert found["mpjpe_mm"] == pytest.approx(1000 * score(expected, pairs.joints).mpjpe.mean(), abs=0.01)


def test_an_exported_lifter_is_measured_as_what_it_was_made_of(capsys, lifter, lifter_file, population, tmp_path):
    write_torchscript(lifter, tmp_path / "lifter.ts")
    found, own = (
        run(capsys, "--lifter", path, "--population", population) for path in (tmp_path / "lifter.ts", lifter_file)
    )
    assert found["mpjpe_mm"] == pytest.approx(own["mpjpe_mm"], abs=0.01) and found["poses"] == own["poses"]
    both = [
        run(capsys, "--lifter", path, "--population", population, "--flip")
        for path in (tmp_path / "lifter.ts", lifter_file)
    ]
    assert both[0]["mpjpe_mm"] == both[1]["mpjpe_mm"] != found["mpjpe_mm"]


def test_poses_that_the_lifter_knows_are_named(capsys, lifter, population, tmp_path):
    words = ("--lifter", tmp_path / "knows.safetensors", "--population", population)
    write_lifter(replace(lifter, metadata={"data": [{"path": "other.npz"}]}), tmp_path / "knows.safetensors")
    assert run(capsys, *words)["notices"] == []
    write_lifter(replace(lifter, metadata={"data": [{"path": population.name}]}), tmp_path / "knows.safetensors")
    (notice,) = run(capsys, *words)["notices"]
    assert population.name in notice and "learned" in notice


def test_the_table_is_told_with_or_without_anything_measured(capsys, lifter_file, population, tmp_path):
    bare = run(capsys, "--table")
    assert [table["table"] for table in bare["tables"]] == [2, 3, 4, 5, 6, 7] and "Table 7" in bare["text"]
    words = ("--lifter", lifter_file, "--population", population, "--out", tmp_path / "out")
    assert "Table" not in run(capsys, *words)["text"]
    found = run(capsys, *words, "--overwrite", "--table", "--beside", tmp_path / "out")
    assert found["text"].startswith("lifter.safetensors on crowd.safetensors: 40 poses in 160 views")
    assert found["tables"] == bare["tables"]  # these are no poses of Human3.6M


def test_data_sets_as_distributed_fill_the_papers_rows(capsys, lifter, tmp_path):
    made = {"data": [{"subjects": ["S1"], "evolved": True}], "model": {"stages": 2}}
    write_lifter(replace(lifter, metadata=made), tmp_path / "s1.safetensors")
    words = ("--lifter", tmp_path / "s1.safetensors", "--pairs")
    out = tmp_path / "true"
    write_original(tmp_path)
    true_2d = write_videopose3d(tmp_path).rename(tmp_path / "data_2d_h36m_gt.npz")
    run(capsys, *words, true_2d, "--subjects", "S9", "S11", "--out", out)
    found = run(capsys, *words, tmp_path / "twoDPose_HRN_test.npy", "--subjects", "9", "11", "--table", "--beside", out)
    assert found["protocol"] == "P1" and read_evaluation(out).protocol == "P1*"
    assert set(found["per_action"]) == {"SittingDown", "WalkDog"} and found["data"][0]["subjects"] == ["S11", "S9"]
    assert (found["poses"], found["views"], found["clips"]) == (8, 32, 2)
    detailed = found["tables"][5]
    cells = dict(zip(detailed["columns"], detailed["rows"][3]["here"], strict=True))
    assert cells["SittingDown"] == round(found["per_action"]["SittingDown"]["mpjpe_mm"], 1)
    assert cells["Walking"] is None and cells["Average"] is None  # two actions are not fifteen
    ts = tmp_path / "3dhp"
    for number in range(1, 7):
        write_classic(ts / f"TS{number}" / "annot_data.mat", sequence(8))
    found = run(capsys, *words, ts, "--table")
    assert found["views"] == 42 and "Standing/Walking" in found["per_action"] and found["protocol"] == "P1*"
    assert [line["method"] for line in found["tables"][2]["others"]] == ["s1.safetensors"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--lifter", "{lifter}"), "nothing to measure on"),
        (("--lifter", "{lifter}", "--population", "{tmp}/no.npz"), "No "),
        (("--lifter", "{tmp}/no.safetensors", "--population", "{population}"), "No lifter"),
        (("--lifter", "{population}", "--population", "{population}"), "no lifter"),
        (("--lifter", "{lifter}", "--pairs", "{population}"), "population"),
        (("--lifter", "{lifter}", "--population", "{population}", "--table", "--beside", "{tmp}"), "evaluation"),
        (("--lifter", "{lifter}", "--population", "{population}", "--out", "{lifter}"), "a folder was expected"),
        (("--lifter", "{lifter}", "--population", "{population}", "--worst-population", "{tmp}/worst.txt"), ".npz"),
        (("--lifter", "{lifter}", "--population", "{population}", "--worst-population", "{tmp}/no/w.npz"), "no folder"),
        (("--lifter", "{lifter}", "--population", "{population}", "--worst-population", "{lifter}.npz"), "--overwrite"),
        (("--lifter", "{lifter}", "--population", "{population}", "--out", "{tmp}/there"), "worst.safetensors exists"),
        (("--lifter", "{lifter}", "--population", "{population}", "--out", "{tmp}/run"), "holds a run already"),
        (("--lifter", "{lifter}", "--population", "{population}", "--overwrite"), "without --out"),
        (("--lifter", "{lifter}", "--population", "{population}", "--views.distance-min-m", "-1"), "distance"),
    ],
)
def test_what_cannot_be_done_is_said(capsys, lifter_file, population, tmp_path, words, told):
    (tmp_path / "lifter.safetensors.npz").touch()
    with created(tmp_path / "run", "train", {}) as trained:
        trained.finished({})
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "worst.safetensors").touch()
    filled = [word.format(lifter=lifter_file, population=population, tmp=tmp_path) for word in words]
    status, message = run(capsys, *filled)
    assert status in (1, 2) and told in message and "Traceback" not in message


def test_what_is_read_is_not_replaced(capsys, lifter_file, population):
    for path, told in ((lifter_file, "is the lifter that is read"), (population, "is the population that is read")):
        words = ("--lifter", lifter_file, "--population", population, "--worst-population", path, "--overwrite")
        before = path.read_bytes()
        status, message = run(capsys, *words)
        assert status == 1 and told in message and path.read_bytes() == before
