"""Light: a key light with soft shadows, sky and ground as fill, and how much of it surfaces send to the eye."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int

from evopose.demo.shapes import Points, single
from evopose.demo.surface import Surface
from evopose.demo.wardrobe import EYES, HAIR, SHOES, SKIN
from evopose.model.array import NDArray

Colours = Float32[NDArray, "n 3"]
"""Linear light."""


@dataclass(frozen=True, eq=False)
class Lights:
    """All light of a scene, in linear RGB."""

    towards: Float32[NDArray, "3"]
    """Unit vector to the key light."""
    key: Float32[NDArray, "3"]
    sky: Float32[NDArray, "3"]
    ground: Float32[NDArray, "3"]
    """What the ground sends back up."""


def lit(
    surface: Surface, points: Points, rays: Points, materials: Int[NDArray, " n"], albedo: Colours, lights: Lights
) -> Colours:
    """Light from surface `points` back along `rays`: diffuse, sheen at the edges, and a soft gloss."""
    normals = surface.normals(points)
    raised = points + normals * np.float32(0.004)
    facing = (normals * lights.towards[:, None]).sum(axis=0)
    sun = np.zeros_like(facing)
    towards = np.flatnonzero(facing > -0.15)
    sun[towards] = surface.shade(raised[:, towards], lights.towards)
    open_sky = surface.openness(points, normals)
    skin = (materials == SKIN).astype(np.float32)
    soft = np.clip((facing + 0.12 * (1 + skin)) / (1 + 0.12 * (1 + skin)), 0, 1)
    up = (0.5 + 0.5 * normals[2])[:, None]
    warm = single([1.0, 0.62, 0.5])
    terminator = (skin * sun * np.clip(0.35 - np.abs(soft - 0.18), 0, 1))[:, None] * warm * np.float32(0.35)
    fill = (lights.sky * up + lights.ground * (1 - up)) * open_sky[:, None]
    glow = fill + lights.key * (soft * sun)[:, None] + terminator * lights.key
    view = -rays
    edge = np.clip(1 - (normals * view).sum(axis=0), 0, 1) ** 4 * open_sky * np.clip(0.4 + normals[2], 0, 1)
    return np.asarray(
        albedo * glow + (0.22 * edge)[:, None] * lights.sky + _gloss(normals, view, materials, sun, lights), np.float32
    )


_GLOSS = {SKIN: (0.05, 18.0), HAIR: (0.09, 26.0), SHOES: (0.08, 30.0), EYES: (0.9, 90.0)}


def _gloss(normals: Points, view: Points, materials: Int[NDArray, " n"], sun: NDArray, lights: Lights) -> Colours:
    """Blinn's highlights, by material."""
    half = view + lights.towards[:, None]
    half /= np.sqrt((half * half).sum(axis=0)) + np.float32(1e-9)
    aligned = np.clip((normals * half).sum(axis=0), 0, 1)
    strength = np.full(len(aligned), 0.012, np.float32)
    power = np.full(len(aligned), 12.0, np.float32)
    for material, (amount, sharpness) in _GLOSS.items():
        strength[materials == material], power[materials == material] = amount, sharpness
    return np.asarray((strength * aligned**power * sun)[:, None] * lights.key)


def shadow_of(surface: Surface, points: Points, normals: Points, lights: Lights) -> tuple[NDArray, NDArray]:
    """Of places on floor or wall: how far what hides the key light is (inf: nothing), and how open the sky is."""
    raised = points + normals * np.float32(0.003)
    rays = np.ascontiguousarray(np.broadcast_to(lights.towards[:, None], points.shape))
    return surface.hits(raised, rays, precision=2e-3), surface.openness(points, normals, reach=0.3)


def kept(sun: NDArray, sky: NDArray, normals: Points, lights: Lights) -> Colours:
    """What share of its light a surface keeps where `sun` of the key light and `sky` of the fill reach it."""
    slant = np.clip((normals * lights.towards[:, None]).sum(axis=0), 0, 1)
    key, fill = lights.key * slant[:, None], lights.sky * np.float32(0.9)
    return np.asarray((key * sun[:, None] + fill * sky[:, None]) / (key + fill + np.float32(1e-6)), np.float32)


def toned(light: Float32[NDArray, "*batch 3"]) -> Float32[NDArray, "*batch 3"]:
    """Linear light to what a screen shows, 0 … 1: a filmic curve (Narkowicz's fit of ACES), then sRGB's gamma."""
    x = np.maximum(light, 0) * np.float32(0.82)
    curve = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)
    return np.asarray(np.where(curve <= 0.0031308, 12.92 * curve, 1.055 * curve ** (1 / 2.4) - 0.055), np.float32)
