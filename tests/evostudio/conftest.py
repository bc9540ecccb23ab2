"""A studio with preferences of its own, and a window with a page that counts what its keys do."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QSpinBox, QVBoxLayout, QWidget

from evopose.project.new_project import plan
from evostudio.actions import Action
from evostudio.documents.document import Document
from evostudio.pages.page import Page
from evostudio.preferences import PreferenceStore
from evostudio.studio import Studio
from evostudio.window import MainWindow
from tests.evostudio.runs.making import in_place_of_the_users, write_poses

Shown = TypeVar("Shown", bound=QWidget)


@pytest.fixture(scope="session")
def qapp():
    """The program's own, with what must be said before it is made."""
    from evostudio.__main__ import application

    return application()


class CountingPage(Page):
    """Up and Down count; it has the fields that must keep their keys."""

    name: ClassVar[str] = "counting"
    title: ClassVar[str] = "Counting"
    icon: ClassVar[str] = "annotate"
    key: ClassVar[str] = "Ctrl+1"

    def __init__(self, studio, parent=None) -> None:
        super().__init__(studio, parent)
        self.count = 0
        self.canvas, self.field, self.number, self.list = QLabel("canvas"), QLineEdit(), QSpinBox(), QListWidget()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.addItems(["one", "two", "three"])
        column = QVBoxLayout(self)
        for widget in (self.canvas, self.field, self.number, self.list):
            column.addWidget(widget)
        for action in self.made_actions():
            self.action_set.add(action)

    def made_actions(self) -> list[Action]:
        return [
            Action("counting.up", "Count up", ("Up",), self.adding(1), "Count", repeat=True),
            Action("counting.down", "Count down", ("Down",), self.adding(-1), "Count"),
            Action("counting.one", "Count one", ("1",), self.adding(1), "Count"),
            Action("counting.never", "Count never", ("N",), self.adding(100), "Count", enabled=lambda: False),
            Action("counting.broken", "Break", ("B",), self.fail, "Count"),
        ]

    def adding(self, step: int) -> Callable[[], None]:
        def add() -> None:
            self.count += step
            self.status_changed.emit()

        return add

    def fail(self) -> None:
        raise ValueError("a fault of ours")

    def status_hint(self) -> str:
        return f"Up makes it {self.count + 1}"


def activated(qtbot, shown: Shown, **closing) -> Shown:
    """On screen with the keyboard, closed after the test; `closing` is for `qtbot.addWidget`."""
    qtbot.addWidget(shown, **closing)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


@pytest.fixture
def store(tmp_path: Path, qapp) -> PreferenceStore:
    """Preferences in a folder of the test."""
    return PreferenceStore(tmp_path / "preferences" / "preferences.json")


@pytest.fixture
def studio(store: PreferenceStore) -> Studio:
    """A studio over them."""
    return Studio(store, demo_at_once=False)


@pytest.fixture
def window(qtbot, studio: Studio) -> MainWindow:
    """A window with the counting page, shown and active, without a project."""
    return activated(qtbot, MainWindow(studio, Document(), [CountingPage]))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of three photos."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (64, 48), (60 * number, 90, 120)).save(folder / f"photo {number}.png")
    return folder


@pytest.fixture
def project_file(tmp_path: Path, photos: Path) -> Path:
    """A project of them."""
    path = tmp_path / "three.evo"
    for _step in plan(photos).create(path):
        pass
    return path


@pytest.fixture
def page(qtbot, window: MainWindow, project_file: Path) -> CountingPage:
    """The page of the window, with a project open and the keyboard on its canvas."""
    assert window.opening.open_path(project_file)
    shown = window.page
    assert isinstance(shown, CountingPage)
    shown.canvas.setFocus()
    qtbot.waitUntil(shown.canvas.hasFocus)
    return shown


@pytest.fixture
def runs(tmp_path: Path, monkeypatch) -> Path:
    """The folder of runs, in place of the user's."""
    return in_place_of_the_users(tmp_path / "data", monkeypatch) / "runs"


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    """A population of sixty poses."""
    return write_poses(tmp_path / "sixty.safetensors")
