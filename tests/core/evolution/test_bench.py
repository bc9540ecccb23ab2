"""Benchmarks of evolution and coverage, at tiny sizes: they measure what they say."""

import importlib.machinery
import json
import sys
from pathlib import Path

import numpy as np
import torch

from evopose.__main__ import main
from evopose.evolution.bench import bench_device
from evopose.evolution.presets import PRESETS
from evopose.geometry.bench import poses_like_standing


def _figures(name: str, data: Path, capsys) -> dict:
    assert main(["bench", name, "--data", str(data), "--scale", "0.001", "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])["benchmarks"][name]


def test_both_engines_are_measured_for_every_preset(shared_data, capsys, monkeypatch):
    monkeypatch.setattr("evopose.evolution.bench._start", dict)
    found = _figures("evolution", shared_data / "data", capsys)
    assert found["presets"].keys() == PRESETS.keys()
    for figures in found["presets"].values():
        assert 0 < figures["survivors"] < 1
        assert figures["eager_per_second"] > 0 and figures["fused_per_second"] > 0
        assert figures["fused_to_eager"] > 0


def test_without_loops_that_can_be_loaded_the_others_are_measured_and_it_is_said_why(shared_data, capsys, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "numba" or name.startswith("evopose.fused")]:
        monkeypatch.delitem(sys.modules, name)

    class Broken:
        """Found, and not to be loaded."""

        @staticmethod
        def find_spec(name, _path=None, _target=None):
            return importlib.machinery.ModuleSpec(name, Broken()) if name == "numba" else None

        @staticmethod
        def create_module(_spec):
            return None

        @staticmethod
        def exec_module(_module):
            raise SystemError("initialization of _internal failed")

    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    found = _figures("evolution", shared_data / "data", capsys)
    for figures in found["presets"].values():
        assert "initialization of _internal failed" in figures["fused"]
        assert figures["eager_per_second"] > 0
    assert "cannot be loaded" in found["fused_start"]
    assert list(found["limits"]) == ["batched_per_second"]


def test_coverage_is_measured_for_as_many_poses_as_asked_for(shared_data, capsys):
    found = _figures("coverage", shared_data / "data", capsys)
    assert found["poses"] == 8000
    assert found["seconds"] > 0


def test_a_device_is_measured_whole_and_with_parents_on_it():
    poses = poses_like_standing(50).astype(np.float32)
    found = bench_device(poses, 100, torch.device("cpu"))
    assert {f"{name}_{kind}_per_second" for name in PRESETS for kind in ("engine", "resident")} < found.keys()
