"""Runs of evolution that were stopped in any way, and gone on with."""

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from evopose import runs
from evopose.io import safetensors
from tests.core.commands.conftest import digest, evolve
from tests.core.io.populations import clips


@contextmanager
def started(words_: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A run whose children have begun to come."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-m", "evopose", *words_, "--piped"], **pipes) as process:
        while line := process.stdout.readline():
            if json.loads(line)["metrics"].get("generation", 0) >= 2:
                break
        else:
            pytest.fail(f"it ended: {process.stderr.read()}")
        yield process


MORE = ("--preset", "paper", "--poses", "1500", "--chunk", "20", "--engine", "eager")


@pytest.fixture(scope="module")
def stopped(tmp_path_factory) -> Path:
    """A run that was stopped early, once for all: a process loads torch first, and gives way to whatever else runs."""
    folder = tmp_path_factory.mktemp("stopped")
    safetensors.write(clips((50, 40, 30)), folder / "people.safetensors")
    run = folder / "run"
    with started(evolve(folder / "people.safetensors", run, *MORE)) as process:
        assert runs.is_running(run)
        process.stdin.close()
        assert (process.wait(30), process.stderr.read()) == (130, "stopped\n")
    assert runs.read_run(run).state == "stopped"
    (folder / "people.safetensors").unlink()  # a run needs its founders no more
    return run


@pytest.mark.skipif(sys.platform == "win32", reason="a process that is interrupted hears nothing there")
def test_stopped_in_any_way_and_resumed_equals_never_stopped(founders, stopped, told, refused, tmp_path):
    run = Path(shutil.copytree(stopped, tmp_path / "run"))
    with started(["resume", str(run)]) as process:
        assert "this run is running" in refused("resume", run)
        process.kill()
    record = runs.read_run(run)
    assert (record.state, record.resumable, runs.is_running(run)) == ("stopped", True, False)
    whole = told(*evolve(founders, tmp_path / "whole", *MORE))
    result = told("resume", run)
    assert digest(result) == digest(whole)
    assert len(runs.read_log(run)) == result["generations"] == whole["generations"]


def test_a_run_is_gone_on_with_without_the_file_of_its_preset(founders, refused, told, tmp_path):
    preset = tmp_path / "mine.json"
    preset.write_text(json.dumps({"local": {"rate": 0.7}, "torso": {"rate": 0.4}}))
    more = ("--preset", preset, "--local.sigma-deg", "12")
    whole = told(*evolve(founders, tmp_path / "whole", *more))
    told(*evolve(founders, tmp_path / "run", *more))
    (tmp_path / "run" / "state.json").unlink()
    preset.unlink()
    assert digest(told("resume", tmp_path / "run")) == digest(whole)
    assert "mine.json" in refused(*evolve(founders, tmp_path / "another", *more))


@pytest.mark.skipif(sys.platform == "win32", reason="a process that is interrupted hears nothing there")
def test_a_stopped_run_can_end_where_it_is(stopped, told, refused, tmp_path):
    run = Path(shutil.copytree(stopped, tmp_path / "run"))
    so_far = runs.read_run(run).done
    result = told("resume", run, "--end-here")
    bred = safetensors.read(run / "evolved.safetensors")
    assert result["founders"]["poses"] + so_far == result["poses"] == len(bred) < 1500
    assert (result["complete"], runs.read_run(run).state) == (False, "finished")
    assert "as asked" in result["reason"]
    assert np.abs(bred.positions).reshape(len(bred), -1).max(axis=1).min() > 0
    assert "is finished" in refused("resume", run, "--end-here")


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file sizes there")
def test_a_disk_that_takes_no_more_is_told_and_the_run_resumable(founders, refused, told, tmp_path):
    whole = told(*evolve(founders, tmp_path / "whole"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        assert "cannot be written" in refused(*evolve(founders, tmp_path / "run"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert runs.read_run(tmp_path / "run").state == "failed"
    assert digest(told("resume", tmp_path / "run")) == digest(whole)


def test_damaged_records_are_told(founders, refused, told, tmp_path):
    told(*evolve(founders, tmp_path / "run"))
    record = tmp_path / "run" / "options.json"
    state = tmp_path / "run" / "state.json"
    state.unlink()
    whole = record.read_text("utf-8")
    for content, says in (
        ("{", "not readable as JSON"),
        ('{"command": 3}', "no record of a run"),
        (whole.replace('"command": "evolve"', '"command": "evlove"'), "no command 'evlove'"),
        (whole.replace('"command": "evolve"', '"command": "doctor"'), "no command 'doctor'"),
        (whole.replace('"fraction": 0.05', '"fraction": 7'), "do not fit: fraction: "),
        (whole.replace('"fraction"', '"fractoin"'), "do not fit: no option is called 'fractoin'"),
        (whole.replace('"copies"', '"copied"'), "no option is called 'selection.copied'"),
    ):
        record.write_text(content, "utf-8")
        assert says in refused("resume", tmp_path / "run")
    assert len(told("runs", tmp_path)["runs"]) == 1
