"""What the keys and the mouse do to the person that is shown: each a line around an operation of the library."""

from dataclasses import replace

import numpy as np

from evopose.editing import arrows, exchange, locks, placing, turns
from evopose.model.annotation import Annotation, Status
from evopose.model.array import NDArray
from evopose.model.pose import Pose
from evostudio.documents.document import Change, Document
from evostudio.documents.selection import Selection
from evostudio.documents.showing import JOINTS


class Annotator:
    """The operations of the Annotate page on a document and a selection."""

    def __init__(self, document: Document, selection: Selection) -> None:
        self.document, self.selection = document, selection
        self.clipboard: Pose | None = None

    def arrow(self, arrow: arrows.Arrow, degrees: float, gesture: str | None = None) -> bool:
        """An arrow key on the selected part."""
        part, axis, mode, step = self.selection.part, self.selection.axis, self.selection.mode, np.radians(degrees)
        return self.document.change(
            f"Turn {part.name}", lambda a: arrows.pressed(a, part, arrow, axis, step, mode), gesture
        )

    def aim(self, theta: float, phi: float, finished: bool = True) -> None:
        """The selected part to θ and φ (radians), typed or dragged on the map."""
        part = self.selection.part
        self._drag(f"Aim {part.name}", lambda a: turns.aimed(a, part, theta, phi), finished)

    def stretch(self, length: float) -> bool:
        """The selected part's length, in metres."""
        part = self.selection.part
        return self.document.change(f"Length of {part.name}", lambda a: turns.stretched(a, part, length))

    def shift(self, right: float, down: float, gesture: str | None = None) -> bool:
        """The whole person by so many pixels in the image."""
        return self.document.change("Move", lambda a: turns.moved_in_image(a, (right, down)), gesture)

    def approach(self, factor: float, gesture: str | None = None) -> bool:
        """The whole person nearer (factor under 1) or farther."""
        return self.document.change("Move in depth", lambda a: turns.approached(a, factor), gesture)

    def move_to(self, place: tuple[float, float, float]) -> bool:
        """The hip to a place in the camera's frame, in metres."""
        return self.document.change("Move", lambda a: turns.moved(a, np.array(place) - turns.positions_of(a)[0]))

    def place(self, joint: int, xy: tuple[float, float], finished: bool = True, gesture: str | None = None) -> None:
        """A keypoint somewhere; unfinished while it is dragged."""
        self._drag(f"Place {JOINTS[joint]}", lambda a: placing.placed(a, joint, xy), finished, gesture)

    def cycle_visibility(self, joint: int, fallback: NDArray | None) -> bool:
        """A keypoint visible or occluded; a missing one appears at `fallback`."""
        return self.document.change(f"Visibility of {JOINTS[joint]}", lambda a: placing.cycled(a, joint, fallback))

    def remove(self, joint: int) -> bool:
        """A keypoint away."""
        return self.document.change(f"Remove {JOINTS[joint]}", lambda a: placing.removed(a, joint))

    def mark(self, status: Status) -> bool:
        """The person done, rejected, or again in work."""
        return self.document.change(f"Mark {status.value}", lambda a: replace(a, status=status))

    def toggle(self, status: Status) -> bool:
        """Mark so, or back to in work."""
        shown = self.document.annotation
        return self.mark(Status.WORK if shown is not None and shown.status == status else status)

    def toggle_lock(self) -> bool:
        """The selected part locked against automatic steps, or free."""
        name = self.selection.part.name
        return self.document.change(f"Lock {name}", lambda a: replace(a, locked=a.locked ^ {name}))

    def copy(self) -> None:
        """Remember this pose."""
        if self.document.annotation is None or self.document.annotation.pose is None:
            self.document.failed("There is no pose to copy here.")
        else:
            self.clipboard = self.document.annotation.pose

    def paste(self, mirror: bool = False) -> bool:
        """The remembered pose here, placed on the keypoints."""
        pose = self.clipboard
        if pose is None:
            self.document.failed("No pose has been copied yet: Ctrl+C copies one.")
            return False
        return self.document.change("Paste mirrored" if mirror else "Paste", lambda a: exchange.pasted(a, pose, mirror))

    def copy_from(self, image_id: int) -> bool:
        """The pose of another image's first posed person, placed on the keypoints here."""
        project = self.document.project
        people = project.people(image_id) if project else ()
        poses = [project.annotation(person.id).pose for person in people] if project else []
        pose = next((pose for pose in poses if pose is not None), None)
        if pose is None:
            self.document.failed("The previous image has no pose to copy.")
            return False
        return self.document.change("Copy from previous image", lambda a: exchange.pasted(a, pose))

    def fit(self) -> bool:
        """A 3D pose from the keypoints alone."""
        from evopose.fitting.first_fit import CannotFit, fit

        def fitted(annotation: Annotation) -> Annotation:
            if annotation.camera is None:
                raise CannotFit("The size of this image is unknown, and with it the camera: its file was never read.")
            return locks.with_pose(annotation, fit(annotation.keypoints, annotation.camera).pose)

        return self.document.change("Fit", fitted)

    def restore_initial(self) -> bool:
        """Back to the first fit."""
        initial = self.document.initial
        if initial is None or initial.pose is None:
            self.document.failed("This person has no first fit.")
            return False
        return self.document.change("Back to the first fit", lambda a: replace(a, pose=initial.pose))

    def _drag(self, label: str, change: Change, finished: bool, gesture: str | None = None) -> None:
        if finished:
            self.document.change(label, change, gesture)
        else:
            self.document.preview(change)
