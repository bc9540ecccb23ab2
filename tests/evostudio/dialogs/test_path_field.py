"""Whatever is typed where a path belongs is answered in words, and what was typed stays."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from evostudio.dialogs.new_project import with_suffix
from evostudio.dialogs.path_field import PathField

ODD = ["", " ", "/", ".", "..", "~", "~nobody-of-this-name/x.json", "./", "../", "~/", "a/", "//", "\0", "a\0b.json",
       "a" * 300,
       "/" + "b" * 300 + ".json", "/proc/x.json", "/nonexistent/dir/x.json", "a/b/c.evo", "a" * 5000]  # fmt: skip


@pytest.fixture(params=["new project", "import", "export"])
def dialog(request, window, page, photos, qtbot):
    """Each dialog with a path, looking at nothing."""
    opening = window.opening
    {"new project": lambda: opening.new_project([photos]), "import": opening.import_, "export": opening.export}[
        request.param
    ]()
    shown = opening.dialogs.open[request.param]
    qtbot.waitUntil(lambda: not shown._task)
    return shown


def test_no_path_is_a_fault(dialog, qtbot):
    for typed in ODD:
        type_into(dialog, typed)
        qtbot.waitUntil(lambda: not dialog._task)
        assert not dialog.begin.isEnabled() or typed == "/proc/x.json"
        assert dialog.minimumSizeHint().width() <= 640


def type_into(dialog, typed: str) -> None:
    dialog.place.field.setText("")
    QTest.keyClicks(dialog.place.field, typed.replace("\0", "")[:20])  # a letter at a time, as people type
    dialog.place.field.setText(typed)
    if hasattr(dialog, "wait"):
        dialog.wait.stop()
        if typed.strip() != "/" and not Path(typed[:200].replace("\0", "")).is_dir():
            dialog.wait.timeout.emit()


@given(st.text(max_size=40))
def test_any_text_has_an_answer(qapp, typed):
    field = PathField("File", saving=True)
    field.field.setText(typed)
    if field.trouble() == "" and field.path is not None:
        assert field.path.name
        assert with_suffix(field.path).suffix == ".evo"


@pytest.mark.parametrize("dialog", ["new project", "export"], indirect=True)
@pytest.mark.parametrize("typed", ["/nonexistent/dir/x.json", "/nonexistent/dir/x.evo"])
def test_a_folder_that_is_not_there_is_named_before_anything_runs(dialog, typed):
    dialog.place.field.setText(typed)
    assert "There is no folder /nonexistent/dir" in dialog.problem.text()
    assert not dialog.begin.isEnabled()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="a system without a folder that nobody can write")  # noqa: PTH112
@pytest.mark.parametrize("name", ["export", "new project"])
def test_what_cannot_be_written_stays_said(name, window, page, photos, qtbot):
    window.opening.export() if name == "export" else window.opening.new_project([photos])
    dialog = window.opening.dialogs.open[name]
    if name == "export":
        dialog.format.setCurrentIndex(dialog.format.findData("coco"))
    qtbot.waitUntil(dialog.begin.isEnabled)
    dialog.place.field.setText("/proc/x.json" if name == "export" else "/proc/zz.evo")
    if dialog.begin.isEnabled():  # the owner of everything is told by the system only when writing
        QTest.keyClick(dialog.place.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._task is None)
    assert dialog.isVisible()
    assert dialog.problem.isVisible()
    assert "/proc" in dialog.problem.text()
    dialog.close()


def test_a_path_typed_while_the_files_are_looked_at_stays(window, photos, tmp_path, qtbot):
    window.opening.new_project([photos])
    dialog = window.opening.dialogs.open["new project"]
    assert dialog._task is not None
    assert "Looking at the files" in dialog.message.text()
    assert dialog.message.isVisible()
    QTest.keyClicks(dialog.place.field, str(tmp_path / "mine"))
    qtbot.waitUntil(dialog.begin.isEnabled)
    assert dialog.place.path == tmp_path / "mine"
    dialog.close()


def test_another_format_changes_only_the_ending_of_a_name_that_was_typed(window, page, tmp_path):
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    dialog.format.setCurrentIndex(dialog.format.findData("coco"))
    dialog.place.field.selectAll()
    QTest.keyClicks(dialog.place.field, str(tmp_path / "mine.json"))
    dialog.format.setCurrentIndex(dialog.format.findData("project"))
    assert dialog.place.path == tmp_path / "mine.evo"
    dialog.close()


def test_the_keyboard_is_where_the_work_is_and_return_makes_the_project(window, photos, qtbot):
    window.opening.new_project([photos])
    dialog = window.opening.dialogs.open["new project"]
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(dialog.begin.hasFocus)
    QTest.keyClick(dialog.begin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.document.project is not None)


def test_return_in_a_path_begins_and_on_cancel_cancels(window, page, tmp_path, qtbot):
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(dialog.place.field.hasFocus)
    dialog.format.setCurrentIndex(dialog.format.findData("coco"))
    dialog.place.field.setText(str(tmp_path / "out.json"))
    QTest.keyClick(dialog.place.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.opening.dialogs.open)
    assert (tmp_path / "out.json").exists()
    window.opening.export()
    dialog = window.opening.dialogs.open["export"]
    dialog.cancel.setFocus()
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert not window.opening.dialogs.open


def test_of_a_file_that_is_not_there_only_the_sentence_is_said(window, page, photos, qtbot):
    window.opening.import_()
    dialog = window.opening.dialogs.open["import"]
    qtbot.waitUntil(dialog.place.field.hasFocus)
    dialog.place.field.setText(str(photos))  # a path on the way to another, still being read
    dialog.wait.timeout.emit()
    dialog.place.field.setText(str(photos / "none.json"))
    dialog.wait.timeout.emit()
    assert dialog.problem.text() == f"⚠ No file at {photos / 'none.json'}."
    assert dialog.preview.words() == ""
    assert dialog._task is None
    dialog.close()


def test_a_folder_without_photos_is_one_sentence(window, page, tmp_path, qtbot):
    (tmp_path / "empty").mkdir()
    window.opening.import_()
    dialog = window.opening.dialogs.open["import"]
    dialog.place.field.setText(str(tmp_path / "empty"))
    qtbot.waitUntil(lambda: "no photos" in dialog.problem.text())
    assert dialog.preview.words() == ""
    dialog.close()
