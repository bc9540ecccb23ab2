"""How far down a wall of tiles is scrolled: whole pixels of any number of lines, led by keys, wheel or scroll bar."""

from PySide6.QtCore import QObject, QPointF, QSize, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollBar

from evostudio.views.wall_layout import WallLayout

NOTCH = 0.6
"""Of a line, scrolled by one notch of the wheel."""


class WallScroll(QObject):
    """The layout of one wall and the line at the top of what is seen; its scroll bar follows."""

    moved = Signal()
    """Something else may be seen now."""

    def __init__(self, bar: QScrollBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self.layout, self.top = WallLayout(), 0
        """`top` is in pixels of the wall above what is seen."""
        bar.valueChanged.connect(self._led)

    @property
    def visible(self) -> range:
        """Places of the list that are on screen."""
        return self.layout.visible(self.top)

    def place_at(self, at: QPointF) -> int:
        """The place under a point of the view; −1 where there is none."""
        return self.layout.place_at(at.x(), at.y(), self.top)

    def lay_out(self, count: int, room: QSize, tile: int | None = None) -> None:
        """So many tiles in this room, of another side where one is given."""
        self.layout = WallLayout(count, room.width(), room.height(), tile or self.layout.tile)
        self._bar.blockSignals(True)
        self._bar.setRange(0, self.layout.bar_range)
        self._bar.setPageStep(max(1, self.layout.to_bar(min(room.height(), self.layout.farthest))))
        self._bar.blockSignals(False)
        self.to(self.top)

    def resize(self, room: QSize) -> None:
        """Another room; the same poses stay in sight."""
        first, columns = self.visible.start, self.layout.columns
        self.lay_out(self.layout.count, room)
        if self.layout.columns != columns:
            self.to(self.layout.revealing(first, self.layout.centring(first)) if first else 0)

    def to(self, top: int) -> None:
        """Have this pixel line of the wall at the top, or the nearest that can be there."""
        self.top = self.layout.held(top)
        self._bar.blockSignals(True)
        self._bar.setValue(self.layout.to_bar(self.top))
        self._bar.blockSignals(False)
        self.moved.emit()

    def turn(self, event: QWheelEvent) -> None:
        """By the wheel, or by two fingers."""
        notches = event.angleDelta().y() / 120
        self.to(self.top - (event.pixelDelta().y() or round(notches * NOTCH * self.layout.tile)))

    def reveal(self, place: int) -> None:
        """Move as little as shows the whole tile."""
        self.to(self.layout.revealing(place, self.top))

    def centre(self, place: int) -> None:
        """Have a tile in the middle."""
        self.to(self.layout.centring(place))

    def look_at(self, place: int) -> None:
        """Show a tile: by a small move where it is near, else in the middle."""
        seen = self.visible
        near = place in range(seen.start - len(seen), seen.stop + len(seen))
        self.reveal(place) if near else self.centre(place)

    def _led(self, value: int) -> None:
        self.top = self.layout.held(self.layout.from_bar(value))
        self.moved.emit()
