"""The files of an evaluation."""

import json
import re
from dataclasses import fields, replace

import numpy as np
import pytest

from evopose.errors import BadFile, MissingFile
from evopose.evaluation.report import (
    EVALUATION,
    WORST,
    Data,
    Evaluated,
    Group,
    Worst,
    read_evaluation,
    read_worst,
    write_evaluation,
    write_worst,
)
from evopose.io.tensors import write_tensors


@pytest.fixture
def worst():
    random = np.random.default_rng(0)
    shapes = [(17, 2), (17, 3), (17, 3), (3,), (17, 3), ()]
    arrays = [random.normal(size=(3, *shape)).astype(np.float32) for shape in shapes]
    rows, source = np.array([4, 2, 9]), np.array([0, 1, 0], np.int32)
    lens = np.ones((3, 6), np.float32)
    return Worst(*arrays, rows, source, lens, ("a.npz", "b.npz"), ("läuft", "", "x"), ("walk", "", "y"))


def test_what_is_written_is_read_again(tmp_path, worst):
    group = Group(mpjpe_mm=1.5, views=3, intervals={"mpjpe_mm": (1.0, 2.0)})
    found = Evaluated(mpjpe_mm=2.5, data=(Data(path="a.npz", views=3),), per_action={"walk": group}, poses=3)
    write_evaluation(found, tmp_path)
    assert read_evaluation(tmp_path) == found
    write_worst(worst, tmp_path)
    again = read_worst(tmp_path)
    for field in fields(Worst):
        assert np.array_equal(getattr(again, field.name), getattr(worst, field.name))


def test_a_folder_without_an_evaluation_is_said_to_have_none(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(MissingFile):
            read_evaluation(folder)
        with pytest.raises(MissingFile):
            read_worst(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "JSON"),
        ("[]", "no evaluation"),
        (json.dumps({"mpjpe_mm": "many"}), "mpjpe_mm"),
        (json.dumps({"format": "other 2"}), "other 2"),
        (json.dumps({"per_action": {"walk": 3}}), "per_action.walk"),
        (json.dumps({"lifter_about": {"model": {"stages": "two"}}}), "stages should be a whole number"),
        (json.dumps({"lifter_about": {"data": 5}}), "data should be a list"),
    ],
)
def test_a_damaged_evaluation_is_refused(tmp_path, text, told):
    (tmp_path / EVALUATION).write_text(text)
    with pytest.raises(BadFile, match=re.escape(told)):
        read_evaluation(tmp_path)


def test_damaged_worst_poses_are_refused(tmp_path, worst):
    write_worst(replace(worst, clips=("one",)), tmp_path)
    with pytest.raises(BadFile, match="clips"):
        read_worst(tmp_path)
    write_worst(replace(worst, hip=worst.hip[:2]), tmp_path)
    with pytest.raises(BadFile, match="hip"):
        read_worst(tmp_path)
    write_tensors(tmp_path / WORST, {"error": worst.error}, {"worst": "[" * 100_000})
    with pytest.raises(BadFile, match="worst"):
        read_worst(tmp_path)
    write_tensors(tmp_path / WORST, {"error": worst.error}, {})
    with pytest.raises(BadFile, match="worst"):
        read_worst(tmp_path)
