"""Real key events on the Annotate page turn, mark, copy, undo and go, as the design says."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.editing import arrows, turns
from evopose.editing.arrows import Arrow
from evopose.geometry.turning import direction
from evopose.model.annotation import Status
from evopose.model.part import PARTS, part
from evopose.project.project import Project

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
K = Qt.Key
ARROW_KEYS = {K.Key_Up: Arrow.UP, K.Key_Down: Arrow.DOWN, K.Key_Left: Arrow.LEFT, K.Key_Right: Arrow.RIGHT}


def press(page, key, modifier=NONE, times=1):
    for _ in range(times):
        QTest.keyClick(page, key, modifier)


def stored(page):
    return page.document.project.annotation(page.document.person_id)


@pytest.mark.parametrize("number", range(10))
def test_number_keys_select_the_body_and_the_nine_directions(page, number):
    press(page, K(K.Key_0.value + number))
    assert page.selection.part == PARTS[number]


@pytest.mark.parametrize(("modifier", "degrees"), [(NONE, 3.0), (SHIFT, 0.5), (CTRL, 15.0)])
@pytest.mark.parametrize("key", list(ARROW_KEYS))
@pytest.mark.parametrize("number", [3, 2, 0])
def test_arrows_turn_by_their_step_and_store_it(page, number, key, modifier, degrees):
    before = page.document.annotation
    press(page, K(K.Key_0.value + number))
    press(page, K.Key_D)
    press(page, key, modifier)
    expected = arrows.pressed(before, PARTS[number], ARROW_KEYS[key], 1, np.radians(degrees), "evoskeleton")
    np.testing.assert_allclose(turns.positions_of(stored(page)), turns.positions_of(expected), atol=1e-9)
    np.testing.assert_allclose(page.document.positions, turns.positions_of(expected), atol=1e-9)


def test_a_key_press_reaches_all_views(page, qtbot):
    before = page.grab().toImage()
    press(page, K.Key_3)
    press(page, K.Key_Up, times=5)
    page.show_scene()
    theta = np.degrees(direction(page.document.positions, part("left forearm"))[0])
    assert page.parts.panel.theta.value() == pytest.approx(theta, abs=0.06)
    assert "px" in page.photo.error.text()
    assert page.grab().toImage() != before


def test_classic_keys_leave_left_and_right_out_for_torso_attached_limbs(page, studio):
    studio.preferences.change(preset="Classic")
    before = page.document.positions.copy()
    press(page, K.Key_2)
    press(page, K.Key_Left, times=3)
    np.testing.assert_array_equal(page.document.positions, before)
    press(page, K.Key_Up)
    assert np.abs(page.document.positions - before).max() > 1e-3


def test_undo_goes_all_the_way_back_and_redo_all_the_way_forth(page):
    start = page.document.positions.copy()
    press(page, K.Key_5)
    for key in (K.Key_Up, K.Key_Left, K.Key_Up):
        press(page, key)
    press(page, K.Key_M)
    end = page.document.positions.copy()
    for _ in range(4):
        page.document.undo()
    np.testing.assert_allclose(page.document.positions, start, atol=1e-9)
    assert page.document.annotation.status is Status.UNTOUCHED
    for _ in range(4):
        page.document.redo()
    np.testing.assert_allclose(page.document.positions, end, atol=1e-9)
    assert page.document.annotation.status is Status.DONE


def test_undo_works_after_a_restart(page, project_path):
    start = page.document.positions.copy()
    press(page, K.Key_8)
    press(page, K.Key_Up, times=2)
    page.document.open(project_path)
    page.document.undo()
    page.document.undo()
    np.testing.assert_allclose(page.document.positions, start, atol=1e-9)


def test_a_held_key_is_one_step_of_undo(page):
    start = page.document.positions.copy()
    press(page, K.Key_3)
    for _ in range(6):
        QTest.keyPress(page, K.Key_Up)
    QTest.keyRelease(page, K.Key_Up)
    assert page.document.undo() is not None
    np.testing.assert_allclose(page.document.positions, start, atol=1e-9)


def test_tab_walks_through_all_parts(page):
    seen = []
    for _ in PARTS:
        seen.append(page.selection.part)
        press(page, K.Key_Tab)
    assert tuple(seen) == PARTS
    assert page.selection.part == PARTS[0]


def test_m_marks_done_and_space_goes_to_what_needs_work(page):
    first = page.document.image_id
    press(page, K.Key_M)
    assert page.document.project.counts()[Status.DONE] == 1
    press(page, K.Key_Space)
    assert page.document.image_id != first
    press(page, K.Key_PageUp)
    assert page.document.image_id == first
    press(page, K.Key_M)
    assert stored(page).status is Status.WORK


def test_loading_an_image_never_takes_the_keyboard(page):
    assert page.hasFocus()
    for _ in range(4):
        press(page, K.Key_PageDown)
        assert page.hasFocus()


def test_copy_from_previous_and_mirrored_paste(page):
    press(page, K.Key_3)
    press(page, K.Key_Up, times=10)
    turned = page.document.annotation.pose
    press(page, K.Key_C, CTRL)
    press(page, K.Key_PageDown)
    press(page, K.Key_B)
    np.testing.assert_allclose(page.document.annotation.pose.directions, turned.directions, atol=1e-9)
    press(page, K.Key_V, CTRL | SHIFT)
    mirrored = page.document.annotation.pose
    assert not np.allclose(mirrored.directions, turned.directions)
    press(page, K.Key_C, CTRL)
    press(page, K.Key_V, CTRL | SHIFT)
    np.testing.assert_allclose(page.document.annotation.pose.directions, turned.directions, atol=1e-9)


def test_ghost_lock_and_compare_are_shown(page):
    press(page, K.Key_H)
    press(page, K.Key_4)
    press(page, K.Key_L)
    press(page, K.Key_C)
    scene = page.scene()
    assert scene.ghost is not None
    assert scene.locked == {"right upper arm"}
    assert scene.other is not None
    assert stored(page).locked == {"right upper arm"}


def test_brackets_go_round_the_people_of_an_image(page):
    press(page, K.Key_PageDown, times=4)
    first = page.document.person_id
    press(page, K.Key_BracketRight)
    assert page.document.person_id != first
    press(page, K.Key_BracketRight)
    assert page.document.person_id == first


def test_typed_angles_are_taken_and_escape_gives_them_up(page):
    press(page, K.Key_3)
    press(page, K.Key_Return)
    field = page.parts.panel.theta
    assert field.hasFocus()
    QTest.keyClicks(field, "25")
    QTest.keyClick(field, K.Key_Return)
    assert np.degrees(direction(page.document.positions, part("left forearm"))[0]) == pytest.approx(25)
    assert page.hasFocus()
    press(page, K.Key_Return)
    QTest.keyClicks(field, "80")
    QTest.keyClick(field, K.Key_Escape)
    assert np.degrees(direction(page.document.positions, part("left forearm"))[0]) == pytest.approx(25)


def test_typing_a_digit_into_a_field_does_not_select_a_bone(page):
    press(page, K.Key_3)
    press(page, K.Key_Return)
    QTest.keyClicks(page.parts.panel.theta, "7")
    assert page.selection.part == PARTS[3]


def test_practice_score_falls_to_nothing_at_the_truth(page):
    assert page.photo.score.text().startswith("practice")
    truth = page.document.truth
    from dataclasses import replace

    page.document.change("Truth", lambda a: replace(a, pose=truth))
    page.show_scene()
    assert page.photo.score.text() == "practice 0 (PA 0) mm"


def test_read_only_projects_say_so_and_stay_as_they_are(page, studio, project_path, qtbot):
    with Project.open(project_path) as second:
        assert second.read_only
        page.document.adopt(second)
        before = page.document.positions.copy()
        with qtbot.waitSignal(studio.noticed):
            press(page, K.Key_Up)
        np.testing.assert_array_equal(page.document.positions, before)
        assert page.saved_text() == "read-only"


def test_shift_del_removes_the_person_and_undo_shows_them_again(page):
    document = page.document
    document.select_image(int(document.project.images.ids[4]))
    first, second = (person.id for person in document.project.people(document.image_id))
    QTest.keyClick(page, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert document.person_id == second
    assert page.images.model.people(4) == 1
    document.undo()
    assert (document.person_id, page.images.model.people(4)) == (first, 2)
