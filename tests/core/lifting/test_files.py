"""Lifter files of ours."""

import json
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from evopose.errors import BadFile, BadOption, EvoError, MissingFile
from evopose.io.tensors import header_of, write_tensors
from evopose.lifting.files import read_lifter, write_lifter
from evopose.model.array import NDArray

KINDS = [
    {},
    {"normalisation": "pose", "joints": ("head", "rhip", "lhip", "thorax"), "flip": True},
    {"normalisation": "camera", "refine": True},
    {"learner": "attention", "refine": True, "flip": True},
    {"learner": "attention", "stages": 1, "normalisation": "pose", "joints": ("head", "thorax", "hip")},
]


def changed(path: Path, said: dict[str, str] | None = None, **changes: Any) -> Path:
    """The file with other words in its header; None takes one out."""
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        body = file.read()
    about = json.loads(header["__metadata__"]["lifter"]) | changes
    about = {name: value for name, value in about.items() if value is not None}
    header["__metadata__"] |= {"lifter": json.dumps(about)} | (said or {})
    text = json.dumps(header).encode()
    other = path.with_name("changed.safetensors")
    other.write_bytes(len(text).to_bytes(8, "little") + text + body)
    return other


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_predicts_the_same_when_read(tmp_path, make_lifter, pixels, intrinsics, kind):
    lifter = make_lifter(**kind)
    write_lifter(lifter, tmp_path / "lifter.safetensors")
    again = read_lifter(tmp_path / "lifter.safetensors")
    assert torch.equal(
        again.predict(pixels, intrinsics).nan_to_num(9), lifter.predict(pixels, intrinsics).nan_to_num(9)
    )
    assert (again.seen, again.given, again.normalisation) == (lifter.seen, lifter.given, lifter.normalisation)
    assert (again.flip, again.metadata) == (lifter.flip, lifter.metadata)


def test_half_the_digits_make_half_the_file_and_hardly_another_pose(tmp_path, make_lifter, pixels):
    lifter = make_lifter(width=128)
    for dtype in ("float32", "float16"):
        write_lifter(lifter, tmp_path / f"{dtype}.safetensors", dtype)
    half = read_lifter(tmp_path / "float16.safetensors")
    sizes = [(tmp_path / f"{dtype}.safetensors").stat().st_size for dtype in ("float32", "float16")]
    assert sizes[1] < 0.6 * sizes[0]
    apart = (half.predict(pixels) - lifter.predict(pixels)).norm(dim=-1)
    assert 0 < float(apart.max()) < 1e-3


def test_numbers_that_a_file_cannot_hold_are_not_written(tmp_path, make_lifter):
    lifter = make_lifter()
    lifter.cascade.learners[0].w1.weight[0, 0] = 1e6
    write_lifter(lifter, tmp_path / "wide.safetensors")
    with pytest.raises(BadOption, match="float16"):
        write_lifter(lifter, tmp_path / "half.safetensors", "float16")
    assert not (tmp_path / "half.safetensors").exists()


def test_a_file_says_who_wrote_it(tmp_path, make_lifter):
    write_lifter(make_lifter(), tmp_path / "lifter.safetensors")
    assert b'"created_by": "evopose ' in (tmp_path / "lifter.safetensors").read_bytes()


def test_a_file_without_the_word_on_flipping_does_not_flip(tmp_path, make_lifter):
    write_lifter(make_lifter(flip=True), tmp_path / "lifter.safetensors")
    assert not read_lifter(changed(tmp_path / "lifter.safetensors", flip=None)).flip


def test_other_files_are_refused_in_a_sentence(tmp_path):
    with pytest.raises(MissingFile, match="No lifter at"):
        read_lifter(tmp_path / "lifter.safetensors")
    write_tensors(tmp_path / "poses.safetensors", {"positions": np.zeros((2, 17, 3), np.float32)}, {})
    with pytest.raises(BadFile, match="it holds positions"):
        read_lifter(tmp_path / "poses.safetensors")
    (tmp_path / "poses.npz").write_bytes(b"PK")
    with pytest.raises(BadFile, match="no lifter"):
        read_lifter(tmp_path / "poses.npz")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"seen": [0, 1, 2]}, "34 numbers"),
        ({"seen": [0] * 17}, "list joints"),
        ({"given": "all"}, "list joints"),
        ({"normalisation": "by eye"}, "none of set, pose, camera"),
        ({"skeleton": "coco_17"}, "h36m_17 was expected"),
        ({"seen": None}, "seen is lacking"),
        ({"seen": list(range(1, 18))}, "list joints"),
        ({"data": 5}, "data should be a list, and is 5"),
        ({"data": ["cmu.npz"]}, "data should list objects"),
        ({"data": [{"subjects": "S1"}]}, "subjects should be a list"),
        ({"model": "residual"}, "model should be an object"),
        ({"model": {"stages": "two"}}, "stages should be a whole number, and is 'two'"),
    ],
)
def test_a_file_that_does_not_fit_itself_is_refused(tmp_path, make_lifter, changes, told):
    write_lifter(make_lifter(), tmp_path / "good.safetensors")
    with pytest.raises(EvoError, match=told) as refused:
        read_lifter(changed(tmp_path / "good.safetensors", **changes))
    assert "damaged" in str(refused.value)


def test_flipping_with_one_side_is_refused(tmp_path, make_lifter):
    write_lifter(make_lifter(joints=("rhip", "head")), tmp_path / "good.safetensors")
    with pytest.raises(BadFile, match="rhip stand alone"):
        read_lifter(changed(tmp_path / "good.safetensors", flip=True))


def test_what_is_no_description_at_all_is_refused(tmp_path, make_lifter):
    write_lifter(make_lifter(), tmp_path / "good.safetensors")
    for words in ("{}", "[]", "nothing"):
        with pytest.raises(BadFile, match="damaged"):
            read_lifter(changed(tmp_path / "good.safetensors", {"lifter": words}))


@pytest.mark.parametrize("depth", [70, 100_000])
def test_what_is_nested_without_end_is_refused(tmp_path, make_lifter, depth):
    write_lifter(make_lifter(), tmp_path / "good.safetensors")
    words = '{"data": ' + "[" * depth + "]" * depth + "}"
    with pytest.raises(BadFile, match="nested too deeply"):
        read_lifter(changed(tmp_path / "good.safetensors", {"lifter": words}))


def test_weights_that_are_no_numbers_are_refused(tmp_path, make_lifter):
    write_lifter(make_lifter(), tmp_path / "lifter.safetensors")
    whole = (tmp_path / "lifter.safetensors").read_bytes()
    header = json.loads(whole[8 : 8 + int.from_bytes(whole[:8], "little")])
    start = 8 + int.from_bytes(whole[:8], "little") + header["cascade.0.w1.weight"]["data_offsets"][0]
    spoilt = whole[:start] + np.float32(np.nan).tobytes() + whole[start + 4 :]
    (tmp_path / "lifter.safetensors").write_bytes(spoilt)
    with pytest.raises(BadFile, match=r"0\.w1\.weight has numbers that are not finite"):
        read_lifter(tmp_path / "lifter.safetensors")


def with_tensors(path: Path, change: Callable[[str, NDArray], NDArray]) -> Path:
    """The file with some of its tensors changed."""
    header = header_of(path)
    write_tensors(path, {name: change(name, np.array(header.mapped(name))) for name in header.places}, header.metadata)
    return path


WRONG: list[tuple[dict[str, Any], str, Callable[[NDArray], NDArray], str]] = [
    ({}, "1.w2.weight", lambda w: w[:1], "1.w2"),
    ({}, "1.w2.*", lambda w: w[:1], "1.w2.weight: stage 1 takes 34 numbers and gives 1"),
    ({}, "1.w1.weight", lambda w: w[:, :30], "1.w1.weight: stage 1 takes 30"),
    ({"refine": True}, "1.w1.weight", lambda w: w[:, :-1], "1.w1.weight: stage 1 takes 81"),
    ({}, "0.w1.weight", lambda w: w[:, :32], "0.w1.weight: stage 0 takes 32 .* would take 34 and"),
    ({}, "1.w1.weight", lambda w: w[:0], "stage 1: w1.weight is .0, 34.: a learner is 1 wide"),
    ({}, "1.w1.weight", lambda w: np.repeat(w, 10_000, axis=0), "stage 1: w2.weight has another shape"),
    ({}, "0.res_blocks.0.w2.weight", lambda w: w[:1], r"res_blocks\.0\.w2\.weight has another shape"),
    ({}, "1.batch_norm1.running_var", lambda v: v * 0 - 0.1, "1.batch_norm1.running_var has variances below zero"),
    ({}, "1.batch_norm1.running_var", lambda v: v * np.inf, "1.batch_norm1.running_var has numbers that are not"),
    ({}, "1.batch_norm1.bias", lambda v: v[:1], "1.batch_norm1.bias has another shape"),
    ({"learner": "attention"}, "1.begun.weight", lambda w: w[:, :-1], "1.begun.weight has another shape"),
    ({"learner": "attention"}, "1.begun.weight", lambda w: w[:-1], "stage 1: begun.weight has another shape"),
    ({"learner": "attention"}, "1.joints", lambda w: w[:, :0], "a token is 1 wide"),
    ({"learner": "attention"}, "1.out.weight", lambda w: w[:1], "1.out.weight has another shape"),
    ({"learner": "attention"}, "1.blocks.0.taken.weight", lambda w: w[:1], r"0\.taken\.weight has another shape"),
]


@pytest.mark.parametrize(("kind", "pattern", "change", "told"), WRONG)
def test_a_stage_that_does_not_fit_is_named_with_its_tensor(tmp_path, make_lifter, kind, pattern, change, told):
    path = tmp_path / "lifter.safetensors"
    write_lifter(make_lifter(width=16, **kind), path)
    with_tensors(path, lambda name, values: change(values) if fnmatch(name, f"cascade.{pattern}") else values)
    with pytest.raises(BadFile, match=told):
        read_lifter(path)


@pytest.mark.parametrize("left", [4, 100, 0.5, -1])
def test_a_file_cut_short_anywhere_is_refused(tmp_path, make_lifter, left):
    write_lifter(make_lifter(), tmp_path / "lifter.safetensors")
    whole = (tmp_path / "lifter.safetensors").read_bytes()
    kept = int(len(whole) * left) if isinstance(left, float) else left
    (tmp_path / "lifter.safetensors").write_bytes(whole[:kept])
    with pytest.raises(BadFile):
        read_lifter(tmp_path / "lifter.safetensors")
