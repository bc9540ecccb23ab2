"""A glance: what a page reads while training writes it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from evopose.errors import BadFile, MissingFile
from evopose.io.tensors import write_tensors
from evopose.training.glance import FORMAT, Glance, read_glance, write_glance


def _glance(count: int = 10) -> Glance:
    rng = np.random.default_rng(5)
    arrays = {
        name: rng.normal(size=(count, 17, size)).astype(np.float32)
        for name, size in (("pixels", 2), ("truth", 3), ("predicted", 3))
    }
    return Glance(**arrays, stage=2, total_step=700, mpjpe_mm=tuple(range(count)))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    glance = _glance()
    write_glance(glance, tmp_path / "glance.safetensors")
    read = read_glance(tmp_path / "glance.safetensors")
    for name in ("pixels", "truth", "predicted"):
        np.testing.assert_array_equal(getattr(read, name), getattr(glance, name))
    assert (read.stage, read.total_step, read.mpjpe_mm) == (2, 700, glance.mpjpe_mm)


def test_none_yet_and_something_else_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read_glance(tmp_path / "glance.safetensors")
    write_tensors(tmp_path / "other.safetensors", {"pixels": np.zeros((1, 17, 2), np.float32)}, {})
    with pytest.raises(BadFile, match="no glance"):
        read_glance(tmp_path / "other.safetensors")
    write_tensors(tmp_path / "torn.safetensors", {"pixels": np.zeros((1, 17, 2), np.float32)}, {"format": FORMAT})
    with pytest.raises(BadFile, match="damaged"):
        read_glance(tmp_path / "torn.safetensors")


def test_errors_of_other_poses_are_damage(tmp_path: Path) -> None:
    glance = _glance(3)
    write_glance(Glance(**{**glance.__dict__, "mpjpe_mm": (1.0,)}), tmp_path / "glance.safetensors")
    with pytest.raises(BadFile, match="1 errors of 3"):
        read_glance(tmp_path / "glance.safetensors")


def test_reading_it_needs_no_torch() -> None:
    code = "import sys, evopose.training.glance, evopose.training.options; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
