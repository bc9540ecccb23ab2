"""The command palette runs what can be done now by the keyboard alone, and gives the keyboard back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.palette import Palette


def test_palette_runs_a_command_by_keyboard_alone(window, page, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page.canvas, Qt.Key.Key_P, both)
    palette = window.findChild(Palette)
    qtbot.waitUntil(palette.field.hasFocus)
    QTest.keyClicks(palette.field, "cou up")
    assert palette.list.currentItem().text() == "Count up"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert page.count == 1
    qtbot.waitUntil(page.canvas.hasFocus)


def test_palette_lists_only_what_can_be_done_now(window, page):
    palette = Palette(window, window.studio, window.action_sets())
    names = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert "Count never" not in names
    assert "Undo" not in names
    assert "Close project" in names
    palette.close()


def test_escape_closes_the_palette_and_gives_the_focus_back(window, page, qtbot):
    window.opening.dialogs.palette()
    palette = window.findChild(Palette)
    qtbot.waitUntil(palette.field.hasFocus)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.canvas.hasFocus)
