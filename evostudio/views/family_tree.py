"""A pose's parents and theirs as small skeletons joined by lines; a click on one goes to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from evopose.model.array import NDArray
from evostudio.theme import Theme
from evostudio.views.pose_tiles import tile
from evostudio.views.tile_scene import seen

LARGEST, SMALLEST = 84, 40
"""Pixels of a tile's side."""
CAPTION, GAP = 16, 14
"""Pixels below a picture, and from there to the next level."""


@dataclass(frozen=True, eq=False)
class Kin:
    """One pose in a family."""

    row: int
    positions: Float[NDArray, "17 3"]
    """Metres, z up."""
    caption: str
    """Below its picture."""
    tip: str = ""
    parents: tuple["Kin", ...] = ()

    @property
    def depth(self) -> int:
        """How many generations it knows of."""
        return 1 + max((parent.depth for parent in self.parents), default=0)


@dataclass(frozen=True, eq=False)
class _Place:
    kin: Kin
    rect: QRect
    child: QRect | None


class FamilyTree(QWidget):
    """The parents of a pose that is shown above it (whose skeleton it has at the left), and theirs below them."""

    chosen = Signal(int)
    """Row of an ancestor that was clicked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kin: Kin | None = None
        self._facing = False
        self._places: list[_Place] = []
        self._pictures: dict[int, QImage] = {}
        self._under: Kin | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Family tree")

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self._pictures.clear()
        self.update()

    def show_kin(self, kin: Kin | None, facing: bool = False) -> None:
        """Another family, or none."""
        self._kin, self._facing, self._under = kin, facing, None
        self._pictures.clear()
        self._place()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        levels = self._kin.depth - 1 if self._kin else 0
        return QSize(4 * 72, levels * (self._tile() + CAPTION + GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * SMALLEST, self.sizeHint().height())

    def _tile(self) -> int:
        return min(max((self.width() - 8) // 4, SMALLEST), LARGEST)

    # Where they are

    def _place(self) -> None:
        self._places = [] if self._kin is None else list(self._placed(self._kin, 0, 0, 1, None))

    def _placed(self, kin: Kin, level: int, column: int, columns: int, child: QRect | None) -> Iterator[_Place]:
        side = self._tile()
        middle = (column + 0.5) * self.width() / columns
        top = (level - 1) * (side + CAPTION + GAP) + GAP  # the pose itself stays above the edge
        rect = QRect(round(middle - side / 2), top, side, side + CAPTION)
        yield _Place(kin, rect, child)
        for number, parent in enumerate(kin.parents):
            yield from self._placed(parent, level + 1, 2 * column + number, 2 * columns, rect)

    def kin_at(self, at: QPointF) -> Kin | None:
        """Whose picture is under a point."""
        return next((place.kin for place in self._places if place.rect.contains(at.toPoint())), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pictures.clear()
        self._place()
        self.updateGeometry()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self._places:
            self._line(painter, place)
        for place in self._places[1:]:
            self._person(painter, place)
        painter.end()

    def _line(self, painter: QPainter, place: _Place) -> None:
        if place.child is None:
            return
        painter.setPen(QPen(QColor(self._theme.line), 1.5))
        x, y = place.rect.center().x(), place.rect.top()
        turn = place.child.bottom() + GAP // 2
        for line in (
            QLineF(place.child.center().x(), place.child.bottom() + 1, place.child.center().x(), turn),
            QLineF(place.child.center().x(), turn, x, turn),
            QLineF(x, turn, x, y),
        ):
            painter.drawLine(line)

    def _person(self, painter: QPainter, place: _Place) -> None:
        rect, side = place.rect, self._tile()
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.hover if place.kin is self._under else self._theme.stage))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -CAPTION), 6, 6)
        painter.drawImage(rect.topLeft(), self._picture(place.kin, side))
        painter.setPen(QColor(self._theme.dim))
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        caption = rect.adjusted(0, side - 1, 0, 0)
        words = QFontMetrics(font).elidedText(place.kin.caption, Qt.TextElideMode.ElideRight, caption.width())
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, words)

    def _picture(self, kin: Kin, side: int) -> QImage:
        if kin.row not in self._pictures:
            with np.errstate(all="ignore"):
                scene = seen(kin.positions[None], self._facing)[0]
            self._pictures[kin.row] = tile(scene, self._theme, side, self.devicePixelRatioF())
        return self._pictures[kin.row]

    # Pointing

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        under = self.kin_at(event.position())
        if under is not self._under:
            self._under = under
            there = under is not None and under is not self._kin
            self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
            QToolTip.showText(event.globalPosition().toPoint(), under.tip if under else "", self)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        kin = self.kin_at(event.position())
        if kin is not None and kin is not self._kin and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(kin.row)

    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.update()
