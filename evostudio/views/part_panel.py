"""The selected part: its name, angles, length or place as fields that can be typed into, and its limit state."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from evopose.model.part import Part
from evostudio.theme import Theme, title_font
from evostudio.views.number_field import NumberField


@dataclass(frozen=True)
class PartValues:
    """What is shown of the selected part."""

    part: Part
    theta: float | None = None
    """Radians; None where it has no direction, or there is no pose."""
    phi: float | None = None
    length: float | None = None
    """Metres."""
    place: tuple[float, float, float] | None = None
    """Of the hip, metres, camera frame; None without a pose."""
    valid: bool | None = None
    locked: bool = False


class PartPanel(QWidget):
    """Fields of one part; emits what a person typed, in radians and metres."""

    direction_typed = Signal(float, float)
    length_typed = Signal(float)
    place_typed = Signal(float, float, float)
    left = Signal()
    """The keyboard may go back to the work."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: PartValues | None = None
        self.title, self.state = QLabel(""), QLabel("")
        self.title.setFont(title_font(self.font()))
        self.theta = NumberField("°", -360, 360, 1, 1, "Theta")
        self.phi = NumberField("°", -90, 90, 1, 1, "Phi")
        self.length = NumberField(" m", 0.01, 2, 3, 0.005, "Length")
        self.place = tuple(
            NumberField(" m", low, 100, 3, 0.01, name)
            for low, name in ((-100.0, "Right"), (-100.0, "Down"), (0.05, "Depth"))
        )
        self._rows = [("θ", self.theta), ("φ", self.phi), ("length", self.length)]
        self._body_rows = list(zip(("right", "down", "depth"), self.place, strict=True))
        self._labels: list[QLabel] = []
        self._lay_out()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self._values is not None:
            self._show_state(self._values)

    def show_values(self, values: PartValues) -> None:
        """Another part, or the same one turned."""
        self._values = values
        self.title.setText(values.part.name.capitalize())
        self.theta.show_value(None if values.theta is None else float(np.degrees(values.theta)))
        self.phi.show_value(None if values.phi is None else float(np.degrees(values.phi)))
        self.length.show_value(values.length)
        for position, field in enumerate(self.place):
            field.show_value(None if values.place is None else values.place[position])
        directed = values.part.has_direction
        for widgets, shown in ((self._direction_widgets, directed), (self._place_widgets, not directed)):
            for widget in widgets:
                widget.setVisible(shown)
        self._show_state(values)

    def focus_first(self) -> None:
        """The keyboard to the first field, all of it marked."""
        field = self.theta if self._values is None or self._values.part.has_direction else self.place[0]
        field.setFocus()
        field.selectAll()

    def _show_state(self, values: PartValues) -> None:
        words, role = "", "dim"
        if values.valid is not None:
            words, role = ("✓ within limits", "done") if values.valid else ("✕ outside limits", "invalid")
        if values.locked:
            words = f"{words}  · locked" if words else "locked"
        self.state.setText(words)
        sheet = f"color: {getattr(self._theme, role)}"
        if sheet != self.state.styleSheet():
            self.state.setStyleSheet(sheet)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self._direction_widgets = _fill(grid, self._rows, 0)
        self._place_widgets = _fill(grid, self._body_rows, len(self._rows))
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.state)
        column.addLayout(grid)
        column.addStretch(1)
        self.setFixedWidth(168)

    def _connect(self) -> None:
        self.theta.typed.connect(lambda degrees: self._direction(theta=float(np.radians(degrees))))
        self.phi.typed.connect(lambda degrees: self._direction(phi=float(np.radians(degrees))))
        self.length.typed.connect(self.length_typed)
        for field in self.place:
            field.typed.connect(lambda _value: self.place_typed.emit(*(one.value() for one in self.place)))
        for field in (self.theta, self.phi, self.length, *self.place):
            field.left.connect(self.left)

    def _direction(self, theta: float | None = None, phi: float | None = None) -> None:
        """One angle as typed, the other as it is, not as it is rounded on screen."""
        values = self._values
        if values is not None and values.theta is not None and values.phi is not None:
            self.direction_typed.emit(values.theta if theta is None else theta, values.phi if phi is None else phi)


def _fill(grid: QGridLayout, rows: list[tuple[str, NumberField]], start: int) -> list[QWidget]:
    widgets: list[QWidget] = []
    for row, (text, field) in enumerate(rows, start):
        label = QLabel(text)
        label.setProperty("role", "dim")
        label.setBuddy(field)
        grid.addWidget(label, row, 0)
        grid.addWidget(field, row, 1)
        widgets += [label, field]
    return widgets
