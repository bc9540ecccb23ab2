"""The ten validation poses while a lifter is trained."""

from types import SimpleNamespace

import pytest

from evostudio.pages.train.glance_pane import GlancePane
from evostudio.views.orbit import Orbit
from evostudio.views.pair_scene import errors_mm
from tests.evostudio.views.test_pair_scene import pairs


def glance(seed: int = 0) -> SimpleNamespace:
    two = pairs(seed, 10)
    errors = errors_mm(two).mean(axis=1).tolist()
    return SimpleNamespace(truth=two[:, 0], predicted=two[:, 1], mpjpe_mm=errors, stage=1, total_step=5)


@pytest.fixture
def pane(qtbot) -> GlancePane:
    made = GlancePane()
    qtbot.addWidget(made)
    made.resize(500, 260)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_before_the_first_validation_it_says_what_will_come(pane):
    assert not pane.grid.isVisible()
    assert not pane.looks.isEnabled()


def test_every_pose_has_its_error_below_it_and_the_worst_joint_is_told(pane):
    shown = glance()
    pane.show_glance(shown)
    assert pane.grid.isVisible()
    captions = pane.grid.accessibleDescription().split("; ")
    assert captions == [f"{error:.0f}" for error in shown.mpjpe_mm]
    assert "Mean" in pane.about.whole_text()


def test_the_next_glance_is_seen_from_where_the_user_has_turned_to(pane):
    pane.show_glance(glance())
    pane.looks.buttons["Top"].click()
    top = pane.grid.orbit
    assert top != Orbit()
    pane.show_glance(glance(1))
    assert pane.grid.orbit == top
    assert pane.looks.buttons["Top"].isChecked()
    pane.show_glance(None)
    assert not pane.grid.isVisible()
