"""Light on solids: the colours of lit surfaces, and the small pictures that QPainter fills cones and balls with."""

from functools import lru_cache
from math import cos, log, sin

import numpy as np
from jaxtyping import Float
from PySide6.QtGui import QColor, QImage

from evopose.model.array import NDArray
from evostudio.theme import Theme, rgb_shares
from evostudio.views.skeleton_canvas import AMBIENT, DIFFUSE, GLOSS_DOUBLINGS, LIGHT, SHINE
from evostudio.views.skeleton_figure import Figure

ACROSS = np.linspace(-1, 1, 64)
"""Where the light across a cone is computed, in radii from its axis."""
FOG_REACH, FOG = 0.9, 0.34
"""So many metres behind an adult's middle, so much of a colour has gone into the background."""
RIM = 0.36
"""Of the colour is left at the outline."""
LARGEST = 400.0
"""Pixels of a ball's radius; larger ones are stretched."""
JOINT_TINT, HOVER_TINT = 0.16, 0.42
"""How far joints, and what the mouse is over, go towards white."""


def plain_colours(figure: Figure, theme: Theme) -> Float[NDArray, "n 3"]:
    """Of its solids, 0 … 1: by role; joints and what the mouse is over are lighter."""
    palette = {role: rgb(theme, role) for role in ("left", "right", "middle", "invalid")}
    base = np.array([palette[role] for role in figure.roles])
    lighter = np.where(figure.hovered, HOVER_TINT, np.where(figure.balls, JOINT_TINT, 0.0))[:, None]
    lit_up: NDArray = base + lighter * (1 - base)
    return lit_up


def paler(
    colours: Float[NDArray, "n 3"], depths: Float[NDArray, " n"], figure: Figure, theme: Theme
) -> Float[NDArray, "n 3"]:
    """The colours of what lies behind the body's middle, gone towards the background."""
    back = np.clip((depths - depths.mean()) / (FOG_REACH * figure.size), 0, 1)[:, None] * FOG
    gone: NDArray = colours + back * (rgb(theme, "stage") - colours)
    return gone


@lru_cache(maxsize=64)
def _rgb(colour: str) -> tuple[float, float, float]:
    return rgb_shares(QColor(colour))


def rgb(theme: Theme, use: str) -> Float[NDArray, "3"]:
    """A theme's colour as numbers 0 … 1."""
    return np.array(_rgb(getattr(theme, use)))


def lit(
    normals: Float[NDArray, "*batch 3"], colours: Float[NDArray, "*batch 3"], light: tuple[float, float, float] = LIGHT
) -> Float[NDArray, "*batch 3"]:
    """Colours of surfaces with these normals (eye's frame) under the light (Blinn–Phong)."""
    half = np.asarray(light) + np.array([0.0, 0.0, -1.0])
    sun = np.maximum(normals @ np.asarray(light), 0)[..., None]
    gleam = np.maximum(normals @ (half / np.linalg.norm(half)), 0)[..., None]
    for _ in range(GLOSS_DOUBLINGS):
        gleam = gleam * gleam
    found: NDArray = np.clip(colours * (AMBIENT + DIFFUSE * sun) + SHINE * gleam, 0, 1)
    return found


def cone_strips(
    starts: Float[NDArray, "n 3"],
    ends: Float[NDArray, "n 3"],
    colours: Float[NDArray, "n 3"],
    widths: Float[NDArray, " n"],
) -> list[QImage]:
    """A row of colours for each cone (eye's frame), from the left of the way from start to end on screen to its right.

    Over the last pixel of `widths` (radii in device pixels) they run into the colour of the rim, which hides that such
    fills have no smooth edge.
    """
    axis = ends - starts
    axis = axis / np.maximum(np.linalg.norm(axis, axis=-1, keepdims=True), 1e-9)
    level = np.maximum(np.hypot(axis[:, 0], axis[:, 1]), 1e-9)
    x, y, z = axis[:, 0] / level, axis[:, 1] / level, axis[:, 2]
    side = np.stack([-y, x, np.zeros_like(x)], axis=-1)
    towards = np.stack([x * z, y * z, -level], axis=-1)
    across = ACROSS[:, None]
    normals = side[:, None] * across + towards[:, None] * np.sqrt(1 - across**2)
    inside = np.clip((1 - np.abs(ACROSS)) * np.maximum(widths, 1)[:, None] / 1.4, 0, 1)[..., None]
    rim = RIM * colours[:, None]
    levels = ((rim + inside * (lit(normals, colours[:, None]) - rim)) * 255).astype(np.uint8)
    rows = np.full((len(starts), len(ACROSS), 4), 255, np.uint8)
    rows[..., :3] = levels[..., ::-1]
    return [QImage(row.tobytes(), len(ACROSS), 1, QImage.Format.Format_RGB32).copy() for row in rows]


def ball_picture(radius: float, colour: tuple[float, float, float], rim: str = "", turn: float = 0.0) -> QImage:
    """A lit ball with its outline that fills the picture; of nearly the radius (device pixels) and colour given.

    `turn` (radians, clockwise on screen) is how the picture will be turned; the light then still comes from its place.
    """
    red, green, blue = colour
    level = max(round(log(min(max(radius, 1.5), LARGEST)) * 10), 4)
    return _ball(level, (round(red * 40), round(green * 40), round(blue * 40)), rim, round(turn / 0.15))


@lru_cache(maxsize=1024)
def _ball(level: int, shade: tuple[int, int, int], rim: str, turn: int) -> QImage:
    radius, colour = float(np.exp(0.1 * level)), np.asarray(shade) / 40
    count = 2 * int(np.ceil(radius + 0.5))
    places = (np.arange(count) + 0.5 - count / 2) / (count / 2)
    x, y = np.meshgrid(places, places)
    reach = np.hypot(x, y)
    outline = 2.2 if rim else 1.2
    flat = np.stack([x, y], axis=-1) / np.maximum(reach, 1)[..., None]
    normals = np.concatenate([flat, -np.sqrt(np.maximum(1 - (flat**2).sum(-1, keepdims=True), 0))], axis=-1)
    angle = 0.15 * turn
    light = (
        LIGHT[0] * cos(angle) + LIGHT[1] * sin(angle),
        LIGHT[1] * cos(angle) - LIGHT[0] * sin(angle),
        LIGHT[2],
    )
    border = np.asarray(_rgb(rim)) if rim else RIM * colour
    inside = np.clip((1 - reach) * count / 2 - outline + 0.5, 0, 1)[..., None]
    alpha = np.clip((1 - reach) * count / 2 + 0.5, 0, 1)[..., None]
    body = border + inside * (lit(normals, colour, light) - border)
    pixels = np.concatenate([(body * alpha)[..., ::-1], alpha], axis=-1)
    data = (pixels * 255).astype(np.uint8).tobytes()
    return QImage(data, count, count, QImage.Format.Format_ARGB32_Premultiplied).copy()
