"""Where a pose comes from, as a tree."""

import numpy as np
import pytest

from evopose.errors import BadOption
from evopose.evolution.lineage import clip_of, lineage
from evopose.evolution.operators import ROOT_BITS, Operator, legend, names, root_of
from evopose.evolution.roots import ROOTS
from evopose.model.population import Population
from tests.core.io.populations import people

FAMILY = Population(
    people(6),
    np.array([0, 0, 0, 1, 2, 2], np.uint16),
    np.array([[-1, -1], [-1, -1], [-1, -1], [0, 2], [3, 1], [3, 3]], np.int32),
    metadata={"founder_clips": {"names": ["a", "b"], "kinds": ["walk", ""], "first": [0, 2]}},
    operators=np.array([0, 0, 0, 3, 16 + 10, 64 + 128], np.uint16),
)


def test_the_tree_has_both_parents_down_to_the_founders():
    tree = lineage(FAMILY, 4)
    assert (tree.row, tree.generation, tree.done) == (4, 2, ("crossover at relbow", "local"))
    assert [parent.row for parent in tree.parents] == [3, 1]
    assert [parent.row for parent in tree.parents[0].parents] == [0, 2]
    assert [parent.clip for parent in tree.parents[0].parents] == ["a (walk)", "b"]
    assert list(tree.lines()) == [
        "4 (generation 2: crossover at relbow, local)",
        "├─ 3 (generation 1: crossover at rknee)",
        "│  ├─ 0 (generation 0: a (walk))",
        "│  └─ 2 (generation 0: b)",
        "└─ 1 (generation 0: a (walk))",
    ]


def test_a_tree_that_is_cut_says_so():
    tree = lineage(FAMILY, 5, depth=1)
    assert [(parent.row, parent.parents, parent.more) for parent in tree.parents] == [(3, (), True)] * 2
    assert tree.as_json()["parents"][0]["more"] is True
    assert lineage(FAMILY, 0, depth=0).more is False, "founders have no parents that could be left out"


@pytest.mark.parametrize("row", [-1, 6, 10**9])
def test_no_such_pose(row):
    with pytest.raises(BadOption, match="counted from 0"):
        lineage(FAMILY, row)


def test_a_population_that_was_not_evolved():
    with pytest.raises(BadOption, match="knows no parents"):
        lineage(Population(people(3)), 0)
    assert clip_of(Population(people(3)), 0) == ""


def test_parents_that_are_no_rows_are_left_out():
    """A file may say anything."""
    wild = Population(people(2), np.array([1, 1]), np.array([[7, -5], [0, 9]]), operators=np.array([15, 3]))
    assert lineage(wild, 0).parents == ()
    assert [parent.row for parent in lineage(wild, 1).parents] == [0]


def test_bits_are_told_by_the_legend():
    told = legend()
    assert [root_of(number + 1) for number in range(len(ROOTS))] == told["roots"]
    assert told["bits"] == {str(operator.name).lower(): operator.value for operator in Operator}
    assert not any(operator & ROOT_BITS for operator in Operator)
    assert names(0) == () and root_of(15) == ""
    assert names(1 | 32 | 64) == ("crossover at hip", "torso", "orientation")
