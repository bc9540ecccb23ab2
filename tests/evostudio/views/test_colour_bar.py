"""The bar under densities: what it points out stands where its colour is."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from evostudio.theme import DARK
from evostudio.views.colour_bar import ColourBar, Legend, draw_legend
from evostudio.views.density_colours import Scale

WIDTH = 1000
UNIT = 12
"""Pixels that are kept for a unit without letters."""


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_marked_value_is_pointed_out_to_the_fraction_of_a_pixel(qapp, tenths):
    value = (300 + tenths / 10) / WIDTH
    image = QImage(WIDTH + UNIT, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.panel))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_legend(painter, QRectF(0, 10, WIDTH + UNIT, 40), Legend(Scale(1.0), mark=value), DARK)
    painter.end()
    ink = np.array([image.pixelColor(x, 8).lightness() for x in range(WIDTH)]) - QColor(DARK.panel).lightness()
    assert (ink * (np.arange(WIDTH) + 0.5)).sum() / ink.sum() == pytest.approx(WIDTH * value, abs=0.15)


def test_bars_are_painted_also_where_colours_mean_nothing(qtbot):
    bar = ColourBar()
    qtbot.addWidget(bar)
    bar.resize(400, 40)
    bar.show_legend(Legend(Scale(8.0, 0.5), unit="%", mark=3.0))
    first = bar.grab().toImage()
    bar.show_legend(Legend(words="A point is a pose."))
    assert bar.grab().toImage() != first
