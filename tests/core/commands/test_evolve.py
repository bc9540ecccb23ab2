"""evolve, resume, lineage and runs as people use them: words in, JSON out; stopped in any way, gone on with."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import tyro

from evopose import runs
from evopose.__main__ import main
from evopose.commands import load
from evopose.evolution.presets import PRESETS
from evopose.io import npz, safetensors
from evopose.model.population import Population
from evopose.options import words
from tests.core.io.populations import clips, people

FREE = ("--selection.limits.weight", "0")


@pytest.fixture
def founders(tmp_path) -> Path:
    safetensors.write(clips((50, 40, 30)), tmp_path / "people.safetensors")
    return tmp_path / "people.safetensors"


@pytest.fixture
def told(capsys):
    """Runs a command that must succeed; its result."""

    def run(*given) -> dict:
        capsys.readouterr()
        assert main([*map(str, given), "--json"]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


@pytest.fixture
def refused(capsys):
    """Runs a command that must fail; its sentence."""

    def run(*given) -> str:
        capsys.readouterr()
        assert main([str(word) for word in given]) == 1
        sentence = capsys.readouterr().err
        assert sentence.startswith("evopose: ") and sentence.count("\n") == 1, sentence
        return sentence

    return run


def evolve(founders: Path, out: Path, *more) -> list[str]:
    return [str(word) for word in ("evolve", "--population", founders, "--out", out, *FREE, *more)]


def test_the_keys_that_programs_rely_on(founders, told, tmp_path):
    result = told(*evolve(founders, tmp_path / "run", "--ratio", "1.5"))
    assert Path(result["population"]) == tmp_path / "run" / "evolved.safetensors"
    assert result["poses"] == 180
    assert result["survivors"] == 60 <= result["candidates"]
    assert result["generations"] >= 1 and result["seconds"] > 0
    assert result["founders"]["poses"] == 120
    assert result["peak_memory_mb"] is None or result["peak_memory_mb"] > 50
    listed = told("runs", tmp_path)["runs"]
    assert [(run["command"], run["state"]) for run in listed] == [("evolve", "finished")]


def test_what_evolution_made_is_a_population_like_any_other(founders, told, tmp_path):
    shards = ("--precision", "0.1mm", "--shard-poses", "50")
    result = told(*evolve(founders, tmp_path / "run", "--ratio", "1.5", *shards))
    assert len(result["files"]) == 4
    assert told("limits-check", result["population"])["poses"] == 180
    assert told("convert", result["population"], tmp_path / "one.npz")["count"] == 180
    np.testing.assert_array_equal(npz.read(tmp_path / "one.npz").positions,
                                  safetensors.read(Path(result["population"])).positions)  # fmt: skip
    again = told(*evolve(tmp_path / "run", tmp_path / "again", "--ratio", "1.1"))
    assert again["founders"]["poses"] == 180


def test_the_tree_of_a_pose(founders, told, refused, capsys, tmp_path):
    result = told(*evolve(founders, tmp_path / "run", "--ratio", "3"))
    child = told("lineage", result["population"], 359, "--depth", "16")
    leaves = [child]
    while any(leaf["parents"] for leaf in leaves):
        assert all(len(leaf["parents"]) in (0, 2) for leaf in leaves)
        leaves = [parent for leaf in leaves for parent in leaf["parents"]]
    assert all(leaf["row"] < 120 and leaf["clip"].startswith("walk ") for leaf in leaves if not leaf["more"])
    assert main(["lineage", result["population"], "359", "--depth", "1"]) == 0
    drawn = capsys.readouterr().out.splitlines()
    assert drawn[0].startswith("359 (generation ") and len(drawn) == 3
    assert "no pose 360" in refused("lineage", result["population"], 360)
    assert "knows no parents" in refused("lineage", founders, 3)


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


def test_a_least_above_the_greatest_is_refused(founders, refused, tmp_path):
    for more in (("--views.distance-min-m", 9), ("--views.height-max-m", 0.1), ("--selection.ground.hip-min-m", 3)):
        assert "the least is above the greatest" in refused(*evolve(founders, tmp_path / "run", *more))
    assert not (tmp_path / "run").exists()


def test_a_finished_run_is_told_in_lines(founders, told, tmp_path):
    text = told(*evolve(founders, tmp_path / "run", "--generations", "2", "--engine", "eager"))["text"]
    assert "bred 2 generations" in text
    assert "survived; removed: " in text
    assert len([line for line in text.splitlines() if line.startswith("  right")]) == 4


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


def digest(result: dict) -> str:
    return hashlib.sha256(b"".join(Path(file).read_bytes() for file in result["files"])).hexdigest()


def test_a_preset_is_what_other_words_do_not_change():
    evolving = load("evolve")

    def parsed(*given):
        return tyro.cli(evolving, args=evolving.spelled_out(["--population", "a", "--out", "b", *given]))

    assert parsed().recipe == PRESETS["default"]
    assert parsed("--preset", "original").recipe == PRESETS["original"]
    changed = parsed("--local.rate", "0.7", "--preset=original", "--ground.no-place").recipe
    assert changed.local.model_dump() == {**PRESETS["original"].local.model_dump(), "rate": 0.7}
    assert (changed.ground.place, changed.orientation) == (False, PRESETS["original"].orientation)


@pytest.mark.parametrize("preset", PRESETS)
def test_options_as_words_are_the_same_options(preset):
    evolving = load("evolve")
    chosen = evolving(population=("a b", "c"), out="d", preset=preset, kinds=("walk", "run"), generations=3)
    assert tyro.cli(evolving, args=evolving.spelled_out(words(chosen))) == chosen
    assert evolving.model_validate(chosen.model_dump(mode="json")) == chosen


def test_options_know_no_torch_until_they_run():
    code = (
        "import sys; from evopose.commands import load; from evopose import runs; import evopose.evolution.lineage\n"
        "[load(name) for name in ('evolve', 'resume', 'lineage', 'runs')]\n"
        "print([name for name in ('torch', 'numba') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_without_torch_it_says_what_to_install(founders, refused, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name == "evopose.evolution.running"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    assert "evostudio[torch]" in refused(*evolve(founders, tmp_path / "run"))
    assert not (tmp_path / "run").exists()


# what is wrong with what it is given


@pytest.mark.parametrize(
    ("poses", "says"),
    [
        (people(0), "no pose in it"),
        (people(1), "there is one pose"),
        (np.repeat(people(1), 9, axis=0), "there are 9 poses, of which 1 can be a parent: 8 the same as another"),
        (np.full((9, 17, 3), np.nan, np.float32), "9 with missing joints (nan)"),
        (people(9) * 0, "0 m tall"),
        (people(9)[:, [0, 1, 2, 3, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]], "9 degenerate"),
        (people(9) * 1000, "millimetres"),
        (people(9) * 100, "`--unit cm` reads them so"),
        (np.zeros((4, 24, 3), np.float32), "a skeleton of 24 joints"),
        (people(4).reshape(4, 51), "(N, 17, 3) was expected"),
    ],
)  # fmt: skip
def test_populations_that_cannot_be_evolved(poses, says, refused, tmp_path):
    np.savez(tmp_path / "a.npz", positions=poses)
    assert says in refused(*evolve(tmp_path / "a.npz", tmp_path / "run"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


def test_other_units_are_read_when_they_are_told(told, refused, tmp_path):
    np.savez(tmp_path / "mm.npz", positions=people(40) * 1000)
    assert told(*evolve(tmp_path / "mm.npz", tmp_path / "run", "--unit", "mm"))["founders"]["poses"] == 40
    np.savez(tmp_path / "m.npz", positions=people(40))
    assert "0.001" in refused(*evolve(tmp_path / "m.npz", tmp_path / "other", "--unit", "mm"))


def test_poses_that_cannot_be_parents_are_left_out_and_told(told, tmp_path):
    poses = people(60)
    poses[3, 4] = np.nan
    poses[5, 2] = poses[5, 1]
    poses[7] = poses[8]
    np.savez(tmp_path / "a.npz", positions=poses)
    result = told(*evolve(tmp_path / "a.npz", tmp_path / "run", "--ratio", "2"))
    dropped = {"missing": 1, "degenerate": 1, "too_large": 0, "duplicates": 1}
    assert result["founders"] == {"poses": 57, "dropped": dropped, "valid": result["founders"]["valid"]}
    assert result["poses"] == 2 * 58, "the ratio is of the sound poses, doubles among them"
    assert result["notices"][0] == "Of the founders 1 with missing joints, 1 degenerate, 1 doubles were left out."


def test_founders_that_no_limits_allow_are_told_and_bred(told, tmp_path):
    poses = people(60)
    poses[:, [3, 6]] = poses[:, [1, 4]] + [0, 0.3, 0.4]
    np.savez(tmp_path / "a.npz", positions=poses)
    given = ["evolve", "--population", tmp_path / "a.npz", "--out", tmp_path / "run", "--fruitless", "2"]
    result = told(*given, "--selection.limits.weight", "1")
    assert "None of the founders lies within the joint limits." in result["notices"]
    assert result["poses"] >= 60


def test_options_that_fit_nothing(founders, refused, tmp_path):
    run = tmp_path / "run"
    for given, says in {
        ("--preset", "orignal"): "did you mean 'original'",
        ("--preset", "none.json"): "No preset at none.json",
        ("--precision", "float16"): "0.05mm to 1mm",
        ("--memory", "much"): "no amount of memory",
        ("--memory", "5MB"): "too little",
        ("--kinds", "swim"): "No clip is of a kind that begins with swim; there are walk",
        ("--poses", "100"): "are there already",
        ("--selection.limits.file", tmp_path / "none.npz"): "none.npz",
        ("--share", "0.001"): "there is one pose",
    }.items():
        assert says in refused(*evolve(founders, run), *given)
    assert [path.name for path in tmp_path.iterdir()] == ["people.safetensors"]
    for given in (
        ["--ratio", "1"],
        ["--fraction", "0"],
        ["--local.rate", "2"],
        ["--seed", "-1"],
        ["--generations", "0"],
    ):
        assert f"{given[0]}: " in refused(*evolve(founders, run), *given)
    assert not run.exists()


def test_a_device_and_an_engine_that_are_not_to_be_had(founders, refused, tmp_path, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert "There is no GPU" in refused(*evolve(founders, tmp_path / "run"), "--device", "cuda")
    monkeypatch.setitem(sys.modules, "numba", None)
    assert "numba" in refused(*evolve(founders, tmp_path / "run"), "--engine", "fused")
    assert not (tmp_path / "run").exists()


def test_places_where_no_run_can_be(founders, refused, told, tmp_path):
    assert "is a file" in refused(*evolve(founders, founders))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    assert "is not empty" in refused(*evolve(founders, tmp_path / "full"))
    assert "cannot be written" in refused(*evolve(founders, founders / "run"))
    assert "No run at" in refused("resume", tmp_path / "full")
    assert "No run at" in refused("resume", tmp_path / "none")
    assert told("runs", tmp_path)["runs"] == []
    assert {path.name for path in tmp_path.iterdir()} == {"people.safetensors", "full"}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything may be written there")
def test_a_folder_that_may_not_be_written(founders, refused, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "cannot be written" in refused(*evolve(founders, tmp_path / "locked" / "run"))


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


def test_a_run_that_lacks_a_shard_says_so(founders, refused, told, tmp_path):
    told(*evolve(founders, tmp_path / "run", "--shard-poses", "100"))
    (tmp_path / "run" / "evolved-00000-of-00003.safetensors").unlink()
    for words_ in (evolve(tmp_path / "run", tmp_path / "again"), ("coverage", tmp_path / "run")):
        assert "of its 3 shards 1 are not there: evolved-00000-of-00003" in refused(*words_)


def test_poses_of_no_clips_are_of_no_kind(refused, tmp_path):
    safetensors.write(Population(people(30)), tmp_path / "a.safetensors")
    told = refused(*evolve(tmp_path / "a.safetensors", tmp_path / "run"), "--kinds", "walk")
    assert "do not tell of what kinds" in told


def test_a_folder_with_a_nul_in_its_name(founders, refused, tmp_path):
    assert "no path has a NUL" in refused(*evolve(founders, f"{tmp_path}/a\0b"))


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
        (whole.replace('"fraction": 0.05', '"fraction": 7'), "do not fit"),
    ):
        record.write_text(content, "utf-8")
        assert says in refused("resume", tmp_path / "run")
    assert len(told("runs", tmp_path)["runs"]) == 1


def test_a_population_written_by_another_program(told, tmp_path):
    safetensors.write(Population(people(30).astype(np.float64)), tmp_path / "a.safetensors")
    assert told(*evolve(tmp_path / "a.safetensors", tmp_path / "run"))["poses"] == 75
