"""The Distributions page: where limbs point in one population or in two, and which poses point where."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from jaxtyping import Int
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from evopose.errors import BadFile
from evopose.model.array import NDArray
from evostudio.documents.document import Document
from evostudio.pages.distributions import export, showing, status
from evostudio.pages.distributions.bindings import actions
from evostudio.pages.distributions.brushed import Brushed
from evostudio.pages.distributions.choices import GAMMAS, Choices
from evostudio.pages.distributions.choosing import Choosing
from evostudio.pages.distributions.clouds import Clouds
from evostudio.pages.distributions.measured import Measured
from evostudio.pages.distributions.measuring import Measuring
from evostudio.pages.distributions.panes import Panes
from evostudio.pages.distributions.results import results
from evostudio.pages.distributions.selecting import Selecting
from evostudio.pages.distributions.surveys import Surveys
from evostudio.pages.distributions.tour import tour
from evostudio.pages.page import Page
from evostudio.studio import Studio
from evostudio.theme import Theme
from evostudio.views.density_colours import RAMPS
from evostudio.views.density_view import FRONT


class DistributionsPage(Page):
    """Populations above, directions at the left, one of them large, the poses of a selection below."""

    name: ClassVar[str] = "distributions"
    title: ClassVar[str] = "Distributions"
    icon: ClassVar[str] = "distributions"
    key: ClassVar[str] = "Ctrl+4"
    needs_project: ClassVar[bool] = False

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.choices = Choices()
        self.measured: Measured | None = None
        self._begun = False
        self.measuring, self.surveys = Measuring(studio, self), Surveys(studio, self)
        self.selection, self.clouds = Selecting(self.surveys, self), Clouds(self.surveys, self)
        self.document = Document()
        self.panes = Panes(self, lambda: results(self.document.path))
        self.choosing = Choosing(studio, self.panes, self.measuring, self)
        self.head, self.maps = self.panes.head, self.panes.maps
        self.charts, self.poses = self.panes.charts, self.panes.poses
        self.brushed = Brushed(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for action in actions(self):
            self.action_set.add(action)
        self.panes.add_buttons(self.action_set)
        self._connect()
        self.show_all()

    def hasHeightForWidth(self) -> bool:
        """Texts that wrap must not make the page taller than the window: it would scroll."""
        return False

    # What the window asks

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.panes.set_theme(theme)

    def open_project(self, document: Document) -> None:
        self.document = document
        document.opened.connect(self._opened)
        self._opened()

    def selection_text(self) -> str:
        return "" if self.measured is None else status.selected(self.choices, self.selection.found)

    def status_hint(self) -> str:
        return "" if self.measured is None else status.hint(self.choices, self.is_compared())

    def save_session(self) -> dict[str, Any]:
        return {"splitters": self.panes.splitters.sizes()}

    def restore_session(self, session: Any) -> None:
        self.panes.splitters.restore(session.splitters)

    def tour(self) -> Iterator[tuple[str, Callable[[], object]]]:
        return tour(self)

    def is_ready(self) -> bool:
        return not (self.measuring.is_busy or self.surveys.is_busy or self.selection.is_busy)

    def show_population(self, path: Path, index: int | None = None, rows: Int[NDArray, " k"] | None = None) -> None:
        """Before: the poses it began with, where it has evolved; after: all of it."""
        self.choosing.show(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._begun:
            self.choosing.begin(results(self.document.path))

    # What actions ask

    def has_numbers(self) -> bool:
        """Something was measured."""
        return self.measured is not None

    def is_compared(self) -> bool:
        """There is a population before."""
        return self.measured is not None and self.measured.before is not None

    def has_sphere(self) -> bool:
        """A sphere is on screen."""
        return self.has_numbers() and self.choices.projection == "sphere" and self.choices.tab == "directions"

    def choose(self, **changes: Any) -> None:
        """Change what is shown."""
        if "gamma" in changes:
            changes["gamma"] = min(max(round(changes["gamma"], 2), GAMMAS[0]), GAMMAS[1])
        before, self.choices = self.choices, replace(self.choices, **changes)
        if self.choices.limb != before.limb:
            self.brushed.forget()
        self.show_all()

    def switch_projection(self) -> None:
        """The map in place of the sphere, or the other way round."""
        self.choose(projection="sphere" if self.choices.projection == "map" else "map")

    def face_front(self) -> None:
        """Turn the spheres back."""
        for view in self.charts.views:
            view.face(*FRONT)

    def next_ramp(self) -> None:
        """The next colours."""
        self.choose(ramp=RAMPS[(RAMPS.index(self.choices.ramp) + 1) % len(RAMPS)])

    def ask_export(self) -> None:
        """Write what is shown."""
        export.ask(self)

    def cancel(self) -> None:
        """Let go of a brush that is drawn, else forget the selection."""
        if not self.charts.cancel_drag():
            self.brushed.forget()
        self.show_all()

    # Showing

    def view(self) -> showing.View | None:
        """All that the charts depend on; None before anything was measured."""
        if self.measured is None:
            return None
        return showing.View(self.measured, self.choices, self.selection.cells, self.clouds.there)

    def show_all(self) -> None:
        """Put what was measured into the charts."""
        self.action_set.refresh()
        self.status_changed.emit()
        self.head.show_tab(self.choices.tab)
        self.charts.show_gamma(self.choices.gamma, self.choices.bent)
        view = self.view()
        if view is None:
            return
        tab = view.choices.tab
        if tab == "directions":
            if view.choices.points:
                self.clouds.want(view.measured)
            self.maps.show_scenes(showing.small(view), view.choices.limb)
            self.show_large()
        else:
            self.panes.bodies[tab].show_measured(view.measured, view.choices)
        self.panes.show_tab(tab)

    def show_large(self) -> None:
        """The charts of the direction that is chosen."""
        view = self.view()
        if view is not None:
            self.charts.show_scenes(showing.large(view), showing.legend_of(view), view.choices.projection)

    def _tell(self, theta: float, phi: float) -> str:
        return "" if self.measured is None else showing.told(self.measured, self.choices.limb, theta, phi)

    # Measuring

    def _wait(self) -> None:
        """Something else is asked for: what was shown is gone, and keys have nothing to change."""
        self._begun, self.measured = True, None
        self.brushed.forget()
        self.show_all()

    def show_measured(self, measured: Measured) -> None:
        """Show other populations; nothing of them is selected."""
        self._begun = True
        self.measured = measured
        self.clouds.forget()
        self.brushed.forget()
        self.surveys.keep(*(side.path for side in measured.sides))
        self.maps.show_measured(measured)
        self.show_all()

    def _failed(self, sentence: str) -> None:
        self.measured = None
        self.panes.invitation.invite(sentence)
        self.panes.show_invitation()
        self.show_all()

    def _changed(self, error: BadFile) -> None:
        """Let go of populations of which one's file has been changed, and say so, with a way out."""
        if self.measured is None:
            return
        self.surveys.keep()
        self._wait()
        self._failed(str(error))
        self.studio.notify(str(error), "warning", ("Measure again", self.choosing.measure))

    # Making

    def _connect(self) -> None:
        self.head.tab_chosen.connect(lambda tab: self.choose(tab=tab))
        self.maps.chosen.connect(lambda limb: self.choose(limb=limb))
        self.charts.gamma_chosen.connect(lambda gamma: self.choose(gamma=gamma))
        self.charts.set_tell(self._tell)
        self.clouds.came.connect(self.show_all)
        self.poses.lost.connect(self._changed)
        self.measuring.ready.connect(self.show_measured)
        self.choosing.failed.connect(self._failed)
        self.choosing.waiting.connect(self._wait)

    def _opened(self) -> None:
        for field in (self.head.before, self.head.after):
            field.project = self.document.path
