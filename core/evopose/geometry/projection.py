"""From the world into a camera and onto its image, with OpenCV's distortion model."""

from jaxtyping import Float

from evopose.model.array import Array, array_namespace
from evopose.model.camera import Camera, Viewpoint


def project(camera: Camera, points: Float[Array, "*batch 3"]) -> Float[Array, "*batch 2"]:
    """Image of camera-space `points` (metres), in pixels; nan for what lies behind the lens."""
    xp = array_namespace(points)
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    ahead = z > 0
    depth = xp.where(ahead, z, xp.ones_like(z))
    x, y = x / depth, y / depth
    if camera.distorted:
        x, y = distort(camera, x, y)
    pixels = xp.stack([x * camera.focal[0] + camera.centre[0], y * camera.focal[1] + camera.centre[1]], axis=-1)
    return xp.where(ahead[..., None], pixels, xp.full_like(pixels, float("nan")))


def distort(camera: Camera, x: Array, y: Array) -> tuple[Array, Array]:
    """Radial (k1 k2 k3) and tangential (p1 p2) distortion of normalised coordinates, as OpenCV defines it."""
    k1, k2, k3 = camera.radial
    p1, p2 = camera.tangential
    r2 = x * x + y * y
    radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3))
    cross = 2 * x * y
    return x * radial + p1 * cross + p2 * (r2 + 2 * x * x), y * radial + p2 * cross + p1 * (r2 + 2 * y * y)


def normalise(camera: Camera, pixels: Float[Array, "*batch 2"], steps: int = 10) -> Float[Array, "*batch 2"]:
    """x/z and y/z of the rays through `pixels`; distortion is undone by `steps` fixed-point steps."""
    xp = array_namespace(pixels)
    x0 = (pixels[..., 0] - camera.centre[0]) / camera.focal[0]
    y0 = (pixels[..., 1] - camera.centre[1]) / camera.focal[1]
    x, y = x0, y0
    for _ in range(steps if camera.distorted else 0):
        bent_x, bent_y = distort(camera, x, y)
        x, y = x + x0 - bent_x, y + y0 - bent_y
    return xp.stack([x, y], axis=-1)


def to_camera(viewpoint: Viewpoint, points: Float[Array, "*batch joint 3"]) -> Float[Array, "*batch joint 3"]:
    """World points in the camera's frame, in metres."""
    xp = array_namespace(points)
    return (points - viewpoint.position[..., None, :]) @ xp.matrix_transpose(viewpoint.rotation)


def to_world(viewpoint: Viewpoint, points: Float[Array, "*batch joint 3"]) -> Float[Array, "*batch joint 3"]:
    """Camera points in the world, in metres."""
    return points @ viewpoint.rotation + viewpoint.position[..., None, :]
