"""`evostudio [PROJECT | PHOTOS…]`: opens the studio."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evopose import __version__
from evopose.errors import EvoError, UnknownName
from evostudio import display

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from evostudio.log_view import LogHandler
    from evostudio.window import MainWindow


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the studio; the exit status is 0, 1 where there is no display or the tour or the benchmark fails."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if (asked.tour or asked.bench) and len(asked.sources) > 1:
        parser.error(f"--tour and --bench take one project, not {len(asked.sources)}")
    if sentence := display.missing():
        return _failed(sentence)
    try:
        return _run(asked)
    except EvoError as error:
        return _failed(str(error))


def _failed(sentence: str) -> int:
    print(f"evostudio: {sentence}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("evostudio", description="A desktop studio for 3D human pose data.")
    sources = "a project (.evo), or photos and folders to make one from"
    parser.add_argument("sources", nargs="*", type=Path, metavar="PATH", help=sources)
    parser.add_argument("--demo", action="store_true", help="open the demo project, making it where needed")
    parser.add_argument("--page", default="", metavar="NAME", help="the page to show")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="visit every page, save a picture of each, and exit")
    parser.add_argument("--bench", action="store_true", help="measure key press to painted frame, print it, and exit")
    parser.add_argument("--gl", choices=("auto", "on", "off"), help="the 3D view's back end")
    parser.add_argument("--theme", choices=("dark", "light", "system"), help="for this time")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _run(asked: argparse.Namespace) -> int:
    from evostudio.pages.registry import PAGES

    project, pages = asked.sources[0] if asked.sources else None, [page.name for page in PAGES]
    if asked.page and asked.page not in pages:
        raise UnknownName("page", asked.page, pages)
    if asked.tour:
        from evostudio.tour import run

        return run(asked.tour, project)
    if asked.bench:
        from evostudio.bench import run as bench

        return bench(project)
    return _shown(asked)


def _shown(asked: argparse.Namespace) -> int:
    app = application()
    handler = log_handler()
    window = make_window(gl=asked.gl, theme=asked.theme, handler=handler)
    from PySide6.QtCore import QTimer

    from evostudio import faults, session

    faults.catch_all(window.studio.report)
    faults.obey_interrupt(window.close)
    session.restore_geometry(window)
    window.show()
    QTimer.singleShot(0, window, lambda: _begin(window, asked))
    return app.exec()


def _begin(window: MainWindow, asked: argparse.Namespace) -> None:
    from evostudio import session

    if asked.page:
        window.show_page(asked.page)
    if asked.demo:
        window.opening.open_demo()
    elif asked.sources:
        window.opening.take(asked.sources)
    else:
        session.restore(window, asked.page)


def application() -> QApplication:
    """The QApplication, with what must be said before it is made (design §14)."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtGui import QSurfaceFormat
    from PySide6.QtWidgets import QApplication

    from evostudio.gl import surface_format

    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QSurfaceFormat.setDefaultFormat(surface_format())
    app = QApplication(sys.argv[:1])
    app.setApplicationName("EvoStudio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("evostudio")
    return app


def log_handler() -> LogHandler:
    """Starts collecting the log, for the window and for the terminal."""
    from evostudio.log_view import LogHandler

    handler = LogHandler()
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler, terminal])
    logging.captureWarnings(True)
    return handler


def make_window(
    gl: str | None = None,
    theme: str | None = None,
    handler: LogHandler | None = None,
    preferences: Path | None = None,
) -> MainWindow:
    """The window, not shown yet, over preferences from their file."""
    from evostudio import gl as back_ends
    from evostudio.documents.document import Document
    from evostudio.preferences import PreferenceStore
    from evostudio.studio import Studio
    from evostudio.theme import named
    from evostudio.window import MainWindow

    store = PreferenceStore(preferences)
    studio = Studio(store, back_ends.choose(gl or store.value.gl))  # type: ignore[arg-type]  # argparse checked it
    studio.set_theme(named(theme or store.value.theme))
    window = MainWindow(studio, Document(), log_handler=handler)
    if store.notice:
        studio.notify(store.notice, "warning")
    return window


if __name__ == "__main__":
    sys.exit(main())
