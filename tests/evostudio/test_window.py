"""The window: empty it invites, full it tells what a key would do and undo; everything fits the smallest screen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evopose.model.annotation import Status
from evostudio.palette import Palette
from evostudio.theme import DARK, LIGHT


def test_an_empty_window_invites_and_names_its_keys(window):
    assert window.page is None
    assert [button.text() for button in window.welcome.buttons] == [
        "Open demo",
        "New project from photos…",
        "Open project…",
    ]
    assert "Ctrl+O" in window.status.hint.whole_text()


def test_the_status_line_says_what_a_key_would_do_now(window, page):
    QTest.keyClick(page.canvas, Qt.Key.Key_Up)
    assert window.status.hint.whole_text() == "Up makes it 2"


def test_the_theme_changes_at_a_key_and_is_remembered(window, store):
    assert window.studio.theme is DARK
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_L, both)
    assert window.studio.theme is LIGHT
    assert store.value.theme == "light"
    QTest.keyClick(window, Qt.Key.Key_L, both)
    assert store.value.theme == "dark"


def test_a_theme_for_this_time_outlasts_other_preferences(window, page, store):
    window.studio.set_theme(LIGHT)
    store.change(author="Ada")
    assert window.studio.theme is LIGHT


def test_the_log_opens_at_a_key_and_holds_what_was_said(window, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert not window.log_view.isVisible()
    QTest.keyClick(window, Qt.Key.Key_G, both)
    assert window.log_view.isVisible()
    QTest.keyClick(window, Qt.Key.Key_G, both)
    assert not window.log_view.isVisible()


def test_nothing_is_cut_off_at_the_smallest_screen(window, page):
    window.resize(1280, 720)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720
    assert window.status.hint.whole_text() == window.status.hint.text()


def test_no_key_of_the_window_is_bound_twice(window, page):
    from evostudio.keymap import conflicts

    assert not conflicts(window.studio.key_map, [action for actions in window.all_action_sets() for action in actions])


def test_undo_says_what_it_would_undo_in_menu_tooltip_and_palette(window, page):
    undo, redo = window.action_set.qaction("window.undo"), window.action_set.qaction("window.redo")
    assert (undo.text(), undo.isEnabled()) == ("Undo", False)
    assert window.document.change("Mark & go", lambda before: replace(before, status=Status.DONE))
    page.status_changed.emit()
    assert (undo.text(), undo.isEnabled()) == ("Undo Mark && go", True)
    assert undo.toolTip() == "Undo Mark & go  (Ctrl+Z)"
    palette = Palette(window, window.studio, window.action_sets())
    assert "Undo Mark & go" in [palette.list.item(row).text() for row in range(palette.list.count())]
    palette.close()
    QTest.keyClick(page.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [undo.text(), redo.text()] == ["Undo", "Redo Mark && go"]
    assert redo.toolTip() == "Redo Mark & go  (Ctrl+Shift+Z, Ctrl+Y)"


def test_a_population_is_shown_on_the_page_asked_for_at_the_pose_asked_for(window, page):
    rows = np.arange(5, 9)
    told: list[tuple[Path, int | None, object]] = []
    page.show_population = lambda path, index=None, rows=None: told.append((path, index, rows))
    window.studio.open_population(Path("poses.npz"), "counting", 7, rows)
    window.studio.open_population(Path("poses.npz"), "no page of that name")
    assert told == [(Path("poses.npz"), 7, rows)]
    assert window.page is page
