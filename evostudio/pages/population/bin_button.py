"""The bin: takes poses that are dropped on it, and shows what is in it when pressed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget

from evostudio.views.pose_drag import POSES, poses_of


class BinButton(QPushButton):
    """Pressed, it wants to be looked into; poses dropped on it are thrown in."""

    dropped = Signal(object)
    """Rows, an array."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setCheckable(True)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """How many poses are in it."""
        number = f"{count:,}"
        self.setText(f"⌫  Bin  {number}" if count else "⌫  Bin is empty")
        self.setToolTip("Drop poses here, or press Del. The file itself is never changed.")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(POSES):
            event.acceptProposedAction()
            self.setDown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.setDown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.setDown(False)
        event.acceptProposedAction()
        self.dropped.emit(poses_of(event.mimeData()))
