"""The lifter that ships lifts people whom it has not seen, as far off as its README says."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from evopose.errors import MissingFile
from evopose.evaluation.scores import mpjpe
from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.io import npz
from evopose.io.tensors import header_of
from evopose.lifting.default import default_lifter_path, lifter_path
from evopose.lifting.lifter import Lifter
from evopose.lifting.opening import open_predictor
from evopose.runs.run import created

AROUND = Views(cameras="free", count=2, distance_min_m=2, distance_max_m=8, height_min_m=0.3, height_max_m=2.5)


def error_mm(mocap: Path, name: str) -> float:
    pairs = seen(npz.read(mocap / name), AROUND)
    lifter = open_predictor(default_lifter_path())
    predicted = lifter.predict(torch.from_numpy(pairs.pixels).float())
    truth = torch.from_numpy(pairs.joints - pairs.joints[:, :1]).float()
    return 1000 * float(mpjpe(predicted, truth).mean())


def test_held_out_people_are_lifted_as_well_as_is_said(shared_data: Path):
    mocap = shared_data / "data" / "mocap"
    assert error_mm(mocap, "snu_mrl.npz") < 92
    assert error_mm(mocap, "animated_drawings.npz") < 104


def test_it_is_small_says_where_it_is_from_and_takes_what_detectors_have():
    path = default_lifter_path()
    assert path.stat().st_size < 8e6
    lifter = open_predictor(path)
    assert isinstance(lifter, Lifter)
    assert {7, 8, 9}.isdisjoint(lifter.seen) and lifter.normalisation == "pose" and lifter.flip
    assert len(lifter.given) == 16
    about = json.loads(header_of(path).metadata["lifter"])
    assert "mocap.cs.cmu.edu" in about["licence"]
    assert {entry["path"] for entry in about["data"]} == {"evolved.safetensors", "cmu.npz", "cmu_actions.npz"}
    assert not any(part in json.dumps(about) for part in ("/home", "/work", "/tmp", "bandai"))


def test_size_and_place_of_a_person_in_the_picture_do_not_matter():
    lifter = open_predictor(default_lifter_path())
    pixels = torch.from_numpy(np.random.default_rng(2).normal(400, 90, (5, 17, 2)).astype(np.float32))
    assert torch.allclose(lifter.predict(pixels), lifter.predict(0.3 * pixels + 55), atol=1e-3)


def test_a_run_stands_for_its_lifter_and_nothing_for_the_one_that_ships(tmp_path: Path):
    assert lifter_path(None) == default_lifter_path()
    assert lifter_path(tmp_path) == tmp_path / "lifter.safetensors"
    assert lifter_path(tmp_path / "a.onnx") == tmp_path / "a.onnx"


@pytest.mark.parametrize(
    ("command", "told"),
    [("train", "This run is stopped and has no lifter yet"), ("evolve", "a run of `evopose evolve`, which makes none")],
)
def test_a_run_without_a_lifter_says_why(tmp_path: Path, command: str, told: str):
    with created(tmp_path / "run", command, {}):
        if command == "train":
            with pytest.raises(MissingFile, match="This run is running and has no lifter yet"):
                lifter_path(tmp_path / "run")
    with pytest.raises(MissingFile, match=told):
        lifter_path(tmp_path / "run")
    (tmp_path / "run" / "lifter.safetensors").touch()
    assert lifter_path(tmp_path / "run").name == "lifter.safetensors"


def test_in_a_folder_of_the_original_its_model_is_named(tmp_path: Path):
    (tmp_path / "model.th").touch()
    with pytest.raises(MissingFile, match=rf"named by itself: {tmp_path / 'model.th'}"):
        lifter_path(tmp_path)


def test_it_is_found_without_torch():
    code = "import sys; import evopose.lifting.default as d; d.default_lifter_path(); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
