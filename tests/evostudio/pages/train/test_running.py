"""A run in a process of its own: it goes on when the window is closed, is found again, and stopped."""

import pytest

from evopose.runs import read_run
from evostudio.documents.document import Document
from evostudio.pages.train.page import TrainPage
from evostudio.window import MainWindow
from tests.evostudio.runs.making import PATIENCE

ENDLESS = 1_000_000
"""Steps."""


@pytest.fixture
def window(qtbot, studio, runs, poses) -> MainWindow:
    """On the Train page, about to train a tiny lifter without end."""
    made = MainWindow(studio, Document(), [TrainPage])
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    page = made.page
    page.setup.data.choose([poses])
    for part, name, value in (
        ("model", "width", 16),
        ("model", "stages", 1),
        ("schedule", "steps", ENDLESS),
        ("schedule", "batch_size", 64),
        ("schedule", "validate_every", 50),
    ):
        page.setup.form.fields[part, name].entry.show_value(value)
    page.setup.form.fields["schedule", "steps"].edited.emit()
    qtbot.waitUntil(page.runner.can_start)
    return made


def test_a_run_that_is_let_go_is_found_again_and_stopped(window, studio, qtbot):
    page = window.page
    with qtbot.waitSignal(page.process.measured, timeout=PATIENCE, check_params_cb=lambda _f, m: "total_step" in m):
        page.runner.start()
    folder = page.process.folder
    qtbot.waitUntil(lambda: page.follower.courses[folder].latest > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.panes.live.charts["loss"].curves != ())
    window.close()
    next(button for button in window.closing.question.buttons() if "go on" in button.text()).click()
    assert not window.isVisible()
    assert page.process.folder is None

    again = TrainPage(studio)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.runs.model.row_of(folder) >= 0)
    again.runs.select((folder,))
    assert again.chosen.records()[0].state == "running"
    before = read_run(folder).done
    qtbot.waitUntil(lambda: read_run(folder).done > before, timeout=PATIENCE)
    again.runner.stop()
    qtbot.waitUntil(again.runner.can_resume, timeout=PATIENCE)
    assert read_run(folder).state == "stopped"
