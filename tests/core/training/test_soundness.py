"""Checkpoints that are damaged are refused by what is wrong with them, and nothing is lost by that."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose.errors import BadFile, BadOption
from evopose.io.tensors import header_of, write_tensors
from evopose.jobs import finish
from evopose.training.options import TrainOptions

Make = Callable[..., TrainOptions]


@pytest.fixture
def stopped(tiny: Make, every_line: None) -> TrainOptions:
    """In its first stage, with no checkpoint but the last."""
    options = tiny()
    job = options.run()
    steps = 4
    while steps:
        steps -= "stage" in next(job).metrics
    job.close()
    shutil.rmtree(options.out / "checkpoint-before")
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


EDITS = [
    ("", "seed", 5, "--seed was 0 and is 5"),
    ("", "precision", "bfloat16", "--precision was 'auto'"),
    ("model", "width", 16, "--width was 8 and is 16"),
    ("model", "joints", ["hip", "nose"], "--joints was"),
    ("model", "stages", 3, "--stages was 2"),
    ("schedule", "steps", 9, "--steps was 6"),
    ("views", "count", 2, r"--views\.count was 4"),
]


@pytest.mark.parametrize("end_here", [False, True])
def test_options_that_were_edited_are_not_obeyed_in_part(end_here: bool, stopped: TrainOptions) -> None:
    for part, name, value, said in EDITS:
        values = stopped.model_dump()
        (values[part] if part else values)[name] = value
        with pytest.raises(BadOption, match=said):
            finish(TrainOptions.model_validate(values).resume(stopped.out, end_here))
    assert finish(stopped.resume(stopped.out))["steps"] == 12


def test_what_changes_nothing_that_is_learned_may_be_another(stopped: TrainOptions, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    shutil.copy(stopped.population[0], moved)
    paths = (moved / stopped.population[0].name,)
    other = stopped.model_copy(update={"memory": "1GB", "population": paths})
    assert finish(other.resume(stopped.out))["steps"] == 12


def test_the_state_of_another_width_is_refused_by_shapes(stopped: TrainOptions, tiny: Make, tmp_path: Path) -> None:
    wide = tiny(width=16, out=tmp_path / "wide")
    job = wide.run()
    while "stage" not in next(job).metrics:
        pass
    job.close()
    shutil.copy(wide.out / "checkpoint" / "state.safetensors", stopped.out / "checkpoint")
    with pytest.raises(BadFile, match=r"of shape \(16, 34\), where --learner residual --width 8 .* has \(8, 34\)"):
        finish(stopped.resume(stopped.out))


BEYOND_SETUPS = [("device", "banana"), ("precision", "float8"), ("threads", 0), ("seen", [17]), ("asked", {})]
BEYOND_RUNS = [
    ("parts", 0), ("parts", 1000), ("stage", 7), ("stage", -9), ("stage", -1), ("ended", [0.1] * 9), ("ended", [0.1]),
    ("step", 10**6), ("step", -5), ("judged", 5), ("total", 1), ("seconds", float("inf")), ("error", -1.0),
]  # fmt: skip


def test_a_setup_out_of_its_range_is_damaged(stopped: TrainOptions) -> None:
    path = stopped.out / "checkpoint" / "setup.json"
    whole = json.loads(path.read_text())
    for name, value in BEYOND_SETUPS:
        path.write_text(json.dumps(whole | {name: value}))
        with pytest.raises(BadFile, match=rf"setup\.json: this checkpoint is damaged \({name}"):
            finish(stopped.resume(stopped.out))
    path.write_text(json.dumps(whole))
    assert finish(stopped.resume(stopped.out))["steps"] == 12


@pytest.mark.parametrize("end_here", [False, True])
def test_a_state_where_no_run_can_be_is_damaged(end_here: bool, stopped: TrainOptions) -> None:
    path = stopped.out / "checkpoint" / "state.safetensors"
    whole, header = path.read_bytes(), header_of(path)
    tensors = {name: np.array(header.mapped(name)) for name in header.places}
    for name, value in BEYOND_RUNS:
        point = json.loads(header.metadata["point"])
        point["counts"][name] = value
        write_tensors(path, tensors, {**header.metadata, "point": json.dumps(point)})
        with pytest.raises(BadFile, match=r"state\.safetensors: this checkpoint is damaged"):
            finish(stopped.resume(stopped.out, end_here))
    path.write_bytes(whole)
    assert finish(stopped.resume(stopped.out, end_here))["steps"] == (3 if end_here else 12)
