"""The floor under a figure for QPainter: a grid that fades with the distance, and the figure's soft shadow."""

from functools import lru_cache

import numpy as np
from jaxtyping import Float
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from evopose.model.array import NDArray
from evostudio.theme import Theme, rgb_shares
from evostudio.views.orbit import Orbit, Size
from evostudio.views.skeleton_figure import Figure

CELL = 0.5
"""Metres between lines, for an adult; every other one is strong."""
CELLS = 5
"""From the middle to the edge."""
PIECE = 0.5
"""Cells between changes of a line's strength."""
FADES = 6
"""Steps of the fading."""
SPOT = 128
"""Pixels across the picture of a soft spot."""
SMOOTH = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
SHADOW = {True: 0.34, False: 0.22}
"""How much light a bone takes, by whether the theme is dark."""
SHADOW_HEIGHT = 0.9
"""Metres at which a bone of an adult throws no shadow any more."""


def grid_centre(figure: Figure) -> Float[NDArray, "2"]:
    """x and z of the grid's middle, on a strong crossing, so that the lines stand still while a pose is edited."""
    cell = 2 * CELL * figure.size
    middle = (figure.starts[:, [0, 2]].mean(axis=0) + figure.ends[:, [0, 2]].mean(axis=0)) / 2
    centre: NDArray = np.round(middle / cell) * cell
    return centre


@lru_cache(maxsize=1)
def _unit_grid() -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pieces of lines in cells (x, z), the fade step of each (0 is the strongest), and whether it is a strong line."""
    places = np.arange(-CELLS, CELLS + 1, dtype=float)
    pieces = np.arange(-CELLS, CELLS, PIECE)
    along = np.stack(np.meshgrid(places, pieces, indexing="ij"), axis=-1).reshape(-1, 2)
    one = np.concatenate([along, along[:, ::-1]])
    other = one + PIECE * np.repeat([[0, 1], [1, 0]], len(along), axis=0)
    strong = np.concatenate([along[:, 0], along[:, 0]]) % 2 == 0
    reach = np.linalg.norm((one + other) / 2, axis=-1) / CELLS
    kept = reach < 1
    return one[kept], other[kept], (reach[kept] * FADES).astype(int), strong[kept]


def draw_grid(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """Lines on the floor around the figure."""
    first, second, fade, strong = _unit_grid()
    one, other = (orbit.project(_on_floor(figure, ends), size) for ends in (first, second))
    seen = np.isfinite(one).all(-1) & np.isfinite(other).all(-1)
    pieces = np.concatenate([one[:, :2], other[:, :2]], axis=1)
    for step in range(FADES):
        for bold in (False, True):
            chosen = seen & (fade == step) & (strong == bold)
            painter.setPen(QPen(line_colour(theme, bold, (1 - step / FADES) ** 1.3), 1.0))
            painter.drawLines([QLineF(*piece) for piece in pieces[chosen].tolist()])


def line_colour(theme: Theme, bold: bool, strength: float = 1.0) -> QColor:
    """Of the grid; faded into the stage rather than made transparent, which is faster."""
    line, stage = QColor(theme.grid), QColor(theme.stage)
    if bold:
        line = line.lighter(140) if theme.dark else line.darker(116)
    parts = zip(rgb_shares(line), rgb_shares(stage), strict=True)
    return QColor.fromRgbF(*(back + strength * (front - back) for front, back in parts))


def _on_floor(figure: Figure, cells: Float[NDArray, "n 2"]) -> Float[NDArray, "n 3"]:
    places = grid_centre(figure) + cells * CELL * figure.size
    return np.stack([places[:, 0], np.full(len(places), figure.ground), places[:, 1]], axis=-1)


def draw_shadow(painter: QPainter, figure: Figure, orbit: Orbit, size: Size, theme: Theme) -> None:
    """A soft spot under each bone, paler and wider the higher it is; nothing for an eye below the floor."""
    if orbit.eye[1] >= figure.ground:
        return
    picture = _shadow_picture(SHADOW[theme.dark])
    painter.setRenderHints(SMOOTH, False)
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
    clear = (alphas > 0.04) & np.isfinite(placed).all(axis=(1, 2))
    for alpha, (centre, tip, side) in zip(alphas[clear].tolist(), placed[clear, :, :2].tolist(), strict=True):
        (x, y), (tip_x, tip_y), (side_x, side_y) = centre, tip, side
        painter.save()
        painter.setOpacity(alpha)
        painter.setTransform(QTransform(tip_x - x, tip_y - y, side_x - x, side_y - y, x, y), True)
        painter.drawImage(QRectF(-1, -1, 2, 2), picture)
        painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _shadow_corners(
    ground: float,
    middles: Float[NDArray, "n 3"],
    heading: Float[NDArray, "n 2"],
    length: Float[NDArray, " n"],
    width: Float[NDArray, " n"],
) -> Float[NDArray, "n 3 3"]:
    """Centre, end of the long and end of the short half-axis of each ellipse on the floor."""
    centre = np.stack([middles[:, 0], np.full(len(middles), ground), middles[:, 2]], axis=-1)
    flat = np.zeros(len(middles))
    tip = centre + np.stack([heading[:, 0] * length, flat, heading[:, 1] * length], axis=-1)
    side = centre + np.stack([-heading[:, 1] * width, flat, heading[:, 0] * width], axis=-1)
    return np.stack([centre, tip, side], axis=1)


@lru_cache(maxsize=4)
def _shadow_picture(strength: float) -> QImage:
    """A soft black spot."""
    places = (np.arange(SPOT) + 0.5) / SPOT * 2 - 1
    squared = np.minimum(places[:, None] ** 2 + places**2, 1)
    pixels = np.zeros((SPOT, SPOT, 4), np.uint8)
    pixels[..., 3] = (255 * strength * (1 - squared) ** 2).astype(np.uint8)
    return QImage(pixels.tobytes(), SPOT, SPOT, QImage.Format.Format_ARGB32_Premultiplied).copy()
