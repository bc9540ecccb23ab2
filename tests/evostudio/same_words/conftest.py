"""A window that annotates, and what commands say: whatever is wrong, both say it in the same sentence."""

from collections.abc import Callable

import pytest

from evopose.__main__ import main
from evostudio.documents.document import Document
from evostudio.pages.annotate.page import AnnotatePage
from evostudio.window import MainWindow


@pytest.fixture
def annotating(qtbot, studio) -> MainWindow:
    """A window with the Annotate page."""
    shown = MainWindow(studio, Document(), [AnnotatePage])
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def command(capsys) -> Callable[..., str]:
    """Runs a command and gives what it says on stderr, one sentence a line, without the program's name."""

    def run(*words) -> str:
        capsys.readouterr()
        main([str(word) for word in words])
        told = capsys.readouterr().err
        assert "Traceback" not in told
        return told.replace("evopose: ", "")

    return run
