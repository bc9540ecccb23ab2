"""How work comes into the window: what is dropped on it, named at the start or closed, and what cannot be opened."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from evostudio.dialogs.new_project import NewProjectDialog
from evostudio.window import MainWindow


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    here, left, none = QPoint(400, 300), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(here, Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(here), Qt.DropAction.CopyAction, data, left, none))


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


def test_closing_the_project_brings_the_welcome_back_with_it_among_the_recent(window, page, project_file):
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.page is None
    assert window.opening.recent() == [project_file]
    assert project_file.stem in [button.text() for button in window.welcome.findChildren(QPushButton)]


def test_what_was_named_at_the_start_and_is_not_there_is_said(window, photos, qtbot):
    window.opening.take(["/nonexistent/photos"])
    assert window.notices.bars[-1].notice.text == "Nothing at /nonexistent/photos."
    assert not window.opening.dialogs.open
    window.opening.take(["/nonexistent/photos", photos])
    assert window.opening.dialogs.open["new project"].sources == (photos,)
    qtbot.waitUntil(window.opening.dialogs.open["new project"].begin.isEnabled)
