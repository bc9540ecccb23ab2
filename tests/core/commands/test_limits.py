"""`limits-fit` and `limits-check` from the command line."""

import json

import numpy as np
import pytest

from evopose.__main__ import main


def run(capsys, *words):
    status = main([*map(str, words), "--json"])
    output = capsys.readouterr()
    return status, json.loads(output.out.splitlines()[-1]) if status == 0 else output.err


def test_limits_made_by_one_command_are_used_by_the_other(shared_data, capsys, tmp_path):
    mocap = shared_data / "data" / "mocap"
    status, made = run(capsys, "limits-fit", mocap / "snu_mrl.npz", "--out", tmp_path / "l.npz", "--name", "few")
    assert status == 0
    assert made["poses"] == 487
    status, found = run(capsys, "limits-check", mocap / "snu_mrl.npz", "--limits", tmp_path / "l.npz")
    assert status == 0
    assert found["limits"] == "few"
    assert found["poses"] == 487
    assert found["valid"] == 1
    assert found["per_direction"] == [1.0] * 9
    assert found["degenerate"] == 0
    status, other = run(capsys, "limits-check", mocap / "cmu_actions.npz", "--limits", tmp_path / "l.npz")
    assert 0 < other["valid"] < min(other["per_direction"]) < 1


def test_degenerate_poses_are_counted_and_invalid(shared_data, capsys, tmp_path):
    positions = np.load(shared_data / "data" / "mocap" / "cmu.npz")["positions"][:10]
    positions[3] = np.nan
    positions[4, 2] = positions[4, 1]
    np.savez(tmp_path / "p.npz", positions=positions)
    status, found = run(capsys, "limits-check", tmp_path / "p.npz")
    assert status == 0
    assert found["degenerate"] == 2
    assert found["valid"] == pytest.approx(0.8)
    assert found["per_direction"] == pytest.approx([0.8] * 9)


def test_what_is_wrong_is_said_in_one_line(shared_data, capsys, tmp_path):
    mocap = shared_data / "data" / "mocap"
    (tmp_path / "bad.npz").write_text("x")
    np.savez(tmp_path / "one.npz", positions=np.load(mocap / "cmu.npz")["positions"][:1])
    for words in (
        ("limits-check", tmp_path / "none.npz"),
        ("limits-check", mocap / "snu_mrl.npz", "--limits", tmp_path / "bad.npz"),
        ("limits-fit", tmp_path / "one.npz", "--out", tmp_path / "no" / "l.npz"),
        ("limits-fit", tmp_path / "one.npz", "--out", tmp_path / "l.txt"),
    ):
        status, message = run(capsys, *words)
        assert status == 1
        assert message.count("\n") == 1
