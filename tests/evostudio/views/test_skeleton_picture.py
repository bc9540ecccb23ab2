"""What the 3D view shows, with both back ends: all that a scene says is seen, whatever is unknown of it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from evopose.model.part import part
from evostudio.theme import DARK, LIGHT
from evostudio.views.orbit import LOOKS
from tests.evostudio.views.standing import SIDE, middle_of, overlay, scene_of, standing

LEFT = Qt.MouseButton.LeftButton


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
