"""Widgets go on in the next line where room is short, and nothing of them is cut."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from evostudio.views.flow import Flow
from evostudio.views.titled import Titled


@pytest.fixture
def holder(qtbot) -> QWidget:
    """A taker, then three buttons, in a flow above a label."""
    made = QWidget()
    qtbot.addWidget(made)
    flow = Flow()
    flow.add_taker(QLabel("Title"))
    for words in ("One", "Two and more", "Three"):
        flow.addWidget(QPushButton(words))
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(flow)
    column.addWidget(QLabel("below"), 1)
    made.resize(600, 200)
    made.show()
    return made


def test_in_one_line_the_taker_takes_what_is_left(holder):
    buttons = holder.findChildren(QPushButton)
    assert len({button.y() for button in buttons}) == 1
    assert buttons[-1].geometry().right() == 599
    assert holder.findChild(QLabel).x() == 0


def test_what_is_taken_out_takes_nothing_any_more(holder):
    flow, title = holder.findChild(Flow), holder.findChild(QLabel)
    flow.addItem(flow.takeAt(0))
    flow.setGeometry(flow.geometry())
    assert title.width() == title.sizeHint().width()
    assert holder.findChildren(QPushButton)[0].x() == 0


@pytest.mark.parametrize("width", [250, 180, 130])
def test_in_less_room_there_are_more_lines_and_all_keep_their_width(holder, width, qtbot):
    holder.resize(width, 200)
    buttons = holder.findChildren(QPushButton)
    qtbot.waitUntil(lambda: all(button.geometry().right() < width for button in buttons))
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert len({button.y() for button in buttons}) > 1
    below = holder.findChildren(QLabel)[-1]
    assert below.y() > max(button.geometry().bottom() for button in buttons)


def test_what_is_hidden_takes_no_room(holder, qtbot):
    first, second, third = holder.findChildren(QPushButton)
    second.hide()
    qtbot.waitUntil(lambda: third.x() - first.geometry().right() < 20)


def test_controls_below_a_title_are_asked_for_in_height(qtbot):
    pane = Titled("A title of some length", QLabel("content"), QPushButton("One control"), QPushButton("Another one"))
    qtbot.addWidget(pane)
    pane.resize(600, 200)
    pane.show()
    flat = pane.minimumSizeHint().height()
    pane.resize(160, 200)
    qtbot.waitUntil(lambda: pane.minimumSizeHint().height() > flat)
