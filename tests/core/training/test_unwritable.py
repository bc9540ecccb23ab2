"""What cannot be written is told by what mends it, and a run at work is left to who works on it."""

import errno
import os
from collections.abc import Callable

import pytest

from evopose.errors import BadOption, NotWritable
from evopose.jobs import finish
from evopose.training.options import TrainOptions

Make = Callable[..., TrainOptions]


@pytest.mark.parametrize("name", ["glance.safetensors", "log.jsonl"])
def test_a_folder_in_a_files_place_is_no_matter_of_room(name: str, tiny: Make, every_line: None) -> None:
    options = tiny()
    job = options.run()
    while "stage" not in next(job).metrics:
        pass
    job.close()
    (options.out / name).unlink(missing_ok=True)
    (options.out / name).mkdir()
    with pytest.raises(NotWritable, match="s a directory") as caught:
        finish(options.resume(options.out))
    assert "room" not in str(caught.value)
    (options.out / name).rmdir()
    assert finish(options.resume(options.out))["steps"] == 12


@pytest.mark.parametrize(
    ("every_s", "said"), [(1e9, "Nothing of it could be kept yet: "), (0.0, "What was learned so far is kept: ")]
)
def test_a_full_disk_is_a_matter_of_room(
    every_s: float, said: str, tiny: Make, every_line: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_EVERY_S", "_VALIDATED_S", "_SHARE"):
        monkeypatch.setattr(f"evopose.training.checkpoint.{name}", every_s)
    options = tiny()
    job = options.run()
    while "stage" not in (line := next(job)).metrics or line.metrics["total_step"] < 2:
        pass

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(NotWritable, match=f"{said}.* goes on when there is room"):
            finish(job)
    assert finish(options.resume(options.out))["steps"] == 12


def test_a_run_at_work_is_left_to_who_works_on_it(tiny: Make, every_line: None) -> None:
    options = tiny()
    job = options.run()
    while "stage" not in next(job).metrics:
        pass
    with pytest.raises(BadOption, match="another process is at work on it"):
        finish(options.resume(options.out))
    assert finish(job)["steps"] == 12
