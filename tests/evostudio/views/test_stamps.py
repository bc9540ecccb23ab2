"""Stamped marks look like drawn ones, wherever they lie."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from evostudio.views.stamps import Stamp, _draw, stamp

MARKS = [Stamp(0xFF4C9AFF, 6.0), Stamp(0xFFFF8F4C, 8.0, dotted=True), Stamp(0xFFD9DCE1, 3.0, filled=True)]


def painted(draw, ratio: float) -> np.ndarray:
    picture = QImage(round(40 * ratio), round(40 * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("#808080"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1).astype(int)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("place", [(20.0, 20.0), (18.25, 21.5), (19.6, 20.4), (-1.3, 38.9)])
@pytest.mark.parametrize("mark", MARKS, ids=["ring", "dotted", "disc"])
def test_a_stamp_is_what_would_be_drawn(qapp, mark, place, ratio):
    at = QPointF(*place)
    stamped = painted(lambda painter: stamp(painter, mark, at), ratio)
    drawn = painted(lambda painter: _draw(painter, mark, at), ratio)
    bare = painted(lambda painter: None, ratio)
    assert np.abs(stamped - drawn).max() <= 60, "an eighth of a pixel"
    assert np.abs(stamped - drawn).sum() < 0.2 * np.abs(drawn - bare).sum()
