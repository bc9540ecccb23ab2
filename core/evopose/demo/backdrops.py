"""What is behind and under the person: studio, room, park, gym, court, beach; planes with colours of their own."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from evopose.demo.noise import noise
from evopose.demo.shapes import Points, single
from evopose.demo.wardrobe import linear
from evopose.model.array import NDArray

Colours = Float32[NDArray, "n 3"]
Paint = Callable[[Points], Colours]
"""Light from points of a floor or wall, or along sky rays."""


@dataclass(frozen=True, eq=False)
class Backdrop:
    """A floor at z = 0, perhaps a wall across `ahead`, and sky."""

    floor: Paint
    """By points."""
    sky: Paint
    """By rays."""
    wall: Paint | None = None
    """By points in (across, up, 0)."""
    ahead: Float32[NDArray, "3"] | None = None
    """Horizontal unit vector towards the wall."""
    depth: float = 2.0
    """Metres from the person to it."""
    haze: float = 0.0
    """How fast far floor takes the colour of the horizon, per metre."""

    def seen(self, origin: Float32[NDArray, "3"], rays: Points) -> tuple[Colours, Float32[NDArray, " n"]]:
        """Light along each ray, and how far its floor or wall is (inf: sky)."""
        down = np.where(rays[2] < -1e-4, -origin[2] / np.minimum(rays[2], np.float32(-1e-4)), np.inf).astype(np.float32)
        across = np.full_like(down, np.inf)
        if self.wall is not None and self.ahead is not None:
            speed = (rays * self.ahead[:, None]).sum(axis=0)
            gap = np.float32(self.depth) - np.float32(origin @ self.ahead)
            across = np.where(speed > 1e-4, gap / np.maximum(speed, np.float32(1e-4)), np.inf).astype(np.float32)
        far = np.minimum(down, across)
        colours = np.empty((rays.shape[1], 3), np.float32)
        for chosen, paint in ((far == np.inf, self._above), (down < across, self._floor), (across <= down, self._wall)):
            index = np.flatnonzero(chosen & ((far < np.inf) | (paint == self._above)))
            if len(index):
                colours[index] = paint(origin, rays[:, index], far[index])
        return colours, far

    def normals(self, points: Points) -> Points:
        """Of the floor or, where points lie above it, the wall."""
        up = np.zeros_like(points)
        up[2] = 1
        if self.ahead is None:
            return up
        on_wall = points[2] > 1e-3
        return np.asarray(np.where(on_wall, -self.ahead[:, None], up), np.float32)

    def _above(self, origin: NDArray, rays: Points, far: NDArray) -> Colours:
        return self.sky(rays)

    def _floor(self, origin: NDArray, rays: Points, far: NDArray) -> Colours:
        colours = self.floor(origin[:, None] + rays * far)
        if not self.haze:
            return colours
        level = rays * single([1, 1, 0])[:, None] / np.sqrt(rays[0] ** 2 + rays[1] ** 2)
        share = (1 - np.exp(-np.float32(self.haze) * far))[:, None]
        return np.asarray(colours * (1 - share) + self.sky(level) * share, np.float32)

    def _wall(self, origin: NDArray, rays: Points, far: NDArray) -> Colours:
        assert self.wall is not None and self.ahead is not None
        points = origin[:, None] + rays * far
        side = single([self.ahead[1], -self.ahead[0], 0])
        return self.wall(np.stack([(points * side[:, None]).sum(axis=0), points[2], 0 * points[2]]))


def flat(colour: str, brightness: float = 1.0) -> Float32[NDArray, "3"]:
    """A colour as light."""
    return np.asarray(linear(colour) * brightness, np.float32)


def mixed(a: NDArray, b: NDArray, share: NDArray) -> Colours:
    """From `a` to `b`, point by point."""
    return np.asarray(a + (b - a) * share[:, None], np.float32)


def step(value: NDArray, at: float, width: float) -> Float32[NDArray, " n"]:
    """0 below `at`, 1 above, eased over `width`."""
    x = np.clip((value - np.float32(at)) / np.float32(width) + np.float32(0.5), 0, 1)
    return np.asarray(x * x * (3 - 2 * x), np.float32)


def line(value: NDArray, period: float, width: float) -> Float32[NDArray, " n"]:
    """1 on lines of `width` at multiples of `period`."""
    away = np.abs((value / np.float32(period) + np.float32(0.5)) % 1 - np.float32(0.5)) * np.float32(period)
    return 1 - step(away, width / 2, width * 0.6)


def plain(colour: NDArray) -> Paint:
    """One colour everywhere."""
    return lambda points: np.tile(colour, (points.shape[1], 1))


def studio(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """A seamless coloured paper: floor and wall in one, brighter behind the person."""
    names = ("#8fb8c9", "#d9a58b", "#b9b6d3", "#a9c3a4", "#c9c4bc", "#e0b85c", "#7d93b2", "#d4929a")
    colour = flat(names[int(rng.integers(len(names)))], 1.15)
    side = single([ahead[1], -ahead[0], 0])

    def floor(points: Points) -> Colours:
        away = np.sqrt(points[0] ** 2 + points[1] ** 2)
        return np.asarray(colour * (0.98 - 0.1 * np.clip(away / 4, 0, 1))[:, None], np.float32)

    def sky(rays: Points) -> Colours:
        glow = np.exp(-(((rays * side[:, None]).sum(axis=0) / 0.45) ** 2) - (rays[2] / 0.55) ** 2)
        return np.asarray(colour * (0.86 + 0.2 * glow)[:, None], np.float32)

    return Backdrop(floor, sky, haze=0.09)


def room(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """Boards, a skirting board, a plain wall with a picture or two."""
    walls = ("#d9d3c7", "#b7c4c2", "#cfc6d6", "#e3c9b0", "#9fb2bf", "#c7cfb7")
    wall_colour = flat(walls[int(rng.integers(len(walls)))], 1.08)
    woods = (("#b98b5e", "#a4774c"), ("#8a6242", "#76523a"), ("#cdb08c", "#bd9e78"))
    light, dark = (flat(c, 0.8) for c in woods[int(rng.integers(len(woods)))])
    side = single([ahead[1], -ahead[0], 0])
    at, tall = float(rng.choice([-1.25, 1.2])) + rng.uniform(-0.15, 0.15), rng.uniform(0.5, 0.75)
    inks = (flat("#e4572e"), flat("#2e86ab"), flat("#f2b134"), flat("#3aa17e"))
    ink = inks[int(rng.integers(len(inks)))]

    def floor(points: Points) -> Colours:
        u, v = (points * side[:, None]).sum(axis=0), (points * ahead[:, None]).sum(axis=0)
        return boards(u, v, light, dark)

    def wall(places: Points) -> Colours:
        u, z = places[0], places[1]
        shade = 0.94 + 0.09 * step(z, 1.4, 3.5)
        colours = wall_colour * shade[:, None]
        colours = mixed(colours, flat("#f1eee8", 0.9), 1 - step(z, 0.11, 0.008))
        colours *= (1 - 0.25 * (1 - step(np.abs(z - 0.11), 0.006, 0.006)))[:, None]
        return _framed(colours, u - np.float32(at), z - np.float32(1.65), tall, ink)

    return Backdrop(floor, plain(wall_colour), wall, ahead, float(rng.uniform(1.5, 2.4)))


def _framed(colours: Colours, u: NDArray, z: NDArray, tall: float, ink: NDArray) -> Colours:
    """A framed picture: a disc over a horizon."""
    frame = np.maximum(np.abs(u) - np.float32(0.38 * tall), np.abs(z) - np.float32(0.5 * tall))
    colours = colours * (1 - 0.35 * np.exp(-np.maximum(frame, 0) / 0.03) * (frame > 0))[:, None]
    colours = mixed(colours, flat("#2f2b28", 0.8), 1 - step(frame, 0.0, 0.004))
    colours = mixed(colours, flat("#efe9de", 0.9), 1 - step(frame, -0.02, 0.004))
    disc = np.sqrt(u * u + (z - 0.08 * tall) ** 2)
    colours = mixed(colours, ink * 0.9, (1 - step(disc, 0.17 * tall, 0.005)))
    hill = z + np.float32(0.2 * tall) - 0.05 * np.sin(u * np.float32(6 / tall))
    inner = 1 - step(frame, -0.07, 0.004)
    return mixed(colours, flat("#33475b", 0.9), (1 - step(hill, 0.0, 0.005)) * inner)


def boards(u: NDArray, v: NDArray, light: NDArray, dark: NDArray, width: float = 0.14) -> Colours:
    """Wooden boards along `v` with a tone each, grain, and joints."""
    row = np.floor(u / np.float32(width))
    shift = noise(row * 7.31, row * 0 + 3.7) * 3
    piece = np.floor((v + shift) / np.float32(1.3))
    tone = noise(row * 3.17 + 11.3, piece * 5.71)
    grain = noise(u * 55, v * 2.2 + row * 9) * 0.5 + noise(u * 140, v * 5 + row) * 0.25
    colours = mixed(dark, light, np.clip(0.15 + 0.6 * tone + 0.35 * grain, 0, 1))
    joint = np.maximum(line(u, width, 0.006), line(v + shift, 1.3, 0.006))
    return np.asarray(colours * (1 - 0.35 * joint)[:, None], np.float32)
