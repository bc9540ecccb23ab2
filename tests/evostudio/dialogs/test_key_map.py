"""Keys are found, given and taken back in the dialog, by real key presses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.dialogs.key_map import KeyMapDialog


@pytest.fixture
def dialog(qtbot, window, page) -> KeyMapDialog:
    shown = KeyMapDialog(window.studio, window.all_action_sets())
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.choose("counting.up")
    return shown


def visible(dialog: KeyMapDialog) -> list[str]:
    return [item.text(0) for item in dialog.items() if not item.isHidden()]


def keys_of(dialog: KeyMapDialog, name: str) -> str:
    return next(item.text(1) for item in dialog.items() if item.data(0, Qt.ItemDataRole.UserRole) == name)


def test_search_finds_by_name_and_by_key(dialog):
    dialog.search.setText("count down")
    assert visible(dialog) == ["Count down"]
    dialog.search.setText("Ctrl+Shift+P")
    assert visible(dialog) == ["Command palette"]


def test_a_pressed_key_is_bound_kept_and_works(dialog, page, store):
    QTest.keyClick(dialog.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert page.action_set.keys("counting.up") == ("Ctrl+K",)
    assert store.value.key_overrides == {"counting.up": ("Ctrl+K",)}
    assert "yours" in keys_of(dialog, "counting.up")
    assert not dialog.conflict.isVisible()


def test_a_taken_key_is_explained(dialog):
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.conflict.isVisible()
    assert "Count up" in dialog.conflict.text()
    assert "Count down" in dialog.conflict.text()
    assert keys_of(dialog, "counting.down").startswith("⚠")


def test_a_second_key_is_added(dialog, page):
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog.field, Qt.Key.Key_U)
    assert page.action_set.keys("counting.up") == ("Up", "U")


def test_backspace_leaves_no_key_and_reset_brings_it_back(dialog, page):
    QTest.keyClick(dialog.field, Qt.Key.Key_Backspace)
    assert page.action_set.keys("counting.up") == ()
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert page.action_set.keys("counting.up") == ("Up",)


def test_reset_all_forgets_every_own_key(dialog, page, store):
    QTest.keyClick(dialog.field, Qt.Key.Key_U)
    dialog.choose("counting.down")
    QTest.keyClick(dialog.field, Qt.Key.Key_D)
    QTest.mouseClick(dialog.reset_all, Qt.MouseButton.LeftButton)
    assert store.value.key_overrides == {}
    assert page.action_set.keys("counting.down") == ("Down",)


def test_a_modifier_alone_is_no_key(dialog, page):
    QTest.keyClick(dialog.field, Qt.Key.Key_Shift)
    assert page.action_set.keys("counting.up") == ("Up",)


def test_without_a_project_the_pages_keys_are_there_too(window):
    assert window.page is None
    window.opening.dialogs.keys()
    dialog = window.opening.dialogs.open["keys"]
    assert isinstance(dialog, KeyMapDialog)
    dialog.search.setText("count")
    assert "Count up" in visible(dialog)
    assert window.page is None
    assert "counting" in window.pages
    assert "counting" not in window.visited


def test_a_search_that_finds_nothing_says_so(dialog):
    assert not dialog.nothing.isVisible()
    dialog.search.setText("xylophone")
    assert visible(dialog) == []
    assert dialog.nothing.isVisible()
    assert dialog.nothing.text() == "No action matches “xylophone”."
    dialog.search.setText("count")
    assert not dialog.nothing.isVisible()
