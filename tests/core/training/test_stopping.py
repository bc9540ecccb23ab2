"""Runs stopped anywhere and gone on with come to the same lifter, bit for bit."""

import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evopose import runs
from evopose.errors import BadFile, BadOption, Stopped
from evopose.io import safetensors
from evopose.io.tensors import header_of, write_tensors
from evopose.jobs import finish
from evopose.lifting.files import read_lifter
from evopose.model.population import Population
from evopose.training.options import TrainOptions
from tests.core.training.conftest import lifter_of, people, stopped_after

Make = Callable[..., TrainOptions]


ALL_ELSE = {"ema": 0.9, "patience": 2, "dropout": 0.1, "refine": True, "flip": True, "noise_px": 2.0}


@pytest.mark.parametrize(("more", "apart"), [({}, 1), (ALL_ELSE, 4), ({"learner": "attention"}, 7)])
def test_stopped_anywhere_and_gone_on_with_it_comes_to_the_same_bits(
    more: dict, apart: int, tiny: Make, tmp_path: Path, every_line: None
) -> None:
    """Within stages, between them, and in validation."""
    more = {"steps": 3, "validate_every": 2} | more
    straight = tiny(out=tmp_path / "straight", **more)
    yields = 0
    job = straight.run()
    for step in job:
        yields += "stage" in step.metrics
    for stop in range(1, yields, apart):
        options = tiny(out=tmp_path / f"stopped_{stop}", **more)
        stopped_after(options, stop)
        assert runs.read_run(options.out).state == "stopped"
        finish(options.resume(options.out))
        assert lifter_of(options) == lifter_of(straight), stop


def test_killed_it_goes_on_from_its_last_checkpoint(tiny: Make, tmp_path: Path, every_line: None) -> None:
    straight, options = tiny(out=tmp_path / "straight"), tiny()
    finish(straight.run())
    stopped_after(options, 5)
    kept = {path.name: path.read_bytes() for path in (options.out / "checkpoint").iterdir()}
    job = options.resume(options.out)
    for _ in range(8):
        next(job)
    job.close()
    for name, content in kept.items():
        (options.out / "checkpoint" / name).write_bytes(content)
    finish(options.resume(options.out))
    assert lifter_of(options) == lifter_of(straight)
    steps = [line["metrics"]["total_step"] for line in runs.read_log(options.out) if "loss" in line["metrics"]]
    assert steps == sorted(steps)


@pytest.mark.parametrize(
    "place", ["evopose.training.loop.rate_at", "evopose.training.feeding.coins", "torch.nn.utils.clip_grad_norm_"]
)
def test_interrupted_within_a_step_it_comes_to_the_same_bits(
    place: str, tiny: Make, tmp_path: Path, every_line: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it gathers gradients it is as before; where weights change, only what was kept before counts."""
    straight, options = tiny(out=tmp_path / "straight", flip=True), tiny(flip=True)
    finish(straight.run())
    original, calls = pkgutil.resolve_name(place), []

    def interrupting(*values: Any) -> Any:
        calls.append(1)
        if len(calls) == 9:
            raise KeyboardInterrupt
        return original(*values)

    with monkeypatch.context() as patch:
        patch.setattr(place, interrupting)
        with pytest.raises(KeyboardInterrupt):
            finish(options.run())
    finish(options.resume(options.out))
    assert lifter_of(options) == lifter_of(straight)


def test_asked_by_another_process_it_stops(tiny: Make, every_line: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evopose.runs.run._BEAT_S", 0.0)
    options = tiny()

    def watch(step: object) -> None:
        if options.out.exists():
            runs.ask_to_stop(options.out)

    with pytest.raises(Stopped):
        finish(options.run(), watch)
    assert runs.read_run(options.out).state == "stopped"
    assert finish(options.resume(options.out))["steps"] == 12


def test_a_lifter_is_made_of_what_was_learned_so_far(tiny: Make, every_line: None) -> None:
    options = tiny()
    stopped_after(options, 12)
    result = finish(options.resume(options.out, end_here=True))
    assert result["stages"] == 2 and 6 < result["steps"] < 12 and "as asked" in result["reason"]
    assert len(read_lifter(Path(result["lifter"])).cascade) == 2
    assert runs.read_run(options.out).state == "finished"


def test_nothing_learned_makes_nolifter_of(tiny: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    options = tiny()
    with monkeypatch.context() as patch:
        patch.setattr("evopose.training.loop.gradients", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            finish(options.run())
    with pytest.raises(BadOption, match="learned nothing yet"):
        finish(options.resume(options.out, end_here=True))
    assert finish(options.resume(options.out))["steps"] == 12


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_changed_data_are_not_gone_on_with(tiny: Make, population: Path, every_line: None) -> None:
    options = tiny()
    stopped_after(options, 4)
    safetensors.write(Population(people(60, seed=9)), population)
    with pytest.raises(BadOption, match=r"people\.safetensors changed"):
        finish(options.resume(options.out))


def test_damaged_and_foreign_checkpoints_are_refused(tiny: Make, tmp_path: Path, every_line: None) -> None:
    options = tiny()
    stopped_after(options, 5)
    (options.out / "checkpoint-before" / "state.safetensors").unlink()
    path = options.out / "checkpoint" / "state.safetensors"
    whole = path.read_bytes()
    header = header_of(path)
    tensors = {name: np.array(header.mapped(name)) for name in header.places}
    damages = {
        r"damaged \(its 40 bytes are cut off": lambda: path.write_bytes(whole[:40]),
        "its metadata should say": lambda: write_tensors(path, tensors, {}),
        "not finite": lambda: write_tensors(
            path, {**tensors, "learner.w1.weight": tensors["learner.w1.weight"] * np.float32("nan")}, header.metadata
        ),
        "of another run": lambda: write_tensors(
            path, {**tensors, "learner.w1.weight": np.ones((3, 3), np.float32)}, header.metadata
        ),
        "lacking|damaged": lambda: write_tensors(
            path, {name: each for name, each in tensors.items() if "exp_avg" not in name}, header.metadata
        ),
        "valid integer": lambda: write_tensors(
            path, tensors, {**header.metadata, "point": '{"counts": {"stage": "x"}}'}
        ),
    }
    for words, damage in damages.items():
        damage()
        with pytest.raises(BadFile, match=words):
            finish(options.resume(options.out))
    path.write_bytes(whole)
    assert finish(options.resume(options.out))["steps"] == 12
