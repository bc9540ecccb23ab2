"""Staging: a pose, a person, clothes, a place, a light and a camera, put together for one picture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.demo import backdrops, outdoors
from evopose.demo.backdrops import Backdrop
from evopose.demo.body import random_body
from evopose.demo.figure import Figure
from evopose.demo.lighting import Lights
from evopose.demo.mannequin import mannequin
from evopose.demo.picture import Scene
from evopose.demo.poses import POSES, Posed
from evopose.demo.props import prop_colours, prop_groups
from evopose.demo.shapes import single
from evopose.demo.surface import Surface
from evopose.demo.wardrobe import ACCENT, PROP, Wardrobe, random_wardrobe
from evopose.geometry.projection import project
from evopose.model.array import NDArray
from evopose.model.camera import Camera, Viewpoint

Place = Callable[[np.random.Generator, NDArray], Backdrop]
_INDOORS: Mapping[str, Place] = {"studio": backdrops.studio, "room": backdrops.room, "gym": outdoors.gym}
_OUTSIDE: Mapping[str, Place] = {
    "park": outdoors.park, "street": outdoors.street, "beach": outdoors.beach, "court": outdoors.court,
}  # fmt: skip
_PLACES: Mapping[str, tuple[str, ...]] = {
    "mat": ("studio", "room", "park", "beach", "gym"),
    "football": ("park",), "basketball": ("gym", "court"), "tennis": ("court", "park"),
    "box": ("studio", "room", "street"),
}  # fmt: skip
PLACES = ("studio", "park", "street", "room", "court", "gym", "beach")


@dataclass(frozen=True, eq=False)
class Staged:
    """One picture about to be taken."""

    posed: Posed
    figure: Figure
    """One frame, world."""
    place: str
    scene: Scene

    @property
    def truth(self) -> Float[NDArray, "17 3"]:
        """Joints in the camera's frame, metres."""
        viewpoint = self.scene.viewpoint
        return np.asarray((self.figure.positions[0] - viewpoint.position) @ np.asarray(viewpoint.rotation).T)


def staged(number: int, seed: int, longer_side: int = 960) -> Staged:
    """Picture `number` of the set with this seed; poses come in turn."""
    rng = np.random.default_rng((seed, 2, number))
    posed = POSES[number % len(POSES)]
    figure = posed.performed(random_body(rng))
    clothes = random_wardrobe(rng, barefoot=posed.prop == "mat")
    places = _PLACES.get(posed.prop, PLACES)
    place = places[(number + number // len(POSES) + seed) % len(places)]
    return Staged(posed, figure, place, scene_of(figure, clothes, place, posed.prop, rng, longer_side))


def scene_of(
    figure: Figure, clothes: Wardrobe, place: str, prop: str, rng: np.random.Generator, longer_side: int
) -> Scene:
    """One frame of a figure on the ground, dressed, somewhere, lit, before a camera that has all of it in the frame."""
    camera, viewpoint = _camera(rng, figure, longer_side)
    ahead = _level(np.asarray(viewpoint.rotation)[2])
    backdrop = {**_INDOORS, **_OUTSIDE}[place](rng, ahead.astype(np.float32))
    return Scene(
        Surface((*mannequin(figure, clothes, curl=float(rng.uniform(6, 32))), *prop_groups(prop, figure))),
        _colours(clothes, prop, rng), camera, viewpoint, backdrop, _lights(rng, ahead, place in _OUTSIDE),
    )  # fmt: skip


def _colours(clothes: Wardrobe, prop: str, rng: np.random.Generator) -> NDArray:
    colours = clothes.colours.copy()
    colours[[PROP, ACCENT]] = prop_colours(prop, rng)
    return colours


def _camera(rng: np.random.Generator, figure: Figure, longer_side: int) -> tuple[Camera, Viewpoint]:
    """From the side the pose is told best, near or far, low or high, wide or long, the whole body in the frame."""
    joints = figure.positions[0]
    outline = _outline(figure)
    extent = np.ptp(joints, axis=0)
    tall = extent[2] > 1.1 * max(extent[0], extent[1])
    size = (longer_side * 3 // 4, longer_side) if tall and rng.random() < 0.75 else (longer_side, longer_side * 3 // 4)
    focal = float(rng.choice([0.95, 1.2, 1.2, 1.6, 2.1])) * longer_side
    around = _heading(rng, figure)
    middle = (outline.max(axis=0) + outline.min(axis=0)) / 2
    height = float(rng.choice([0.5, 1.0, 1.4, 1.6, 1.9]) + rng.uniform(-0.1, 0.1))
    distance = 4.0
    fill = rng.uniform(0.8, 0.92)
    camera = Camera((focal, focal), (size[0] / 2, size[1] / 2), size)
    for _ in range(14):
        position = middle * (1, 1, 0) + distance * np.array([np.sin(around), np.cos(around), 0]) + (0, 0, height)
        viewpoint = Viewpoint.look_at(position, middle)
        pixels = project(camera, (outline - position) @ np.asarray(viewpoint.rotation).T)
        share = float(np.nanmax(np.abs(pixels - camera.centre) / (np.asarray(size) * fill / 2)))
        distance = max(2.5, distance * float(np.clip(share, 0.7, 1.5)))
    return camera, viewpoint


def _outline(figure: Figure) -> Float[NDArray, "23 3"]:
    """The joints, the finger tips and the toes, and what of head and trunk stands above the joints."""
    tips = [(13, "left hand", (0.0, 0.0, -0.18)), (16, "right hand", (0.0, 0.0, -0.18))]
    tips += [(6, "left foot", (0.0, 0.17, -0.08)), (3, "right foot", (0.0, 0.17, -0.08))]
    ends = [figure.positions[0, joint] + figure.segments[name][0] @ np.asarray(tip) for joint, name, tip in tips]
    above = figure.positions[0, [8, 9]] + (0.0, 0.0, 0.17)
    return np.concatenate([figure.positions[0], np.stack(ends), above])


def _heading(rng: np.random.Generator, figure: Figure) -> float:
    """Where the camera stands, seen from above: of a few ways, one that hides few joints behind each other."""
    joints = figure.positions[0] - figure.positions[0].mean(axis=0)
    ways = rng.uniform(-2.2, 2.2, 8)

    def spread(around: float) -> float:
        across = joints @ np.array([-np.cos(around), np.sin(around), 0])
        gaps = np.hypot(across[:, None] - across, joints[:, None, 2] - joints[:, 2])
        return float(np.minimum(np.sort(gaps)[:, 1:4], 0.25).mean() - 0.006 * abs(around))

    return float(max(ways, key=spread))


def _lights(rng: np.random.Generator, ahead: NDArray, outside: bool) -> Lights:
    """The key from above and before the person, left or right; the sun is harder and warmer."""
    side = np.array([ahead[1], -ahead[0], 0]) * rng.choice([-1, 1])
    towards = -ahead * rng.uniform(0.5, 0.9) + side * rng.uniform(0.5, 0.95) + np.array([0, 0, rng.uniform(1.0, 1.5)])
    key = single([1.5, 1.36, 1.14]) if outside else single([1.28, 1.2, 1.1])
    sky = single([0.4, 0.5, 0.64]) if outside else single([0.46, 0.48, 0.52])
    ground = single([0.2, 0.21, 0.14]) if outside else single([0.26, 0.23, 0.2])
    return Lights((towards / np.linalg.norm(towards)).astype(np.float32), key, sky, ground)


def _level(direction: NDArray) -> NDArray:
    flat = direction * (1, 1, 0)
    return np.asarray(flat / np.linalg.norm(flat))
