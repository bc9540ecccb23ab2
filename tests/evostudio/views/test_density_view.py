"""Density charts on screen: what the mouse selects and turns, what is painted, and that nothing is painted twice."""

from math import degrees, pi

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from evostudio.theme import DARK, LIGHT
from evostudio.views.brush import Box, Cap, Lasso
from evostudio.views.density_colours import Scale, ramp
from evostudio.views.density_picture import flat_image
from evostudio.views.density_scene import Contour, DensityScene, Points
from evostudio.views.density_tiles import DensityTiles
from evostudio.views.density_view import FRONT, DensityView
from tests.evostudio.mouse import move

LEFT, SHIFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def scene(**more) -> DensityScene:
    values = np.zeros((120, 60))
    values[90, 30] = 2.0
    region = np.zeros((120, 60), bool)
    region[60:100, 20:40] = True
    return DensityScene("left upper arm", values, Scale(2.0), region=region, **more)


@pytest.fixture
def view(qtbot) -> DensityView:
    made = DensityView()
    qtbot.addWidget(made)
    made.resize(460, 300)
    made.show()
    qtbot.waitExposed(made)
    made.show_scene(scene())
    return made


def place(view: DensityView, theta: float, phi: float) -> QPoint:
    return QPointF(*view.chart.places(np.radians([theta, phi])).tolist()).toPoint()


def drag(view: DensityView, start: QPoint, *ways: QPoint, modifier=NONE) -> None:
    QTest.mousePress(view, LEFT, modifier, start)
    for way in ways:
        move(view, way)
    QTest.mouseRelease(view, LEFT, modifier, ways[-1])


@pytest.fixture
def brushes(view) -> list:
    told: list = []
    view.brushed.connect(lambda brush, done: told.append((brush, done)))
    return told


def test_a_drag_over_the_map_selects_a_box(view, brushes):
    drag(view, place(view, 0, 0), place(view, 30, 15), place(view, 60, 30))
    (box, done) = brushes[-1]
    assert done
    assert not any(finished for _brush, finished in brushes[:-1])
    assert isinstance(box, Box)
    assert [degrees(angle) for angle in (*box.start, *box.end)] == pytest.approx([0, 0, 60, 30], abs=1.5)


def test_shift_draws_a_free_line(view, brushes):
    places = [place(view, theta, phi) for theta, phi in ((60, 0), (60, 40), (0, 40))]
    drag(view, place(view, 0, 0), *places, modifier=SHIFT)
    assert isinstance(brushes[-1][0], Lasso)
    assert brushes[-1][0].cells()[70, 37]


def test_a_click_selects_the_cell_under_it(view, brushes):
    QTest.mouseClick(view, LEFT, NONE, place(view, 91.5, 1.5))
    assert np.argwhere(brushes[-1][0].cells()).tolist() == [[90, 30]]


def test_beside_the_map_nothing_is_selected(view, brushes):
    drag(view, QPoint(2, 2), place(view, 0, 0))
    assert not brushes


def test_a_drag_turns_the_sphere_and_a_double_click_turns_it_back(view, brushes, qtbot):
    view.set_projection("sphere")
    middle = QPoint(230, 165)
    with qtbot.waitSignal(view.turned):
        drag(view, middle, middle + QPoint(40, 0))
    assert view.facing[0] == pytest.approx(FRONT[0] - 40 / view.chart.radius)
    assert not brushes
    QTest.mouseDClick(view, LEFT, NONE, middle)
    assert view.facing == pytest.approx(FRONT)


def test_shift_on_the_sphere_selects_a_cap(view, brushes):
    view.set_projection("sphere")
    middle = QPoint(230, 165)
    drag(view, middle, middle + QPoint(60, 0), modifier=SHIFT)
    (cap, done) = brushes[-1]
    assert done
    assert isinstance(cap, Cap)
    assert cap.radius == pytest.approx(np.arcsin(60 / view.chart.radius), abs=0.05)
    assert view.facing == FRONT


def test_escape_in_a_drag_lets_go(view, brushes):
    QTest.mousePress(view, LEFT, NONE, place(view, 0, 0))
    assert view.cancel_drag()
    QTest.mouseRelease(view, LEFT, NONE, place(view, 30, 30))
    assert not view.cancel_drag()
    assert not brushes


def test_the_poles_stop_the_sphere_and_theta_goes_round(view):
    view.face(3 * pi, 5.0)
    assert view.facing == pytest.approx((-pi, pi / 2))


def colour_at(view: DensityView, theta: float, phi: float) -> QColor:
    return view.grab().toImage().pixelColor(place(view, theta, phi))


def test_a_cell_has_the_colour_of_its_density_and_the_region_one_of_its_own(view):
    assert colour_at(view, 91.5, 1.5).getRgb()[:3] == pytest.approx(ramp("viridis")[255], abs=6)
    outside = colour_at(view, -100, 50)
    assert outside == QColor(DARK.field)
    assert colour_at(view, 40, 12) != outside


def test_what_is_outside_the_brush_fades(view):
    before = colour_at(view, 91.5, 1.5)
    brush = np.zeros((120, 60), bool)
    brush[60, 30] = True
    view.show_scene(scene(brush=brush))
    assert colour_at(view, 91.5, 1.5).lightness() < before.lightness()


def test_a_chart_without_changes_is_not_painted_anew(view):
    view.grab()
    key = view._backdrop.cacheKey()
    move(view, place(view, 10, 10))
    view.grab()
    assert view._backdrop.cacheKey() == key
    view.set_theme(LIGHT)
    view.grab()
    assert view._backdrop.cacheKey() != key


def test_what_the_mouse_points_at_is_asked(view, qtbot):
    asked = []
    view.tell = lambda theta, phi: asked.append((degrees(theta), degrees(phi))) or "told"
    move(view, place(view, 60, 30))
    qtbot.waitUntil(lambda: not view.grab().isNull() and bool(asked))
    assert asked[-1] == pytest.approx((60, 30), abs=1.5)


def test_a_note_stands_in_place_of_a_chart_and_takes_no_brush(view, brushes):
    view.show_scene(DensityScene("left upper arm", note="Nothing to compare with."))
    drag(view, QPoint(100, 100), QPoint(200, 150))
    view.grab()
    assert not brushes


@pytest.mark.parametrize("projection", ["map", "sphere"])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_points_and_contours_are_seen(view, projection, theme):
    view.set_theme(theme)
    view.set_projection(projection)
    view.face(0.0, 0.0)
    plain = view.grab().toImage()
    cells = np.zeros((120, 60), bool)
    cells[55:65, 25:35] = True
    for more in ({"contours": (Contour(cells, 0.5),)}, {"points": (Points(np.zeros((5, 2)), "right"),)}):
        view.show_scene(scene(**more))
        assert view.grab().toImage() != plain


def test_the_flat_image_has_a_pixel_a_cell_and_phi_upwards():
    image = flat_image(scene(), DARK)
    assert (image.width(), image.height()) == (120, 60)
    assert image.pixelColor(90, 59 - 30).getRgb()[:3] == tuple(ramp("viridis")[255].tolist())


def test_a_click_on_a_tile_chooses_its_direction(qtbot):
    tiles = DensityTiles()
    qtbot.addWidget(tiles)
    tiles.resize(360, tiles.heightForWidth(360))
    tiles.show_scenes([scene() for _limb in range(9)], 3)
    chosen = []
    tiles.chosen.connect(chosen.append)
    for index in range(9):
        QTest.mouseClick(tiles, LEFT, NONE, tiles.rect_of(index).center())
    assert chosen == list(range(9))
    assert tiles.rect().contains(tiles.rect_of(8))
    tiles.grab()
