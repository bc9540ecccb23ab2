"""Our icons: SVG files in resources/icons, drawn with currentColor, tinted by the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from evopose.resources import resource
from evostudio.theme import Theme

SIZE = 20
SCALES = (1, 2, 3)


def icon(name: str, theme: Theme, colour: str = "") -> QIcon:
    """The icon `name`; MissingFile if there is none. Sharp at 100, 200 and 300 %."""
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    _add(made, source, colour or theme.dim, QIcon.Mode.Normal, QIcon.State.Off)
    _add(made, source, colour or theme.text, QIcon.Mode.Normal, QIcon.State.On)
    _add(made, source, theme.line, QIcon.Mode.Disabled, QIcon.State.Off)
    return made


def _add(made: QIcon, source: str, colour: str, mode: QIcon.Mode, state: QIcon.State) -> None:
    for scale in SCALES:
        made.addPixmap(pixmap(source, colour, SIZE, scale), mode, state)


def pixmap(source: str, colour: str, size: int, scale: float) -> QPixmap:
    """One SVG text in one colour, `size` logical pixels wide."""
    from PySide6.QtSvg import QSvgRenderer

    drawn = QPixmap(round(size * scale), round(size * scale))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn
