"""The Distributions page: keys, mouse, what it compares, and how it lies in the window."""

from math import radians
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from evostudio.documents.document import Document
from evostudio.pages.distributions.choices import TABS
from evostudio.pages.distributions.page import DistributionsPage
from evostudio.preferences import Session
from evostudio.theme import LIGHT
from evostudio.window import MainWindow
from tests.evostudio.mouse import move
from tests.evostudio.pages.distributions.conftest import press

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_an_empty_page_invites(empty_page):
    invitation = empty_page.panes.invitation
    assert invitation.isVisible()
    assert invitation.demo.isVisible()
    assert not empty_page.has_numbers()
    press(empty_page, Qt.Key.Key_5, Qt.Key.Key_M, Qt.Key.Key_Escape)
    assert empty_page.choices.limb == 3
    empty_page.grab()


def test_an_evolved_population_is_shown_after_its_founders(page, files):
    assert page.head.paths == (files.founders, files.evolved)
    assert page.charts.views[1].isVisible()
    assert not page.panes.invitation.isVisible()


def test_a_population_of_no_generations_is_shown_alone(empty_page, files, qtbot):
    empty_page.show_population(files.plain)
    qtbot.waitUntil(empty_page.has_numbers)
    assert empty_page.head.paths == (None, files.plain)
    assert not empty_page.is_compared()
    assert not empty_page.charts.views[1].isVisible()
    assert empty_page.maps.table.isColumnHidden(4)


def test_digits_choose_the_direction_everywhere(page):
    for index in range(9):
        press(page, Qt.Key(Qt.Key.Key_1 + index))
        assert page.choices.limb == index
        assert page.maps.table.currentRow() == index
        assert page.maps.table.item(index, 0).text() in page.charts.views[0].scene.title


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        (Qt.Key.Key_B, "layer", "before"),
        (Qt.Key.Key_D, "layer", "difference"),
        (Qt.Key.Key_O, "arrangement", "over"),
        (Qt.Key.Key_W, "arrangement", "one"),
        (Qt.Key.Key_M, "projection", "sphere"),
        (Qt.Key.Key_P, "points", True),
        (Qt.Key.Key_N, "smooth", True),
        (Qt.Key.Key_L, "limits", False),
        (Qt.Key.Key_G, "bent", False),
        (Qt.Key.Key_C, "ramp", "magma"),
        (Qt.Key.Key_BracketLeft, "gamma", 0.45),
    ],
)
def test_every_switch_has_a_key_and_the_charts_follow(page, key, field, value):
    before = page.grab().toImage()
    press(page, key)
    assert getattr(page.choices, field) == value
    assert page.grab().toImage() != before


def test_gamma_stays_in_its_range_and_the_slider_follows(page):
    for _time in range(30):
        press(page, Qt.Key.Key_BracketLeft)
    assert page.choices.gamma == 0.1
    assert page.charts.gamma.value() == 10
    page.charts.gamma.setValue(80)
    assert page.choices.gamma == 0.8
    assert page.charts.views[0].scene.scale.gamma == 0.8


def test_arrows_turn_both_spheres_and_home_turns_them_back(page):
    press(page, Qt.Key.Key_M, Qt.Key.Key_Left, Qt.Key.Key_Up)
    first, second = page.charts.views
    assert first.facing == second.facing
    turned = first.facing
    press(page, Qt.Key.Key_Home)
    assert first.facing != turned
    assert first.facing == second.facing


def test_the_sphere_of_one_chart_turns_with_the_other(page):
    press(page, Qt.Key.Key_M)
    first, second = page.charts.views
    middle = QPoint(first.width() // 2, first.height() // 2)
    QTest.mousePress(first, LEFT, NONE, middle)
    move(first, middle + QPoint(30, 10))
    QTest.mouseRelease(first, LEFT, NONE, middle + QPoint(30, 10))
    assert second.facing == first.facing != (radians(90) - 0.35, 0.3)


def test_tabs_are_reached_by_keys_and_clicks(page):
    for index, tab in enumerate(TABS):
        QTest.keyClick(page, Qt.Key(Qt.Key.Key_1 + index), Qt.KeyboardModifier.AltModifier)
        assert page.choices.tab == tab
        assert page.head.tabs.currentIndex() == index
        page.grab()
    page.head.tabs.setCurrentIndex(0)
    assert page.choices.tab == "directions"


def test_before_and_after_can_be_swapped(page, files, qtbot):
    press(page, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: page.has_numbers() and page.measured.after.path == files.founders)
    assert page.head.paths == (files.evolved, files.founders)


def test_comparing_can_be_ended(page, files, qtbot):
    page.head.drop_before()
    qtbot.waitUntil(lambda: page.has_numbers() and not page.is_compared())
    assert page.measured.after.path == files.evolved, "its founders do not come back"
    assert page.head.paths == (None, files.evolved)


def test_another_population_after_takes_its_own_founders(page, files, qtbot):
    page.head.after.choose([files.plain])
    qtbot.waitUntil(lambda: page.has_numbers() and page.measured.after.path == files.plain)
    assert page.head.paths == (None, files.plain)


# The window


def test_the_page_works_without_a_project_in_dark_and_light_at_1280_by_720(qtbot, studio, files):
    window = MainWindow(studio, Document(), [DistributionsPage])
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    studio.open_population(files.evolved, "distributions")
    page = window.page
    assert isinstance(page, DistributionsPage)
    qtbot.waitUntil(page.is_compared)
    assert window.minimumSizeHint().width() <= 1280
    assert window.room.verticalScrollBar().maximum() == 0
    assert window.room.horizontalScrollBar().maximum() == 0
    dark = window.grab().toImage()
    studio.set_theme(LIGHT)
    assert window.grab().toImage() != dark
    assert "1–9 direction" in page.status_hint()


def test_the_room_of_its_parts_is_remembered(page, qtbot):
    sizes = page.save_session()["splitters"]
    assert set(sizes) == {"distributions.whole", "distributions.right"}

    page.restore_session(Session(splitters={**sizes, "distributions.whole": (500, 780)}))
    assert page.save_session()["splitters"]["distributions.whole"][0] > sizes["distributions.whole"][0]


def test_every_picture_of_the_tour_can_be_taken(page, qtbot):
    names = []
    for name, prepare in page.tour():
        prepare()
        page.grab()
        names.append(name)
    assert len(names) == len(set(names)) > 5
    qtbot.waitUntil(lambda: not page.studio.tasks)


def test_all_actions_say_what_they_do(page):
    for action in page.action_set:
        assert action.text
        assert action.group
    keys = [key for action in page.action_set for key in page.action_set.keys(action.id)]
    assert len(keys) == len(set(keys))


def test_results_of_runs_are_offered(home, files):
    from evostudio.pages.distributions.results import results

    assert results(None) == []
    assert isinstance(results(Path(home / "none.evo")), list)
