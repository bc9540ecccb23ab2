"""Runs of training: stopped anywhere and gone on with, they come to the same lifter, bit for bit."""

import json
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evopose import runs
from evopose.errors import BadFile, BadOption, Diverged, MissingFile, Stopped
from evopose.io import safetensors
from evopose.io.tensors import header_of, write_tensors
from evopose.jobs import finish
from evopose.lifting.files import read_lifter
from evopose.model.population import Population
from evopose.training.glance import read_glance
from evopose.training.options import TrainOptions
from tests.core.training.conftest import people

Make = Callable[..., TrainOptions]


def _stopped_after(options: TrainOptions, steps: int) -> None:
    """Begun, and closed after so many steps were told."""
    job = options.run()
    while steps:
        steps -= "stage" in next(job).metrics
    job.close()


def _lifter(options: TrainOptions) -> bytes:
    return (options.out / "lifter.safetensors").read_bytes()


def test_a_run_tells_what_it_came_to(tiny: Make, every_line: None) -> None:
    options = tiny()
    result = finish(options.run())
    record = runs.read_run(options.out)
    assert (record.state, record.command) == ("finished", "train")
    assert (result["stages"], result["steps"], result["samples"]) == (2, 12, 192)
    assert result["validation"]["pairs"] == 40 and len(result["validation"]["stages_mm"]) == 2
    lifter = read_lifter(Path(result["lifter"]))
    assert len(lifter.cascade) == 2 and lifter.metadata["data"][0]["poses"] == 50
    assert not (options.out / "checkpoint").exists()
    glance = read_glance(options.out / "glance.safetensors")
    assert (glance.stage, glance.total_step, len(glance.pixels)) == (2, 12, 10)
    error = np.linalg.norm(glance.predicted - glance.truth, axis=-1).mean(axis=1) * 1000
    np.testing.assert_allclose(error, glance.mpjpe_mm, atol=0.01)


def test_lines_of_the_log_have_the_keys_that_pages_show(tiny: Make, every_line: None) -> None:
    options = tiny()
    finish(options.run())
    lines = [line["metrics"] for line in runs.read_log(options.out)]
    always = {"stage", "stages", "step", "steps", "total_step", "epoch", "learning_rate", "samples_per_s", "memory_mb",
              "device", "precision", "batch_size", "left_s"}  # fmt: skip
    assert all(always <= line.keys() for line in lines)
    judged = [(line["stage"], line["step"]) for line in lines if "validation_mpjpe_mm" in line]
    assert judged == [(1, 3), (1, 6), (2, 3), (2, 6)]
    assert all(line["best_mpjpe_mm"] <= line["validation_mpjpe_mm"] for line in lines if "best_mpjpe_mm" in line)
    assert [line["stage"] for line in lines if line.get("stage_done")] == [1, 2]
    assert sum("loss" in line for line in lines) == 12


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
        _stopped_after(options, stop)
        assert runs.read_run(options.out).state == "stopped"
        finish(options.resume(options.out))
        assert _lifter(options) == _lifter(straight), stop


def test_killed_it_goes_on_from_its_last_checkpoint(tiny: Make, tmp_path: Path, every_line: None) -> None:
    straight, options = tiny(out=tmp_path / "straight"), tiny()
    finish(straight.run())
    _stopped_after(options, 5)
    kept = {path.name: path.read_bytes() for path in (options.out / "checkpoint").iterdir()}
    job = options.resume(options.out)
    for _ in range(8):
        next(job)
    job.close()
    for name, content in kept.items():
        (options.out / "checkpoint" / name).write_bytes(content)
    finish(options.resume(options.out))
    assert _lifter(options) == _lifter(straight)
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
    assert _lifter(options) == _lifter(straight)


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
    _stopped_after(options, 12)
    result = finish(options.resume(options.out, end_here=True))
    assert result["stages"] == 2 and 6 < result["steps"] < 12 and "as asked" in result["reason"]
    assert len(read_lifter(Path(result["lifter"])).cascade) == 2
    assert runs.read_run(options.out).state == "finished"


def test_nothing_learned_makes_no_lifter(tiny: Make, monkeypatch: pytest.MonkeyPatch) -> None:
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
    _stopped_after(options, 4)
    safetensors.write(Population(people(60, seed=9)), population)
    with pytest.raises(BadOption, match=r"people\.safetensors changed"):
        finish(options.resume(options.out))


def test_damaged_and_foreign_checkpoints_are_refused(tiny: Make, tmp_path: Path, every_line: None) -> None:
    options = tiny()
    _stopped_after(options, 5)
    path = options.out / "checkpoint" / "state.safetensors"
    whole = path.read_bytes()
    header = header_of(path)
    tensors = {name: np.array(header.mapped(name)) for name in header.places}
    damages = {
        "header": lambda: path.write_bytes(whole[:40]),
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


def test_a_loss_that_is_no_number_stops_training_and_says_which_data(
    tiny: Make, every_line: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no body has is left out before, so that only a bound that is none lets it come to this."""
    monkeypatch.setattr("evopose.training.feeding._SAMPLE", 4)
    monkeypatch.setattr("evopose.training.screening._LONGEST_M", np.inf)
    far = people(60)
    far[:, 3] += np.where(np.arange(60) == 7, 1e25, 0)[:, None]
    options = tiny(validation_share=0.0, steps=60)
    safetensors.write(Population(far), options.population[0])
    with pytest.raises(Diverged, match=r"step \d+.* row 7 of people\.safetensors \(view \d\) is .* deviations off"):
        finish(options.run())
    record = runs.read_run(options.out)
    assert record.state == "failed" and "row 7" in record.message
    assert "--end-here" in record.message and (options.out / "checkpoint" / "state.safetensors").exists()


def test_a_learning_rate_that_is_too_great_is_named(
    tiny: Make, every_line: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was validated last is kept: weights that were not are no good."""
    options = tiny()
    monkeypatch.setattr("evopose.training.checkpoint._VALIDATED_S", 0.0)
    monkeypatch.setattr("evopose.training.checkpoint._SHARE", 0)
    monkeypatch.setattr("evopose.training.loop.rate_at", lambda schedule, step, steps: 1e38 if step > 3 else 1e-3)
    with pytest.raises(Diverged, match="learning rate"):
        finish(options.run())
    result = finish(options.resume(options.out, end_here=True))
    assert result["steps"] == 3
    weights = read_lifter(Path(result["lifter"])).cascade[0].state_dict()["w1.weight"]
    assert float(weights.abs().max()) < 10


def test_with_nothing_to_learn_from_nothing_begins(tiny: Make, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="nothing to learn from"):
        finish(tiny(population=()).run())
    with pytest.raises(MissingFile):
        finish(tiny(population=(tmp_path / "none.npz",)).run())
    with pytest.raises(BadOption, match="No clip"):
        finish(tiny(kinds=("swim",)).run())
    with pytest.raises(BadOption, match="--weights"):
        finish(tiny(weights=(1.0, 2.0)).run())
    assert not (tmp_path / "run").exists()


def test_more_stages_are_added_to_a_lifter_and_its_last_is_trained_on(tiny: Make, tmp_path: Path) -> None:
    first = tiny(stages=1, out=tmp_path / "first")
    path = Path(finish(first.run())["lifter"])
    before = read_lifter(path).cascade[0].state_dict()
    added = finish(tiny(begin_with=path, stages=2, out=tmp_path / "added").run())
    cascade = read_lifter(Path(added["lifter"])).cascade
    assert len(cascade) == 2 and added["steps"] == 6
    assert all((cascade[0].state_dict()[name] == value).all() for name, value in before.items())
    on = finish(tiny(begin_with=path, stages=1, out=tmp_path / "on").run())
    after = read_lifter(Path(on["lifter"])).cascade
    assert len(after) == 1 and not (after[0].state_dict()["w1.weight"] == before["w1.weight"]).all()
    with pytest.raises(BadOption, match="--width"):
        finish(tiny(begin_with=path, stages=1, width=16, out=tmp_path / "other").run())


def test_a_run_stands_for_the_lifter_that_it_made(tiny: Make, tmp_path: Path) -> None:
    first = tiny(stages=1, normalisation="pose", out=tmp_path / "first")
    file = Path(finish(first.run())["lifter"])
    of_run, of_file = (
        finish(tiny(begin_with=each, normalisation="pose", out=tmp_path / name).run())["lifter"]
        for each, name in ((file.parent, "a"), (file, "b"))
    )
    a, b = (read_lifter(Path(each)).cascade.state_dict() for each in (of_run, of_file))
    assert all((a[name] == value).all() for name, value in b.items()) and len(a) == len(b)
    with pytest.raises(BadOption, match="begin with it by --normalisation pose"):
        finish(tiny(begin_with=file.parent, normalisation="set", out=tmp_path / "c").run())
    with pytest.raises(MissingFile, match=r"No lifter at .*nothing"):
        finish(tiny(begin_with=tmp_path / "nothing", out=tmp_path / "d").run())


def test_options_of_a_run_hold_from_any_folder(tiny: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    finish(tiny(population=(Path("people.safetensors"),), out=Path("here")).run())
    asked = json.loads((tmp_path / "here" / "options.json").read_text())["options"]
    assert asked["population"] == [str(tmp_path / "people.safetensors")] and asked["out"] == str(tmp_path / "here")
