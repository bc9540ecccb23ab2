"""How numbers are scaled for a network: views by the set, the pose or the camera; poses by the set."""

from jaxtyping import Float
from torch import Tensor

from evopose.errors import BadOption
from evopose.lifting.options import ModelOptions, Normalisation
from evopose.model.skeleton import H36M_17

GIVEN = tuple(range(1, len(H36M_17.joints)))
"""Joints that new lifters give: all but the hip, which is the origin."""
NUMBERS = ("mean_2d", "std_2d", "mean_3d", "std_3d")
"""A lifter's fields of scale."""
_SMALL = 1e-6
_LEAST_TANGENT = 1e-4
_LEAST_PIXELS = 1e-2
_LEAST_METRES = 1e-4
"""A coordinate that hardly varies is divided by no less."""


def seen_of(model: ModelOptions) -> tuple[int, ...]:
    """Joints that go in, in the skeleton's order; UnknownJoint for a name that it does not have."""
    named = {H36M_17.index(name) for name in model.joints}
    return tuple(sorted(named)) or tuple(range(len(H36M_17.joints)))


def unscaled_views(
    pixels: Float[Tensor, "n k 2"], normalisation: Normalisation, intrinsics: Float[Tensor, "n 4"] | None = None
) -> Float[Tensor, "n k 2"]:
    """Views before mean and deviation of a set are taken off: pixels, or by camera the tangents of the angles off its
    axis (lens distortion is left in); by pose each about its middle and divided by its spread, and nothing is left to
    take off (the original's `norm_single`).

    BadOption where intrinsics (fx, fy, cx, cy in pixels) are needed and missing.
    """
    if normalisation == "set":
        return pixels
    if normalisation == "camera":
        if intrinsics is None:
            raise BadOption(
                "This lifter scales views by the camera: it needs fx, fy, cx, cy of each, and got pixels alone."
            )
        lens = intrinsics.to(pixels)
        return (pixels - lens[:, None, 2:]) / lens[:, None, :2]
    apart = pixels - pixels.mean(dim=1, keepdim=True)
    spread = apart.square().mean(dim=1, keepdim=True).sqrt().mean(dim=-1, keepdim=True)
    return apart / spread.clamp(min=_SMALL)


def scales_of(
    model: ModelOptions,
    pixels: Float[Tensor, "n 17 2"],
    joints: Float[Tensor, "n 17 3"],
    intrinsics: Float[Tensor, "n 4"] | None = None,
) -> dict[str, Tensor]:
    """Means and deviations of a sample of pairs, as a lifter's fields; float32. What is nan does not count.

    `joints` are about the hip, metres, in the camera's frame.
    """
    views = unscaled_views(pixels[:, list(seen_of(model))].double(), model.normalisation, intrinsics)
    least = _LEAST_TANGENT if model.normalisation == "camera" else _LEAST_PIXELS
    mean_2d, std_2d = _moments(views, least)
    mean_3d, std_3d = _moments(joints[:, list(GIVEN)].double(), _LEAST_METRES)
    return dict(zip(NUMBERS, (mean_2d, std_2d, mean_3d, std_3d), strict=True))


def _moments(values: Float[Tensor, "n k c"], least: float) -> tuple[Float[Tensor, "k c"], Float[Tensor, "k c"]]:
    mean = values.nanmean(dim=0)
    deviation = (values - mean).square().nanmean(dim=0).sqrt().clamp(min=least)
    return mean.float(), deviation.float()
