"""The direction map: where the selected part points, among what is possible; a click or drag turns it."""

from math import pi
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from evostudio.theme import DARK, Theme, title_font
from evostudio.views.direction_chart import Chart, FlatChart, SphereChart, readout
from evostudio.views.direction_painting import draw_backdrop, draw_marks, draw_neighbours
from evostudio.views.direction_scene import DirectionScene
from evostudio.views.pointer_note import draw_note

Projection = Literal["map", "sphere"]
HEADER, LEFT, RIGHT, BOTTOM = 28, 46, 20, 22
"""Pixels around the chart."""
HINT = "This part has no direction of its own.\nPick a limb or a bone (keys 1 … 9)."


class DirectionMap(QWidget):
    """θ × φ as a map, or as a sphere that turns (right or middle drag, or Shift)."""

    direction_dragged = Signal(float, float, bool)
    """θ and φ (radians) under the mouse; True when it is let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: DirectionScene | None = None
        self._theme = DARK
        self._projection: Projection = "map"
        self._facing = (0.0, 0.0)
        self._backdrop = QPixmap()
        self._key: object = None
        self._surroundings = QPixmap()
        self._near_key: object = None
        self._mouse: QPointF | None = None
        self._setting = False
        self._last: QPointF | None = None
        self._toggle = QToolButton(self)
        self._toggle.setAutoRaise(True)
        self._toggle.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._toggle.clicked.connect(self._switch)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(220, 150)
        self.setAccessibleName("Direction map")
        self.set_projection("map")

    def sizeHint(self) -> QSize:
        return QSize(380, 220)

    @property
    def projection(self) -> Projection:
        """'map' or 'sphere'."""
        return self._projection

    @property
    def chart(self) -> Chart:
        """Where directions lie in the widget now."""
        width, height = float(self.width()), float(self.height())
        if self._projection == "sphere":
            radius = max(min(width - 16, height - HEADER - 8) / 2, 20.0)
            return SphereChart(width / 2, HEADER + (height - HEADER - 4) / 2, radius, *self._facing)
        across = max(min(width - LEFT - RIGHT, 2 * (height - HEADER - BOTTOM)), 40.0)
        left = LEFT + (width - LEFT - RIGHT - across) / 2
        top = HEADER + (height - HEADER - BOTTOM - across / 2) / 2
        return FlatChart(left, top, across, across / 2)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def set_projection(self, projection: Projection) -> None:
        """Show it as a flat map or as a sphere, which then faces the current direction."""
        self._projection = projection
        self._toggle.setText("Sphere" if projection == "map" else "Map")
        self._toggle.setToolTip(f"Show as a {'sphere' if projection == 'map' else 'flat map'}")
        self._toggle.adjustSize()
        self._place_toggle()
        self._face_current()
        self.update()

    def show_direction(self, scene: DirectionScene | None) -> None:
        """Show this; the sphere turns only to a new part, or where the direction would not be seen."""
        renewed = scene is not None and (self._scene is None or self._scene.title != scene.title)
        self._scene = scene
        if not self._setting and (renewed or not self._current_seen()):
            self._face_current()
        self.update()

    def _switch(self) -> None:
        self.set_projection("sphere" if self._projection == "map" else "map")

    def _shown(self) -> bool:
        return self._scene is not None and (self._scene.current is not None or self._scene.region is not None)

    def _current_seen(self) -> bool:
        if self._scene is None or self._scene.current is None:
            return True
        return bool(np.isfinite(self.chart.places(np.asarray(self._scene.current, dtype=float))).all())

    def _face_current(self) -> None:
        if self._scene is not None and self._scene.current is not None and np.isfinite(self._scene.current).all():
            theta, phi = self._scene.current
            self._facing = (theta - 0.35, max(min(phi + 0.3, 1.3), -1.3))

    def _place_toggle(self) -> None:
        self._toggle.move(self.width() - self._toggle.width() - 4, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_toggle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._toggle.setVisible(self._shown())
        if self._scene is None or not self._shown():
            self._draw_hint(painter)
        else:
            chart = self.chart
            self._refresh(chart, self._scene)
            self._refresh_neighbours(chart, self._scene)
            painter.drawPixmap(0, 0, self._surroundings)
            draw_marks(painter, chart, self._scene, self._theme)
            self._draw_readout(painter, chart)
        painter.end()

    def _refresh(self, chart: Chart, scene: DirectionScene) -> None:
        """Paint the backdrop anew if anything in it has changed."""
        ratio = self.devicePixelRatioF()
        region = None if scene.region is None else scene.region.tobytes()
        key = (chart, self._theme, self.size().toTuple(), ratio, region, scene.title)
        if key == self._key:
            return
        self._key, self._near_key = key, None
        self._backdrop = QPixmap(self.size() * ratio)
        self._backdrop.setDevicePixelRatio(ratio)
        self._backdrop.fill(QColor(self._theme.panel))
        painter = QPainter(self._backdrop)
        painter.setFont(title_font(self.font()))
        painter.setPen(QColor(self._theme.text))
        room = QRectF(8, 0, self.width() - self._toggle.width() - 20, HEADER)
        title = painter.fontMetrics().elidedText(scene.title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
        painter.setFont(self.font())
        draw_backdrop(painter, chart, scene, self._theme)
        painter.end()

    def _refresh_neighbours(self, chart: Chart, scene: DirectionScene) -> None:
        """Put the neighbours, which change more often, over the backdrop."""
        near = None if scene.neighbours is None or not len(scene.neighbours) else scene.neighbours
        key = b"" if near is None else near.tobytes()
        if key == self._near_key:
            return
        self._near_key, self._surroundings = key, self._backdrop.copy()
        if near is not None:
            painter = QPainter(self._surroundings)
            draw_neighbours(painter, chart, near, self._theme)
            painter.end()

    def _draw_hint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setPen(QColor(self._theme.dim))
        room = QRectF(self.rect()).adjusted(12, 0, -12, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), HINT)

    def _draw_readout(self, painter: QPainter, chart: Chart) -> None:
        """What the mouse points at, beside it."""
        if self._mouse is None:
            return
        text = readout(*chart.angles((self._mouse.x(), self._mouse.y())))
        draw_note(painter, self._mouse, text, self.size(), self._theme)

    def cancel_drag(self) -> bool:
        """Let go of the direction, until the button is pressed again; False if it is not dragged."""
        dragging, self._setting, self._last = self._setting, False, None
        return dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._last = place
        plain = (
            event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        if plain and self._shown() and self.chart.contains((place.x(), place.y())):
            self._setting = True
            self._emit(place, finished=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._mouse = place if self._shown() and self.chart.contains((place.x(), place.y())) else None
        if self._setting:
            self._emit(place, finished=False)
        elif event.buttons() and self._last is not None:
            self._turn(place - self._last)
            self._last = place
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._setting and event.button() == Qt.MouseButton.LeftButton:
            self._setting = False
            self._emit(event.position(), finished=True)
        self._last = None

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _emit(self, place: QPointF, finished: bool) -> None:
        theta, phi = self.chart.angles((place.x(), place.y()))
        self.direction_dragged.emit(theta, phi, finished)

    def _turn(self, way: QPointF) -> None:
        chart = self.chart
        if isinstance(chart, SphereChart):
            turned = chart.turned(-way.x() / chart.radius, way.y() / chart.radius)
            self._facing = ((turned.theta + pi) % (2 * pi) - pi, turned.phi)
