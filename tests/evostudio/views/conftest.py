"""The 3D view of somebody who stands upright; files about other views have one of their own."""

import pytest
from PySide6.QtGui import QGuiApplication

from evopose.model.part import part
from evostudio.views.skeleton_view import make_skeleton_view
from tests.evostudio.views.standing import SIDE, scene_of, standing


@pytest.fixture(params=["painter", "gl"])
def view(request, qtbot):
    """With each back end."""
    if request.param == "gl" and QGuiApplication.platformName() in ("offscreen", "minimal"):
        pytest.skip("this platform has no GL")
    made = make_skeleton_view(request.param)
    qtbot.addWidget(made)
    made.resize(SIDE, SIDE)
    made.show()
    qtbot.waitExposed(made)
    made.show_scene(scene_of(standing(), part("left forearm")))
    made.look("camera")
    return made
