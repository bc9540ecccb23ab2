"""Vectors of many poses in columns: (xyz, …, n) tensors, one pose a column.

The same sums as geometry.components, in few and long torch operations: what an operation costs before it begins is
what a chunk of poses is paid with. Divisions of nothing by nothing give the nan that marks a degenerate pose.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from evopose.geometry.components import LIMB_AXIS, PARALLEL, SPARE_AXIS


def dot(a: Float[Tensor, "3 *rows n"], b: Float[Tensor, "3 *rows n"]) -> Float[Tensor, "*rows n"]:
    """Inner products."""
    (ax, ay, az), (bx, by, bz) = a.unbind(0), b.unbind(0)
    return (ax * bx).addcmul_(ay, by).addcmul_(az, bz)


def cross(a: Float[Tensor, "3 *rows n"], b: Float[Tensor, "3 *rows n"]) -> Float[Tensor, "3 *rows n"]:
    """Right-handed cross products."""
    (ax, ay, az), (bx, by, bz) = a.unbind(0), b.unbind(0)
    x = (ay * bz).addcmul_(az, by, value=-1)
    y = (az * bx).addcmul_(ax, bz, value=-1)
    z = (ax * by).addcmul_(ay, bx, value=-1)
    return torch.stack([x, y, z])


def unit(a: Float[Tensor, "3 *rows n"]) -> Float[Tensor, "3 *rows n"]:
    """The vectors at length one; nan for zero vectors."""
    return a / torch.sqrt(dot(a, a))


def gram_schmidt(first: Float[Tensor, "3 *rows n"], second: Float[Tensor, "3 *rows n"]) -> Float[Tensor, "3 3 *rows n"]:
    """Right-handed bases: along `first`, `second` made square to it, and their cross product; [column, axis]."""
    x = unit(first)
    y = unit(second - dot(x, second) * x)
    return torch.stack([x, y, cross(x, y)])


def into(basis: Float[Tensor, "3 3 n"], a: Float[Tensor, "3 k n"]) -> Float[Tensor, "3 k n"]:
    """Coordinates of vectors in their column's basis."""
    x, y, z = basis[:, :, None].unbind(1)
    return (x * a[0]).addcmul_(y, a[1]).addcmul_(z, a[2])


def out_of(basis: Float[Tensor, "3 3 n"], a: Float[Tensor, "3 k n"]) -> Float[Tensor, "3 k n"]:
    """The vectors that have these coordinates in their column's basis."""
    x, y, z = basis[:, :, None].unbind(0)
    return (x * a[0]).addcmul_(y, a[1]).addcmul_(z, a[2])


def limb_basis(parents: Float[Tensor, "3 k n"]) -> tuple[Tensor, Tensor, Tensor]:
    """The frame of forearms and shins that hang on unit vectors `parents`, both seen from the torso frame."""
    x, y, z = parents.unbind(0)
    ax, ay, az = LIMB_AXIS
    usual = torch.stack(
        [torch.sub(ay * z, y, alpha=az), torch.sub(az * x, z, alpha=ax), torch.sub(ax * y, x, alpha=ay)]
    )
    square = dot(usual, usual)
    parallel = square < PARALLEL**2
    if bool(parallel.any()):
        spare = cross(parents, parents.new_tensor(SPARE_AXIS)[:, None, None].expand_as(parents))
        usual = torch.where(parallel, spare, usual)
        square = dot(usual, usual)
    second = usual / torch.sqrt(square)
    return parents, second, cross(parents, second)


def turned(
    axis: Float[Tensor, "3 *rows n"], angle: Float[Tensor, " n"], a: Float[Tensor, "3 *rows n"]
) -> Float[Tensor, "3 *rows n"]:
    """Vectors turned by angles (radians) about unit axes."""
    return rotated(axis, torch.cos(angle), torch.sin(angle), a)


def rotated(
    axis: Float[Tensor, "3 *rows n"],
    cosine: Float[Tensor, " n"],
    sine: Float[Tensor, " n"],
    a: Float[Tensor, "3 *rows n"],
) -> Float[Tensor, "3 *rows n"]:
    """Vectors turned about unit axes by angles of these cosines and sines (Rodrigues)."""
    return (a * cosine).addcmul_(cross(axis, a), sine).addcmul_(axis, dot(axis, a) * (1 - cosine))
