"""Keypoints by mouse and by keyboard: place in order, drag, choose, nudge, hide, remove."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evopose.editing.placing import ORDER

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage

RING = (*ORDER, 0)
"""All joints, in the order of placing."""


class KeypointTool(QObject):
    """What happens to the 2D keypoints of the page's person."""

    def __init__(self, page: "AnnotatePage") -> None:
        super().__init__(page)
        self._page = page
        photo = page.photo.view
        photo.keypoint_dragged.connect(lambda joint, x, y, end: page.annotator.place(joint, (x, y), end))
        photo.keypoint_touched.connect(lambda joint: page.selection.set(keypoint=joint))
        photo.place_clicked.connect(self.place_next)

    @property
    def joint(self) -> int:
        """The keypoint touched last, or the selected part's end."""
        selection = self._page.selection
        return selection.part.tip if selection.keypoint is None else selection.keypoint

    def toggle_placing(self) -> None:
        """Clicks on the photo place keypoints, or no longer."""
        selection = self._page.selection
        selection.set(placing=not selection.placing)

    def place_next(self, x: float, y: float) -> None:
        """The first missing keypoint in the order of placing; after the last a person without a pose is fitted."""
        page = self._page
        joint = page.placing_joint()
        if joint is None:
            return
        page.annotator.place(joint, (x, y))
        if page.placing_joint() is None:
            page.selection.set(placing=False)
            if not page.has_pose():
                page.annotator.fit()

    def cycle_visibility(self) -> None:
        """Visible, or occluded; a missing one appears where the pose has it."""
        scene, joint = self._page.scene(), self.joint
        self._page.annotator.cycle_visibility(
            joint, None if scene is None or scene.pixels is None else scene.pixels[joint]
        )

    def remove(self) -> None:
        """No position."""
        self._page.annotator.remove(self.joint)

    def step(self, step: int) -> None:
        """Choose the next keypoint."""
        selection = self._page.selection
        now = RING.index(selection.keypoint) if selection.keypoint in RING else (-1 if step > 0 else 0)
        selection.set(keypoint=RING[(now + step) % len(RING)])

    def nudge(self, x: int, y: int) -> None:
        """Move by pixels; a missing one appears where the pose, or the middle of the view, is."""
        page, joint = self._page, self.joint
        scene = page.scene()
        if scene is None:
            return
        if scene.keypoints.known[joint]:
            start = scene.keypoints.xy[joint].tolist()
        elif scene.pixels is not None:
            start = scene.pixels[joint].tolist()
        else:
            view = page.photo.view
            start = view.zoom.to_image(view.width() / 2, view.height() / 2)
        page.annotator.place(joint, (start[0] + x, start[1] + y), gesture=page.steering.gesture)
