"""Checkpoints that are damaged are refused by what is wrong with them, and nothing is lost by that."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evopose.errors import BadFile
from evopose.jobs import finish
from evopose.training.options import TrainOptions

Make = Callable[..., TrainOptions]


@pytest.fixture
def stopped(tiny: Make, every_line: None) -> TrainOptions:
    """In its first stage."""
    options = tiny()
    job = options.run()
    steps = 4
    while steps:
        steps -= "stage" in next(job).metrics
    job.close()
    return options


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("setup.json", r"damaged \(setup\.json is missing"),
        ("state.safetensors", r"damaged \(state\.safetensors is missing"),
        ("", r"damaged \(the folder is missing"),
    ],
)
@pytest.mark.parametrize("end_here", [False, True])
def test_nothing_is_begun_anew_over_what_was_learned(
    gone: str, said: str, end_here: bool, stopped: TrainOptions, tmp_path: Path
) -> None:
    whole = stopped.out / "checkpoint"
    aside = shutil.copytree(whole, tmp_path / "aside")
    shutil.rmtree(whole) if not gone else (whole / gone).unlink()
    before = _files(stopped.out)
    for _ in range(2):
        with pytest.raises(BadFile, match=f"{said}.*another folder"):
            finish(stopped.resume(stopped.out, end_here))
    assert {name for name, content in _files(stopped.out).items() if before.get(name) != content} <= {"state.json"}
    shutil.copytree(aside, whole, dirs_exist_ok=True)
    assert finish(stopped.resume(stopped.out))["steps"] == 12


def test_what_made_no_step_is_begun_anew(stopped: TrainOptions) -> None:
    shutil.rmtree(stopped.out / "checkpoint")
    (stopped.out / "log.jsonl").unlink()
    assert finish(stopped.resume(stopped.out))["steps"] == 12
