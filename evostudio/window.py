"""The one window: rail at the left, pages, notices above them, log below, and the status line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jaxtyping import Int
from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from evopose.model.array import NDArray
from evostudio import menus, session, theme, window_actions
from evostudio.actions import ActionSet
from evostudio.closing import Closing
from evostudio.keymap import KeyMap
from evostudio.log_view import LogHandler, LogView
from evostudio.notice import NoticeStack
from evostudio.opening import Opening
from evostudio.pages.page import Page
from evostudio.pages.registry import PAGES, PageEntry
from evostudio.rail import Rail
from evostudio.rescue import Rescue
from evostudio.room import Places, Room
from evostudio.status import StatusLine
from evostudio.studio import Studio
from evostudio.theme import Theme, Themed
from evostudio.views.dropped_files import files_of, welcome_files
from evostudio.welcome import Welcome

if TYPE_CHECKING:
    from evostudio.documents.document import Document

USUAL = QSize(1440, 880)


class MainWindow(QMainWindow):
    """Shows pages over one document; what it can do stands in `window_actions`."""

    def __init__(
        self,
        studio: Studio,
        document: Document,
        pages: Sequence[PageEntry | type[Page]] | None = None,
        log_handler: LogHandler | None = None,
    ) -> None:
        super().__init__()
        self.studio, self.document = studio, document
        self.page_types = {page.name: page for page in (PAGES if pages is None else pages)}
        self.pages: dict[str, Page] = {}
        self.visited: set[str] = set()
        """Names of the pages that have been on screen: the others know no sizes worth remembering."""
        self.current = next(iter(self.page_types), "")
        """Name of the page that is shown, or would be if a project were open."""
        self.opening, self.rescue, self.closing = Opening(self), Rescue(self), Closing(self)
        self.action_set = ActionSet(self, key_map=studio.key_map)
        for action in window_actions.window_actions(self):
            self.action_set.add(action)
        self._assemble(log_handler or LogHandler())
        self._connect()
        self.set_theme(studio.theme)
        self.setAcceptDrops(True)
        self.resize(USUAL.boundedTo(self.screen().availableSize()))
        self.show_page(self.current)

    # Assembly

    def _assemble(self, log_handler: LogHandler) -> None:
        self.rail, self.stack, self.notices, self.status = Rail(), Places(), NoticeStack(), StatusLine()
        self.welcome = Welcome(self.studio.theme, window_actions.welcome_buttons(self.action_set))
        self.stack.addWidget(self.welcome)
        self.log_view = LogView(log_handler, self.studio.theme)
        self.log_view.hide()
        self.room = Room(self.stack)
        self.body = QSplitter(Qt.Orientation.Vertical)
        self.body.addWidget(self.room)
        self.body.addWidget(self.log_view)
        self.body.setStretchFactor(0, 1)
        self.body.setChildrenCollapsible(False)
        self.rail.fill(*window_actions.rail_buttons(self.action_set, self.page_types.values()))
        self.setCentralWidget(self._frame())
        menus.fill(self)

    def _frame(self) -> QWidget:
        frame = QWidget()
        right = QVBoxLayout()
        right.addWidget(self.notices)
        right.addWidget(self.body, 1)
        upper = QHBoxLayout()
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        whole = QVBoxLayout(frame)
        whole.addLayout(upper, 1)
        whole.addWidget(self.status)
        for layout in (right, upper, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        return frame

    def _connect(self) -> None:
        studio = self.studio
        studio.noticed.connect(self.notices.show_notice)
        studio.settled.connect(self.notices.withdraw)
        studio.theme_changed.connect(self.set_theme)
        studio.keys_changed.connect(self._bind)
        studio.task_started.connect(self.status.add_task)
        studio.project_wanted.connect(self.opening.open_path)
        studio.page_wanted.connect(self.show_page)
        studio.population_wanted.connect(self.show_population)
        studio.lifter_wanted.connect(self.show_lifter)
        studio.recovery_wanted.connect(self.rescue.recover)
        self.welcome.chosen.connect(self.opening.open_path)
        self.log_view.closed.connect(lambda: self.show_log(False))
        self.action_set.failed.connect(lambda _name, error: studio.report(error))
        self.document.opened.connect(self._document_opened)

    # Pages

    @property
    def page(self) -> Page | None:
        """The page on screen; None while the welcome is."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_page(self, name: str) -> None:
        """Go to a page; the welcome stands in its place where it needs a project and there is none."""
        self.current = name
        waiting = name not in self.page_types or (self.page_types[name].needs_project and self.document.project is None)
        self.stack.setCurrentWidget(self.welcome if waiting else self._made(name))
        self.welcome.show_recent(self.opening.recent())
        if self.page:
            self.visited.add(name)
            self.page.focus_work()
        self.show_status()

    def show_population(
        self, path: Path, name: str, index: int | None = None, rows: Int[NDArray, " k"] | None = None
    ) -> None:
        """Go to a page and show a population there."""
        if name in self.page_types:
            self.show_page(name)
            self._made(name).show_population(path, index, rows)
            self.show_status()

    def show_lifter(self, path: Path, name: str) -> None:
        """Go to a page and take up a lifter there."""
        if name in self.page_types:
            self.show_page(name)
            self._made(name).show_lifter(path)
            self.show_status()

    def _made(self, name: str) -> Page:
        if name not in self.pages:
            page = self.page_types[name](self.studio)
            page.status_changed.connect(self.show_status)
            page.set_theme(self.studio.theme)
            page.open_project(self.document)
            self.pages[name] = page
            self.stack.addWidget(page)
            menus.add_page(self, page)
        return self.pages[name]

    def _document_opened(self) -> None:
        self.notices.clear()  # what was said of the project before
        self.opening.remember()
        self.show_page(self.current)

    def action_sets(self) -> list[ActionSet]:
        """All actions that can be reached now: the window's and the shown page's."""
        return [self.action_set, *(self.page.action_sets() if self.page else [])]

    def make_pages(self) -> None:
        """Make the pages not visited yet too: the key map shows the keys of all."""
        for name in self.page_types:
            self._made(name)

    def all_action_sets(self) -> list[ActionSet]:
        """The actions of the window and of every page made so far."""
        return [self.action_set, *(found for page in self.pages.values() for found in page.action_sets())]

    def _bind(self, key_map: KeyMap) -> None:
        for action_set in self.all_action_sets():
            action_set.bind(key_map)
        self.show_status()

    # What is shown around them

    def set_theme(self, chosen: Theme) -> None:
        """Put a theme on the application and all that draws itself."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, chosen)
        parts: tuple[Themed, ...] = (self.rail, self.welcome, self.log_view, *self.pages.values())
        for part in parts:
            part.set_theme(chosen)

    def show_log(self, visible: bool) -> None:
        """Show or hide the log below the page."""
        self.log_view.setVisible(visible)
        if visible and self.body.sizes()[1] < 80:
            self.body.setSizes([self.body.height() - 200, 200])
        self.action_set.refresh()

    def show_status(self) -> None:
        """Bring the status line, the title and what can be done (undo) up to date."""
        self.action_set.refresh()
        project, page = self.document.project, self.page
        name = project.path.name if project else ""
        self.setWindowTitle(f"{name} – EvoStudio" if name else "EvoStudio")
        if page:
            self.status.show_texts(name, page.selection_text(), page.status_hint(), page.saved_text())
        else:
            self.status.show_texts(name, "", window_actions.welcome_hint(self.action_set), "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.ActivationChange and self.isActiveWindow():
            self.action_set.refresh()

    # Coming and going

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = files_of(event.mimeData())
        event.acceptProposedAction()
        QTimer.singleShot(0, self, lambda: self.opening.take(paths))  # the drag's source must not wait for a dialog

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.closing.may_close():
            event.ignore()
            return
        session.remember(self)
        self.opening.dialogs.close()
        self.hide()  # a large checkpoint takes a while
        for task in list(self.studio.tasks):
            task.stop()
        for task in list(self.studio.tasks):
            task.wait()
        self.document.close()
        event.accept()
