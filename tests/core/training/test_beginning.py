"""What a run of training begins with: data, and a lifter that is there already."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evopose.errors import BadOption, MissingFile
from evopose.jobs import finish
from evopose.lifting.files import read_lifter
from evopose.training.options import TrainOptions

Make = Callable[..., TrainOptions]


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
