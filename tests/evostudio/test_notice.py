"""What the program has to say stands in the window, stops nobody, and goes when it is read or out of date."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton


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
