"""The chosen pose in 3D: seen as the wall sees it, whole, and words of its own where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from evopose.model.population import Population
from evostudio.pages.population.pose_card import PoseCard
from evostudio.theme import DARK
from evostudio.views.skeleton_view import HINT
from evostudio.views.tile_scene import seen

RAISED, FACING_AWAY = 3, 4


@pytest.fixture
def card(qtbot) -> PoseCard:
    shown = PoseCard(DARK, "painter")
    shown.resize(320, 600)
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def some(table):
    """With one whose arm is raised high, and one who has turned round."""
    positions = np.array(table.population.positions)
    positions[RAISED, [12, 13]] = positions[RAISED, 11] + np.array([[0, 0, 0.4], [0, 0, 0.9]])
    positions[FACING_AWAY, :, :2] *= -1
    return replace(table, population=Population(positions))


def pixels(card: PoseCard) -> np.ndarray:
    view = card.view
    size = view.width(), view.height()
    return view.orbit.project(np.asarray(view._scene.positions), size)[:, :2] / size


def test_without_a_pose_it_says_so_in_words_of_this_page(card):
    assert card.view._hint != HINT
    assert "fit" not in card.view._hint


def test_another_pose_is_shown_whole(card, some):
    card.show_pose(some, 0, False)
    card.show_pose(some, RAISED, False)
    assert (pixels(card) > 0).all()
    assert (pixels(card) < 1).all()


def test_the_same_pose_shown_again_leaves_the_eye_where_it_is(card, some):
    card.show_pose(some, 0, False)
    card.view._move(card.view.orbit.turned(0.5, 0.2))
    before = card.view.orbit
    card.show_pose(some, 0, False)
    assert card.view.orbit == before


@pytest.mark.parametrize("facing", [False, True])
def test_it_looks_at_each_pose_from_where_the_wall_does(card, some, facing):
    card.show_pose(some, 0, not facing)
    for row in (0, RAISED, FACING_AWAY):
        card.show_pose(some, row, facing)
        wall = seen(some.population.positions[[row]], facing)[0, :, 0]
        across = np.asarray(card.view._scene.positions)[:, 0]
        assert card.view.orbit.azimuth == pytest.approx(0)
        assert np.corrcoef(wall, across)[0, 1] > 0.999
        assert np.corrcoef(wall, pixels(card)[:, 0])[0, 1] > 0.95
