"""Shares in steps: what the mouse reads of them, and how high they stand."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from evostudio.theme import DARK
from evostudio.views.step_chart import Line, StepChart, StepScene, draw_steps
from tests.evostudio.mouse import move

STEPS = StepScene(
    "rknee", np.array([0.0, 10, 20, 30]), (Line("before", np.array([0.2, 0.8, 0.0]), "right"),), (0.0, 30.0), " mm"
)


def test_a_step_chart_reads_the_bin_under_the_mouse(qtbot):
    chart = StepChart()
    qtbot.addWidget(chart)
    chart.resize(332, 160)
    chart.show_scene(STEPS)
    assert STEPS.bin_of(15.0) == 1
    assert chart.told(QRectF(chart.rect()), QPointF(166, 80)) == "10 to 20 mm\nbefore: 80.00 %"
    chart.show()
    move(chart, QPoint(160, 80))
    chart.grab()


def test_steps_stand_as_high_as_their_shares():
    image = QImage(332, 150, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.panel))
    painter = QPainter(image)
    draw_steps(painter, QRectF(0, 0, 332, 150), STEPS, DARK)
    painter.end()
    ground, high = QColor(DARK.panel), 150 - 22 - 60  # between two lines of the axis
    assert image.pixelColor(166, high) != ground, "80 % reach the top"
    assert image.pixelColor(66, high) == ground, "20 % do not"
