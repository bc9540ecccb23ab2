"""`evostudio --tour DIR`: visits every page on the demo data, saves a picture of each in both themes, and ends."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from evopose.errors import NotWritable
from evopose.project import header
from evostudio.theme import DARK, LIGHT, Theme

if TYPE_CHECKING:
    from evostudio.window import MainWindow

SIZE = (1600, 900)
SETTLE_MS = 700
"""For photos to be decoded and painted after each step."""
DEMO_S = 600
READY_S = 120


@dataclass(frozen=True)
class Step:
    """One picture: what to do before it, and after."""

    name: str
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None


def steps(window: MainWindow) -> Iterator[Step]:
    """All pictures, in order; pages add their own by `Page.tour`. Ask for the next one when the last is taken."""
    for name in window.page_types:
        yield Step(name, partial(window.show_page, name))
        if window.page:
            yield from (Step(f"{name}-{more}", before) for more, before in window.page.tour())
    yield _dialog(window, "palette", window.opening.dialogs.palette)
    yield from (_dialog(window, name, show) for name, show in _dialogs(window))
    yield Step("empty", window.opening.close)


def _dialogs(window: MainWindow) -> list[tuple[str, Callable[[], object]]]:
    dialogs = window.opening.dialogs
    folders = [window.document.project.images_root] if window.document.project else []
    return [
        ("keys", dialogs.keys),
        ("new project", lambda: dialogs.new_project(folders)),
        ("export", dialogs.export),
        ("preferences", dialogs.preferences),
    ]


def _dialog(window: MainWindow, name: str, show: Callable[[], object]) -> Step:
    return Step(name.replace(" ", "-"), show, lambda: window.opening.dialogs.close())


def run(folder: Path, project: Path | None = None) -> int:
    """Take all pictures; 1 if the demo could not be made or a page failed.

    EvoErrors where the project cannot be opened or the folder not be made.
    """
    from evostudio import faults
    from evostudio.__main__ import application, log_handler, make_window

    if project:
        header.check(project)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"No folder for the pictures can be made at {folder}: {error.strerror}.") from error
    app, handler = application(), log_handler()
    with tempfile.TemporaryDirectory() as scratch:
        window = make_window(handler=handler, preferences=Path(scratch) / "preferences.json")
        failures: list[BaseException] = []
        faults.catch_all(failures.append)
        window.resize(*SIZE)
        window.show()
        try:
            opened = _open(window, project)
            taken = take(window, folder) if opened else 0
        finally:
            window.close()
    app.processEvents()
    print(f"{taken} pictures in {folder}" if opened else "The demo could not be made; see above.")
    for failure in failures:
        print(f"A fault: {failure!r}")
    return 0 if opened and not failures else 1


def take(window: MainWindow, folder: Path) -> int:
    """Run all steps in both themes; how many pictures were saved."""
    taken, told = 0, ""
    project = Path(window.document.project.path) if window.document.project else None
    for theme in (DARK, LIGHT):
        if window.document.project is None and project:
            window.opening.open_path(project)
        window.studio.set_theme(theme)
        for step in steps(window):
            group = f"{step.name.split('-')[0]}, {theme.name}"
            if group != told:
                told = group
                print(f"Pictures: {group}", flush=True)
            step.before()
            settle(window)
            wait(window)
            picture(window, theme).save(str(folder / f"{step.name}-{theme.name}.png"))
            step.after()
            taken += 1
    return taken


def settle(window: MainWindow, milliseconds: int = SETTLE_MS) -> None:
    """Let the window do what it has to do."""
    loop = QEventLoop(window)
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(window: MainWindow) -> None:
    """Until the page has worked out what it was asked for, or patience ends."""
    end = time.monotonic() + READY_S
    while window.page and not window.page.is_ready() and time.monotonic() < end:
        settle(window, 50)


def picture(window: MainWindow, theme: Theme) -> QPixmap:
    """The window, with the open dialogs over it."""
    whole = window.grab()
    for dialog in window.opening.dialogs.open.values():
        _lay_over(whole, dialog, window, theme)
    return whole


def _lay_over(whole: QPixmap, dialog: QDialog, window: QWidget, theme: Theme) -> None:
    painter = QPainter(whole)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 110 if theme.dark else 60))
    corner = QPoint((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2)
    painter.drawPixmap(corner, dialog.grab())
    painter.setPen(theme.colour("line"))
    painter.drawRect(corner.x(), corner.y(), dialog.width() - 1, dialog.height() - 1)
    painter.end()


def _open(window: MainWindow, project: Path | None) -> bool:
    """Open the project asked for (its EvoErrors), or the demo, waiting while it is made."""
    if project:
        window.document.open(project.absolute())
        return True
    task = window.opening.open_demo()
    if task:
        loop = QEventLoop(window)
        task.ended.connect(loop.quit)
        QTimer.singleShot(DEMO_S * 1000, loop.quit)
        loop.exec()
    return window.document.project is not None
