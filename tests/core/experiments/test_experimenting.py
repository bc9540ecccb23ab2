"""An experiment from data to report."""

import csv
import json
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from shutil import copy

import pytest

from evopose.__main__ import main
from evopose.commands.experiment import Experiment
from evopose.demo.population import make_population
from evopose.errors import BadFile, BadOption, NotWritable
from evopose.experiments import experimenting
from evopose.experiments.experimenting import TRIALS, conduct, story
from evopose.io.lock import WriterLock
from evopose.io.npz import read, write
from evopose.jobs import finish
from evopose.runs.run import created


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Experiment:
    """Tiny, of generated people."""
    folder = tmp_path_factory.mktemp("experiment")
    for seed, name in enumerate(("seen", "unseen")):
        write(finish(make_population(120, seed)), folder / f"{name}.npz")
    return Experiment(
        name="tab5",
        out=folder / "whole",
        source=(folder / "seen.npz",),
        target=(folder / "unseen.npz",),
        founders=40,
        ratio=1.5,
        seeds=1,
        steps=3,
        batch_size=16,
        width=8,
        stages=2,
        poses=20,
    )


@pytest.fixture(scope="module")
def whole(asked) -> dict[str, object]:
    return finish(conduct(asked))


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / "tab5.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_report_has_a_row_for_each_arm_its_figure_and_its_verdict(asked, whole):
    curves = [line["curve"] for line in lines(asked.out)]
    assert curves[:2] == ["B", "B+C"] and "B+C+E" in curves
    page = (asked.out / "report.html").read_text("utf-8")
    assert "<svg" in page and "Table 5" in page and "less than plain" in page
    assert "Lifters learn from all clips of seen.npz, and are measured on unseen.npz, four" in page
    assert all(Path(file).is_file() for file in whole["files"])
    assert whole["experiments"]["tab5"]["seeds"] == 1
    assert "B+C+E" in whole["text"]


def test_the_report_says_what_it_began_with(asked):
    both = asked.model_copy(update={"target": (*asked.target, *asked.source), "kinds": ("sit",)})
    assert "of seen.npz clips of kinds sit), and are measured on unseen.npz, seen.npz (of seen" in story(both)
    without = asked.model_copy(update={"source": (), "target": (), "kinds": ("sit", "lie")})
    assert "some people in clips of kinds sit, lie, and are measured on other people" in story(without)


def test_the_cascade_up_to_its_first_learner_is_measured_too(asked, whole):
    found = {line["curve"]: float(line["mpjpe_mm"]) for line in lines(asked.out)}
    assert found["B"] != found["B+C"]


def test_stopped_and_begun_again_it_goes_on_to_the_same_report(asked, whole, tmp_path):
    stopped = asked.model_copy(update={"out": tmp_path / "stopped"})
    job = conduct(stopped)
    while len(done := list((stopped.out / TRIALS).glob("*[!n].json"))) < 2:
        next(job)
    job.close()
    times = {path: path.stat().st_mtime_ns for path in done}
    assert not (stopped.out / "report.html").exists()
    finish(conduct(stopped))
    assert {path: path.stat().st_mtime_ns for path in done} == times
    assert lines(stopped.out) == lines(asked.out)


def test_what_was_done_is_not_done_again_and_what_is_damaged_is(asked, whole):
    kept = sorted((asked.out / TRIALS).glob("*.json"))
    before = [path.stat().st_mtime_ns for path in kept]
    kept[0].write_text("{")
    finish(conduct(asked))
    after = [path.stat().st_mtime_ns for path in kept]
    assert after[0] > before[0]
    assert after[1:] == before[1:]


def test_targets_of_another_name_or_with_other_clips_are_other_trials(asked, whole, tmp_path):
    """And what evolved from the same founders is not bred again."""
    out = tmp_path / "out"
    (out / TRIALS).mkdir(parents=True)
    for path in (asked.out / TRIALS).glob("population-*"):
        copy(path, out / TRIALS)
    copy(asked.target[0], tmp_path / "own.npz")
    other = asked.model_copy(update={"out": out, "target": (tmp_path / "own.npz",)})
    job = conduct(other)
    assert all("eneration" not in step.message for step in takewhile(lambda step: "drawing" not in step.message, job))
    finish(job)
    assert lines(out)[0]["own 1_mm"] == lines(asked.out)[0]["unseen_mm"]
    assert not {path.name for path in (out / TRIALS).glob("*.json")} & {
        path.name for path in (asked.out / TRIALS).glob("*.json")
    }


def test_what_another_is_at_work_on_is_left_to_it_and_come_back_to(asked, whole, monkeypatch):
    monkeypatch.setattr(experimenting, "_LOOK_AGAIN_S", 0.0)
    kept = min((asked.out / TRIALS).glob("*.json"))
    content = kept.read_bytes()
    kept.unlink()
    lock = WriterLock(kept)
    assert lock.acquire()
    job = conduct(asked)
    steps = takewhile(lambda step: "others are at work" not in step.message, job)
    assert all(step.message for step in steps)
    assert not kept.exists()
    kept.write_bytes(content)
    lock.release()
    finish(job)
    assert kept.read_bytes() == content


def test_too_few_founders_to_hold_any_out_are_refused_before_a_trial_is_made(asked, tmp_path):
    few = asked.model_copy(update={"name": "fig10", "founders": 2, "out": tmp_path / "out"})
    with pytest.raises(BadOption, match="of 2 that is none: --founders 3 is the least"):
        finish(conduct(few))
    assert not few.out.exists()


def test_the_command_says_what_it_found_and_what_it_lacks(asked, whole, capsys, tmp_path):
    words = ["--source", str(asked.source[0]), "--target", str(asked.target[0]), "--out", str(asked.out)]
    sizes = [
        "--founders",
        "40",
        "--ratio",
        "1.5",
        "--seeds",
        "1",
        "--steps",
        "3",
        "--batch-size",
        "16",
        "--poses",
        "20",
    ]
    assert main(["experiment", "tab5", *words, *sizes, "--width", "8", "--stages", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["experiments"] == json.loads(json.dumps(whole["experiments"]))
    assert main(["experiment", "fig2", "--mocap", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "No motion capture at" in capsys.readouterr().err


def test_another_commands_folder_and_what_is_none_are_refused_before_poses_are_read(asked, tmp_path):
    with created(tmp_path / "run", "train", {}) as trained:
        trained.finished({})
    (tmp_path / "file").touch()
    for name, error, told in (
        ("run", BadOption, "run holds a run already: it is finished; choose another folder"),
        ("file", NotWritable, "file cannot be written: .*file is a file, a folder was expected"),
        ("file/inner", NotWritable, "inner cannot be written: .*file is a file, a folder was expected"),
    ):
        elsewhere = asked.model_copy(update={"out": tmp_path / name, "source": (tmp_path,)})
        with pytest.raises(error, match=told):
            next(conduct(elsewhere))
    assert {path.name for path in tmp_path.iterdir()} == {"run", "file"}


def test_a_unit_that_cannot_be_told_here_is_no_way_out(asked, tmp_path):
    there = read(asked.target[0])
    write(replace(there, positions=there.positions * 1000), tmp_path / "mm.npz")
    with pytest.raises(BadFile, match="millimetres") as refused:
        finish(conduct(asked.model_copy(update={"out": tmp_path / "out", "target": (tmp_path / "mm.npz",)})))
    assert "--unit" not in str(refused.value)
