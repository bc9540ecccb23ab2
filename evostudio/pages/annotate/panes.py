"""The panes of the Annotate page and how they lie: images left, photo and pose above, the parts below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from evostudio.actions import ActionSet
from evostudio.pages.annotate.part_pane import PartPane
from evostudio.pages.annotate.photo_pane import PhotoPane
from evostudio.pages.annotate.pose_pane import PosePane
from evostudio.theme import Theme
from evostudio.views.image_list import ImageList
from evostudio.views.skeleton_view import Backend
from evostudio.views.splitters import Splitters

LOOKS = {
    "look_front": "F", "look_side": "S", "look_top": "T", "look_camera": "C", "ghost": "ghost", "compare": "compare",
}  # fmt: skip
"""On the buttons above the pose."""


class Panes:
    """Makes the panes in a page."""

    def __init__(self, page: QWidget, theme: Theme, backend: Backend) -> None:
        self.images, self.photo = ImageList(theme), PhotoPane(theme)
        self.pose, self.parts = PosePane(theme, backend), PartPane(theme)
        top, centre, whole = QSplitter(), QSplitter(Qt.Orientation.Vertical), QSplitter()
        for splitter, first, second, stretch in (
            (top, self.photo, self.pose, (3, 2)),
            (centre, top, self.parts, (1, 0)),
            (whole, self.images, centre, (0, 1)),
        ):
            splitter.addWidget(first)
            splitter.addWidget(second)
            splitter.setChildrenCollapsible(False)
            splitter.setStretchFactor(0, stretch[0])
            splitter.setStretchFactor(1, stretch[1])
        whole.setSizes([232, 1000])
        top.setSizes([600, 400])
        self.splitters = Splitters(whole=whole, centre=centre, top=top)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(whole)

    def add_buttons(self, actions: ActionSet) -> None:
        """For what is also done by a key."""
        self.pose.add_buttons((actions.qaction(f"annotate.{name}"), text) for name, text in LOOKS.items())

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (self.images, self.photo.view, self.pose.view, self.parts):
            view.set_theme(theme)
