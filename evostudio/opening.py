"""How work comes into the window: opening, recent projects, the demo, new projects, what is dropped on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evopose.errors import DamagedProject, EvoError
from evostudio.dialogs.form import named
from evostudio.dialogs.path_field import exists
from evostudio.dialogs.shown import Dialogs
from evostudio.paths import shown
from evostudio.places import demo_folder, demo_project
from evostudio.tasks.demo import make_demo

if TYPE_CHECKING:
    from evostudio.studio import Studio
    from evostudio.tasks.process import Task
    from evostudio.window import MainWindow

SUFFIX = ".evo"


class Opening:
    """Opens projects in a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.dialogs = Dialogs(window)

    @property
    def _studio(self) -> Studio:
        return self._window.studio

    # Projects

    def recent(self) -> list[Path]:
        """Projects opened before that still are there, the last first."""
        return [path for path in map(Path, self._studio.preferences.value.recent) if path.is_file()]

    def open_path(self, path: Path) -> bool:
        """Open a project in place of the present one; whether it worked. What is wrong is said in the window."""
        path = Path(path).absolute()
        try:
            self._window.document.open(path)
        except DamagedProject as error:
            self._studio.report(error)
            return False
        except EvoError as error:
            self._studio.notify(str(error), "error", ("Open another…", self.choose))
            return False
        return True

    def remember(self) -> None:
        """Note the open project among the recent ones, and say what the user should know about it."""
        project = self._window.document.project
        if project is None:
            return
        preferences = self._studio.preferences
        project.author = preferences.value.author or project.author
        preferences.replace(preferences.value.with_recent(Path(project.path)))
        for notice in getattr(project, "notices", ()):
            self._studio.notify(str(notice), "warning")

    def choose(self) -> None:
        """Ask which project to open."""
        from PySide6.QtWidgets import QFileDialog

        start = str(self.recent()[0].parent) if self.recent() else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self._window, "Open project", start, f"EvoStudio projects (*{SUFFIX})")
        if name:
            self.open_path(Path(name))

    def close(self) -> None:
        """Close the project; everything is saved already."""
        self._window.document.close()

    # The demo

    def open_demo(self) -> Task | None:
        """Open the demo project; it is made first where it is not there yet."""
        made = demo_project(demo_folder())
        if made:
            self.open_path(made)
            return None
        task = make_demo(self._studio)
        task.succeeded.connect(lambda _result: self._open_made_demo())
        return task

    def _open_made_demo(self) -> None:
        made = demo_project(demo_folder())
        if made and self._window.document.path != made:  # it may have been asked for twice
            self.open_path(made)

    # Photos and other files

    def new_project(self, sources: Sequence[Path] = ()) -> None:
        """Ask what a new project should be made of."""
        self.dialogs.new_project([Path(source) for source in sources])

    def take(self, names: Sequence[str | Path]) -> None:
        """What was dropped on the window, or named at the start: a project is opened, anything else becomes a new one;
        what is not there is said."""
        paths = [Path(name) for name in names]
        gone = [path for path in paths if path.suffix.lower() != SUFFIX and not exists(path)]
        if gone:
            self._studio.notify(f"Nothing at {named([shown(path) for path in gone])}.", "error")
        paths = [path for path in paths if path not in gone]
        projects = [path for path in paths if path.suffix.lower() == SUFFIX and not path.is_dir()]
        if projects:
            self.open_path(projects[0])
        elif paths:
            self.new_project(paths)

    def import_(self) -> None:
        """Ask what to read into the open project."""
        self.dialogs.import_()

    def export(self) -> None:
        """Ask where to write the open project's annotations."""
        self.dialogs.export()
