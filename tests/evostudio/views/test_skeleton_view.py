"""The 3D view under a real mouse, with both back ends."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from evopose.model.part import part
from evopose.model.skeleton import H36M_17
from evostudio.theme import DARK, LIGHT
from evostudio.views.orbit import LOOKS
from evostudio.views.skeleton_view import make_skeleton_view
from tests.evostudio.mouse import move
from tests.evostudio.views.standing import overlay, scene_of, standing

SIDE = 480
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(params=["painter", "gl"])
def view(request, qtbot):
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


def middle_of(view, joint):
    """The pixel of a bone's middle."""
    positions = standing()
    seen = view.orbit.project((positions[joint] + positions[H36M_17.parents[joint]]) / 2, (SIDE, SIDE))
    return QPoint(*np.round(seen[:2]).astype(int).tolist())


def picture(view) -> QImage:
    return view.grab().toImage()


def colour(view, place, reach=2) -> np.ndarray:
    """Mean red, green and blue around a point of the widget."""
    shown = picture(view)
    ratio = shown.width() / view.width()
    pixels = [
        shown.pixelColor(int((place.x() + dx) * ratio), int((place.y() + dy) * ratio)).getRgb()[:3]
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    ]
    return np.mean(pixels, axis=0)


def differs(a: QImage, b: QImage) -> float:
    """Share of pixels that are not the same."""
    one, other = (np.frombuffer(i.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32) for i in (a, b))
    return float((one != other).mean())


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
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

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


@pytest.mark.parametrize("name", LOOKS)
def test_each_look_is_told_and_shows_another_picture(view, qtbot, name):
    pictures = []
    for each in LOOKS:
        with qtbot.waitSignal(view.looked) as looked:
            view.look(each)
        assert looked.args == [each]
        pictures.append(picture(view))
    chosen = pictures[list(LOOKS).index(name)]
    assert all(chosen is other or differs(chosen, other) > 0.001 for other in pictures) or name in ("front", "camera")


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_left_is_bluish_right_is_orange_and_invalid_is_red(view, theme):
    view.set_theme(theme)
    view.show_scene(scene_of(standing(), part("spine"), invalid=frozenset({5})))
    red, green, blue = colour(view, middle_of(view, 12))
    assert blue > green > red
    red, green, blue = colour(view, middle_of(view, 2))
    assert red > green > blue
    place = middle_of(view, 5) + (middle_of(view, 6) - middle_of(view, 5)) * 0.28
    red, green, blue = colour(view, place, 1)
    assert red > 1.8 * max(green, blue)


def test_an_invalid_limb_bears_a_sign_beside_its_colour(view):
    view.show_scene(scene_of(standing(), part("spine"), invalid=frozenset({5})))
    shown = picture(view)
    ratio = shown.width() / SIDE
    near = [
        shown.pixelColor(int((middle_of(view, 5).x() + dx) * ratio), int((middle_of(view, 5).y() + dy) * ratio))
        for dx in range(-3, 4)
        for dy in range(-6, 6)
    ]
    assert any(pixel.lightness() > 235 for pixel in near)


def test_a_bone_is_brighter_towards_the_light_than_away_from_it(view):
    axis = view.orbit.project(standing()[[4, 5]], (SIDE, SIDE))[:, :2]
    way = (axis[1] - axis[0]) / np.linalg.norm(axis[1] - axis[0])
    side = np.array([way[1], -way[0]])
    side = side if side @ (-1, -1) > 0 else -side
    middle = axis.mean(axis=0)
    lit, dark = (colour(view, QPointF(*(middle + reach * side)), 0).sum() for reach in (3.5, -3.5))
    assert lit > 1.15 * dark


@pytest.mark.parametrize(
    "change",
    [
        {"hovered": part("left thigh")},
        {"locked": frozenset({"right shin"})},
        {"invalid": frozenset({0})},
        {"axis": 1},
        {"ghost": overlay(standing(0.2), "initial fit")},
        {"other": overlay(standing(-0.2), "other annotation")},
        {"selected": part("right shin")},
        {"selected": part("body")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_everything_that_a_scene_says_is_seen(view, change):
    orbit = view.orbit
    before = picture(view)
    view.show_scene(replace(scene_of(standing(), part("left forearm")), **change))
    assert view.orbit == orbit
    assert differs(before, picture(view)) > 0.0004


def test_the_same_scene_gives_the_same_picture(view):
    before = picture(view)
    view.show_scene(scene_of(standing(), part("left forearm")))
    assert differs(before, picture(view)) == 0


@pytest.mark.parametrize("joints", [[j] for j in range(17)] + [[0, 8], list(range(1, 17)), list(range(17))], ids=str)
def test_unknown_joints_are_left_out_and_nothing_breaks(view, joints):
    positions = standing()
    positions[joints] = np.nan
    view.show_scene(scene_of(positions, part("head"), invalid=frozenset(range(9)), locked=frozenset({"head", "body"})))
    for name in LOOKS:
        view.look(name)
    assert not picture(view).isNull()
    QTest.mouseClick(view, LEFT, pos=QPoint(SIDE // 2, SIDE // 2))


def test_without_a_person_a_sentence_stands_there(view):
    bare = QColor(DARK.stage)
    view.show_scene(None)
    shown = picture(view)
    written = [
        shown.pixelColor(x, shown.height() // 2 + y) != bare for x in range(shown.width()) for y in range(-12, 12)
    ]
    assert any(written)
    view.look("top")
    view.fit()


def test_the_view_follows_who_goes_away_but_not_who_is_edited(view):
    before = view.orbit
    view.show_scene(scene_of(standing(0.05, 0.05)))
    assert view.orbit == before
    view.show_scene(scene_of(standing(3.0, 2.0)))
    assert view.orbit != before


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


def test_a_new_size_fits_the_person_unless_the_eye_was_moved(view):
    view.resize(300, 600)
    QApplication.processEvents()
    seen = view.orbit.project(standing(), (view.width(), view.height()))[:, :2]
    assert (seen > 0).all()
    assert (seen < (view.width(), view.height())).all()
