"""The room for pages: the window is never smaller than its page needs, unless the screen is; then the page scrolls."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel

from evostudio.documents.document import Document
from evostudio.room import LARGEST, Places
from evostudio.window import MainWindow
from tests.evostudio.conftest import CountingPage


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
