"""Cameras around poses, and what they see: the pairs of 2D and 3D that lifters learn from.

Numbers drawn, by the number of the candidate, from stream VIEW: 'h36m' lane k (below 7: the subject of views 4k …);
'ring' uniform lanes 0 (azimuth of the first), 1 (distance) and 2 (height); 'free' the same three from lane 3k for
view k.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.evolution.draws import Draws, Stream
from evopose.evolution.recipe import Views
from evopose.evolution.selection.selector import Candidates
from evopose.evolution.selection.sight import Look, Sight
from evopose.geometry.projection import distort
from evopose.model.camera import Camera, Viewpoint
from evopose.model.cameras import h36m_cameras

PINHOLE = Camera((1145.0, 1145.0), (500.0, 500.0), (1000, 1000), name="pinhole")
"""The lens of ring and free views: Human3.6M's without its distortion."""
_CAMERAS = 4
_STEEPEST = 0.98
"""Sine of the greatest angle at which a camera looks up or down; one above the head would have no upright."""


@dataclass(frozen=True, eq=False)
class PlacedViews:
    """The same v cameras for each of n poses, each standing where it was drawn."""

    cameras: tuple[Camera, ...]
    viewpoint: Viewpoint
    """Rotation (n, v, 3, 3) and position (n, v, 3); metres, world, z up."""


def views(options: Views, hips: Float[Tensor, "n 3"], draws: Draws) -> PlacedViews:
    """Cameras around poses whose hips are there (metres, world). Human3.6M's stand as if the hip were over its origin.

    The others look at the hip; where height and distance contradict each other, distance is kept.
    """
    if options.cameras == "h36m":
        return _recorded(options.count, hips, draws)
    azimuth, distance, height = _ring(options, draws) if options.cameras == "ring" else _free(options, draws)
    reach = options.distance_min_m + (options.distance_max_m - options.distance_min_m) * distance
    level = options.height_min_m + (options.height_max_m - options.height_min_m) * height
    return PlacedViews((PINHOLE,) * options.count, around(hips, 2 * torch.pi * azimuth, reach, level))


def pairs(
    seen: PlacedViews, positions: Float[Tensor, "n 17 3"]
) -> tuple[Float[Tensor, "n v 17 2"], Float[Tensor, "n v 17 3"]]:
    """What the cameras see of the poses: pixels (nan behind a lens), and joints in each camera's frame (metres)."""
    world = positions.reshape(-1, 51).T.contiguous().view(17, 3, -1)
    each = [_seen(camera, _of(seen.viewpoint, view), world) for view, camera in enumerate(seen.cameras)]
    pixels, joints = zip(*each, strict=True)
    return torch.stack(pixels, dim=1), torch.stack(joints, dim=1)


def look(options: Views) -> Look:
    """Through these cameras at candidates, for selectors."""

    def see(candidates: Candidates) -> Sight:
        seen = views(options, candidates.positions[:, 0], candidates.draws)
        pixels, joints = pairs(seen, candidates.positions)
        sizes = pixels.new_tensor([camera.size for camera in seen.cameras])
        return Sight(pixels, joints, sizes, pixels.new_tensor([(*lens.focal, *lens.centre) for lens in seen.cameras]))

    return see


def _recorded(count: int, hips: Float[Tensor, "n 3"], draws: Draws) -> PlacedViews:
    """Human3.6M's four, as they stood for one subject; more than four: for another subject again."""
    rotations, positions = _h36m(hips)
    subjects = [draws.below(Stream.VIEW, len(rotations), lane) for lane in range(-(-count // _CAMERAS))]
    rotation = torch.cat([rotations[subject] for subject in subjects], dim=1)[:, :count]
    position = torch.cat([positions[subject] for subject in subjects], dim=1)[:, :count]
    lenses = [placed.camera for placed in h36m_cameras()[:_CAMERAS]]
    ground = torch.cat([hips[:, :2], torch.zeros_like(hips[:, :1])], dim=1)
    return PlacedViews(
        tuple(lenses[k % _CAMERAS] for k in range(count)), Viewpoint(rotation, position + ground[:, None])
    )


def _h36m(like: Tensor) -> tuple[Float[Tensor, "7 4 3 3"], Float[Tensor, "7 4 3"]]:
    """Rotations and positions by subject."""
    viewpoints = [placed.viewpoint for placed in h36m_cameras()]
    rotations = torch.stack([torch.from_numpy(viewpoint.rotation) for viewpoint in viewpoints])
    positions = torch.stack([torch.from_numpy(viewpoint.position) for viewpoint in viewpoints])
    return rotations.to(like).view(-1, _CAMERAS, 3, 3), positions.to(like).view(-1, _CAMERAS, 3)


def _ring(options: Views, draws: Draws) -> tuple[Tensor, Tensor, Tensor]:
    """Azimuths (turns), distances and heights (0 … 1) of views evenly around, all as far and as high."""
    first, distance, height = (draws.uniform(Stream.VIEW, lane)[:, None] for lane in range(3))
    steps = torch.arange(options.count, device=first.device) / options.count
    return first + steps, distance.expand(-1, options.count), height.expand(-1, options.count)


def _free(options: Views, draws: Draws) -> tuple[Tensor, Tensor, Tensor]:
    """The same of views that know nothing of each other."""
    drawn = draws.lanes(draws.uniform, Stream.VIEW, 3 * options.count).view(options.count, 3, -1)
    return drawn[:, 0].T, drawn[:, 1].T, drawn[:, 2].T


def around(hips: Tensor, azimuth: Tensor, reach: Tensor, level: Tensor) -> Viewpoint:
    """Upright cameras that look at the hips from these azimuths (radians), distances and heights (metres); (n, v)."""
    rise = torch.clamp((level - hips[:, 2:]) / reach, -_STEEPEST, _STEEPEST)
    run = torch.sqrt(1 - rise * rise)
    cosine, sine, zero = torch.cos(azimuth), torch.sin(azimuth), torch.zeros_like(azimuth)
    outward = torch.stack([run * cosine, run * sine, rise], dim=-1)
    right = torch.stack([-sine, cosine, zero], dim=-1)
    down = torch.stack([rise * cosine, rise * sine, -run], dim=-1)
    return Viewpoint(torch.stack([right, down, -outward], dim=-2), hips[:, None] + reach[..., None] * outward)


def _of(viewpoint: Viewpoint, view: int) -> tuple[Float[Tensor, "3 3 n"], Float[Tensor, "3 n"]]:
    """Rotation [camera axis, world axis] and position of one view, one pose a column."""
    rotation = viewpoint.rotation[:, view].reshape(-1, 9).T.contiguous()
    return rotation.view(3, 3, -1), viewpoint.position[:, view].T.contiguous()


def _seen(
    camera: Camera, placed: tuple[Tensor, Tensor], world: Float[Tensor, "17 3 n"]
) -> tuple[Float[Tensor, "n 17 2"], Float[Tensor, "n 17 3"]]:
    """Pixels and camera joints of one view. On columns: several times as fast as geometry.projection is on rows."""
    rotation, position = placed
    east, north, up = (world - position).unbind(1)
    x, y, z = ((a * east).addcmul_(b, north).addcmul_(c, up) for a, b, c in rotation)
    depth = torch.where(z > 0, z, torch.nan)
    u, v = x / depth, y / depth
    if camera.distorted:
        u, v = distort(camera, u, v)
    pixels = torch.stack([u * camera.focal[0] + camera.centre[0], v * camera.focal[1] + camera.centre[1]], dim=1)
    return _rows(pixels), _rows(torch.stack([x, y, z], dim=1))


def _rows(columns: Float[Tensor, "17 k n"]) -> Float[Tensor, "n 17 k"]:
    return columns.view(17 * columns.shape[1], -1).T.contiguous().view(-1, 17, columns.shape[1])
