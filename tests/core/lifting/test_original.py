"""The original's checkpoints: `model.th` with `stats.npy`, against a forward pass written out in NumPy."""

import pickle
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from evopose.errors import BadFile, MissingFile, UnsafeFile
from evopose.io.h36m import JOINTS
from evopose.lifting.fast import fast
from evopose.lifting.files import read_lifter, write_lifter
from evopose.lifting.residual import Residual

NOSE = 9
WIDTH = 16


def state(inputs: int, stages: int = 2, blocks: int = 2) -> dict[str, NDArray[Any]]:
    """Weights as the released code lays them out."""
    rng = np.random.default_rng(2)
    shapes: dict[str, tuple[int, ...]] = {}
    for stage in range(stages):
        shapes |= {f"{stage}.w1.weight": (WIDTH, inputs), f"{stage}.w1.bias": (WIDTH,)}
        shapes |= norm(f"{stage}.batch_norm1")
        for block in range(blocks):
            for layer in (1, 2):
                name = f"{stage}.res_blocks.{block}"
                shapes |= {f"{name}.w{layer}.weight": (WIDTH, WIDTH), f"{name}.w{layer}.bias": (WIDTH,)}
                shapes |= norm(f"{name}.batch_norm{layer}")
        shapes |= {f"{stage}.w2.weight": (48, WIDTH), f"{stage}.w2.bias": (48,)}
    return {
        name: rng.uniform(0.5, 2, shape) if name.endswith("running_var") else rng.normal(0, 0.4, shape)
        for name, shape in shapes.items()
    }


def norm(name: str) -> dict[str, tuple[int, ...]]:
    return {f"{name}.{part}": (WIDTH,) for part in ("weight", "bias", "running_mean", "running_var")}


def forward(weights: dict[str, NDArray[Any]], x: NDArray[Any]) -> NDArray[Any]:
    """The released network, as its equations say."""

    def layer(y: NDArray[Any], name: str, number: int) -> NDArray[Any]:
        y = y @ weights[f"{name}w{number}.weight"].T + weights[f"{name}w{number}.bias"]
        scale, shift, mean, variance = (
            weights[f"{name}batch_norm{number}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")
        )
        return np.maximum((y - mean) / np.sqrt(variance + 1e-5) * scale + shift, 0)

    total = np.zeros((len(x), 48))
    for stage in range(2):
        y = layer(x, f"{stage}.", 1)
        for block in range(2):
            name = f"{stage}.res_blocks.{block}."
            y = y + layer(layer(y, name, 1), name, 2)
        total += y @ weights[f"{stage}.w2.weight"].T + weights[f"{stage}.w2.bias"]
    return total


def statistics(nose: bool) -> dict[str, Any]:
    """As the original saves them, of 32 joints, pixels and millimetres."""
    rng = np.random.default_rng(0)
    seen = [joint for joint in range(17) if nose or joint != NOSE]
    return {
        "mean_2d": rng.normal(500, 30, 64),
        "std_2d": rng.uniform(40, 120, 64),
        "mean_3d": rng.normal(0, 200, 96),
        "std_3d": rng.uniform(50, 300, 96),
        "dim_use_2d": [JOINTS[joint] * 2 + axis for joint in seen for axis in range(2)],
        "dim_use_3d": [JOINTS[joint] * 3 + axis for joint in range(1, 17) for axis in range(3)],
        "dim_ignore_2d": np.arange(30),
        "dim_ignore_3d": np.arange(48),
    }


def saved(folder: Path, nose: bool, **changes: Any) -> Path:
    """Both files; batch norms count their batches, as torch has it."""
    weights = {name: torch.from_numpy(value).float() for name, value in state(34 if nose else 32).items()}
    counts = {
        name.replace("running_var", "num_batches_tracked"): torch.tensor(9)
        for name in weights
        if name.endswith("running_var")
    }
    torch.save(weights | counts, folder / "model.th")
    np.save(folder / "stats.npy", np.array(statistics(nose) | changes, dtype=object), allow_pickle=True)
    return folder / "model.th"


def of_the_set(pixels: torch.Tensor, stats: dict[str, Any]) -> NDArray[Any]:
    """34 numbers: 32 joints' slots, standardised, those in use."""
    wide = np.zeros((len(pixels), 64))
    for joint, slot in enumerate(JOINTS):
        wide[:, 2 * slot : 2 * slot + 2] = pixels[:, joint].numpy()
    return ((wide - stats["mean_2d"]) / stats["std_2d"])[:, stats["dim_use_2d"]]


def of_each_pose(pixels: torch.Tensor) -> NDArray[Any]:
    """32 numbers, as `norm_single` of its examples/inference.py has them."""
    rows = []
    for one in np.delete(pixels.numpy().astype(float), NOSE, axis=1):
        d = (one[:, 0].std() + one[:, 1].std()) / 2
        rows.append(np.stack([(one[:, 0] - one[:, 0].mean()) / d, (one[:, 1] - one[:, 1].mean()) / d], axis=1).ravel())
    return np.stack(rows)


@pytest.mark.parametrize("nose", [True, False])
def test_its_model_says_what_its_equations_say(tmp_path, pixels, nose):
    lifter, stats = read_lifter(saved(tmp_path, nose)), statistics(nose)
    x = of_the_set(pixels, stats) if nose else of_each_pose(pixels)
    out = np.zeros((6, 96))
    out[:, stats["dim_use_3d"]] = forward(state(34 if nose else 32), x)
    expected = (out * stats["std_3d"] + stats["mean_3d"]).reshape(6, 32, 3)[:, JOINTS] / 1000
    expected[:, 0] = 0
    assert lifter.normalisation == ("set" if nose else "pose")
    assert (NOSE in lifter.seen) == nose
    assert np.allclose(lifter.predict(pixels).numpy(), expected, atol=2e-5)
    assert np.allclose(fast(lifter, "float32").predict(pixels).numpy(), expected, atol=2e-5)


def test_its_model_for_photos_does_not_mind_size_and_place(tmp_path, pixels):
    lifter = read_lifter(saved(tmp_path, nose=False))
    assert torch.allclose(lifter.predict(pixels * 1.7 - 40), lifter.predict(pixels), atol=1e-4)


@pytest.mark.parametrize("nose", [True, False])
def test_written_as_ours_it_predicts_the_same(tmp_path, pixels, nose):
    lifter = read_lifter(saved(tmp_path, nose))
    write_lifter(lifter, tmp_path / "lifter.safetensors")
    again = read_lifter(tmp_path / "lifter.safetensors")
    assert torch.equal(again.predict(pixels), lifter.predict(pixels))
    assert (again.seen, again.given, again.normalisation) == (lifter.seen, lifter.given, lifter.normalisation)
    assert again.metadata == lifter.metadata


def test_statistics_must_be_there_and_fit(tmp_path):
    model = saved(tmp_path, nose=True)
    (tmp_path / "stats.npy").unlink()
    with pytest.raises(MissingFile, match=r"stats\.npy"):
        read_lifter(model)
    for changes in ({"std_3d": np.zeros(96)}, {"mean_2d": np.zeros(60)}, {"dim_use_2d": [0, 1, 3, 2]}):
        with pytest.raises(BadFile, match=r"stats\.npy"):
            read_lifter(saved(tmp_path, nose=True, **changes))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mean_2d": np.zeros(60)}, r"mean_2d should be 64 numbers, 2 of each of 32 joints; it is 60"),
        ({"std_3d": "abc"}, "std_3d should be numbers, and is str"),
        ({"dim_use_2d": [0, 1, 3, 2]}, "dim_use_2d should list the slots of whole joints, 2 each, of 64"),
        ({"dim_use_3d": [0.5, "a"]}, "dim_use_3d should list the slots"),
        ({"dim_use_2d": [1000, 1001]}, "dim_use_2d should list the slots"),
    ],
)
def test_statistics_that_do_not_fit_are_told_with_what_was_expected(tmp_path, changes, told):
    with pytest.raises(BadFile, match=told):
        read_lifter(saved(tmp_path, nose=True, **changes))


def test_statistics_of_another_kind_are_told_with_what_was_expected(tmp_path):
    model, stats = saved(tmp_path, nose=True), statistics(nose=True)
    np.save(tmp_path / "stats.npy", np.zeros((3, 4)))
    with pytest.raises(BadFile, match=r"a dictionary .* was expected, and it is an array of shape \(3, 4\)"):
        read_lifter(model)
    del stats["mean_3d"]
    np.save(tmp_path / "stats.npy", np.array(stats, dtype=object), allow_pickle=True)
    with pytest.raises(BadFile, match="mean_3d is lacking; it holds mean_2d, std_2d, std_3d"):
        read_lifter(model)


def test_other_torch_files_are_refused_in_a_sentence(tmp_path):
    (tmp_path / "text.th").write_text("no model")
    with pytest.raises(BadFile, match="not a readable torch file"):
        read_lifter(tmp_path / "text.th")
    torch.save([torch.zeros(2)], tmp_path / "list.th")
    with pytest.raises(BadFile, match="state dictionary"):
        read_lifter(tmp_path / "list.th")
    torch.save({3: torch.zeros(2)}, tmp_path / "numbered.th")
    with pytest.raises(BadFile, match="tensors by name"):
        read_lifter(tmp_path / "numbered.th")
    torch.save({"a": torch.zeros(2)}, tmp_path / "other.th")
    with pytest.raises(BadFile, match="no cascade"):
        read_lifter(tmp_path / "other.th")


def test_a_file_cut_short_is_refused(tmp_path):
    model = saved(tmp_path, nose=True)
    model.write_bytes(model.read_bytes()[:-500])
    with pytest.raises(BadFile, match="it is cut short, damaged, or something else; what torch"):
        read_lifter(model)
    model.write_bytes(b"")
    with pytest.raises(BadFile, match="it is empty; what torch"):
        read_lifter(model)


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    model = saved(tmp_path, nose=True)
    weights = torch.load(model, weights_only=True)
    weights["1.w2.bias"][3] = torch.nan
    torch.save(weights, model)
    with pytest.raises(BadFile, match=r"1\.w2\.bias has numbers that are not finite"):
        read_lifter(model)


def test_a_whole_pickled_model_is_not_run(tmp_path):
    torch.save(Residual(4, 6, 8, 1), tmp_path / "model.th")
    with pytest.raises(UnsafeFile, match="state_dict"):
        read_lifter(tmp_path / "model.th")


def test_a_plain_pickle_is_refused_without_warnings(tmp_path, recwarn):
    (tmp_path / "model.th").write_bytes(pickle.dumps(Counter([1]), protocol=4))
    warnings.simplefilter("always")
    with pytest.raises(BadFile):
        read_lifter(tmp_path / "model.th")
    assert [str(one.message) for one in recwarn] == []
