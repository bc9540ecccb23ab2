"""A wall of skeletons that scrolls over any number of poses: only what is visible is read and painted."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Bool, Int
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from evopose.model.array import NDArray
from evostudio.theme import DARK, Theme
from evostudio.views.pose_drag import drag_poses
from evostudio.views.pose_tiles import Poses, PoseTiles
from evostudio.views.wall_layout import stepped
from evostudio.views.wall_painting import WallPicture, paint_wall
from evostudio.views.wall_pointing import WallPointing
from evostudio.views.wall_scroll import WallScroll
from evostudio.views.wall_selection import WallSelection


class PoseWall(QAbstractScrollArea):
    """Tiles of poses. Arrows, PgUp/PgDn, Home and End go through them; Shift and Ctrl choose many; drag takes them out.

    Knows nothing of files: it is given poses, the order to list them in, and what to say about one.
    """

    current_changed = Signal(int)
    """Row of the pose that is looked at; −1 for none."""
    selection_changed = Signal(int)
    """How many are chosen."""
    activated = Signal(int)
    """Row of the pose that was double-clicked, or entered."""
    size_changed = Signal(int)
    """Another side of the tiles, in pixels."""

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None, tiles: PoseTiles | None = None) -> None:
        """`tiles` paints them, if it is not single poses that are to be shown."""
        super().__init__(parent)
        self._theme, self._poses = theme, np.zeros((0, 17, 3), np.float32)  # type: tuple[Theme, Poses]
        self.selection, self._tiles = WallSelection(), tiles or PoseTiles()
        self.scrolled = WallScroll(self.verticalScrollBar(), self)
        self.scrolled.moved.connect(self.viewport().update)
        self._hovered = -1
        self._pointing = WallPointing(self.selection, self._drag)
        self._label: Callable[[int], str] = lambda row: f"{row:,}"
        self._signs: Callable[[NDArray], list[str]] | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.viewport().update)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Poses")
        self.setMinimumSize(200, 120)

    # What it shows

    def show_poses(self, poses: Poses) -> None:
        """Other poses, (n, 17, 3) metres z up: an array, a memory map, or rows of many shards."""
        self._poses = poses
        self._tiles.forget()
        self.selection.show_rows(len(poses))
        self._begin()
        self._tell()

    def list_rows(self, order: Int[NDArray, " m"] | None, listed: Bool[NDArray, " n"] | None = None) -> None:
        """Show these rows in this order (None: all, in theirs); the current pose stays in sight if it is listed.

        `listed` says of each row whether it is in `order`, where that is known already.
        """
        before = self.current_row
        self.selection.list_rows(order, listed)
        self._begin()
        if self.selection.current >= 0:
            self.scrolled.centre(self.selection.current)
        self.selection_changed.emit(self.selection.count)
        if before != self.current_row:
            self.current_changed.emit(self.current_row)

    def _begin(self) -> None:
        """At the top of another list."""
        self._hovered = -1
        self._lay_out()
        self.scrolled.to(0)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.viewport().update()

    def set_label(self, label: Callable[[int], str]) -> None:
        """What is said of the row under the mouse."""
        self._label = label

    def set_signs(self, signs: Callable[[NDArray], list[str]]) -> None:
        """For some rows the signs in their corners: of '★' marked, '!' invalid, '⌫' in the bin."""
        self._signs = signs
        self.viewport().update()

    def set_facing(self, facing: bool) -> None:
        """Turn everybody to the camera, or leave them as they stand in the world."""
        self._tiles.face(facing)
        self.viewport().update()

    @property
    def tile_size(self) -> int:
        """Pixels of a tile's side."""
        return self.scrolled.layout.tile

    def set_tile_size(self, size: int) -> None:
        """Larger or smaller tiles; what is in the middle stays in sight."""
        if size == self.tile_size:
            return
        seen = self.scrolled.visible
        middle = self.selection.current if self.selection.current in seen else (seen.start + seen.stop) // 2
        self._lay_out(size)
        self.scrolled.centre(max(middle, 0))
        self.size_changed.emit(size)

    def step_tile_size(self, step: int) -> None:
        """The next larger or smaller size."""
        self.set_tile_size(stepped(self.tile_size, step))

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    # What is chosen

    @property
    def current_row(self) -> int:
        """Row of the pose that is looked at; −1 for none."""
        return self.selection.row(self.selection.current) if self.selection.current >= 0 else -1

    def selected_rows(self) -> Int[NDArray, " k"]:
        """The chosen rows in the order of the list; the current one where none is chosen."""
        return self.selection.chosen()

    def show_row(self, row: int) -> bool:
        """Look at one row and scroll to it; False where it is not listed."""
        place = self.selection.place(row)
        if place >= 0:
            self.show_place(place)
        return place >= 0

    def show_place(self, place: int) -> None:
        """Look at what stands at a place of the list and scroll to it."""
        self.selection.take(place)
        self.scrolled.look_at(place)
        self._tell()

    def select_all(self) -> None:
        """Choose all that are listed."""
        self.selection.take_all()
        self._tell()

    def clear_selection(self) -> None:
        """Choose none."""
        self.selection.clear()
        self._tell()

    def _tell(self) -> None:
        self.viewport().update()
        self.selection_changed.emit(self.selection.count)
        self.current_changed.emit(self.current_row)

    # Scrolling

    def visible_rows(self) -> Int[NDArray, " k"]:
        """The rows that are on screen."""
        return self.selection.rows(self.scrolled.visible)

    def is_whole(self) -> bool:
        """Whether all that is on screen has been painted."""
        self._configure()
        return all(self._tiles.get(row) is not None for row in self.visible_rows().tolist())

    def _lay_out(self, tile: int | None = None) -> None:
        self.scrolled.lay_out(len(self.selection), self.viewport().size(), tile)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.scrolled.resize(self.viewport().size())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_tile_size(1 if event.angleDelta().y() > 0 else -1)
        else:
            self.scrolled.turn(event)
        self._hover(self.scrolled.place_at(event.position()))
        event.accept()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        rows, selection = self.visible_rows(), self.selection
        self._configure()
        if not self._tiles.fill(rows.tolist(), self._poses):
            self._later.start()  # the others come with the next frames
        signs = self._signs(rows) if self._signs and len(rows) else []
        picture = WallPicture(
            self._theme, self.scrolled.layout, self.scrolled.top, self._tiles, rows, selection.is_chosen(rows), signs,
            selection.current, self._hovered, self._label,
        )  # fmt: skip
        painter = QPainter(self.viewport())
        paint_wall(painter, picture)
        painter.end()

    def _configure(self) -> None:
        self._tiles.configure(self._theme, self.tile_size, self.devicePixelRatioF())

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointing.press(event, self.scrolled.place_at(event.position()))
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._pointing.move(event):
            self._hover(self.scrolled.place_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pointing.release(event, self.scrolled.place_at(event.position())):
            self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.scrolled.place_at(event.position()) >= 0:
            self.activated.emit(self.current_row)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = self._pointing.key(event, self.scrolled.layout, self.scrolled.visible.start)
        if not done:
            event.ignore()
        elif done == "entered":
            self.activated.emit(self.current_row)
        else:
            if done == "moved":
                self.scrolled.reveal(self.selection.current)
            self._tell()

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def _drag(self) -> None:
        drag_poses(self, self.selected_rows(), self._tiles.get(self.current_row), self._theme)
