"""The open project and the person in it that is annotated; knows no toolkit."""

from collections.abc import Callable
from pathlib import Path

from psygnal import Signal

from evopose.editing.turns import positions_of
from evopose.errors import EvoError
from evopose.model.annotation import Annotation
from evopose.model.array import NDArray
from evopose.model.pose import Pose
from evopose.project.project import Project
from evopose.project.records import Edit

Change = Callable[[Annotation], Annotation | None]
"""A pure step from one annotation to the next; None where it does nothing."""


class Document:
    """One open project. Every change is one transaction of it, and can be undone."""

    opened = Signal()
    """Another project, or none."""
    person_changed = Signal()
    """Another image or person is shown."""
    changed = Signal()
    """The annotation that is shown."""
    images_changed = Signal(object)
    """Rows of the image table whose state changed (array); None for all."""
    let_go = Signal()
    """Whatever is being dragged is over: another edit came, or another person, or it was given up."""
    failed = Signal(str)
    """A sentence to show where it happened."""

    def __init__(self) -> None:
        self.project: Project | None = None
        self.image_id: int | None = None
        self.person_id: int | None = None
        self.annotation: Annotation | None = None
        """As stored."""
        self.positions: NDArray | None = None
        """(17, 3) joints of what is shown, metres, camera frame; None without a pose."""
        self.initial: Annotation | None = None
        """The first fit."""
        self.truth: Pose | None = None
        """Practice mode: the true pose."""
        self._preview: Annotation | None = None

    @property
    def path(self) -> Path | None:
        """Of the project file."""
        return None if self.project is None else self.project.path

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self.project is not None and self.project.read_only

    @property
    def image_name(self) -> str:
        """Of the image that is shown; empty for none."""
        return "" if self.project is None or self.image_id is None else self.project.image(self.image_id).name

    # Opening

    def open(self, path: Path) -> None:
        """Open a project file in place of the present one; after an EvoError the present one is still open."""
        if self.project is not None and self.project.path.resolve() == path.resolve():
            self.close()  # or it would stand in its own way
        self.adopt(Project.open(path))

    def adopt(self, project: Project) -> None:
        """Show an open project."""
        self.close()
        self.project = project
        project.images.changed.connect(self._images_changed)
        self.opened()
        if len(project.images.ids):
            self.select_image(int(project.images.ids[0]))

    def close(self) -> None:
        """Close the project; nothing is left to save."""
        if self.project is None:
            return
        self.project.close()
        self.project = self.image_id = None
        self.select_person(None)
        self.opened()

    # Choosing

    def select_image(self, image_id: int) -> None:
        """Show an image and its first person."""
        assert self.project is not None
        self.image_id = image_id
        people = self.project.people(image_id)
        self.select_person(people[0].id if people else None)

    def select_named(self, name: str) -> None:
        """Show the image called so, if there is one."""
        if self.project is not None and name in self.project.images.names:
            self.select_image(int(self.project.images.ids[self.project.images.names.index(name)]))

    def select_person(self, person_id: int | None) -> None:
        """Show a person of the present image, or nobody."""
        self.person_id, self._preview = person_id, None
        self.annotation = self.initial = self.truth = None
        if person_id is not None and self.project is not None:
            self.annotation = self.project.annotation(person_id)
            self.initial = self.project.initial(person_id)
            self.truth = self.project.truth(person_id)
        self._place()
        self.let_go()
        self.person_changed()
        self.changed()

    def step_person(self, step: int) -> None:
        """The next person of the same image, round and round."""
        if self.project is None or self.image_id is None:
            return
        ids = [person.id for person in self.project.people(self.image_id)]
        if len(ids) > 1 and self.person_id in ids:
            self.select_person(ids[(ids.index(self.person_id) + step) % len(ids)])

    def add_person(self) -> None:
        """A new person in this image, without keypoints yet."""
        if self.project is None or self.image_id is None:
            return
        try:
            person = self.project.add_person(self.image_id)
        except EvoError as error:
            self.failed(str(error))
            return
        self.select_person(person.id)

    def remove_person(self) -> None:
        """The person out of this image, until it is undone; then the image's first one is shown, or nobody."""
        if self.project is None or self.person_id is None:
            return
        try:
            edit = self.project.remove_person(self.person_id)
        except EvoError as error:
            self.failed(str(error))
            return
        self.select_image(edit.image_id)

    # Changing

    @property
    def shown(self) -> Annotation | None:
        """The annotation, with an unfinished drag in it."""
        return self._preview or self.annotation

    def change(self, label: str, change: Change, gesture: str | None = None) -> bool:
        """Apply a change and store it. False, and a sentence by `failed`, where it cannot be; edits of one person and
        gesture that follow one another are undone together."""
        if self.project is None or self.person_id is None or self.annotation is None:
            self.failed("There is nobody to change here: choose an image with a person, or add one.")
            return False
        try:
            after = change(self.annotation)
            if after is None:
                return False
            own = None if gesture is None else f"{gesture} of {self.person_id}"
            self.project.edit(self.person_id, label, after, own)
        except EvoError as error:
            self.cancel()
            self.failed(str(error))
            return False
        self._adopt()
        return True

    def preview(self, change: Change) -> None:
        """Show a change that is not finished (a drag); `change` or `cancel` ends it."""
        if self.annotation is None:
            return
        try:
            self._preview = change(self.annotation)
        except EvoError:
            return
        self._place()
        self.changed()

    def cancel(self) -> bool:
        """Forget an unfinished change; False if there was none."""
        self.let_go()
        if self._preview is None:
            return False
        self._preview = None
        self._place()
        self.changed()
        return True

    def undo(self) -> Edit | None:
        """Take the last edit of the project back and show where it was."""
        return self._walk(self.project.undo) if self.project else None

    def redo(self) -> Edit | None:
        """Do it again."""
        return self._walk(self.project.redo) if self.project else None

    def refresh(self) -> None:
        """Read the person again, after something else (an import, a job) wrote to the project."""
        self.images_changed(None)
        if self.image_id is not None:
            person = self.person_id
            self.select_image(self.image_id)
            if person is not None and person != self.person_id:
                self.select_person(person)

    def _walk(self, step: Callable[[], Edit | None]) -> Edit | None:
        try:
            edit = step()
        except EvoError as error:
            self.failed(str(error))
            return None
        if edit is None:
            return None
        if edit.held.removed:
            self.select_image(edit.image_id)
        elif edit.person_id != self.person_id or edit.people > 1:
            self.image_id = edit.image_id
            self.select_person(edit.person_id)
        else:
            self._adopt()
        return edit

    def _images_changed(self, rows: NDArray) -> None:
        self.images_changed(rows)

    def _adopt(self) -> None:
        assert self.project is not None
        assert self.person_id is not None
        self.let_go()
        self._preview = None
        self.annotation = self.project.annotation(self.person_id)
        self._place()
        self.changed()

    def _place(self) -> None:
        shown = self.shown
        self.positions = None if shown is None or shown.pose is None else positions_of(shown)
