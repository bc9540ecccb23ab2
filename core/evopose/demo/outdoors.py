"""Backdrops under the sky, and halls for sport: park, beach, court, gym, street."""

import numpy as np

from evopose.demo.backdrops import Backdrop, Colours, boards, flat, line, mixed, plain, step
from evopose.demo.noise import clouds, noise
from evopose.demo.shapes import Points, single
from evopose.model.array import NDArray


def park(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """Mown grass, far trees, a sky with soft clouds."""
    offset = float(rng.uniform(0, 100))
    young, old = flat("#a9c46c", 0.85), flat("#5f8f3e", 0.75)

    def floor(points: Points) -> Colours:
        x, y = points[0] + np.float32(offset), points[1]
        stripe = step(np.abs(((x + y) / np.float32(1.6)) % 2 - 1), 0.5, 0.08)
        blades = noise(x * 38, y * 38) * 0.5 + noise(x * 95, y * 95) * 0.5
        return mixed(old, young, np.clip(0.2 + 0.22 * stripe + 0.35 * blades + 0.3 * clouds(x * 0.8, y * 0.8), 0, 1))

    trees = (flat("#5d8a58", 0.8), flat("#3f6b43", 0.7))
    return Backdrop(floor, lambda rays: _woods(_sky(rays, ahead, offset), rays, ahead, offset, trees), haze=0.012)


def beach(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """Sand, a strip of sea, and haze."""
    offset = float(rng.uniform(0, 100))
    light, dark = flat("#ecd9b0", 1.0), flat("#cdb27e", 0.85)
    sea, foam = flat("#2f8fa8", 0.85), flat("#f3f7f6")

    def floor(points: Points) -> Colours:
        x, y = points[0] + np.float32(offset), points[1]
        away = points[0] * ahead[0] + points[1] * ahead[1]
        ripple = clouds(x * 3, y * 9) * 0.6 + noise(x * 45, y * 45) * 0.4
        sand = mixed(dark, light, np.clip(0.1 + 0.9 * ripple, 0, 1))
        shore = away - np.float32(7) - 1.2 * (clouds(x * 0.25, y * 0.25, 2) - np.float32(0.5))
        wet = mixed(sand, dark * 0.8, step(shore, -0.6, 0.8))
        wave = mixed(sea, foam, np.clip(0.9 * step(noise(x * 0.15, away * 1.6), 0.72, 0.2), 0, 1))
        return mixed(mixed(wet, foam, step(shore, -0.05, 0.15)), wave, step(shore, 0.25, 0.4))

    return Backdrop(floor, lambda rays: _sky(rays, ahead, offset), haze=0.006)


def court(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """A hard court with white lines, a fence of trees behind."""
    pairs = (("#2f6fa3", "#4f8f6a"), ("#b5563c", "#4f7f5a"), ("#3f7f8f", "#2f5f8f"))
    inner, outer = (flat(c, 0.85) for c in pairs[int(rng.integers(len(pairs)))])
    offset = float(rng.uniform(0, 100))
    side = single([ahead[1], -ahead[0], 0])

    def floor(points: Points) -> Colours:
        u, v = (points * side[:, None]).sum(axis=0), (points * ahead[:, None]).sum(axis=0)
        edge = np.maximum(np.abs(u + np.float32(0.6)) - np.float32(3.2), np.abs(v - np.float32(0.5)) - np.float32(2.1))
        colours = mixed(inner, outer, step(edge, 0.0, 0.01))
        white = np.maximum(1 - step(np.abs(edge), 0.03, 0.012), (1 - step(np.abs(u + 0.6), 0.025, 0.012)) * (edge < 0))
        grit = np.float32(0.93) + np.float32(0.12) * noise(points[0] * 90, points[1] * 90)
        return np.asarray(mixed(colours, flat("#f2f2ee"), white) * grit[:, None], np.float32)

    trees = (flat("#56805c", 0.75), flat("#36573f", 0.65))
    return Backdrop(floor, lambda rays: _woods(_sky(rays, ahead, offset), rays, ahead, offset, trees), haze=0.012)


def gym(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """A sports hall: varnished boards with coloured lines, padded wall below, light bands above."""
    side = single([ahead[1], -ahead[0], 0])
    pads = ("#34558b", "#8b3a3a", "#3a6b52", "#4a4e69")
    pad = flat(pads[int(rng.integers(len(pads)))], 0.8)
    upper = flat("#dcd8cf", 0.95)

    def floor(points: Points) -> Colours:
        u, v = (points * side[:, None]).sum(axis=0), (points * ahead[:, None]).sum(axis=0)
        wood = boards(v, u, flat("#d9ab6c", 0.9), flat("#c8965a", 0.85), 0.08)
        ring = np.sqrt(u * u + (v - 0.9) ** 2)
        wood = mixed(wood, flat("#2b4f9a", 0.8), 1 - step(np.abs(ring - 1.8), 0.025, 0.012))
        return mixed(wood, flat("#b33a3a", 0.85), 1 - step(np.abs(v - np.float32(0.9)), 0.025, 0.012))

    def wall(places: Points) -> Colours:
        u, z = places[0], places[1]
        seam = line(u, 1.0, 0.012) * (z < 1.9)
        colours = mixed(pad, upper, step(z, 1.9, 0.012)) * (1 - 0.3 * seam)[:, None]
        colours *= (1 - 0.25 * line(z - np.float32(1.9), 10.0, 0.03))[:, None]
        window = (1 - step(np.abs(z - np.float32(3.3)), 0.45, 0.02)) * (1 - line(u, 1.4, 0.12))
        return mixed(colours, flat("#eef6fb", 1.5), window)

    return Backdrop(floor, plain(upper), wall, ahead, float(rng.uniform(3.5, 5)))


def street(rng: np.random.Generator, ahead: NDArray) -> Backdrop:
    """Paving slabs before a painted brick wall."""
    side = single([ahead[1], -ahead[0], 0])
    bricks = ("#b86b4f", "#c9b8a4", "#7f8fa0", "#d9a066", "#6f8f88")
    brick = flat(bricks[int(rng.integers(len(bricks)))], 0.9)

    def floor(points: Points) -> Colours:
        u, v = (points * side[:, None]).sum(axis=0), (points * ahead[:, None]).sum(axis=0)
        row = np.floor(v / np.float32(0.5))
        shifted = u + np.float32(0.25) * (row % 2)
        tone = noise(np.floor(shifted / np.float32(0.5)) * 3.7, row * 5.3)
        grit = noise(u * 60, v * 60)
        colours = mixed(flat("#a9a59d", 0.8), flat("#c9c5bb", 0.85), np.clip(0.7 * tone + 0.3 * grit, 0, 1))
        return np.asarray(
            colours * (1 - 0.4 * np.maximum(line(v, 0.5, 0.012), line(shifted, 0.5, 0.012)))[:, None], np.float32
        )

    def wall(places: Points) -> Colours:
        u, z = places[0], places[1]
        row = np.floor(z / np.float32(0.085))
        shifted = u + np.float32(0.125) * (row % 2)
        tone = noise(np.floor(shifted / np.float32(0.25)) * 4.1, row * 3.3)
        mortar = np.maximum(line(z, 0.085, 0.01), line(shifted, 0.25, 0.01))
        colours = brick * (0.84 + 0.24 * tone + 0.08 * noise(u * 40, z * 40))[:, None]
        colours = mixed(colours, brick * 0.55 + flat("#d5cfc4", 0.35), mortar * 0.8)
        return mixed(colours, flat("#8f8b84", 0.7), 1 - step(z, 0.22, 0.01))

    return Backdrop(floor, plain(brick), wall, ahead, float(rng.uniform(1.4, 2.4)))


def _sky(rays: Points, ahead: NDArray, offset: float) -> Colours:
    height = np.maximum(rays[2], 0)
    blue = mixed(flat("#dfeaf0", 1.15), flat("#6ea6d6", 1.05), np.clip(height * 2.2, 0, 1) ** 0.7)
    u = (rays[0] * ahead[1] - rays[1] * ahead[0]) / (height + np.float32(0.25)) * 1.5
    v = np.float32(1.5) / (height + np.float32(0.25))
    cover = step(clouds(u * 1.2 + np.float32(offset), v * 1.6), 0.58, 0.3) * np.clip(height * 6, 0, 1)
    return mixed(blue, flat("#ffffff", 1.2), 0.75 * cover)


def _woods(sky: Colours, rays: Points, ahead: NDArray, offset: float, tones: tuple[NDArray, NDArray]) -> Colours:
    """Two rows of far tree-tops before the sky."""
    around = np.arctan2(rays[0] * ahead[1] - rays[1] * ahead[0], rays[0] * ahead[0] + rays[1] * ahead[1])
    colours = sky
    for tone, size, tall, shift in (
        (tones[0] * 0.6 + flat("#dfeaf0", 0.45), 9.0, 0.13, 0.0),
        (tones[1], 14.0, 0.085, 40.0),
    ):
        x = around * np.float32(size) + np.float32(offset + shift)
        crown = np.float32(tall) * (0.45 + 0.4 * clouds(x, 0 * x, 3) + 0.12 * noise(x * 6, 0 * x + 5))
        leaf = 0.8 + 0.4 * clouds(around * 60 + np.float32(shift), rays[2] * 60, 3)
        colours = mixed(colours, tone * leaf[:, None], 1 - step(rays[2] - crown, 0.0, 0.01))
    return colours
