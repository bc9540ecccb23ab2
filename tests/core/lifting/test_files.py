"""Lifter files of ours and the original's."""

import json
import pickle
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from evopose.errors import BadFile, EvoError, MissingFile, UnsafeFile
from evopose.io.h36m import JOINTS
from evopose.io.tensors import write_tensors
from evopose.lifting.cascade import Cascade
from evopose.lifting.files import read_lifter, write_lifter
from evopose.lifting.lifter import Lifter
from evopose.lifting.residual import Residual

NOSE = 9


def scattered(cascade: Cascade) -> Cascade:
    """With running means and variances as after training."""
    for name, buffer in cascade.named_buffers():
        if buffer.is_floating_point():
            buffer.copy_(torch.rand_like(buffer) + (1.0 if name.endswith("var") else 0.0))
    return cascade.eval()


def original(folder: Path, nose: bool, **changes: Any) -> Path:
    """model.th and stats.npy as the released code writes them, small."""
    torch.manual_seed(1)
    seen = [joint for joint in range(17) if nose or joint != NOSE]
    cascade = scattered(Cascade([Residual(2 * len(seen), 48, 16, 1), Residual(2 * len(seen), 48, 16, 1)]))
    torch.save(cascade.state_dict(), folder / "model.th")
    rng = np.random.default_rng(0)
    stats = {
        "mean_2d": rng.normal(500, 30, 64),
        "std_2d": rng.uniform(40, 120, 64),
        "mean_3d": rng.normal(0, 200, 96),
        "std_3d": rng.uniform(50, 300, 96),
        "dim_use_2d": [JOINTS[joint] * 2 + axis for joint in seen for axis in range(2)],
        "dim_use_3d": [JOINTS[joint] * 3 + axis for joint in range(1, 17) for axis in range(3)],
        **changes,
    }
    np.save(folder / "stats.npy", np.array(stats, dtype=object), allow_pickle=True)
    return folder / "model.th"


@pytest.fixture
def pixels() -> torch.Tensor:
    return torch.randn(6, 17, 2, generator=torch.Generator().manual_seed(5)) * 90 + 500


def test_the_originals_model_scales_as_its_statistics_say(tmp_path, pixels):
    lifter = read_lifter(original(tmp_path, nose=True))
    stats = np.load(tmp_path / "stats.npy", allow_pickle=True).item()
    wide = np.zeros((6, 64))
    for joint, slot in enumerate(JOINTS):
        wide[:, 2 * slot : 2 * slot + 2] = pixels[:, joint].numpy()
    used = ((wide - stats["mean_2d"]) / stats["std_2d"])[:, stats["dim_use_2d"]]
    out = np.zeros((6, 96))
    out[:, stats["dim_use_3d"]] = lifter.cascade(torch.from_numpy(used).float()).numpy()
    expected = (out * stats["std_3d"] + stats["mean_3d"]).reshape(6, 32, 3)[:, JOINTS] / 1000
    expected[:, 0] = 0
    assert lifter.normalisation == "set"
    assert np.allclose(lifter.predict(pixels).numpy(), expected, atol=1e-5)


def test_the_model_without_a_nose_scales_each_pose_by_its_own_mean_and_deviation(tmp_path, pixels):
    lifter = read_lifter(original(tmp_path, nose=False))
    assert lifter.normalisation == "pose"
    assert NOSE not in lifter.seen
    assert torch.allclose(lifter.predict(pixels * 1.7 - 40), lifter.predict(pixels), atol=1e-4)
    one = np.delete(pixels[0].numpy(), NOSE, axis=0)
    d = (one[:, 0].std() + one[:, 1].std()) / 2
    row = np.stack([(one[:, 0] - one[:, 0].mean()) / d, (one[:, 1] - one[:, 1].mean()) / d], axis=1).reshape(1, 32)
    raw = lifter.cascade(torch.from_numpy(row).float()).reshape(16, 3)
    assert torch.allclose(lifter.predict(pixels[:1])[0, 1:], raw * lifter.std_3d + lifter.mean_3d, atol=1e-5)


def test_the_hip_is_the_origin_and_what_is_not_seen_makes_nan_of_its_pose_alone(tmp_path, pixels):
    lifter = read_lifter(original(tmp_path, nose=False))
    pixels[2, 5] = torch.nan
    pixels[4, NOSE] = torch.nan
    lifted = lifter.predict(pixels)
    assert torch.isnan(lifted[2]).all()
    assert torch.isfinite(lifted[[0, 1, 3, 4, 5]]).all()
    assert not lifted[[0, 1, 3, 4, 5], 0].any()


@pytest.mark.parametrize("nose", [True, False])
def test_what_is_written_predicts_the_same_when_read(tmp_path, pixels, nose):
    lifter = read_lifter(original(tmp_path, nose))
    write_lifter(lifter, tmp_path / "lifter.safetensors")
    again = read_lifter(tmp_path / "lifter.safetensors")
    assert torch.equal(again.predict(pixels), lifter.predict(pixels))
    assert (again.seen, again.given, again.normalisation) == (lifter.seen, lifter.given, lifter.normalisation)
    assert again.metadata == lifter.metadata


def test_other_files_are_refused_in_a_sentence(tmp_path):
    with pytest.raises(MissingFile, match="No lifter at"):
        read_lifter(tmp_path / "lifter.safetensors")
    write_tensors(tmp_path / "poses.safetensors", {"positions": np.zeros((2, 17, 3), np.float32)}, {})
    with pytest.raises(BadFile, match="it holds positions"):
        read_lifter(tmp_path / "poses.safetensors")
    (tmp_path / "poses.npz").write_bytes(b"PK")
    with pytest.raises(BadFile, match="no lifter"):
        read_lifter(tmp_path / "poses.npz")
    (tmp_path / "text.th").write_text("no model")
    with pytest.raises(BadFile, match="not a readable torch file"):
        read_lifter(tmp_path / "text.th")
    torch.save([torch.zeros(2)], tmp_path / "list.th")
    with pytest.raises(BadFile, match="state dictionary"):
        read_lifter(tmp_path / "list.th")
    torch.save({"a": torch.zeros(2)}, tmp_path / "other.th")
    with pytest.raises(BadFile, match="no cascade"):
        read_lifter(tmp_path / "other.th")


def test_a_whole_pickled_model_is_not_run(tmp_path):
    torch.save(Cascade([Residual(4, 6, 8, 1)]), tmp_path / "model.th")
    with pytest.raises(UnsafeFile, match="state_dict"):
        read_lifter(tmp_path / "model.th")


def test_a_plain_pickle_is_refused_without_warnings(tmp_path, recwarn):
    (tmp_path / "model.th").write_bytes(pickle.dumps(Counter([1]), protocol=4))
    warnings.simplefilter("always")
    with pytest.raises(BadFile):
        read_lifter(tmp_path / "model.th")
    assert [str(one.message) for one in recwarn] == []


def test_statistics_must_be_there_and_fit(tmp_path):
    model = original(tmp_path, nose=True)
    (tmp_path / "stats.npy").unlink()
    with pytest.raises(MissingFile, match=r"stats\.npy"):
        read_lifter(model)
    for changes in ({"std_3d": np.zeros(96)}, {"mean_2d": np.zeros(60)}, {"dim_use_2d": [0, 1, 3, 2]}):
        with pytest.raises(BadFile, match=r"stats\.npy"):
            read_lifter(original(tmp_path, nose=True, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"seen": [0, 1, 2]},
        {"seen": [0] * 16},
        {"given": "all"},
        {"normalisation": "by eye"},
        {"skeleton": "coco_17"},
        {"seen": None},
    ],
)
def test_a_file_of_ours_that_does_not_fit_itself_is_refused(tmp_path, changes):
    lifter: Lifter = read_lifter(original(tmp_path, nose=False))
    write_lifter(lifter, tmp_path / "good.safetensors")
    with (tmp_path / "good.safetensors").open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        body = file.read()
    about = json.loads(header["__metadata__"]["lifter"]) | changes
    header["__metadata__"]["lifter"] = json.dumps(about)
    text = json.dumps(header).encode()
    (tmp_path / "bad.safetensors").write_bytes(len(text).to_bytes(8, "little") + text + body)
    with pytest.raises(EvoError, match="damaged"):
        read_lifter(tmp_path / "bad.safetensors")
