"""What can be done anywhere in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from evostudio.actions import Action, ActionSet
from evostudio.keymap import shown
from evostudio.theme import named

if TYPE_CHECKING:
    from evostudio.pages.page import History, Page
    from evostudio.pages.registry import PageEntry
    from evostudio.window import MainWindow


def window_actions(window: MainWindow) -> list[Action]:
    """All actions of the window."""
    return [*_file(window), *_edit(window), *_view(window), *_go(window), *_help(window)]


def _file(window: MainWindow) -> list[Action]:
    opening = window.opening

    def is_open() -> bool:
        return window.document.project is not None

    def act(name: str, text: str, keys: tuple[str, ...], callback: Callable[[], object], needs: bool = False) -> Action:
        return Action(f"window.{name}", text, keys, callback, "File", is_open if needs else None, menu="File")

    return [
        act("demo", "Open demo", ("Ctrl+Shift+D",), opening.open_demo),
        act("new_project", "New project from photos…", ("Ctrl+N",), opening.new_project),
        act("open", "Open project…", ("Ctrl+O",), opening.choose),
        act("import", "Import…", ("Ctrl+I",), opening.import_, needs=True),
        act("export", "Export…", ("Ctrl+E",), opening.export, needs=True),
        act("save_copy", "Save a copy…", (), window.rescue.save_copy, needs=True),
        act("relink", "Relink images…", (), window.rescue.relink, needs=True),
        act("close_project", "Close project", ("Ctrl+W",), opening.close, needs=True),
        act("recover", "Recover a damaged project…", (), window.rescue.choose_damaged),
        act("preferences", "Preferences…", ("Ctrl+,",), window.opening.dialogs.preferences),
        act("quit", "Quit", ("Ctrl+Q",), window.close),
    ]


def _edit(window: MainWindow) -> list[Action]:
    document = window.document

    def own() -> History | None:
        """Of the page on screen, where it keeps one: else the open project's is walked."""
        page = window.page if hasattr(window, "stack") else None
        return page.history() if page else None

    def label(what: str) -> str | None:
        history = own() or document.project
        return None if history is None else getattr(history, f"can_{what}") or None

    def walk(what: str) -> None:
        getattr(own() or document, what)()

    def step(what: str, keys: tuple[str, ...]) -> Action:
        return Action(
            f"window.{what}",
            what.capitalize(),
            keys,
            lambda: walk(what),
            "Edit",
            lambda: label(what) is not None,
            repeat=True,
            menu="Edit",
            on_what=lambda: label(what) or "",
        )

    return [step("undo", ("Ctrl+Z",)), step("redo", ("Ctrl+Shift+Z", "Ctrl+Y"))]


def _view(window: MainWindow) -> list[Action]:
    studio = window.studio

    def other_theme() -> None:
        name = "light" if studio.theme.dark else "dark"
        studio.preferences.change(theme=name)
        if studio.theme.name != name:  # the preferences said so before, but another was asked for at the start
            studio.set_theme(named(name))

    def log_shown() -> bool:
        return hasattr(window, "log_view") and not window.log_view.isHidden()

    def toggle_full_screen() -> None:
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    return [
        Action(
            "window.palette", "Command palette", ("Ctrl+Shift+P",), window.opening.dialogs.palette, "View", menu="View"
        ),
        Action("window.theme", "Dark or light", ("Ctrl+Shift+L",), other_theme, "View", menu="View"),
        Action(
            "window.log",
            "Log",
            ("Ctrl+Shift+G",),
            lambda: window.show_log(not log_shown()),
            "View",
            checked=log_shown,
            menu="View",
        ),
        Action("window.full_screen", "Full screen", ("F11",), toggle_full_screen, "View", menu="View"),
        Action("window.dismiss", "Dismiss notices", ("Ctrl+Shift+X",), window_dismiss(window), "View", menu="View"),
    ]


def window_dismiss(window: MainWindow) -> Callable[[], None]:
    """Empties the bar of notices."""
    return lambda: window.notices.clear()


def _go(window: MainWindow) -> list[Action]:
    def go(page: PageEntry | type[Page]) -> Action:
        return Action(
            f"window.go_{page.name}",
            page.title,
            (page.key,) if page.key else (),
            lambda: window.show_page(page.name),
            "Go",
            checked=lambda: window.current == page.name,
            menu="Go",
        )

    return [go(page) for page in window.page_types.values()]


def _help(window: MainWindow) -> list[Action]:
    dialogs = window.opening.dialogs
    return [
        Action("window.keys", "Keys…", ("F1",), dialogs.keys, "Help", menu="Help"),
        Action(
            "window.report", "Report…", (), dialogs.report, "Help", menu="Help", tip="What to send with a question."
        ),
        Action("window.about", "About EvoStudio", (), dialogs.about, "Help", menu="Help"),
        Action("window.about_qt", "About Qt", (), QApplication.aboutQt, "Help", menu="Help"),
    ]


def welcome_buttons(actions: ActionSet) -> list[tuple[QAction, str]]:
    """The buttons of the empty window, with their roles."""
    return [
        (actions.qaction("window.demo"), "primary"),
        (actions.qaction("window.new_project"), ""),
        (actions.qaction("window.open"), ""),
    ]


def welcome_hint(actions: ActionSet) -> str:
    """What keys do in the empty window."""
    names = (
        ("window.demo", "demo"),
        ("window.new_project", "new"),
        ("window.open", "open"),
        ("window.palette", "all commands"),
    )
    return "   ".join(f"{shown(actions.keys(name)[0])} {what}" for name, what in names if actions.keys(name))


Button = tuple[QAction, str, str]


def rail_buttons(actions: ActionSet, pages: Iterable[PageEntry | type[Page]]) -> tuple[list[Button], list[Button]]:
    """The rail's buttons: those of the pages, and the tools."""
    upper = [(actions.qaction(f"window.go_{page.name}"), page.title, page.icon) for page in pages]
    lower = [
        (actions.qaction("window.log"), "Log", "log"),
        (actions.qaction("window.keys"), "Keys", "keys"),
        (actions.qaction("window.preferences"), "Settings", "preferences"),
    ]
    return upper, lower
