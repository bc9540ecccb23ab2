"""The 3D view under a real mouse, with both back ends: which bone is meant, and where the eye goes."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.evostudio.mouse import move
from tests.evostudio.views.standing import SIDE, middle_of, scene_of, standing

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize("joint", [2, 3, 5, 6, 7, 12, 13, 15, 16])
def test_a_click_on_a_bone_says_which(view, qtbot, joint):
    with qtbot.waitSignal(view.bone_clicked, timeout=500) as heard:
        QTest.mouseClick(view, LEFT, pos=middle_of(view, joint))
    assert heard.args == [joint]


def test_a_click_on_nothing_says_nothing(view, qtbot):
    with qtbot.assertNotEmitted(view.bone_clicked):
        QTest.mouseClick(view, LEFT, pos=QPoint(5, SIDE - 5))


def test_hovering_tells_each_bone_once_and_then_nothing(view, qtbot):
    heard = []
    view.bone_hovered.connect(heard.append)
    for place, bone in ((middle_of(view, 13), 13), (middle_of(view, 2), 2), (QPoint(5, SIDE - 5), -1)):
        for step in (QPoint(0, 0), QPoint(1, 1)):
            move(view, place + step)
            qtbot.waitUntil(lambda bone=bone: heard[-1:] == [bone])
    assert [bone for bone in heard if bone != -1] == [13, 2]


def test_of_two_bones_in_one_place_the_nearer_is_meant(view):
    positions = standing()
    positions[12] = positions[8] + [0.05, 0.15, -0.4]
    positions[13] = positions[7] + [-0.1, 0.05, -0.5]
    view.show_scene(scene_of(positions))
    view.look("camera")
    spine = view.orbit.project((positions[7] + positions[8]) / 2, (SIDE, SIDE))
    forearm = view.orbit.project((positions[12] + positions[13]) / 2, (SIDE, SIDE))
    assert view.bone_at(QPointF(*forearm[:2])) == 13
    assert view.bone_at(QPointF(spine[0], spine[1])) in (8, 13)


def test_a_drag_turns_the_eye_not_the_scene_and_is_no_click(view, qtbot):
    before, positions = view.orbit, standing()
    scene = scene_of(positions)
    view.show_scene(scene)
    with qtbot.assertNotEmitted(view.bone_clicked), qtbot.waitSignal(view.looked) as looked:
        drag(view, middle_of(view, 2), QPoint(60, 30))
    assert looked.args == ["free"]
    assert view.orbit.azimuth > before.azimuth
    assert view.orbit.elevation > before.elevation
    assert view.orbit.target == before.target
    assert np.array_equal(scene.positions, standing())


def test_shift_drag_pans_by_what_the_mouse_moved(view):
    hip = view.orbit.project(standing()[0], (SIDE, SIDE))
    drag(view, QPoint(100, 100), QPoint(40, -25), Qt.KeyboardModifier.ShiftModifier)
    moved = view.orbit.project(standing()[0], (SIDE, SIDE)) - hip
    assert moved[:2] == pytest.approx((40, -25), abs=0.5)


def drag(view, start, way, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mousePress(view, LEFT, modifiers, start)
    for step in (0.3, 0.7, 1.0):
        send_move(view, QPointF(start) + QPointF(way) * step, modifiers)
    QTest.mouseRelease(view, LEFT, modifiers, start + way)


def send_move(view, place, modifiers):
    event = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), Qt.MouseButton.NoButton, LEFT, modifiers)
    QApplication.sendEvent(view, event)


def wheel(view, place, notches):
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_wheel_zooms_at_the_mouse_and_a_double_click_fits_again(view):
    fitted = view.orbit
    wheel(view, QPointF(middle_of(view, 7)), 3)
    assert view.orbit.focal > fitted.focal
    QTest.mouseDClick(view, LEFT, pos=QPoint(5, 5))
    assert view.orbit == fitted


def test_keys_go_through_to_the_page(view, qtbot):
    class Page(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            heard.append(event.key())

    heard: list[int] = []
    page = Page()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(view)
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_1)
    assert heard == [Qt.Key.Key_Up, Qt.Key.Key_1]
    view.setParent(None)


def test_the_view_follows_who_goes_away_but_not_who_is_edited(view):
    before = view.orbit
    view.show_scene(scene_of(standing(0.05, 0.05)))
    assert view.orbit == before
    view.show_scene(scene_of(standing(3.0, 2.0)))
    assert view.orbit != before


def test_a_new_size_fits_the_person_unless_the_eye_was_moved(view):
    view.resize(300, 600)
    QApplication.processEvents()
    seen = view.orbit.project(standing(), (view.width(), view.height()))[:, :2]
    assert (seen > 0).all()
    assert (seen < (view.width(), view.height())).all()
