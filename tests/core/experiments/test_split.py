"""Who is learned from and who is measured on."""

from pathlib import Path

import numpy as np
import pytest

from evopose.commands.experiment import Experiment
from evopose.demo.population import make_population
from evopose.errors import BadFile, BadOption, MissingFile
from evopose.experiments.parts import PARTS
from evopose.experiments.split import Split, drawn, people, person_of, split
from evopose.io.clips import clips_of
from evopose.io.npz import write
from evopose.jobs import finish
from evopose.model.population import Population


@pytest.fixture(scope="module")
def splits(shared_data: Path) -> dict[str, Split]:
    mocap = shared_data / "data" / "mocap"
    return {
        part: finish(split(Experiment(name="recipes", out=Path("unused"), mocap=mocap, part=part)))  # type: ignore[arg-type]
        for part in PARTS
    }


@pytest.fixture(scope="module")
def demo() -> Population:
    return finish(make_population(800, seed=0))


def poses(*populations: Population) -> set[bytes]:
    """Each pose, by its bytes."""
    return {np.asarray(row).tobytes() for population in populations for row in np.asarray(population.positions)}


def test_nobody_who_is_measured_on_is_learned_from_nor_limits_learned_from(splits):
    for each in splits.values():
        measured = poses(*each.targets.values(), *each.beside.values())
        learned = poses(each.source) | {np.asarray(row).tobytes() for some in each.prior for row in some}
        assert measured and learned
        assert not measured & learned


def test_the_two_parts_share_nobody(splits):
    before, after = splits["development"], splits["report"]
    assert not poses(before.source) & poses(after.source)
    assert not poses(*before.targets.values()) & poses(*after.targets.values())
    whom = [{person_of(clip) for clip in clips_of(each.source)} for each in (before, after)]
    assert not whom[0] & whom[1]


def test_what_is_measured_on_is_of_other_kinds_but_beside(splits):
    for each in splits.values():
        for name, population in each.targets.items():
            for clip in clips_of(population):
                assert not (clip.kind or clip.name).startswith(("walk", "run", "dash")), name
        assert all("walk" in (clip.kind or clip.name) for clip in clips_of(each.source) if "run" not in clip.kind)


def test_people_have_all_poses_between_them_who_has_most_comes_first(splits):
    source = splits["report"].source
    each = people(source)
    assert sum(map(len, each)) == len(source)
    assert [len(one) for one in each] == sorted(map(len, each), reverse=True)
    assert len(each) == len(PARTS["report"].source.people)


def test_founders_are_so_many_of_all_clips_and_others_with_another_seed(splits):
    source = splits["report"].source
    some = drawn(source, 300, seed=0)
    assert len(some) == 300 == len(poses(some))
    assert poses(some) < poses(source)
    assert poses(some) != poses(drawn(source, 300, seed=1))
    assert len(list(clips_of(some))) == len(list(clips_of(source)))
    assert drawn(source, None, 0) is source
    assert drawn(source, len(source) + 1, 0) is source


def test_a_population_on_both_sides_gives_other_clips_to_each(demo, tmp_path):
    path = tmp_path / "mine.npz"
    write(demo, path)
    kinds = tuple({clip.kind for clip in clips_of(demo)})
    asked = Experiment(name="recipes", out=tmp_path / "out", source=(path,), target=(path,), kinds=kinds[:1])
    found = finish(split(asked))
    assert {clip.kind for clip in clips_of(found.source)} == set(kinds[:1])
    assert {clip.kind for clip in clips_of(found.targets["mine"])} == set(kinds[1:])
    (tmp_path / "beside").mkdir()
    other_way = asked.model_copy(update={"target": (tmp_path / "beside" / ".." / "mine.npz",)})
    assert poses(finish(split(other_way)).targets["mine"]) == poses(found.targets["mine"])
    with pytest.raises(BadOption, match="no clip of a kind that begins with swim"):
        finish(split(asked.model_copy(update={"kinds": ("swim",)})))


def test_poses_that_are_none_are_left_out_of_every_arm_and_counted(demo, tmp_path):
    half, none = (np.array(demo.positions[:40]) for _ in range(2))
    half[::2, 5] = np.nan
    half[1, 2] = half[1, 1]
    none[:, 3] = np.nan
    for name, positions in (("half", half), ("none", none)):
        np.savez(tmp_path / f"{name}.npz", positions=positions)
    write(demo, tmp_path / "a.npz")
    asked = Experiment(
        name="recipes", out=tmp_path / "out", source=(tmp_path / "half.npz",), target=(tmp_path / "a.npz",)
    )
    found = finish(split(asked))
    np.testing.assert_array_equal(found.source.positions, half[3::2])
    assert found.notices == ("Of half.npz were left out: 20 with missing joints (nan), 1 degenerate.",)
    with pytest.raises(BadFile, match=r"none\.npz: none of its 40 poses can be learned from: 40 with missing"):
        finish(split(asked.model_copy(update={"target": (tmp_path / "none.npz",)})))


def test_a_folder_without_motion_capture_and_half_of_the_options_are_told(tmp_path):
    with pytest.raises(MissingFile, match="--mocap names its folder"):
        finish(split(Experiment(name="fig2", out=tmp_path, mocap=tmp_path)))
    with pytest.raises(BadOption, match="--source and --target come together"):
        Experiment(name="fig2", out=tmp_path, source=(tmp_path,)).check()
