"""What the window and its pages share: preferences, theme, keys, notices, tasks, the 3D back end."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from jaxtyping import Int
from PySide6.QtCore import QObject, Signal

from evopose.errors import DamagedProject, EvoError, of_system
from evopose.model.array import NDArray
from evostudio.gl import Backend
from evostudio.keymap import KeyMap
from evostudio.notice import Level, Notice
from evostudio.preferences import Preferences, PreferenceStore
from evostudio.theme import DARK, Theme, named

if TYPE_CHECKING:
    from collections.abc import Callable

    from evostudio.tasks.running import Running

log = logging.getLogger("evostudio")
_LEVELS: dict[Level, int] = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class Studio(QObject):
    """One a window. Pages read it and ask it; it knows no page."""

    theme_changed = Signal(object)
    keys_changed = Signal(object)
    noticed = Signal(object)
    settled = Signal(str)
    """The words of a notice that is no longer true, or what it is about."""
    task_started = Signal(object)
    project_wanted = Signal(object)
    """A Path to open."""
    page_wanted = Signal(str)
    """Name of the page to go to."""
    population_wanted = Signal(object, str, object, object)
    """The Path of a population, the name of the page to show it on, the index of a pose in it (None for none), and the
    rows that were selected elsewhere (None for no selection)."""
    lifter_wanted = Signal(object, str)
    """The Path of a lifter, and the name of the page to show it on."""
    recovery_wanted = Signal(object)
    """The Path of a damaged project, to be copied as far as it can be read."""

    def __init__(
        self,
        preferences: PreferenceStore | None = None,
        backend: Backend | None = None,
        demo_at_once: bool = True,
    ) -> None:
        super().__init__()
        self.demo_at_once = demo_at_once
        """Whether a page of populations that would be empty makes the demo population (in seconds) and shows it."""
        self.preferences = preferences or PreferenceStore(parent=self)
        self.backend = backend or Backend("qpainter", "nothing was asked")
        self.theme: Theme = DARK
        self._wished = self.preferences.value.theme
        self.key_map: KeyMap = self.preferences.value.key_map()
        self.tasks: list[Running] = []
        self.preferences.changed.connect(self._preferences_changed)
        self.preferences.trouble.connect(lambda text: self.notify(text, "warning"))

    def _preferences_changed(self, value: Preferences) -> None:
        key_map = value.key_map()
        if key_map != self.key_map:
            self.key_map = key_map
            self.keys_changed.emit(key_map)
        if value.theme != self._wished:
            self._wished = value.theme
            self.set_theme(named(value.theme))

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme, without remembering it."""
        self.theme = theme
        self.theme_changed.emit(theme)

    def notify(
        self, text: str, level: Level = "info", *ways_out: tuple[str, Callable[[], object]], about: str = ""
    ) -> None:
        """Say something in the bar above the page, and in the log; what was said before `about` the same gives way."""
        log.log(_LEVELS[level], text)
        self.noticed.emit(Notice(text, level, ways_out, about))

    def report(self, error: BaseException) -> None:
        """Say an error: an EvoError is its own sentence, anything else is a fault of ours and is logged whole."""
        if isinstance(error, DamagedProject):
            path = error.path
            self.notify(str(error), "error", ("Recover what can be read", lambda: self.recovery_wanted.emit(path)))
            return
        if isinstance(error, EvoError):
            self.notify(str(error), "error")
            return
        log.error("Unexpected %s", type(error).__name__, exc_info=error)
        if isinstance(error, OSError):
            self.noticed.emit(Notice(of_system(error), "error"))
            return
        self.noticed.emit(Notice(f"Something went wrong inside EvoStudio: {error or type(error).__name__}.", "error"))

    def start(self, task: Running, seen: Callable[[], bool] = lambda: False) -> None:
        """Run a task and show it in the status line; its failure becomes a notice, unless it is `seen` elsewhere."""
        self.tasks.append(task)
        task.ended.connect(lambda: self.tasks.remove(task) if task in self.tasks else None)
        task.failed.connect(lambda sentence: self._failed(sentence, seen()))
        self.task_started.emit(task)
        task.start()

    def _failed(self, sentence: str, seen: bool) -> None:
        if seen:
            log.error(sentence)
        else:
            self.notify(sentence, "error")

    def open_project(self, path: Path) -> None:
        """Ask the window to open a project."""
        self.project_wanted.emit(path)

    def show_page(self, name: str) -> None:
        """Ask the window to go to a page."""
        self.page_wanted.emit(name)

    def open_population(
        self,
        path: Path,
        page: str = "population",
        index: int | None = None,
        rows: Int[NDArray, " k"] | None = None,
    ) -> None:
        """Ask the window to show a population on a page: at one pose where `index` is given, and only `rows` of it
        where they are."""
        self.population_wanted.emit(Path(path), page, index, rows)

    def open_lifter(self, path: Path, page: str = "train") -> None:
        """Ask the window to show a lifter on a page: to be measured, or to be the aim of active selection."""
        self.lifter_wanted.emit(Path(path), page)

    def remember_lifter(self, path: Path) -> None:
        """Note it among those used last."""
        self.preferences.replace(self.preferences.value.with_recent_lifter(Path(path)))

    def remember_population(self, path: Path) -> None:
        """Note it among those used last."""
        self.preferences.replace(self.preferences.value.with_recent_population(Path(path)))

    def remember_export(self, path: Path) -> None:
        """Note the folder of a file that was exported: the next one is proposed to go there."""
        self.preferences.change(export_folder=str(Path(path).absolute().parent))

    def export_folder(self, otherwise: Path) -> Path:
        """Where the last export went, while that folder is there."""
        last = self.preferences.value.export_folder
        return Path(last) if last and Path(last).is_dir() else otherwise
