"""A page of the window: one task of the user, filling everything but rail and status line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from jaxtyping import Int
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evostudio.actions import ActionSet
from evostudio.studio import Studio
from evostudio.theme import Theme

if TYPE_CHECKING:
    from evostudio.documents.document import Document


class History(Protocol):
    """Steps that can be taken back."""

    @property
    def can_undo(self) -> str | None:
        """What `undo` would take back; empty or None where there is nothing."""

    @property
    def can_redo(self) -> str | None:
        """What `redo` would bring back; empty or None where there is nothing."""

    def undo(self) -> object:
        """Take back the last step."""

    def redo(self) -> object:
        """Do again what was taken back last."""


class Page(QWidget):
    """Base of all pages. Made when first visited; from then on told of theme, keys and the open project."""

    name: ClassVar[str] = ""
    """For `--page`, the session and the ids of its actions."""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    """A file in resources/icons, without '.svg'."""
    key: ClassVar[str] = ""
    """Ctrl+1 … Ctrl+6."""
    needs_project: ClassVar[bool] = True
    """Whether the window shows its welcome instead while nothing is open."""

    status_changed = Signal()
    """What `selection_text`, `status_hint` or `saved_text` say is another now."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.theme = studio.theme
        self.action_set = ActionSet(self, key_map=studio.key_map)
        self.action_set.failed.connect(lambda _name, error: studio.report(error))

    def action_sets(self) -> list[ActionSet]:
        """All sets of actions of this page, for palette, key map and menus; more where views have their own."""
        return [self.action_set]

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme. Pages pass it on to their views."""
        self.theme = theme
        self.update()

    def open_project(self, document: Document) -> None:
        """Show this document; called once, when the page is made. The page listens to `document.opened` from then on:
        another project may be opened in it, or none (`document.project` is None)."""

    def show_population(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        """Show the poses of this file, at one of them where `index` is given, and only `rows` where they are; pages of
        populations do so, those that show single poses heed `index` and `rows`."""

    def show_lifter(self, path: Path) -> None:
        """Take up this lifter: to measure it, or as what active selection aims at; pages of lifters do so."""

    def history(self) -> History | None:
        """What undo and redo walk while this page is shown; None: the open project's edits."""
        return None

    def selection_text(self) -> str:
        """What is selected, for the status line."""
        return ""

    def status_hint(self) -> str:
        """What a key would do now, for the status line."""
        return ""

    def saved_text(self) -> str:
        """How safe the work is, for the status line: 'saved', 'read-only', …"""
        return ""

    def unfinished(self) -> tuple[str, ...]:
        """Names of the runs that closing the window would stop: it asks what is to become of them."""
        return ()

    def waiting_runs(self) -> int:
        """How many runs wait for them; they are kept when the window closes, and begin when somebody asks for them."""
        return 0

    def let_go(self) -> None:
        """Let them go on without the window."""

    def closes(self) -> None:
        """The window closes: let go of what another one may take up."""

    def save_session(self) -> dict[str, Any]:
        """Fields of `preferences.Session` to remember (image, splitters); called when the window closes."""
        return {}

    def restore_session(self, session: Any) -> None:
        """Go back to where the user was; called once, after the project is open."""

    def tour(self) -> Iterable[tuple[str, Callable[[], object]]]:
        """Further pictures for `--tour`: a name, and what to do before it is taken."""
        return []

    def is_ready(self) -> bool:
        """Whether everything that was asked for is on screen; `--tour` waits for it before each picture."""
        return True

    def focus_work(self) -> None:
        """Give the keyboard to what this page is for; called when it is shown by a key or the rail."""
        self.setFocus()
