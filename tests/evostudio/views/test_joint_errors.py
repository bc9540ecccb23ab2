"""Errors on a body, and the 2D beside it: every joint stands in the room, and the mouse reads it."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from evostudio.documents.showing import JOINTS
from evostudio.theme import DARK
from evostudio.views.joint_errors import JointErrors, JointErrorsView, _centres, _radius
from evostudio.views.seen_view import WORDS, Seen, SeenView, placed
from tests.standing import STANDING

ROOMS = [QRectF(0, 0, 180, 200), QRectF(20, 30, 600, 320), QRectF(0, 0, 300, 900)]


@pytest.mark.parametrize("room", ROOMS)
def test_all_discs_lie_in_the_room_and_none_hides_anothers_number(room):
    centres, radius = _centres(room), _radius(room)
    assert all(room.contains(QPointF(*centre)) for centre in centres.tolist())
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=-1) + 1e6 * np.eye(17)
    assert apart.min() > 1.6 * radius


def test_their_right_is_at_our_left():
    centres = _centres(ROOMS[0])
    assert centres[16, 0] < centres[0, 0] < centres[13, 0]


@pytest.mark.parametrize("joint", [0, 10, 13, 16])
def test_the_mouse_reads_a_joint_by_name_and_number(qtbot, joint):
    view = JointErrorsView()
    qtbot.addWidget(view)
    view.show_scene(JointErrors("e", np.arange(17) * 1.5))
    room = ROOMS[1]
    at = QPointF(*_centres(room)[joint].tolist())
    assert view.told(room, at) == f"{JOINTS[joint]}\n{joint * 1.5:.1f} mm"
    assert view.told(room, room.topLeft()) == ""


def test_the_worst_joint_has_another_colour_than_the_best_and_an_unknown_one_none(qtbot):
    view = JointErrorsView()
    qtbot.addWidget(view)
    view.resize(300, 340)
    values = np.full(17, 20.0)
    values[13], values[9] = 200.0, np.nan
    view.show_scene(JointErrors("e", values))
    picture = view.grab().toImage()
    centres, radius = _centres(QRectF(view.rect()).adjusted(8, 4, -8, -4)), _radius(QRectF(view.rect()))
    colours = [picture.pixelColor((QPointF(*c) - QPointF(0, 0.75 * radius)).toPoint()) for c in centres.tolist()]
    assert colours[13].lightness() > 2 * colours[12].lightness()
    assert colours[9].name() == DARK.hover


@pytest.mark.parametrize("room", ROOMS)
def test_the_2d_fills_its_room_in_its_own_proportions(room):
    pixels = STANDING[:, :2] * 100 + 5000
    at = placed(pixels, room)
    assert all(room.contains(QPointF(*point)) for point in at.tolist())
    ratio = np.ptp(at, axis=0) / np.ptp(pixels, axis=0)
    assert ratio[0] == pytest.approx(ratio[1])


def test_missing_joints_are_left_out_of_the_2d_and_the_others_are_read(qtbot):
    view = SeenView()
    qtbot.addWidget(view)
    view.resize(200, 240)
    pixels = STANDING[:, :2] * 100 + 300
    pixels[13] = np.nan
    view.show_scene(Seen("2D", pixels))
    view.grab()
    room = QRectF(view.rect())
    at = placed(pixels, room.adjusted(0, WORDS, 0, 0))
    assert view.told(room, QPointF(*at[3].tolist())).startswith(f"{JOINTS[3]}\n{pixels[3, 0]:.1f}")
    view.show_scene(Seen("2D", np.full((17, 2), np.nan)))
    assert view.told(room, room.center()) == ""
