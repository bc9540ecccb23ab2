"""The joint limits of Akhter & Black (CVPR 2015), read from the user's own copy of the published model.

"Pose-Conditioned Joint Angle Limits for 3D Human Pose Reconstruction"; its licence forbids passing it on. Five
directions have a map each; forearms and shins must lie behind a plane, and within bounds on it, that depend on the
parent's cell (design §4). Directions are looked up in the axes of the code that came with the paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool, Float

from evopose.errors import BadFile, MissingFile
from evopose.geometry.components import LIMB_AXIS
from evopose.geometry.hierarchy import degenerate, limb_vectors
from evopose.geometry.vectors import cross, dot, unit
from evopose.io.matlab import load_everything
from evopose.io.matlab5 import Other
from evopose.io.pickles import load_npy
from evopose.limits.sphere import CELLS, centres
from evopose.model.array import Array, NDArray, array_namespace
from evopose.model.limb import LIMBS
from evopose.model.limits import PHI_CELLS, THETA_CELLS

RECORDS = (4, 2, 3, 0, 1, 8, 9, 5, 6)
"""The model's record of each limb direction."""
MAP = (121, 61)
_UPPER = [limb for limb in range(9) if not LIMBS[limb].conditional]
_LOWER = [limb for limb in range(9) if LIMBS[limb].conditional]
_PARENTS = [LIMBS[limb].parent or 0 for limb in _LOWER]
_DEGREES = float(np.degrees(1.0))
_CHUNK = 4096


@dataclass(frozen=True, eq=False)
class AkhterBlackLimits:
    """JointLimits by the published model."""

    spread: Bool[NDArray, "5 121 61"]
    """`angleSprd` of head, upper arms and thighs: the cells that are reached."""
    planes: Float[NDArray, "4 121 61 4"]
    """`sepPlane` of forearms and shins: normal and offset for each cell of the parent; nan where that is not valid."""
    axes: Float[NDArray, "4 121 61 3"]
    """`E2`: with the normal and their cross product it makes the axes of the bounds."""
    bounds: Float[NDArray, "4 121 61 4"]
    """Least and greatest projection on the second axis, and on the third."""
    strict: bool = True
    """False reproduces the original, which finds head, upper arms and thighs valid wherever they point."""
    name: str = "Akhter & Black 2015"
    _placed: dict[tuple[str, str, str], tuple[Array, ...]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def read(cls, model: Path, static_pose: Path | None = None, strict: bool = True) -> "AkhterBlackLimits":
        """From `jointAngleModel_v2` and `staticPose`, each `.mat` or `.npy`; MissingFile, BadFile, UnsafeFile."""
        if static_pose is not None:
            _check_axis(static_pose)
        fields = read_fields(model)
        return cls(
            _records(fields, "angleSprd", _UPPER, MAP, model) != 0,
            _records(fields, "sepPlane", _LOWER, (*MAP, 4), model),
            _records(fields, "E2", _LOWER, (*MAP, 3), model),
            _records(fields, "bounds", _LOWER, (*MAP, 4), model),
            strict,
        )

    def valid(self, positions: Float[Array, "*batch 17 3"]) -> Bool[Array, "*batch 9"]:
        """For each limb direction (order of LIMBS) whether it is valid; a degenerate pose has none."""
        xp = array_namespace(positions)
        flat = xp.reshape(positions, (-1, 17, 3))
        with np.errstate(all="ignore"):
            parts = [self._pose_verdicts(xp, flat[i : i + _CHUNK]) for i in range(0, max(flat.shape[0], 1), _CHUNK)]
            return xp.reshape(xp.concat(parts), (*positions.shape[:-2], 9))

    def region(self, limb: int, positions: Float[NDArray, "17 3"]) -> Bool[NDArray, "120 60"]:
        """Which cells are valid for a limb, in its own frame, given the rest of the pose; none in a degenerate pose."""
        xp = array_namespace(positions)
        with np.errstate(all="ignore"):
            every = np.repeat(limb_vectors(positions)[None], CELLS, axis=0)
            every[:, limb] = centres().reshape(CELLS, 3)
            allowed = self._verdicts(xp, every)[:, limb] & ~degenerate(positions)
        return np.asarray(allowed).reshape(THETA_CELLS, PHI_CELLS)

    def _pose_verdicts(self, xp: Any, positions: Float[Array, "n 17 3"]) -> Bool[Array, "n 9"]:
        return self._verdicts(xp, limb_vectors(positions)) & ~degenerate(positions)[:, None]

    def _verdicts(self, xp: Any, vectors: Float[Array, "n 9 3"]) -> Bool[Array, "n 9"]:
        """Verdicts on local unit vectors in our axes."""
        spread, table, signs = self._on(xp, vectors)
        vectors = vectors * signs
        cell = _cells(xp, vectors)
        looked = xp.stack([_look(xp, spread[k], cell[:, limb]) for k, limb in enumerate(_UPPER)], axis=-1)
        upper = looked if self.strict else xp.ones_like(looked)
        rows = xp.stack([_look(xp, table[k], cell[:, parent]) for k, parent in enumerate(_PARENTS)], axis=-2)
        lower = _behind_plane_in_bounds(xp, rows, vectors[:, _LOWER])
        both = xp.concat([upper, lower], axis=-1)
        sound = xp.all(xp.isfinite(vectors), axis=-1)
        return both[:, [(*_UPPER, *_LOWER).index(limb) for limb in range(9)]] & sound

    def _on(self, xp: Any, array: Array) -> tuple[Array, ...]:
        """Maps, rows (plane, second and third axis, bounds) and the signs of our axes, where this array is."""
        place = (xp.__name__, str(array.dtype), str(array.device))
        if place not in self._placed:
            normal = unit(self.planes[..., :3])
            second = unit(self.axes - dot(normal, self.axes)[..., None] * normal)
            rows = np.concatenate([self.planes, second, cross(normal, second), self.bounds], axis=-1)
            signs = np.array([(1, -1, -1) if LIMBS[limb].conditional else (-1, -1, 1) for limb in range(9)], float)
            self._placed[place] = (
                xp.asarray(self.spread.reshape(5, -1), device=array.device),
                xp.asarray(rows.reshape(4, MAP[0] * MAP[1], -1), dtype=array.dtype, device=array.device),
                xp.asarray(signs, dtype=array.dtype, device=array.device),
            )
        return self._placed[place]


def _cells(xp: Any, vectors: Array) -> Array:
    """floor((θ° + 180) / 3) and floor((φ° + 90) / 3) as one number; any cell for nan."""
    x, y, z = (vectors[..., axis] for axis in range(3))
    theta = xp.atan2(y, x) * _DEGREES
    phi = xp.atan2(z, xp.sqrt(x * x + y * y)) * _DEGREES
    column = xp.clip(xp.astype((theta + 180) / 3, xp.int64), 0, MAP[0] - 1)
    return column * MAP[1] + xp.clip(xp.astype((phi + 90) / 3, xp.int64), 0, MAP[1] - 1)


def _look(xp: Any, table: Array, cell: Array) -> Array:
    return xp.take(table, cell, axis=0)


def _behind_plane_in_bounds(xp: Any, rows: Float[Array, "n 4 14"], vectors: Float[Array, "n 4 3"]) -> Array:
    """n·(b, 1) ≤ 0 and both projections within their bounds; nan is not."""
    along, second, third = (dot(rows[..., i : i + 3], vectors) for i in (0, 4, 7))
    low2, high2, low3, high3 = (rows[..., i] for i in range(10, 14))
    inside = (second >= low2) & (second <= high2) & (third >= low3) & (third <= high3)
    return (along + rows[..., 3] <= 0) & inside


def read_fields(path: Path) -> Mapping[str, Any]:
    """The named arrays of a `.mat` file (also those of a structure in it) or of a pickled dictionary in `.npy`."""
    if not path.exists():
        raise MissingFile(path, "joint angle model")
    content = load_npy(path) if path.suffix.lower() == ".npy" else _matlab(path)
    if not isinstance(content, Mapping):
        raise BadFile(path, "expected a dictionary of arrays (jointAngleModel_v2 or staticPose).")
    return content


def _matlab(path: Path) -> dict[str, Any]:
    """Variables, and beside them the fields of those that are structures."""
    content = load_everything(path)
    for value in tuple(content.values()):
        if isinstance(value, Mapping):
            content |= value
    return content


def _records(fields: Mapping[str, Any], key: str, limbs: list[int], shape: tuple[int, ...], path: Path) -> NDArray:
    """The arrays of one field that belong to these limbs."""
    if key not in fields:
        known = ", ".join(name for name in fields if not name.startswith("__"))
        raise BadFile(path, f"no `{key}` in it; there are {known or 'no arrays'}.")
    cells = np.asarray(fields[key], dtype=object).reshape(-1)
    if cells.size <= max(RECORDS):
        raise BadFile(path, f"`{key}` should have 11 records and has {cells.size}.")
    arrays = [_numbers(cells[RECORDS[limb]], f"record {RECORDS[limb]} of `{key}`", path) for limb in limbs]
    for limb, array in zip(limbs, arrays, strict=True):
        if array.shape != shape:
            raise BadFile(path, f"record {RECORDS[limb]} of `{key}` should be {shape} and is {array.shape}.")
    return np.stack(arrays)


def _numbers(value: Any, called: str, path: Path) -> NDArray:
    """BadFile for what is no array of numbers."""
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError) as error:
        is_ = value.kind if isinstance(value, Other) else f"of type {type(value).__name__}"
        raise BadFile(path, f"{called} is {is_}; an array of numbers was expected.") from error


def _check_axis(path: Path) -> None:
    """The limb frames stand on the published a; another static pose would mean other frames."""
    fields = read_fields(path)
    if "a" not in fields:
        raise BadFile(path, "no `a` in it; expected staticPose.")
    axis = _numbers(fields["a"], "its `a`", path).reshape(-1)
    ours = np.array(LIMB_AXIS) * (1, 1, -1)
    if axis.shape != (3,) or not np.allclose(axis, ours, atol=1e-5):
        raise BadFile(path, f"its `a` is {axis.round(6).tolist()}; the published one is {ours.round(6).tolist()}.")
