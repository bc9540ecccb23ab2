"""The Annotate page: chooses images, shows one person's photo, pose and parts, and turns keys and mouse into edits."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from evopose.model.array import NDArray
from evopose.model.part import Part
from evostudio.documents import showing
from evostudio.documents.annotating import Annotator
from evostudio.documents.document import Document
from evostudio.documents.selection import Selection
from evostudio.pages.annotate import status
from evostudio.pages.annotate.bindings import actions
from evostudio.pages.annotate.keypoint_tool import KeypointTool
from evostudio.pages.annotate.navigator import Navigator
from evostudio.pages.annotate.panes import Panes
from evostudio.pages.annotate.photos import Photos
from evostudio.pages.annotate.pointing import Pointing
from evostudio.pages.annotate.steering import Steering
from evostudio.pages.annotate.tour import tour
from evostudio.pages.page import Page
from evostudio.studio import Studio
from evostudio.theme import Theme
from evostudio.views.scene import Scene


class AnnotatePage(Page):
    """Photos at the left, the photo and the pose in the middle, the selected part below."""

    name: ClassVar[str] = "annotate"
    title: ClassVar[str] = "Annotate"
    icon: ClassVar[str] = "annotate"
    key: ClassVar[str] = "Ctrl+1"

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, parent)
        self.document, self.selection = Document(), Selection()
        self.annotator = Annotator(self.document, self.selection)
        self.panes = Panes(self, self.theme, "gl" if studio.backend.is_gl else "painter")
        self.images, self.photo = self.panes.images, self.panes.photo
        self.pose, self.parts = self.panes.pose, self.panes.parts
        self.photos, self.keypoints, self.navigator = Photos(self), KeypointTool(self), Navigator(self)
        self.steering, self.pointing = Steering(self.annotator), Pointing(self)
        self._others: tuple[NDArray, ...] = ()
        self._stale = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for action in actions(self):
            self.action_set.add(action)
        self.panes.add_buttons(self.action_set)
        self._connect_views()
        self._apply_preset()
        studio.preferences.changed.connect(lambda _value: self._apply_preset())

    # What the window asks

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.panes.set_theme(theme)

    def open_project(self, document: Document | None) -> None:
        """Show another document; None after closing."""
        for signal, slot in self._document_slots():
            signal.disconnect(slot, missing_ok=True)
        self.document = document or Document()
        self.annotator.document = self.document
        for signal, slot in self._document_slots():
            signal.connect(slot)
        self._opened()

    def selection_text(self) -> str:
        return self.selection.part.name if self.document.annotation is not None else ""

    def status_hint(self) -> str:
        return status.hint_of(self.document, self.selection, self.placing_joint())

    def saved_text(self) -> str:
        return status.saved(self.document)

    def save_session(self) -> dict[str, Any]:
        return {"image": self.document.image_name, "splitters": self.panes.splitters.sizes()}

    def restore_session(self, session: Any) -> None:
        self.panes.splitters.restore(session.splitters)
        self.document.select_named(session.image)

    def tour(self) -> Iterator[tuple[str, Callable[[], object]]]:
        return tour(self)

    # What actions ask

    def has_project(self) -> bool:
        """A project is open."""
        return self.document.project is not None

    def has_image(self) -> bool:
        """An image is shown."""
        return self.document.image_id is not None

    def has_person(self) -> bool:
        """Somebody is annotated in it."""
        return self.document.annotation is not None

    def has_pose(self) -> bool:
        """They have a 3D pose."""
        return self.document.positions is not None

    def select(self, part: Part) -> None:
        """Turn this part from now on."""
        self.selection.set(part=part, keypoint=None)

    def fit_all(self) -> None:
        """Fit everybody who has no pose of their own yet, in another process."""
        from evostudio.tasks.fitting import fit_project

        fit_project(self.studio, self.document)

    def add_person(self) -> None:
        """Somebody new, whose keypoints come next."""
        self.document.add_person()
        self.selection.set(placing=True)

    def toggle_ghost(self) -> None:
        """The first fit drawn behind, or not."""
        self.selection.set(ghost=not self.selection.ghost)

    def compare(self) -> None:
        """Lay over the next other annotation of the person."""
        names = list(showing.variants(self.document))
        if not names:
            self.studio.notify("There is no other annotation of this person to compare with.", "info")
        self.selection.step_compare(names)

    def toggle_keep_zoom(self) -> None:
        """Zoom and pan kept from image to image, or not; a preference."""
        self.studio.preferences.change(keep_zoom=not self.studio.preferences.value.keep_zoom)

    def type_numbers(self) -> None:
        """The keyboard to the selected part's fields."""
        self._show_stale()
        self.parts.panel.focus_first()

    def search(self) -> None:
        """The keyboard to the search of the image list."""
        self.images.search.setFocus()
        self.images.search.selectAll()

    def fit_view(self) -> None:
        """Both views whole."""
        self.photo.view.fit()
        self.pose.view.fit()

    def cancel(self) -> None:
        """Give up a drag, then placing, then a field's focus."""
        if self._let_go() | self.document.cancel():
            return
        if self.selection.placing:
            self.selection.set(placing=False)
        self.selection.set(keypoint=None)
        self.setFocus()

    # Showing

    def scene(self) -> Scene | None:
        """What is shown now."""
        return showing.scene(self.document, self.selection, self._others)

    def placing_joint(self) -> int | None:
        """The joint that a click would place."""
        scene = self.scene()
        return None if scene is None else scene.placing

    def show_scene(self) -> None:
        """Put the document into all views."""
        self._stale = False
        scene = self.scene()
        self.photo.view.show_scene(scene)
        self.pose.view.show_scene(scene)
        initial = self.document.initial
        self.parts.show_scene(scene, self.document.shown, None if initial is None else initial.pose)
        self.photo.show_agreement(showing.agreement(self.document), showing.practice(self.document))
        self.status_changed.emit()

    def _opened(self) -> None:
        self.photos.forget()
        self.selection.set(placing=False, compare=None)
        self.images.set_project(self.document.project)
        self._person_changed()
        self.show_scene()

    def _person_changed(self) -> None:
        self._others = showing.others(self.document)
        self.selection.set(keypoint=None, compare=None)
        self.photos.show()
        if self.document.image_id is not None:
            self.images.show_image(self.document.image_id)
        self.action_set.refresh()

    def _changed(self) -> None:
        """Coalesce: several changes in one event are painted once."""
        if not self._stale:
            self._stale = True
            QTimer.singleShot(0, self._show_stale)

    def _show_stale(self) -> None:
        if self._stale:
            self.show_scene()

    def _apply_preset(self) -> None:
        self.selection.set(mode="classic" if self.studio.preferences.value.preset == "Classic" else "evoskeleton")

    # Making

    def _document_slots(self) -> list[tuple[Any, Any]]:
        document = self.document
        return [
            (document.opened, self._opened),
            (document.person_changed, self._person_changed),
            (document.changed, self._changed),
            (document.let_go, self._let_go),
            (document.images_changed, self.images.touch),
            (document.failed, self._failed),
        ]

    def _let_go(self) -> bool:
        """Nothing is dragged any more; whether something was."""
        return self.photo.view.cancel_drag() | self.parts.map.cancel_drag()

    def _failed(self, sentence: str) -> None:
        self.studio.notify(sentence, "warning")

    def _connect_views(self) -> None:
        self.selection.changed.connect(self._changed)
        self.selection.changed.connect(self.action_set.refresh)
        for signal, slot in self._document_slots():
            signal.connect(slot)
        self.parts.steer(self.annotator)
        for fields in (self.images, self.parts.panel):
            fields.left.connect(self.setFocus)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.steering.release()
        super().keyReleaseEvent(event)
