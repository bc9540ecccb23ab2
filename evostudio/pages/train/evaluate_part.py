"""Where lifters are measured, as the Train page holds it: its actions at once, its pane when it is first looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from evostudio.actions import ActionSet
from evostudio.documents.document import Document
from evostudio.pages.train.evaluate_bindings import actions
from evostudio.pages.train.evaluate_intro import make_intro
from evostudio.runs.panes import Sizes
from evostudio.studio import Studio
from evostudio.theme import Theme
from evostudio.views.intro import Intro

if TYPE_CHECKING:
    from evostudio.pages.train.evaluate_pane import EvaluatePane

LEFT = 304
"""Pixels of what is measured, at the left of the pane."""
FRAME_MS = 20
"""For the first frame to be on screen before the pane is made, which takes a while."""


class EvaluatePart(QStackedWidget):
    """Until the pane is made, what it is for stands in its place."""

    status_changed = Signal()
    """What is selected, or what goes on, is another."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.made: EvaluatePane | None = None
        self._studio, self._theme, self._document = studio, studio.theme, Document()
        self._kept: Sizes = {}
        self._before: Intro | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.action_set = ActionSet(self, key_map=studio.key_map)
        self.action_set.failed.connect(lambda _name, error: studio.report(error))
        for action in actions(self):
            self.action_set.add(action)

    @property
    def pane(self) -> EvaluatePane:
        """It, made when it is first wanted."""
        if self.made is None:
            from evostudio.pages.train.evaluate_pane import EvaluatePane

            self.made = pane = EvaluatePane(self._studio, self.action_set)
            pane.set_theme(self._theme)
            pane.restore(self._kept)
            pane.status_changed.connect(self.status_changed)
            self.addWidget(pane)
            self.setCurrentWidget(pane)
            pane.open_project(self._document)
            if self.hasFocus():
                pane.focus_work()
        return self.made

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.made is None and self._before is None:
            self._before = make_intro(self._theme, self.action_set.qaction("train.measure"))
            self.addWidget(_beside_nothing(self._before))
            QTimer.singleShot(FRAME_MS, self, lambda: self.pane)

    # What the page asks

    def open_project(self, document: Document) -> None:
        """Evaluations lie beside this one."""
        self._document = document
        if self.made:
            self.made.open_project(document)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        for view in (self._before, self.made):
            if view:
                view.set_theme(theme)

    def focus_work(self) -> None:
        """The keyboard to what it is for."""
        if self.made:
            self.made.focus_work()
        else:
            self.setFocus()

    def selection_text(self) -> str:
        """What is selected, for the status line."""
        return self.made.selection_text() if self.made else ""

    def status_hint(self) -> str:
        """What a key would do now, for the status line."""
        return self.made.status_hint() if self.made else ""

    def is_ready(self) -> bool:
        """Whether everything that was asked for is on screen."""
        return self.made is not None and self.made.is_ready()

    def sizes(self) -> Sizes:
        """How the room is shared, for the session."""
        return self.made.sizes() if self.made else self._kept

    def restore(self, sizes: Sizes) -> None:
        """Share it so, now or when it is made."""
        self._kept = {name: shares for name, shares in sizes.items() if name.startswith("evaluate")}
        if self.made:
            self.made.restore(sizes)


def _beside_nothing(intro: QWidget) -> QWidget:
    """Where it stands in the pane."""
    holder, panel = QWidget(), QFrame()
    panel.setProperty("role", "panel")
    panel.setFixedWidth(LEFT)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(panel)
    row.addWidget(intro, 1)
    return holder
