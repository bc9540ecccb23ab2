"""Where keypoints lie in their images: a map, and what the mouse reads of it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from evostudio.views.density_colours import Scale
from evostudio.views.heat_view import HeatScene, HeatView


def test_a_heat_map_tells_where_keypoints_lie(qtbot):
    shares = np.zeros((50, 50))
    shares[10, 40] = 1.0
    heat = HeatView()
    qtbot.addWidget(heat)
    heat.resize(224, 240)
    heat.show_scene(HeatScene("all joints", shares, Scale(1.0)))
    bar = heat.grab().toImage().copy(12, 201, 90, 8)
    colours = {bar.pixelColor(x, 4).rgb() for x in range(bar.width())}
    assert len(colours) > 30, "a ramp below the map"
    assert "1.000 %" in heat.told(QRectF(0, 0, 100, 100), QPointF(21, 81))
    image = heat.grab().toImage()
    brightest = max(
        ((image.pixelColor(x, y).lightness(), x, y) for x in range(20, 210, 2) for y in range(34, 226, 2)),
    )
    assert brightest[1] < 112 < brightest[2]
