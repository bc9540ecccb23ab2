"""The window: empty it invites, full it tells; what goes wrong stands in it; what was done is remembered."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from evopose.model.annotation import Status
from evostudio import session
from evostudio.dialogs.new_project import NewProjectDialog
from evostudio.documents.document import Document
from evostudio.palette import Palette
from evostudio.room import LARGEST, Places
from evostudio.theme import DARK, LIGHT
from evostudio.window import MainWindow
from tests.evostudio.conftest import CountingPage


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, left, none = QPoint(400, 300), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(here, Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(here), Qt.DropAction.CopyAction, data, left, none))


def test_an_empty_window_invites_and_names_its_keys(window):
    assert window.page is None
    assert [button.text() for button in window.welcome.buttons] == [
        "Open demo",
        "New project from photos…",
        "Open project…",
    ]
    assert "Ctrl+O" in window.status.hint.whole_text()


def test_a_dropped_project_opens(window, project_file, qtbot):
    drop(window, project_file)
    qtbot.waitUntil(lambda: window.page is not None)
    assert window.status.project.whole_text() == "three.evo"
    assert window.windowTitle().startswith("three.evo")


def test_a_dropped_folder_offers_a_new_project(window, photos, qtbot):
    drop(window, photos)
    qtbot.waitUntil(lambda: "new project" in window.opening.dialogs.open)
    dialog = window.opening.dialogs.open["new project"]
    assert isinstance(dialog, NewProjectDialog)
    qtbot.waitUntil(dialog.begin.isEnabled)
    assert "3 photos" in dialog.preview.words()


def test_a_file_that_is_no_project_is_said_in_the_window_and_the_open_one_stays(window, page, tmp_path):
    wrong = tmp_path / "wrong.evo"
    wrong.write_text("this is no project")
    assert not window.opening.open_path(wrong)
    (bar,) = window.notices.bars
    assert bar.notice.level == "error"
    assert "wrong.evo" in bar.notice.text
    assert window.document.project.path.name == "three.evo"
    assert window.page is page


def test_a_notice_goes_by_a_click_and_stands_only_once(window, qtbot):
    for _time in range(3):
        window.studio.notify("The disk is full.", "error")
    (bar,) = window.notices.bars
    assert bar.isVisible()
    (close,) = bar.findChildren(QToolButton)
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.notices.bars
    assert not window.notices.isVisible()


def test_newer_news_take_the_place_of_older_ones_and_of_what_is_about_the_same(window):
    notify = window.studio.notify
    notify("a-1 was moved to the bin.")
    notify("Two runs wait.", "info", ("Go on", lambda: None), about="queue")
    notify("a-2 was moved to the bin.")
    notify("One run waits.", "info", ("Go on", lambda: None), about="queue")
    assert [bar.notice.text for bar in window.notices.bars] == ["a-2 was moved to the bin.", "One run waits."]
    window.studio.settled.emit("queue")
    assert [bar.notice.text for bar in window.notices.bars] == ["a-2 was moved to the bin."]


def test_few_notices_stand_at_once_the_newest_and_errors_wait_until_they_are_dismissed(window):
    notices = window.notices
    for number in range(5):
        window.studio.notify(f"Fault {number}.", "error")
    for number in range(5):
        window.studio.notify(f"Look at {number}.", "warning")
    shown = [bar.notice.text for bar in notices.bars if bar.isVisible()]
    assert shown == ["Fault 3.", "Fault 4.", "Look at 4."]
    assert notices.earlier.isVisible()
    assert "3 earlier errors" in notices.earlier.words.text()
    notices.bars[-1].closed.emit()
    assert [bar.notice.text for bar in notices.bars if bar.isVisible()] == ["Fault 2.", "Fault 3.", "Fault 4."]
    notices.earlier.findChild(QPushButton).click()
    assert not notices.bars
    assert not notices.isVisible()


def test_of_a_long_notice_the_first_lines_are_shown(window):
    window.studio.notify("\n".join(f"line {number}" for number in range(20)), "warning")
    (bar,) = window.notices.bars
    assert "… and 16 more lines, in the log" in [label.text() for label in bar.findChildren(QLabel)][-1]


def test_the_way_out_of_a_notice_is_a_button(window, qtbot):
    pressed: list[bool] = []
    window.studio.notify("No project there.", "error", ("Open another…", lambda: pressed.append(True)))
    button = window.notices.bars[0].findChild(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert not window.notices.bars


def test_the_status_line_says_what_a_key_would_do_now(window, page):
    QTest.keyClick(page.canvas, Qt.Key.Key_Up)
    assert window.status.hint.whole_text() == "Up makes it 2"


def test_closing_the_project_brings_the_welcome_back_with_it_among_the_recent(window, page, project_file):
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.page is None
    assert window.opening.recent() == [project_file]
    assert project_file.stem in [button.text() for button in window.welcome.findChildren(QPushButton)]


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


def test_the_next_start_finds_project_and_place_again(window, page, studio, qtbot, project_file):
    window.resize(700, 500)
    window.close()
    second = MainWindow(studio, Document(), [type(page)])
    qtbot.addWidget(second)
    session.restore_geometry(second)
    session.restore(second)
    assert second.document.project.path == project_file
    assert (second.width(), second.height()) == (700, 500)


def test_a_last_project_that_is_gone_is_said_not_asked(window, store):
    store.change_session(project="/nowhere/gone.evo")
    session.restore(window)
    assert "gone.evo" in window.notices.bars[0].notice.text


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


def test_good_news_leaves_by_itself_unless_the_pointer_is_on_it_and_bad_news_stays(window, qtbot):
    window.studio.notify("Wrote 3 images.")
    window.studio.notify("The disk is nearly full.", "warning")
    window.studio.notify("Done; look?", "info", ("Look", lambda: None))
    good, bad, asking = window.notices.bars
    for bar in window.notices.bars:
        QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))  # wherever the tests before left the pointer
    assert [bar.timer.isActive() for bar in window.notices.bars] == [True, False, False]
    QApplication.sendEvent(good, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert not good.timer.isActive()
    QApplication.sendEvent(good, QEvent(QEvent.Type.Leave))
    assert good.timer.isActive()
    good.timer.timeout.emit()
    assert window.notices.bars == [bad, asking]


class WidePage(CountingPage):
    """A page that needs a certain room."""

    needed = QSize(900, 500)

    def minimumSizeHint(self) -> QSize:
        return self.needed


def shown_with(studio, qtbot, needed: QSize, project_file: Path) -> MainWindow:
    wide = type("Wide", (WidePage,), {"needed": needed})
    window = MainWindow(studio, Document(), [wide])
    qtbot.addWidget(window)
    window.show()
    assert window.opening.open_path(project_file)
    window.resize(100, 100)
    qtbot.waitUntil(lambda: window.minimumWidth() > 300)
    return window


def test_the_window_is_never_smaller_than_its_page_needs(studio, qtbot, project_file):
    screen = QApplication.primaryScreen().availableSize()
    needed = QSize(screen.width() - 100, 500)
    window = shown_with(studio, qtbot, needed, project_file)
    assert window.page.width() >= needed.width()
    assert window.page.height() >= needed.height()


def test_where_the_screen_is_too_small_the_page_scrolls_and_the_window_fits(studio, qtbot, project_file):
    window = shown_with(studio, qtbot, QSize(3000, 2000), project_file)
    screen = QApplication.primaryScreen().availableSize()
    assert window.width() <= screen.width()
    assert window.height() <= screen.height()
    assert (window.page.width(), window.page.height()) == (3000, 2000)
    assert window.room.horizontalScrollBar().maximum() > 0


def test_no_page_needs_more_than_the_smallest_screen(studio, qtbot, project_file):
    window = MainWindow(studio, Document())
    qtbot.addWidget(window)
    window.make_pages()
    assert window.pages["train"].evaluation.minimumSizeHint().height() <= LARGEST.height()
    for name, page in window.pages.items():
        assert page.minimumSizeHint().width() <= (LARGEST.width() if name == "annotate" else 950)
        assert page.minimumSizeHint().height() <= LARGEST.height()


def test_a_page_that_is_not_shown_makes_no_window_wide(qtbot):
    places, narrow, wide = Places(), QLabel("narrow"), QLabel("wide")
    qtbot.addWidget(places)
    wide.setMinimumWidth(900)
    for widget in (narrow, wide):
        places.addWidget(widget)
    assert places.minimumSizeHint().width() < 900
    places.setCurrentWidget(wide)
    assert places.minimumSizeHint().width() == 900


def test_what_was_named_at_the_start_and_is_not_there_is_said(window, photos, qtbot):
    window.opening.take(["/nonexistent/photos"])
    assert window.notices.bars[-1].notice.text == "Nothing at /nonexistent/photos."
    assert not window.opening.dialogs.open
    window.opening.take(["/nonexistent/photos", photos])
    assert window.opening.dialogs.open["new project"].sources == (photos,)
    qtbot.waitUntil(window.opening.dialogs.open["new project"].begin.isEnabled)


def test_a_population_is_shown_on_the_page_asked_for_at_the_pose_asked_for(window, page):
    rows = np.arange(5, 9)
    told: list[tuple[Path, int | None, object]] = []
    page.show_population = lambda path, index=None, rows=None: told.append((path, index, rows))
    window.studio.open_population(Path("poses.npz"), "counting", 7, rows)
    window.studio.open_population(Path("poses.npz"), "no page of that name")
    assert told == [(Path("poses.npz"), 7, rows)]
    assert window.page is page


def test_the_room_of_every_page_is_remembered(window, page, store):
    store.change_session(splitters={"another page's": (1, 2)})
    page.save_session = lambda: {"splitters": {"mine": (3, 4)}}
    session.remember(window)
    assert store.value.session.splitters == {"another page's": (1, 2), "mine": (3, 4)}
