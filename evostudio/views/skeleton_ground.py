"""The floor under a figure for QPainter: a grid that fades with the distance, and the figure's soft shadow."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QRadialGradient, QTransform

from evopose.model.array import NDArray
from evostudio.theme import Theme
from evostudio.views.orbit import Orbit, Size
from evostudio.views.skeleton_figure import Figure

CELL = 0.25
"""Metres between lines, for an adult; every fourth is a strong one."""
CELLS = 8
"""From the middle to the edge."""
FADES = 6
"""Steps of the fading."""
SHADOW_HEIGHT = 0.9
"""Metres at which a bone of an adult throws no shadow any more."""


def draw_ground(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """Grid and shadow, behind all else; seen from below there is no shadow."""
    _draw_grid(painter, figure, orbit, size, theme)
    if orbit.eye[1] < figure.ground:
        _draw_shadow(painter, figure, orbit, size, theme)


def grid_centre(figure: Figure) -> Float[NDArray, "2"]:
    """x and z of the grid's middle, on a strong crossing, so that the lines stand still while a pose is edited."""
    cell = 4 * CELL * figure.size
    middle = (figure.starts[:, [0, 2]].mean(axis=0) + figure.ends[:, [0, 2]].mean(axis=0)) / 2
    return np.round(middle / cell) * cell


@lru_cache(maxsize=1)
def _unit_grid() -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pieces of lines in cells (x, z), the fade step of each (0 is the strongest), and whether it is a strong line."""
    places = np.arange(-CELLS, CELLS + 1, dtype=float)
    along = np.stack(np.meshgrid(places, places[:-1], indexing="ij"), axis=-1).reshape(-1, 2)
    one = np.concatenate([along, along[:, ::-1]])
    other = np.concatenate([along + (0, 1), along[:, ::-1] + (1, 0)])
    strong = np.concatenate([along[:, 0], along[:, 0]]) % 4 == 0
    reach = np.linalg.norm((one + other) / 2, axis=-1) / CELLS
    kept = reach < 1
    return one[kept], other[kept], (reach[kept] * FADES).astype(int), strong[kept]


def _draw_grid(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    first, second, fade, strong = _unit_grid()
    one, other = (orbit.project(_on_floor(figure, ends), size) for ends in (first, second))
    seen = np.isfinite(one).all(-1) & np.isfinite(other).all(-1)
    for step in range(FADES):
        for kind, use in ((False, "grid"), (True, "grid")):
            chosen = seen & (fade == step) & (strong == kind)
            lines = np.concatenate([one[chosen, :2], other[chosen, :2]], axis=1).tolist()
            colour = QColor(getattr(theme, use))
            if kind:
                colour = colour.lighter(150) if theme.dark else colour.darker(118)
            colour.setAlphaF((1 - step / FADES) ** 1.3 * (1.0 if kind else 0.8))
            painter.setPen(QPen(colour, 1.0))
            painter.drawLines([QLineF(*line) for line in lines])


def _on_floor(figure: Figure, cells: Float[NDArray, "n 2"]) -> Float[NDArray, "n 3"]:
    places = grid_centre(figure) + cells * CELL * figure.size
    return np.stack([places[:, 0], np.full(len(places), figure.ground), places[:, 1]], axis=-1)


def _draw_shadow(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """A soft ellipse under each bone, paler and wider the higher it is."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_shadow_brush(0.34 if theme.dark else 0.20))
    solids = [i for i, kind in enumerate(figure.kinds) if kind in ("bone", "head")]
    starts, ends = figure.starts[solids], figure.ends[solids]
    middles = (starts + ends) / 2
    heights = np.maximum(figure.ground - np.maximum(starts, ends)[:, 1], 0) / figure.size
    alphas = np.clip(1 - heights / SHADOW_HEIGHT, 0, 1) ** 2
    soft = figure.radii[solids].mean(axis=1) + (0.03 + 0.10 * heights) * figure.size
    along = ((ends - starts) / 2)[:, [0, 2]]
    reach = np.linalg.norm(along, axis=1)
    heading = np.where(reach[:, None] > 1e-6, along / np.maximum(reach, 1e-9)[:, None], [1.0, 0.0])
    corners = _shadow_corners(figure.ground, middles, heading, reach + 1.5 * soft, 1.5 * soft)
    placed = orbit.project(corners, size)
    for alpha, (centre, tip, side) in zip(alphas.tolist(), placed.tolist(), strict=True):
        if alpha <= 0.01 or not np.isfinite([*centre, *tip, *side]).all():
            continue
        painter.save()
        painter.setOpacity(alpha)
        painter.setTransform(
            QTransform(tip[0] - centre[0], tip[1] - centre[1], side[0] - centre[0], side[1] - centre[1], *centre[:2]),
            True,
        )
        painter.drawEllipse(QPointF(0, 0), 1, 1)
        painter.restore()


def _shadow_corners(
    ground: float,
    middles: Float[NDArray, "n 3"],
    heading: Float[NDArray, "n 2"],
    length: Float[NDArray, "n"],
    width: Float[NDArray, "n"],
) -> Float[NDArray, "n 3 3"]:
    """Centre, end of the long and end of the short half-axis of each ellipse on the floor."""
    centre = np.stack([middles[:, 0], np.full(len(middles), ground), middles[:, 2]], axis=-1)
    flat = np.zeros(len(middles))
    tip = centre + np.stack([heading[:, 0] * length, flat, heading[:, 1] * length], axis=-1)
    side = centre + np.stack([-heading[:, 1] * width, flat, heading[:, 0] * width], axis=-1)
    return np.stack([centre, tip, side], axis=1)


def _shadow_brush(strength: float) -> QBrush:
    gradient = QRadialGradient(QPointF(0, 0), 1)
    for place in np.linspace(0, 1, 8).tolist():
        gradient.setColorAt(place, QColor.fromRgbF(0, 0, 0, strength * (1 - place**2) ** 2))
    return QBrush(gradient)
