"""A picture: a scene's rays traced, lit, anti-aliased and finished as a photo would be."""

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float, Float32, UInt8

from evopose.demo.backdrops import Backdrop
from evopose.demo.lighting import Colours, Lights, kept, lit, shadow_of, toned
from evopose.demo.shapes import Points, single
from evopose.demo.surface import Surface
from evopose.model.array import NDArray
from evopose.model.camera import Camera, Viewpoint

_SUBPIXELS = ((-0.125, -0.375), (0.375, -0.125), (0.125, 0.375), (-0.375, 0.125))


@dataclass(frozen=True, eq=False)
class Scene:
    """All that is before the camera."""

    surface: Surface
    colours: Float[NDArray, "materials 3"]
    """Linear RGB by material."""
    camera: Camera
    """Without distortion."""
    viewpoint: Viewpoint
    backdrop: Backdrop
    lights: Lights


@dataclass(frozen=True, eq=False)
class Picture:
    """A scene as the camera sees it."""

    rgb: UInt8[NDArray, "height width 3"]
    depth: Float32[NDArray, "height width"]
    """Distance along the camera's axis to the person or prop, in metres; inf elsewhere."""


def take(scene: Scene, rng: np.random.Generator) -> Picture:
    """Render; the generator only gives the film its grain."""
    width, height = scene.camera.size
    rays = pixel_rays(scene, _grid(width, height))
    origin = np.asarray(scene.viewpoint.position, np.float32)
    base, far = _backdrop(scene, origin, width, height)
    base = base * _shadows(scene, origin, rays, far, width, height)
    base = _out_of_focus(base, far.reshape(height, width), scene)
    image, distance, material = (
        base.reshape(-1, 3).copy(),
        np.full(width * height, np.inf, np.float32),
        np.full(width * height, -1),
    )
    found = scene.surface.hits(origin, rays, _free(scene, origin, width, height).ravel())
    hit = np.flatnonzero(np.isfinite(found))
    image[hit], material[hit] = _seen(scene, origin, rays[:, hit], found[hit])
    distance[hit] = found[hit]
    edges = _edges(material.reshape(height, width), distance.reshape(height, width))
    free = cv2.erode(np.minimum(distance, 1e3).reshape(height, width), np.ones((3, 3), np.uint8)).ravel()[edges]
    image[edges] = _smoothed(scene, origin, edges, free - np.float32(0.06), base.reshape(-1, 3)[edges])
    axis = np.asarray(scene.viewpoint.rotation, np.float32)[2]
    depth = (distance * (axis @ rays)).reshape(height, width)
    return Picture(_developed(image.reshape(height, width, 3), rng), depth)


def _grid(width: int, height: int) -> Float32[NDArray, "2 n"]:
    """Pixel centres, row by row."""
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.stack([columns.ravel(), rows.ravel()]) + np.float32(0.5)


def pixel_rays(scene: Scene, pixels: Float32[NDArray, "2 n"]) -> Points:
    """Unit rays (world) through places in the image."""
    camera = scene.camera
    x = (pixels[0] - np.float32(camera.centre[0])) / np.float32(camera.focal[0])
    y = (pixels[1] - np.float32(camera.centre[1])) / np.float32(camera.focal[1])
    size = 1 / np.sqrt(x * x + y * y + 1)
    local = np.stack([x * size, y * size, size])
    return np.asarray(np.asarray(scene.viewpoint.rotation, np.float32).T @ local)


_BLOCK = 8


def _free(scene: Scene, origin: NDArray, width: int, height: int) -> Float32[NDArray, "height width"]:
    """How far the rays of each pixel certainly meet nothing, from one cone for each block of pixels; inf: for ever."""
    rows, columns = -(-height // _BLOCK), -(-width // _BLOCK)
    rays = pixel_rays(scene, _grid(columns, rows) * np.float32(_BLOCK))
    cone = 0.75 * _BLOCK / scene.camera.focal[0]
    blocks = scene.surface.hits(origin, rays, precision=2e-3, cone=cone).reshape(rows, columns)
    return np.asarray(np.repeat(np.repeat(blocks, _BLOCK, axis=0), _BLOCK, axis=1)[:height, :width])


def _backdrop(scene: Scene, origin: NDArray, width: int, height: int) -> tuple[NDArray, NDArray]:
    """Its light, two rays a pixel, and how far it is."""
    grid, total, far = (
        _grid(width, height),
        np.zeros((width * height, 3), np.float32),
        np.zeros(width * height, np.float32),
    )
    for shift in _SUBPIXELS[::2]:
        rays = pixel_rays(scene, grid + single(shift)[:, None])
        colours, far = scene.backdrop.seen(origin, rays)
        total += colours * np.float32(0.5)
    return total.reshape(height, width, 3), far


def _shadows(scene: Scene, origin: NDArray, rays: Points, far: NDArray, width: int, height: int) -> NDArray:
    """The share of light that the backdrop keeps near the person, at half the resolution."""
    rows, columns = np.arange(0, height, 2), np.arange(0, width, 2)
    picked = (rows[:, None] * width + columns).ravel()
    shape = (len(rows), len(columns))
    blocker, sky = np.full(len(picked), np.inf, np.float32), np.ones(len(picked), np.float32)
    middle = np.mean([group.centre for group in scene.surface.groups], axis=0)
    reached = np.isfinite(far[picked])
    points = origin[:, None] + rays[:, picked] * np.where(reached, far[picked], 0)
    close = np.flatnonzero(reached & (((points - middle[:, None]) ** 2).sum(axis=0) < 3.4**2))
    normals = scene.backdrop.normals(points)
    if len(close):
        blocker[close], sky[close] = shadow_of(scene.surface, points[:, close], normals[:, close], scene.lights)
    pixel = 1.0 / (scene.camera.focal[0] * np.linalg.norm(middle - origin) ** -1) * 2
    sun = _penumbra(blocker.reshape(shape), float(pixel))
    soft = cv2.GaussianBlur(sky.reshape(shape), (0, 0), 1.0)
    share = kept(sun.ravel(), soft.ravel(), normals, scene.lights).reshape(*shape, 3)
    return np.asarray(cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR))


def _penumbra(blocker: NDArray, pixel: float) -> NDArray:
    """Share of the key light, softer the farther away what hides it; `pixel` is metres across one of `blocker`'s."""
    hidden = np.isfinite(blocker).astype(np.float32)
    height = np.where(hidden > 0, np.minimum(blocker, 3), 0).astype(np.float32)
    wide = max(1.0, 0.12 / pixel)
    weight = cv2.GaussianBlur(hidden, (0, 0), wide)
    mean = cv2.GaussianBlur(height, (0, 0), wide) / np.maximum(weight, 1e-3)
    level = np.clip(np.log2(np.maximum(0.055 * mean / pixel, 1.0)), 0, 4)
    sun = np.zeros_like(hidden)
    for step in range(5):
        share = np.clip(1 - np.abs(level - step), 0, 1)
        sun += share * (1 - cv2.GaussianBlur(hidden, (0, 0), 0.8 * 2.0**step))
    return sun


def _out_of_focus(image: NDArray, far: NDArray, scene: Scene) -> NDArray:
    """What lies well behind the person a little blurred."""
    middle = np.mean([group.centre for group in scene.surface.groups], axis=0)
    focus = float(np.linalg.norm(middle - np.asarray(scene.viewpoint.position)))
    sigma = 0.0028 * max(image.shape[:2])
    soft = cv2.GaussianBlur(image, (0, 0), sigma)
    share = np.clip((np.minimum(far, 1e3) - 1.3 * focus) / (1.2 * focus), 0, 1)[..., None].astype(np.float32)
    return np.asarray(image * (1 - share) + soft * share)


def _seen(scene: Scene, origin: NDArray, rays: Points, distance: NDArray) -> tuple[Colours, NDArray]:
    points = origin[:, None] + rays * distance
    materials = scene.surface.material(points)
    albedo = np.asarray(scene.colours, np.float32)[materials]
    return lit(scene.surface, points, rays, materials, albedo, scene.lights), materials


def _edges(material: NDArray, distance: NDArray) -> NDArray:
    """Flat indices of pixels whose neighbours are of another material or much nearer or farther."""
    finite = np.where(np.isfinite(distance), distance, 1e3)
    found = np.zeros(material.shape, bool)
    for axis in (0, 1):
        change = (np.diff(material, axis=axis) != 0) | (np.abs(np.diff(finite, axis=axis)) > 0.02)
        first = [slice(None)] * 2
        second = [slice(None)] * 2
        first[axis], second[axis] = slice(None, -1), slice(1, None)
        found[tuple(first)] |= change
        found[tuple(second)] |= change
    return np.flatnonzero(found)


def _smoothed(scene: Scene, origin: NDArray, edges: NDArray, free: NDArray, behind: Colours) -> Colours:
    """Mean of four rays for each edge pixel; none meets anything before `free`."""
    width = scene.camera.size[0]
    centres = np.stack([edges % width, edges // width]).astype(np.float32) + np.float32(0.5)
    shifts = single(_SUBPIXELS).T[:, :, None]
    rays = pixel_rays(scene, (centres[:, None] + shifts).reshape(2, -1))
    found = scene.surface.hits(origin, rays, np.tile(free, len(_SUBPIXELS)))
    colours, hit = np.tile(behind, (len(_SUBPIXELS), 1)), np.flatnonzero(np.isfinite(found))
    colours[hit], _ = _seen(scene, origin, rays[:, hit], found[hit])
    return np.asarray(np.minimum(colours, 4).reshape(len(_SUBPIXELS), -1, 3).mean(axis=0), np.float32)


def _developed(image: NDArray, rng: np.random.Generator) -> NDArray:
    """Tone, a slight vignette and grain."""
    height, width = image.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    shaded = image * (1 - 0.1 * (x * x + y * y))[..., None]
    grain = rng.normal(0, 0.006, (height, width, 1)).astype(np.float32)
    return np.asarray(np.clip((toned(shaded) + grain) * 255 + 0.5, 0, 255), np.uint8)
