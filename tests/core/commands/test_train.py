"""`evopose train`, as it is typed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evopose.__main__ import main
from evopose.io import safetensors
from evopose.model.population import Population
from tests.core.training.conftest import people

QUICK = ("--width", "8", "--blocks", "1", "--steps", "4", "--batch-size", "16", "--device", "cpu")


@pytest.fixture
def population(tmp_path: Path) -> Path:
    return safetensors.write(Population(people(60)), tmp_path / "people.safetensors")[0]


def test_a_lifter_comes_of_it_that_evaluate_reads(
    population: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    assert main(["train", "--population", str(population), "--out", str(run), *QUICK, "--json"]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["lifter"] == str(run / "lifter.safetensors") and result["seconds"] > 0
    assert {"stages", "steps", "samples", "validation", "batch_size", "device", "precision", "notices"} <= result.keys()
    words = ["evaluate", "--lifter", result["lifter"], "--population", str(population), "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["mpjpe_mm"] > 0
    assert main(["resume", str(run)]) == 1
    assert "nothing to resume" in capsys.readouterr().err


def test_people_are_told_what_came_of_it(population: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--population", str(population), "--out", str(tmp_path / "run"), *QUICK]) == 0
    told = capsys.readouterr().out
    assert "2 stages, 8 steps of 16" in told and "validation: " in told and "root's zero" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--population", "{}", "--joints", "nose"], "No joint called 'nose'"),
        (["--population", "{}", "--weights", "1", "2"], "--weights: one for each"),
        (["--population", "{}/none.npz"], "No file at"),
        (["--population", "{}", "--begin-with", "{}"], "it is no lifter"),
        ([], "nothing to learn from"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    words: list[str], said: str, population: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.format(population) for word in words]
    assert main(["train", *given, "--out", str(tmp_path / "run"), *QUICK]) == 1
    told = capsys.readouterr().err
    assert said in told and len(told.splitlines()) == 1
    assert not (tmp_path / "run").exists()


def test_its_options_are_read_without_torch() -> None:
    code = "import sys, evopose.commands.train; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
