"""A checkpoint that is damaged is gone on from by the one before it, to the same bits."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evopose import runs
from evopose.errors import DamagedCheckpoint, NotWritable
from evopose.io.aside import write_aside
from evopose.jobs import finish
from evopose.training.generations import before, found, replace, settle
from evopose.training.options import TrainOptions
from tests.core.training.conftest import lifter_of, stopped_after

Make = Callable[..., TrainOptions]


@pytest.fixture
def often(every_line: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint after every step."""
    for name in ("_EVERY_S", "_VALIDATED_S", "_SHARE"):
        monkeypatch.setattr(f"evopose.training.checkpoint.{name}", 0)


def _cut(*paths: Path) -> None:
    for path in paths:
        path.write_bytes(path.read_bytes()[:500])


def _read(folder: Path) -> str | None:
    path = folder / "a"
    return path.read_text() if path.exists() else None


@pytest.mark.parametrize("name", ["state.safetensors", "setup.json", "", "*"])
def test_a_damaged_last_checkpoint_is_gone_on_from_by_the_one_before(
    name: str, tiny: Make, tmp_path: Path, often: None
) -> None:
    """Each file of it cut off, all of them, or the folder gone."""
    straight, options = tiny(out=tmp_path / "straight", ema=0.9), tiny(ema=0.9)
    finish(straight.run())
    stopped_after(options, 8)
    last = options.out / "checkpoint"
    _cut(*last.glob(name)) if name else shutil.rmtree(last)
    result = finish(options.resume(options.out))
    assert lifter_of(options) == lifter_of(straight)
    said = [notice for notice in result["notices"] if "checkpoint" in notice]
    assert len(said) == (name != "setup.json")
    assert all("the one before it was used, and " in each and "made again" in each for each in said)
    steps = [line["metrics"]["total_step"] for line in runs.read_log(options.out) if "loss" in line["metrics"]]
    assert steps == sorted(steps)
    assert not list(options.out.glob("checkpoint*"))


def test_what_stands_in_is_not_replaced_by_what_is_damaged(tiny: Make, tmp_path: Path, often: None) -> None:
    straight, options = tiny(out=tmp_path / "straight"), tiny()
    finish(straight.run())
    stopped_after(options, 5)
    for _ in range(3):
        _cut(options.out / "checkpoint" / "state.safetensors")
        job = options.resume(options.out)
        while "stage" not in next(job).metrics:
            pass
        job.close()
    finish(options.resume(options.out))
    assert lifter_of(options) == lifter_of(straight)


@pytest.mark.parametrize("end_here", [False, True])
def test_both_damaged_say_so_and_what_can_be_done(end_here: bool, tiny: Make, often: None) -> None:
    options = tiny()
    stopped_after(options, 5)
    _cut(*options.out.glob("checkpoint*/*"))
    for _ in range(2):
        with pytest.raises(DamagedCheckpoint, match=r"The checkpoint before it is damaged too\. Train anew") as caught:
            finish(options.resume(options.out, end_here))
        assert "--out" in str(caught.value) and "JSON" not in str(caught.value)
    record = runs.read_run(options.out)
    assert record.futile and record.state == "failed" and "Options button" in record.message


def test_a_lifter_is_made_of_the_checkpoint_before(tiny: Make, often: None) -> None:
    options = tiny()
    stopped_after(options, 5)
    _cut(options.out / "checkpoint" / "state.safetensors")
    result = finish(options.resume(options.out, end_here=True))
    assert any("damaged" in notice and "lost" in notice for notice in result["notices"])


def test_a_replacing_that_was_killed_between_its_moves_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept" / "a"
    path.parent.mkdir()
    replace(path, lambda place: write_aside(place, "1"))
    moves, move = [], Path.replace

    def killed(source: Path, target: Path) -> Path:
        moves.append(target)
        if target == path:
            raise KeyboardInterrupt
        return move(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            replace(path, lambda place: write_aside(place, "2"))
    assert not path.exists()
    settle(path)
    assert path.read_text() == "2" and _read(before(path.parent)) == "1"


def test_on_a_full_disk_the_older_of_two_gives_its_room(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "a"
    path.parent.mkdir()
    for content in "12":
        replace(path, lambda place, content=content: write_aside(place, content))

    def put(place: Path) -> None:
        if _read(before(path.parent)):
            raise NotWritable("full") from OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_aside(place, "3")

    replace(path, put)
    assert path.read_text() == "3" and _read(before(path.parent)) == "2"
    kept = found(path.parent, _read)
    assert kept and (kept.value, kept.older, kept.trouble) == ("3", False, None)
