"""The body and its parts at a glance: key, name, state, pixel error, lock. A click selects one."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from evopose.model.part import PARTS, Part
from evostudio.theme import Theme, tabular

ROW, COLUMNS = 22, 2
NAME, LOCK, SIGN = 22, 16, 22
"""Pixels before the name, and for the two signs."""
ORDER = (*PARTS[:10], *PARTS[10:])
PER_COLUMN = (len(ORDER) + COLUMNS - 1) // COLUMNS


@dataclass(frozen=True)
class PartState:
    """What the table says of one part."""

    valid: bool | None
    """None where joint limits say nothing of it."""
    residual: float | None
    """Distance of its end's projection from the keypoint, in pixels."""
    locked: bool


class LimbTable(QWidget):
    """Paints all parts in two columns; nothing scrolls."""

    chosen = Signal(object)
    """A `Part`."""
    hovered = Signal(object)
    """A `Part`, or None."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._states: dict[str, PartState] = {}
        self._selected: Part | None = None
        self._under: int = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("Parts of the body")

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def show_states(self, states: dict[str, PartState], selected: Part) -> None:
        """States by part name; parts without one are shown dim. Only rows that look different are painted anew."""
        before, chosen = self._states, self._selected
        self._states, self._selected = states, selected
        for index, part in enumerate(ORDER):
            moved = part in (chosen, selected) and chosen != selected
            if moved or _looks(before.get(part.name)) != _looks(states.get(part.name)):
                self.update(self.row_rect(index))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width() + 2 * 16, PER_COLUMN * ROW)

    def minimumSizeHint(self) -> QSize:
        """Room for every name, its error and its signs."""
        metrics = self.fontMetrics()
        name = max(metrics.horizontalAdvance(part.name) for part in ORDER)
        return QSize(COLUMNS * (NAME + name + LOCK + self._figure_width() + 8), PER_COLUMN * ROW)

    def _figure_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("888 px") + SIGN

    def row_rect(self, index: int) -> QRect:
        """Where part `index` of ORDER is painted."""
        width = self.width() // COLUMNS
        column, row = divmod(index, PER_COLUMN)
        return QRect(column * width, row * ROW, width - 8, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular(self.font()))
        for index, part in enumerate(ORDER):
            if event.region().intersects(self.row_rect(index)):
                self._paint_row(painter, self.row_rect(index), index, part)
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRect, index: int, part: Part) -> None:
        theme, state = self._theme, self._states.get(part.name)
        chosen = part == self._selected
        if chosen or index == self._under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection" if chosen else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        middle = Qt.AlignmentFlag.AlignVCenter
        key = str(index) if index < 10 else ""
        painter.setPen(theme.colour("dim"))
        painter.drawText(box.adjusted(6, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, key)
        painter.setPen(theme.colour("text" if state else "dim"))
        painter.drawText(box.adjusted(NAME, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, part.name)
        if state is None:
            return
        if state.locked:
            _padlock(painter, QPointF(box.right() - self._figure_width() - 6, box.center().y() + 1), theme)
        if state.residual is not None:
            painter.setPen(theme.colour("uncertain" if state.residual > 10 else "dim"))
            painter.drawText(
                box.adjusted(0, 0, -SIGN, 0), middle | Qt.AlignmentFlag.AlignRight, f"{state.residual:.0f} px"
            )
        if state.valid is not None:
            _sign(painter, QPointF(box.right() - 10, box.center().y() + 1), state.valid, theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event)
        if index >= 0:
            self.chosen.emit(ORDER[index])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event))
        if self._under >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._tip(ORDER[self._under]), self)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _hover(self, index: int) -> None:
        if index != self._under:
            self._under = index
            self.hovered.emit(ORDER[index] if index >= 0 else None)
            self.update()

    def _at(self, event: QMouseEvent) -> int:
        point = event.position().toPoint()
        return next((index for index in range(len(ORDER)) if self.row_rect(index).contains(point)), -1)

    def _tip(self, part: Part) -> str:
        state = self._states.get(part.name)
        words = [part.name]
        if state and state.valid is not None:
            words.append("within the joint limits" if state.valid else "outside the joint limits")
        if state and state.residual is not None:
            words.append(f"{state.residual:.1f} px from its keypoint")
        if state and state.locked:
            words.append("locked")
        return ", ".join(words)


def _looks(state: PartState | None) -> tuple[object, ...]:
    """What is seen of a state."""
    if state is None:
        return ()
    residual = state.residual
    return state.valid, state.locked, None if residual is None else (f"{residual:.0f}", residual > 10)


def _sign(painter: QPainter, centre: QPointF, valid: bool, theme: Theme) -> None:
    x, y = centre.x(), centre.y()
    painter.setPen(QPen(theme.colour("done" if valid else "invalid"), 1.8))
    if valid:
        painter.drawLine(QPointF(x - 4, y), QPointF(x - 1, y + 3))
        painter.drawLine(QPointF(x - 1, y + 3), QPointF(x + 4, y - 4))
    else:
        painter.drawLine(QPointF(x - 4, y - 4), QPointF(x + 4, y + 4))
        painter.drawLine(QPointF(x - 4, y + 4), QPointF(x + 4, y - 4))


def _padlock(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    x, y = centre.x(), centre.y()
    painter.setPen(QPen(theme.colour("text"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(int(x - 3), int(y - 6), 6, 8, 0, 180 * 16)
    painter.setBrush(theme.colour("text"))
    painter.drawRect(int(x - 4), int(y - 2), 8, 6)
