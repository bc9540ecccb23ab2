"""The menu bar, made of the actions: the window's menus, and one for each page with a submenu a group."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from evostudio.actions import ActionSet
from evostudio.paths import shown

if TYPE_CHECKING:
    from evostudio.pages.page import Page
    from evostudio.window import MainWindow

MENUS = ("File", "Edit", "View", "Go", "Help")
BEFORE_SEPARATOR = ("window.open", "window.close_project", "window.full_screen", "window.report")


def fill(window: MainWindow) -> None:
    """Make the window's menus; Edit stays hidden until a page has something for it."""
    for title in MENUS:
        menu = window.menuBar().addMenu(f"&{title}")
        menu.setObjectName(title)
        menu.aboutToShow.connect(lambda: [actions.refresh() for actions in window.action_sets()])
    for action in window.action_set:
        menu = _menu(window, action.menu)
        menu.addAction(window.action_set.qaction(action.id))
        if action.id == "window.open":
            _recent(window, menu)
        if action.id in BEFORE_SEPARATOR:
            menu.addSeparator()
    _tidy(window)


def _menu(window: MainWindow, title: str) -> QMenu:
    found = window.menuBar().findChild(QMenu, title)
    assert isinstance(found, QMenu)
    return found


def _recent(window: MainWindow, menu: QMenu) -> None:
    recent = menu.addMenu("Open recent")

    def refill() -> None:
        recent.clear()
        for path in window.opening.recent():
            recent.addAction(shown(path), partial(window.opening.open_path, path))
        recent.setEnabled(not recent.isEmpty())

    menu.aboutToShow.connect(refill)


def add_page(window: MainWindow, page: Page) -> None:
    """Put a page's actions into the menus: into those they name, the others into the page's own, by group."""
    own = QMenu(f"&{page.title}", window.menuBar())
    own.setObjectName(f"page.{page.name}")
    own.aboutToShow.connect(lambda: [actions.refresh() for actions in page.action_sets()])
    window.menuBar().insertMenu(_menu(window, "Go").menuAction(), own)
    for actions in page.action_sets():
        _add_set(window, own, actions)
    _tidy(window)
    window.stack.currentChanged.connect(lambda: _tidy(window))


def _add_set(window: MainWindow, own: QMenu, actions: ActionSet) -> None:
    groups = {menu.title(): menu for menu in own.findChildren(QMenu)}
    for action in actions:
        if action.menu in MENUS:
            target = _menu(window, action.menu)
        elif not action.group:
            target = own
        else:
            target = groups.get(action.group) or own.addMenu(action.group)
            groups[action.group] = target
        target.addAction(actions.qaction(action.id))


def _tidy(window: MainWindow) -> None:
    """Hide the menus that have nothing, and those of pages that are not shown."""
    for menu in window.menuBar().findChildren(QMenu):
        if menu.objectName().startswith("page."):
            shown = window.page is not None and menu.objectName() == f"page.{window.page.name}"
            _show(menu, shown and not menu.isEmpty())
    edit = _menu(window, "Edit")
    _show(edit, not edit.isEmpty())


def _show(menu: QMenu, shown: bool) -> None:
    """Or hide it: then without its letter, which it would still take from the actions' keys."""
    title = menu.title().replace("&", "")
    menu.setTitle(f"&{title}" if shown else title)
    menu.menuAction().setVisible(shown)
