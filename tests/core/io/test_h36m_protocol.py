"""Who is chosen of Human3.6M, and what its actions are called, is what the literature agrees on."""

import pytest

from evopose.errors import BadOption
from evopose.io.h36m_protocol import ACTIONS, action_of
from evopose.io.pairs import Selection, read_pairs
from tests.core.io.data_sets import WRITERS


@WRITERS
@pytest.mark.parametrize(
    ("select", "subjects", "count"),
    [
        ({"protocol": "h36m-test"}, {"S9", "S11"}, 32),
        ({"protocol": "h36m-s1"}, {"S1"}, 16),
        ({"subjects": ("9",), "cameras": ("55011271",)}, {"S9"}, 3),
        ({"actions": ("WalkDog",), "cameras": ("4",), "every": 2}, {"S11"}, 3),
        ({"every": 64}, {"S1", "S9", "S11"}, 12),
    ],
)
def test_protocols_and_choices_of_the_literature(tmp_path, write, select, subjects, count):
    read = read_pairs(write(tmp_path), Selection(**select))
    assert set(read.metadata["clip_subjects"]) == subjects and len(read) == count


@WRITERS
def test_nobody_of_whom_was_asked_for_says_who_is_there(tmp_path, write):
    with pytest.raises(BadOption, match="subjects S1, S9, S11; actions Walking, SittingDown, WalkDog"):
        read_pairs(write(tmp_path), Selection(subjects=("S7",)))


def test_actions_are_called_as_in_the_literature():
    assert [action_of(name) for name in ("TakingPhoto 1", "WalkingDog", "Sitting 2", "SittingDown", "WalkTogether 1")] \
        == ["Photo", "WalkDog", "Sitting", "SittingDown", "WalkTogether"]  # fmt: skip
    assert len(ACTIONS) == 15 and all(action_of(f"{action} 1") == action for action in ACTIONS)
