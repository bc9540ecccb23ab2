"""What is shown, on paper: the charts of the page as one picture, PNG or SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from evopose.io.aside import write_aside
from evostudio.pages.distributions import bodies, showing
from evostudio.pages.distributions.body_panes import ACROSS
from evostudio.pages.distributions.showing import View
from evostudio.theme import GRID, Theme
from evostudio.views.colour_bar import HEIGHT, draw_legend
from evostudio.views.density_view import chart_in, draw_chart
from evostudio.views.heat_view import HeatScene, draw_heat
from evostudio.views.step_chart import StepScene, draw_steps

CHART, STEPS, HEAT = QSize(640, 370), QSize(320, 200), QSize(420, 484)
SHARPNESS = 2
"""Pixels of a PNG in one of the screen."""


@dataclass(frozen=True)
class Sheet:
    """A picture that can be painted at any sharpness."""

    size: QSize
    draw: Callable[[QPainter, float], None]
    """With a painter, and how many pixels it has in one."""


def sheet_of(view: View, facing: tuple[float, float], theme: Theme) -> Sheet:
    """The charts of the tab that is shown."""
    if view.choices.tab == "directions":
        return _directions(view, facing, theme)
    return _grid(view, theme)


def write_png(sheet: Sheet, path: Path, theme: Theme, font: QFont) -> None:
    """NotWritable where that fails."""
    image = QImage(sheet.size * SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPNESS)
    image.fill(QColor(theme.panel))
    painter = QPainter(image)
    painter.setFont(font)
    sheet.draw(painter, SHARPNESS)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    write_aside(path, bytes(buffer.data().data()))


def write_svg(sheet: Sheet, path: Path, theme: Theme, font: QFont) -> None:
    """Lines and words as such, densities as images in it; NotWritable where that fails."""
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(sheet.size)
    generator.setViewBox(QRectF(0, 0, sheet.size.width(), sheet.size.height()))
    generator.setTitle("Distributions of poses")
    painter = QPainter(generator)
    painter.setFont(font)
    painter.fillRect(QRectF(0, 0, sheet.size.width(), sheet.size.height()), QColor(theme.panel))
    sheet.draw(painter, SHARPNESS)
    painter.end()
    write_aside(path, bytes(buffer.data().data()))


def _directions(view: View, facing: tuple[float, float], theme: Theme) -> Sheet:
    scenes, legend = showing.large(view), showing.legend_of(view)
    room = QRectF(0, 0, CHART.width(), CHART.height())
    chart = chart_in(view.choices.projection, facing, room.width(), room.height())

    def draw(painter: QPainter, sharpness: float) -> None:
        for index, scene in enumerate(scenes):
            painter.save()
            painter.translate(index * CHART.width(), 0)
            draw_chart(painter, chart, room, scene, theme, sharpness)
            painter.restore()
        bar = QRectF(46, CHART.height() + 4, len(scenes) * CHART.width() - 66, HEIGHT)
        draw_legend(painter, bar, legend, theme)

    return Sheet(QSize(len(scenes) * CHART.width(), CHART.height() + HEIGHT + GRID), draw)


def _grid(view: View, theme: Theme) -> Sheet:
    scenes: Sequence[StepScene | HeatScene] = bodies.scenes(view.choices.tab, view.measured, view.choices)
    across = ACROSS[view.choices.tab]
    one = HEAT if isinstance(scenes[0], HeatScene) else STEPS
    names = " and ".join(line.name for line in bodies.lines(view.measured, "headings"))

    def draw(painter: QPainter, sharpness: float) -> None:
        for index, scene in enumerate(scenes):
            row, column = divmod(index, across)
            room = QRectF(column * one.width(), row * one.height(), one.width(), one.height())
            if isinstance(scene, HeatScene):
                draw_heat(painter, room, scene, theme)
            else:
                draw_steps(painter, room, scene, theme)
        painter.setPen(QColor(theme.dim))
        below = QRectF(GRID, -(-len(scenes) // across) * one.height(), 600, 24)
        words = f"{names}: orange and blue" if " and " in names else names
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), words)

    return Sheet(QSize(across * one.width(), -(-len(scenes) // across) * one.height() + 24), draw)
