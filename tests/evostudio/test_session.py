"""The next start finds the user's project, window and room again."""

from evostudio import session
from evostudio.documents.document import Document
from evostudio.window import MainWindow


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


def test_the_room_of_every_page_is_remembered(window, page, store):
    store.change_session(splitters={"another page's": (1, 2)})
    page.save_session = lambda: {"splitters": {"mine": (3, 4)}}
    session.remember(window)
    assert store.value.session.splitters == {"another page's": (1, 2), "mine": (3, 4)}
