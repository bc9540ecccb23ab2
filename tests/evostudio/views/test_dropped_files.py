"""Dragging files onto the window: those of this machine are welcome, a page may leave some kind to others."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent

from evostudio.views.dropped_files import files_of, welcome_files

HERE, PROJECT, FAR = "file:///data/walk.bvh", "file:///data/demo.evo", "https://example.org/walk.bvh"


def carried(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def test_files_of_other_machines_are_left_where_they_are():
    assert files_of(carried(FAR, HERE, PROJECT)) == [Path("/data/walk.bvh"), Path("/data/demo.evo")]


@pytest.mark.parametrize(
    ("urls", "but", "welcome"),
    [
        ((HERE,), "", True), ((PROJECT,), "", True), ((FAR,), "", False), ((), "", False),
        ((HERE,), ".evo", True), ((PROJECT,), ".evo", False), ((PROJECT, HERE), ".evo", True),
    ],
)  # fmt: skip
def test_what_nobody_here_can_open_is_not_welcome(urls, but, welcome, qapp):
    data = carried(*urls)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    event.ignore()
    welcome_files(event, but)
    assert event.isAccepted() == welcome
