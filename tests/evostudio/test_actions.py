"""Keys do what the focus means: the page's where nothing else wants them, the field's in a field."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from evopose.errors import UnknownName
from evostudio.actions import tip
from evostudio.focus import is_claimed
from evostudio.keymap import KeyMap, Preset


def focus(qtbot, widget):
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def test_a_key_on_the_canvas_runs_the_action(page):
    QTest.keyClick(page.canvas, Qt.Key.Key_Up)
    QTest.keyClick(page.canvas, Qt.Key.Key_Up)
    QTest.keyClick(page.canvas, Qt.Key.Key_Down)
    assert page.count == 1


def test_a_number_box_keeps_arrows_and_digits(page, qtbot):
    focus(qtbot, page.number)
    QTest.keyClick(page.number, Qt.Key.Key_Up)
    assert (page.number.value(), page.count) == (1, 0)
    page.number.selectAll()
    QTest.keyClick(page.number, Qt.Key.Key_1)
    assert (page.number.value(), page.count) == (1, 0)


def test_a_text_field_keeps_letters(page, qtbot):
    focus(qtbot, page.field)
    QTest.keyClicks(page.field, "b1")
    QTest.keyClick(page.field, Qt.Key.Key_Up)
    assert (page.field.text(), page.count) == ("b1", 0)


def test_a_list_keeps_its_arrows(page, qtbot):
    page.list.setCurrentRow(0)
    focus(qtbot, page.list)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert (page.list.currentRow(), page.count) == (1, 0)


def test_a_page_key_does_nothing_outside_the_page(page, window, qtbot):
    window.show_log(True)
    focus(qtbot, window.log_view.text)
    QTest.keyClick(window.log_view.text, Qt.Key.Key_1)
    assert page.count == 0


def test_an_action_that_cannot_run_is_disabled_and_does_not_run(page):
    assert not page.action_set.qaction("counting.never").isEnabled()
    page.action_set.trigger("counting.never")
    assert page.count == 0


def test_an_action_that_fails_is_told_in_the_window(page, window):
    QTest.keyClick(page.canvas, Qt.Key.Key_B)
    assert ["a fault of ours" in bar.notice.text for bar in window.notices.bars] == [True]


def test_every_key_stands_in_tooltip_and_menu(page, window):
    shown = page.action_set.qaction("counting.up")
    assert "↑" in shown.toolTip()
    assert shown.shortcut().toString() == "Up"
    titles = [action.text().replace("&", "") for action in window.menuBar().actions() if action.isVisible()]
    assert titles == ["File", "Edit", "View", "Counting", "Go", "Help"]


def test_rebinding_moves_the_action_to_its_new_key(page, studio):
    key_map = KeyMap().rebound(page.action_set["counting.up"], ["W"])
    studio.preferences.change(key_overrides=dict(key_map.overrides))
    QTest.keyClick(page.canvas, Qt.Key.Key_Up)
    assert page.count == 0
    QTest.keyClick(page.canvas, Qt.Key.Key_W)
    assert page.count == 1
    assert "(W)" in page.action_set.qaction("counting.up").toolTip()


def test_an_unknown_action_is_named_with_what_there_is(page):
    with pytest.raises(UnknownName, match=r"counting\.up"):
        page.action_set["counting.upp"]


def test_a_tip_without_keys_is_the_text(page):
    assert tip(page.action_set["counting.up"], ()) == "Count up"


def test_a_preset_replaces_the_action_s_own_keys(page):
    page.action_set.bind(KeyMap(Preset("Other", "", {"counting.up": ("U",)})))
    QTest.keyClick(page.canvas, Qt.Key.Key_U)
    assert page.count == 1


@pytest.mark.parametrize(
    ("key", "modifier", "claimed"),
    [
        (Qt.Key.Key_Return, "Control", False),
        (Qt.Key.Key_Enter, "Control", False),
        (Qt.Key.Key_Return, "Alt", False),
        (Qt.Key.Key_Return, "No", True),
        (Qt.Key.Key_Left, "Control", True),
        (Qt.Key.Key_End, "Shift", True),
        (Qt.Key.Key_V, "Control", True),
    ],
)
def test_a_field_keeps_the_keys_that_it_has_a_use_for_and_no_others(page, key, modifier, claimed):
    pressed = QKeyEvent(QEvent.Type.ShortcutOverride, key, getattr(Qt.KeyboardModifier, f"{modifier}Modifier"))
    assert is_claimed(page.field, pressed) is claimed
