"""Real mouse events on the Annotate page: choose, hover, place, drag, zoom, and broken photos."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from evopose.editing.placing import ORDER
from evopose.model.part import part
from evopose.project.project import Project
from evopose.project.records import Photo
from tests.evostudio.mouse import move

LEFT = Qt.MouseButton.LeftButton


def at(page, xy) -> QPoint:
    """Where a pixel of the photo lies in the view."""
    x, y = page.photo.view.zoom.to_widget(float(xy[0]), float(xy[1]))
    return QPointF(x, y).toPoint()


def middle_of(page, bone: int, parent: int) -> QPoint:
    pixels = page.scene().pixels
    return at(page, (pixels[bone] + pixels[parent]) / 2)


def test_a_click_on_a_bone_of_the_photo_selects_it(page):
    QTest.mouseClick(page.photo.view, LEFT, pos=middle_of(page, 5, 4))
    assert page.selection.part.name == "left thigh"


def test_hovering_a_bone_lights_it_in_both_views_and_leaving_ends_it(page):
    move(page.photo.view, middle_of(page, 2, 1))
    move(page.photo.view, middle_of(page, 2, 1) + QPoint(1, 0))
    assert page.scene().hovered == part("right thigh")
    move(page.photo.view, QPoint(3, 3))
    assert page.scene().hovered is None


def test_dragging_a_keypoint_is_one_step_of_undo(page):
    before = page.document.annotation.keypoints.xy[13].copy()
    start = at(page, before)
    view = page.photo.view
    QTest.mousePress(view, LEFT, pos=start)
    for step in range(1, 9):
        move(view, start + QPoint(5 * step, -2 * step))
    assert np.linalg.norm(page.document.shown.keypoints.xy[13] - before) > 10
    np.testing.assert_array_equal(page.document.annotation.keypoints.xy[13], before)
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(40, -16))
    moved = page.document.annotation.keypoints.xy[13] - before
    np.testing.assert_allclose(moved * view.zoom.scale, [40, -16], atol=1.0)
    page.document.undo()
    np.testing.assert_allclose(page.document.annotation.keypoints.xy[13], before)
    assert page.document.project.can_undo is None


def test_escape_gives_a_drag_up(page):
    before = page.document.annotation.keypoints.xy[16].copy()
    start = at(page, before)
    QTest.mousePress(page.photo.view, LEFT, pos=start)
    move(page.photo.view, start + QPoint(30, 30))
    QTest.keyClick(page, Qt.Key.Key_Escape)
    QTest.mouseRelease(page.photo.view, LEFT, pos=start + QPoint(30, 30))
    np.testing.assert_array_equal(page.document.shown.keypoints.xy[16], before)
    assert page.document.project.can_undo is None


def test_a_new_person_is_placed_in_the_originals_order_and_then_fitted(page, qtbot):
    target = page.document.annotation.keypoints.xy.copy()
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert page.document.annotation is None
    qtbot.waitUntil(lambda: page.photos.shown_name() == "photo_3.png")
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    for joint in ORDER:
        assert page.placing_joint() == joint
        page.show_scene()
        QTest.mouseClick(page.photo.view, LEFT, pos=at(page, target[joint]))
    assert page.document.annotation.keypoints.known.all()
    np.testing.assert_allclose(page.document.annotation.keypoints.xy, target, atol=3)
    assert page.document.positions is not None
    assert page.document.project.images.people[3] == 1


def test_the_wheel_zooms_at_the_cursor(page, qtbot):
    from PySide6.QtCore import QPoint as P
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    view, spot = page.photo.view, QPointF(120, 90)
    before = view.zoom.to_image(spot.x(), spot.y())
    scale = view.zoom.scale
    event = QWheelEvent(
        spot, view.mapToGlobal(spot), P(), P(0, 240), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    assert view.zoom.scale > scale
    assert view.zoom.to_image(spot.x(), spot.y()) == pytest.approx(before, abs=1e-6)
    QTest.keyClick(page, Qt.Key.Key_Home)
    assert view.zoom.scale == pytest.approx(scale)


@pytest.mark.parametrize("keep", [True, False])
def test_zoom_is_kept_between_images_where_asked(page, studio, qtbot, keep):
    studio.preferences.change(keep_zoom=keep)
    QTest.keyClick(page, Qt.Key.Key_Plus)
    zoomed = page.photo.view.zoom
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page.photos.shown_name() == "photo_1.png")
    assert (page.photo.view.zoom == zoomed) is keep


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "relink"), (b"", "empty"), (b"\x89PNG\r\n\x1a\nnonsense", "cannot be"), (b"just text", "no picture")],
)
def test_photos_that_cannot_be_shown_say_why_and_the_pose_stays(page, project_path, qtbot, content, words):
    path = project_path.parent / "photos" / "photo_1.png"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    page.photos.forget()
    page.document.select_image(int(page.document.project.images.ids[1]))
    qtbot.waitUntil(lambda: words in page.photo.view.message().lower())
    assert page.scene().pixels is not None
    QTest.keyClick(page, Qt.Key.Key_Up)
    assert page.document.project.can_undo is not None


def test_a_photo_turned_by_exif_is_shown_upright(page, tmp_path, qtbot):
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    folder = tmp_path / "turned"
    folder.mkdir()
    Image.new("RGB", (200, 100), (200, 30, 30)).save(folder / "side.jpg", exif=exif)
    with Project.create(tmp_path / "turned.evo", images_root=folder) as made:
        made.add_images([Photo("side.jpg", (100, 200), orientation=6)])
    page.document.open(tmp_path / "turned.evo")
    qtbot.waitUntil(lambda: page.photos.shown_name() == "side.jpg" and page.photo.view.has_image())
    assert page.photo.view.image_size() == (100, 200)


def test_an_image_hidden_by_the_search_is_marked_again_when_it_is_listed_again(page):
    first = page.document.image_id
    page.images.search.setText("photo_3")
    assert page.images.current() is None
    page.images.search.clear()
    assert page.images.current() == first


def test_a_click_on_somebody_else_chooses_them(page, qtbot):
    for _ in range(4):
        QTest.keyClick(page, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page.photos.shown_name() == "photo_4.png")
    page.show_scene()
    first, outline = page.document.person_id, page.scene().people[0]
    QTest.mouseClick(page.photo.view, LEFT, pos=at(page, (outline[5] + outline[4]) / 2))
    assert page.document.person_id != first


def test_a_click_on_a_keypoint_selects_its_bone_and_moves_nothing(page):
    before = page.document.annotation.keypoints.xy.copy()
    QTest.mouseClick(page.photo.view, LEFT, pos=at(page, before[13]))
    assert page.selection.part.name == "left forearm"
    assert page.selection.keypoint == 13
    np.testing.assert_array_equal(page.document.annotation.keypoints.xy, before)


def test_enter_in_the_search_goes_to_the_hit_and_gives_the_keyboard_back(page):
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.images.search.hasFocus()
    QTest.keyClicks(page.images.search, "photo_2")
    QTest.keyClick(page.images.search, Qt.Key.Key_Return)
    assert page.document.project.image(page.document.image_id).name == "photo_2.png"
    assert page.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.images.search, Qt.Key.Key_Escape)
    assert page.images.search.text() == ""
    assert page.hasFocus()


def test_placing_ends_with_the_project(page, project_path):
    QTest.keyClick(page, Qt.Key.Key_P)
    assert page.selection.placing
    page.document.open(project_path)
    assert not page.selection.placing


GIVE_UP = {
    "escape": lambda page: QTest.keyClick(page, Qt.Key.Key_Escape),
    "next image": lambda page: QTest.keyClick(page, Qt.Key.Key_PageDown),
    "a mark": lambda page: QTest.keyClick(page, Qt.Key.Key_M),
    "undo": lambda page: page.document.undo(),
    "removing it": lambda page: QTest.keyClick(page, Qt.Key.Key_Delete),
}


@pytest.mark.parametrize("how", GIVE_UP)
@pytest.mark.parametrize("where", ["photo", "map"])
def test_a_drag_ends_with_whatever_else_is_done_and_touches_nothing_afterwards(page, how, where):
    QTest.keyClick(page, Qt.Key.Key_3)
    QTest.keyClick(page, Qt.Key.Key_Up)
    page.show_scene()
    if where == "photo":
        widget, start = page.photo.view, at(page, page.document.annotation.keypoints.xy[13])
    else:
        widget, start = page.parts.map, page.parts.map.rect().center() + QPoint(12, 6)
    QTest.mousePress(widget, LEFT, pos=start)
    move(widget, start + QPoint(20, 10))
    GIVE_UP[how](page)
    labels = [edit.label for edit in page.document.project.history(limit=20)]
    move(widget, start + QPoint(24, 12))
    QTest.mouseRelease(widget, LEFT, pos=start + QPoint(24, 12))
    assert [edit.label for edit in page.document.project.history(limit=20)] == labels
    assert page.document.shown is page.document.annotation
