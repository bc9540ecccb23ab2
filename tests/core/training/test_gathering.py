"""What is learned from, what is left out and what is held back."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evopose.errors import BadFile, BadOption
from evopose.evaluation.viewing import seen
from evopose.evolution.gathering import Part
from evopose.evolution.recipe import Views
from evopose.io import safetensors
from evopose.io.pairs import write_pairs
from evopose.jobs import finish
from evopose.model.population import Population
from evopose.training.gathering import gather
from evopose.training.holding_out import held_out
from evopose.training.options import TrainOptions
from tests.core.training.conftest import people

Make = Callable[..., TrainOptions]


def _part(count: int, **more: object) -> Part:
    return Part(Path("x"), Population(people(count), **more), np.arange(count))  # type: ignore[arg-type]


def test_whole_clips_are_held_back(tiny: Make) -> None:
    clip = np.repeat(np.arange(20), 5)
    out = held_out(_part(100, clip=clip), 0.1, seed=4)
    assert len(out) == 10 and len(np.unique(clip[out])) == 2
    assert not np.array_equal(out, held_out(_part(100, clip=clip), 0.1, seed=5))
    assert len(held_out(_part(100), 0.1, seed=4)) == 10
    assert not len(held_out(_part(1), 0.9, seed=4)) and len(held_out(_part(2), 0.9, seed=4)) == 1


def test_only_poses_that_were_there_first_are_held_back_by_their_clips() -> None:
    generation = np.repeat((0, 1), (40, 60))
    told = {"founder_clips": {"names": list("abcd"), "kinds": [""] * 4, "first": [0, 10, 20, 30]}}
    out = held_out(_part(100, generation=generation, metadata=told), 0.25, seed=1)
    assert len(out) == 10 and out.max() < 40 and len(np.unique(out // 10)) == 1


def test_what_is_held_back_is_not_learned_from(tiny: Make) -> None:
    gathered = finish(gather(tiny(validation_share=0.3)))
    learned = gathered.data.whole()
    assert gathered.validation is not None
    judged = np.unique(gathered.validation.row)
    assert len(learned) == 40 and len(judged) == 20
    known = {pose.tobytes() for pose in learned}
    assert not any(pose.tobytes() in known for pose in people(60)[judged])
    assert gathered.lineage[0]["poses"] == 40 and len(gathered.lineage[0]["sha256"]) == 64


def test_kinds_and_shares_choose_and_missing_joints_are_left_out_and_told(tiny: Make, tmp_path: Path) -> None:
    broken = people(30)
    broken[:7, 4] = np.nan
    path = safetensors.write(Population(broken), tmp_path / "broken.safetensors")[0]
    gathered = finish(gather(tiny(population=(path,), validation_share=0.0)))
    assert len(gathered.data.poses[0]) == 23 and "7 poses with missing joints" in gathered.notices[0]
    chosen = finish(gather(tiny(kinds=("walk",), share=0.5, validation_share=0.0)))
    assert len(chosen.data.poses[0]) == 10 and (np.asarray(chosen.data.poses[0].rows) % 30 < 10).all()


def test_weights_of_a_folder_are_shared_by_what_is_in_it(tiny: Make, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number, count in enumerate((10, 30)):
        safetensors.write(Population(people(count, seed=number)), folder / f"{number}.safetensors")
    pairs = tmp_path / "pairs.safetensors"
    write_pairs(seen(Population(people(5)), Views()), pairs)
    gathered = finish(gather(tiny(population=(folder,), detections=(pairs,), weights=(4.0, 2.0), validation_share=0.0)))
    assert gathered.data.weights == (1.0, 3.0, 2.0)
    assert gathered.data.sizes(4) == (40, 120, 20)


def test_validation_has_cameras_that_see_somebody(tiny: Make, tmp_path: Path) -> None:
    inside = Views(cameras="free", distance_min_m=0.01, distance_max_m=0.02)
    with pytest.raises(BadOption, match=r"people\.safetensors cannot be validated on: No camera sees"):
        finish(gather(tiny(views=inside)))


@pytest.mark.parametrize(("joint", "far"), [(13, 2.5), (13, 1e3), (13, 1e20), (13, np.inf), (slice(None), 5e3)])
def test_a_pose_that_nobody_has_is_left_out_and_told(joint: object, far: float, tiny: Make, tmp_path: Path) -> None:
    """A joint beyond a bone's reach, or a body beyond the horizon: of everybody else nothing changes."""
    strange = people(30)
    strange[[11, 20], joint] += far
    path = safetensors.write(Population(strange), tmp_path / "strange.safetensors")[0]
    for named in ({"population": (path,), "validation_share": 0.0}, {"validation": (path,)}):
        gathered = finish(gather(tiny(**named)))
        assert gathered.notices[0].startswith("strange.safetensors: 2 of 30 poses are no body's")
        assert "first in row 11." in gathered.notices[0]
    learned = finish(gather(tiny(population=(path,), validation_share=0.0))).data.whole()
    np.testing.assert_array_equal(learned, np.delete(people(30), [11, 20], axis=0))


def test_where_most_poses_are_nobodys_the_file_is_refused(tiny: Make, tmp_path: Path) -> None:
    far = people(30)
    far[:16] += 1e6
    path = safetensors.write(Population(far), tmp_path / "far.safetensors")[0]
    with pytest.raises(BadFile, match=r"far\.safetensors.*16 of 30 poses.*1 km from the origin.*row 0"):
        finish(gather(tiny(population=(path,))))


def test_recorded_pairs_that_nobody_has_are_left_out_and_told(tiny: Make, tmp_path: Path) -> None:
    pairs = seen(Population(people(5)), Views())
    pairs.joints[3, 13] = 1e3
    path = tmp_path / "pairs.safetensors"
    write_pairs(pairs, path)
    gathered = finish(gather(tiny(detections=(path,), validation_share=0.0)))
    assert len(gathered.data.detections[0]) == 19 and "1 of 20 pairs is no body's" in gathered.notices[0]


def test_poses_to_validate_on_that_miss_joints_are_told_and_where_all_do_it_is_refused(
    tiny: Make, tmp_path: Path
) -> None:
    broken = people(30)
    broken[:7, 4] = np.nan
    path = safetensors.write(Population(broken), tmp_path / "broken.safetensors")[0]
    gathered = finish(gather(tiny(validation=(path,))))
    assert gathered.notices[0] == "7 poses to validate on have missing joints and were left out."
    assert gathered.validation is not None and gathered.validation.row.min() == 7
    broken[:, 4] = np.nan
    path = safetensors.write(Population(broken), tmp_path / "none.safetensors")[0]
    with pytest.raises(BadOption, match=r"--validation: all 30 poses of none\.safetensors have missing joints"):
        finish(gather(tiny(validation=(path,))))


def test_why_nothing_is_validated_on_is_told(tiny: Make, tmp_path: Path) -> None:
    one = safetensors.write(Population(people(1)), tmp_path / "one.safetensors")[0]
    assert finish(gather(tiny(population=(one,)))).notices[0].startswith("There are too few poses")
    pairs = tmp_path / "pairs.safetensors"
    write_pairs(seen(Population(people(5)), Views()), pairs)
    told = finish(gather(tiny(population=(), detections=(pairs,)))).notices
    assert told == ["Of --detections none are held back: nothing is validated on."]


def test_who_validates_on_what_is_learned_from_is_told(tiny: Make, population: Path, tmp_path: Path) -> None:
    """By what is in the file, whatever it is called."""
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(population.read_bytes())
    other = safetensors.write(Population(people(9, seed=5)), tmp_path / "other.safetensors")[0]
    told = finish(gather(tiny(validation=(other, copy)))).notices
    assert len(told) == 1 and told[0].startswith("copy.safetensors: validated on what is learned from")
    assert not finish(gather(tiny(validation=(other,)))).notices and not finish(gather(tiny())).notices
