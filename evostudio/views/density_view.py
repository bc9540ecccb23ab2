"""A density chart to look at, turn and select in: the θ × φ map, or the sphere."""

from collections.abc import Callable
from math import pi
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from evostudio.theme import DARK, Theme, title_font
from evostudio.views.density_painting import draw_density
from evostudio.views.density_pointing import Stroke
from evostudio.views.density_scene import DensityScene
from evostudio.views.direction_chart import Chart, FlatChart, SphereChart, readout
from evostudio.views.pointer_note import draw_note

Projection = Literal["map", "sphere"]
HEADER, LEFT, RIGHT, BOTTOM = 28, 46, 20, 22
"""Pixels around the chart."""
FRONT = (pi / 2 - 0.35, 0.3)
"""Where a sphere is looked at from at first: the body's front, a little aside and above."""
SHARPEST = 320
"""Pixels of the radius of the sphere's picture at most: cells of 3° need no more."""
TURNING = 0.5
"""Pixels of the sphere's picture in one of the screen while it turns."""
REST_MS = 150
"""A sphere that was not turned for so long is painted sharp."""


def chart_in(projection: Projection, facing: tuple[float, float], width: float, height: float) -> Chart:
    """Where directions lie in a room of this size."""
    if projection == "sphere":
        radius = max(min(width - 16, height - HEADER - 8) / 2, 20.0)
        return SphereChart(width / 2, HEADER + (height - HEADER - 4) / 2, radius, *facing)
    across = max(min(width - LEFT - RIGHT, 2 * (height - HEADER - BOTTOM)), 40.0)
    left = LEFT + (width - LEFT - RIGHT - across) / 2
    top = HEADER + (height - HEADER - BOTTOM - across / 2) / 2
    return FlatChart(left, top, across, across / 2)


def draw_chart(
    painter: QPainter, chart: Chart, room: QRectF, scene: DensityScene, theme: Theme, sharpness: float = 1.0
) -> None:
    """Title and chart in a room at the painter's origin: the screen's, an image's or an SVG's."""
    plain = painter.font()
    painter.setFont(title_font(plain))
    painter.setPen(QColor(theme.text))
    line = QRectF(8, 0, room.width() - 16, HEADER)
    title = painter.fontMetrics().elidedText(scene.title, Qt.TextElideMode.ElideRight, int(line.width()))
    painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
    painter.setFont(plain)
    if scene.note:
        painter.setPen(QColor(theme.dim))
        below = QRectF(16, HEADER, room.width() - 32, room.height() - HEADER)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), scene.note)
    else:
        draw_density(painter, chart, scene, theme, sharpness)
    painter.setFont(plain)


class DensityView(QWidget):
    """Map: a drag selects a box, with Shift a lasso. Sphere: a drag turns it, with Shift selects a cap, a double click
    turns it back. Keys are the page's."""

    brushed = Signal(object, bool)
    """The Brush drawn so far; True when the button is let go."""
    turned = Signal(float, float)
    """Where the sphere is looked at from: θ and φ in radians."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tell: Callable[[float, float], str] = readout
        """What is said of a direction (θ, φ in radians) that the mouse points at."""
        self._scene = DensityScene("")
        self._theme = DARK
        self._projection: Projection = "map"
        self._facing = FRONT
        self._backdrop = QPixmap()
        self._key: object = None
        self._mouse: QPointF | None = None
        self._stroke: Stroke | None = None
        self._last: QPointF | None = None
        self._moving = QTimer(self, singleShot=True, interval=REST_MS)
        self._moving.timeout.connect(self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(220, 150)
        self.setAccessibleName("Distribution of directions")

    def sizeHint(self) -> QSize:
        return QSize(520, 300)

    @property
    def scene(self) -> DensityScene:
        """What is shown."""
        return self._scene

    @property
    def projection(self) -> Projection:
        """'map' or 'sphere'."""
        return self._projection

    @property
    def facing(self) -> tuple[float, float]:
        """Where the sphere is looked at from."""
        return self._facing

    @property
    def chart(self) -> Chart:
        """Where directions lie in the widget now."""
        return chart_in(self._projection, self._facing, float(self.width()), float(self.height()))

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        self.update()

    def set_projection(self, projection: Projection) -> None:
        """Show it as a flat map or as a sphere."""
        self._projection = projection
        self.update()

    def face(self, theta: float, phi: float) -> None:
        """Look at the sphere from here; not announced."""
        self._facing = ((theta + pi) % (2 * pi) - pi, min(max(phi, -pi / 2), pi / 2))
        self._moving.start()
        self.update()

    def show_scene(self, scene: DensityScene) -> None:
        """Show this; the sphere stays as it is turned."""
        self._scene = scene
        self.update()

    def cancel_drag(self) -> bool:
        """Let go of the brush; False if none is drawn."""
        drawing, self._stroke, self._last = self._stroke is not None, None, None
        return drawing

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._refresh()
        painter.drawPixmap(0, 0, self._backdrop)
        if self._mouse is not None and self._last is None and not self._scene.note:
            draw_note(painter, self._mouse, self.tell(*self._angles(self._mouse)), self.size(), self._theme)
        painter.end()

    def _refresh(self) -> None:
        """Paint the backdrop anew if anything in it has changed."""
        ratio = self.devicePixelRatioF()
        chart = self.chart
        sharpness = ratio * (TURNING if self._moving.isActive() else 1.0)
        if isinstance(chart, SphereChart):
            sharpness = min(sharpness, SHARPEST / chart.radius)
        key = (chart, self._theme, self.size().toTuple(), sharpness, id(self._scene))
        if key == self._key:
            return
        self._key = key
        self._backdrop = QPixmap(self.size() * ratio)
        self._backdrop.setDevicePixelRatio(ratio)
        self._backdrop.fill(QColor(self._theme.panel))
        painter = QPainter(self._backdrop)
        painter.setFont(self.font())
        draw_chart(painter, chart, QRectF(self.rect()), self._scene, self._theme, sharpness)
        painter.end()

    # The mouse

    def _angles(self, place: QPointF) -> tuple[float, float]:
        return self.chart.angles((place.x(), place.y()))

    def _on_chart(self, place: QPointF) -> bool:
        return not self._scene.note and self.chart.contains((place.x(), place.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self._on_chart(place):
            return
        with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._projection == "map" or with_shift:
            self._stroke = Stroke(self.chart, ((place.x(), place.y()),), lasso=with_shift)
        else:
            self._last = place

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._mouse = place if self._on_chart(place) else None
        if self._stroke is not None:
            self._stroke = self._stroke.to((place.x(), place.y()))
            self.brushed.emit(self._stroke.brush, False)
        elif self._last is not None:
            self._turn(place - self._last)
            self._last = place
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        stroke, self._stroke, self._last = self._stroke, None, None
        if stroke is not None:
            self.brushed.emit(stroke.brush, True)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._projection == "sphere" and event.button() == Qt.MouseButton.LeftButton:
            self._last = None
            self.face(*FRONT)
            self.turned.emit(*self._facing)

    def _turn(self, way: QPointF) -> None:
        chart = self.chart
        if isinstance(chart, SphereChart):
            turned = chart.turned(-way.x() / chart.radius, way.y() / chart.radius)
            self.face(turned.theta, turned.phi)
            self.turned.emit(*self._facing)

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
