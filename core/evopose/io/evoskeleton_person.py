"""A person as the original's entry and back."""

from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from jaxtyping import Float

from evopose.geometry.hierarchy import degenerate, encode, to_global
from evopose.io.evoskeleton_fields import FOCAL, H36M_SLOTS, SMPL_ROWS
from evopose.io.record import person_of, record_of
from evopose.model.annotation import Annotation, Person, Status
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.joint_set import joint_set
from evopose.model.keypoints import Keypoints
from evopose.model.pose import Pose
from evopose.model.skeleton import H36M_17

Entry: TypeAlias = dict[str, Any]

OWN = "evoskeleton"
"""Under this name `Person.extra` keeps the fields as they were read."""
_SAME = 1e-6
"""Metres or pixels."""
_NECK_CLICK = 12
"""The click that H36M-17 has no joint for."""


def person_from(entry: Entry, size: tuple[int, int] | None) -> Person:
    """The person in an entry with sound fields. A refined pose counts as done: the original saves it with one key.

    Where the numbers of `evostudio` and of the original's fields disagree, the original changed them since: they win.
    """
    fields = {key: value for key, value in entry.items() if key != "evostudio"}
    found = Person(_annotation(fields, size), initial=_fitted(fields), extra={OWN: fields})
    if "evostudio" not in entry:
        return found
    ours = person_of(entry["evostudio"], found.annotation.keypoints)
    pose, initial = ours.annotation.pose, ours.initial
    theirs = found.annotation.pose
    if theirs is not None and not (_same(pose, theirs) or ("p3d" not in fields and _same(initial, theirs))):
        pose = theirs
    visibility = _with_all(ours.annotation.keypoints, found.annotation.keypoints)
    annotation = replace(ours.annotation, pose=pose, keypoints=visibility)
    return replace(ours, annotation=annotation, extra={**ours.extra, OWN: fields})


def _with_all(ours: Keypoints, theirs: Keypoints) -> Keypoints:
    """Our visibilities, but theirs for points that the original placed or removed since."""
    changed = (ours.visibility > 0) != theirs.known
    visibility = np.where(changed, theirs.visibility, ours.visibility).astype(np.int8)
    return Keypoints(theirs.xy, visibility, np.where(changed, theirs.confidence, ours.confidence))


def _annotation(fields: Entry, size: tuple[int, int] | None) -> Annotation:
    camera = None
    if "fitting_params" in fields and size:
        focal = fields["fitting_params"].get("f", (FOCAL, FOCAL))
        camera = Camera((float(focal[0]), float(focal[1])), (size[0] / 2, size[1] / 2), size)
    refined = _refined(fields)
    status = Status.DONE if refined is not None else Status.UNTOUCHED
    return Annotation(_keypoints(fields), camera, refined if refined is not None else _fitted(fields), status)


def _keypoints(fields: Entry) -> Keypoints:
    if "h36m" in fields:
        return Keypoints.from_xy(fields["h36m"])
    clicks = np.full((17, 2), np.nan)
    clicked = fields.get("p2d", clicks)
    clicks[: len(clicked)] = clicked
    found = joint_set("evoskeleton_click_order").keypoints(clicks)
    return Keypoints.from_xy(found.xy)


def _fitted(fields: Entry) -> Pose | None:
    if "fitting_params" not in fields:
        return None
    parameters = fields["fitting_params"]
    return _pose(parameters["v"][list(SMPL_ROWS)] + parameters["cam_t"])


def _refined(fields: Entry) -> Pose | None:
    if "p3d" not in fields or "fitting_params" not in fields:
        return None
    return _pose(fields["p3d"][list(H36M_SLOTS)] + fields["fitting_params"]["cam_t"])


def _pose(positions: Float[NDArray, "17 3"]) -> Pose | None:
    """None where joints are missing or coincide: such a fit is no starting point."""
    return None if degenerate(positions) else encode(positions)


def _same(a: Pose | None, b: Pose | None) -> bool:
    return a is not None and b is not None and bool(np.abs(to_global(a) - to_global(b)).max() < _SAME)


def entry_of(person: Person, kind: str, size: tuple[int, int] | None) -> Entry:
    """The entry for a '2d', 'fitted' or '3d' file. What was read and is still true is written back as it was.

    A new fit has no SMPL parameters: `pose` and `betas` are nan, and so are the rows of `v` that H36M-17 lacks; `cam_t`
    is the hip. The original's reader uses neither. People without a pose have no `fitting_params`.
    """
    fields: Entry = dict(person.extra.get(OWN, {}))
    entry = {key: fields[key] for key in fields.keys() - {"p2d", "h36m", "fitting_params", "p3d"}}
    entry |= _keypoint_fields(person.annotation.keypoints, fields)
    pose, initial = person.annotation.pose, person.initial
    first, second = (initial, pose) if kind == "3d" else (pose, initial)
    fit = first if first is not None else second
    if kind != "2d" and fit is not None:
        entry["fitting_params"] = _parameters(fit, fields, person.annotation.camera)
    if kind == "3d" and pose is not None:
        entry["p3d"] = _p3d(pose, fields, entry["fitting_params"]["cam_t"])
    return {**entry, "evostudio": {**record_of(person, leave=(OWN,)), "size": list(size) if size else None}}


def _keypoint_fields(keypoints: Keypoints, fields: Entry) -> Entry:
    kept: Entry = {key: fields[key] for key in ("p2d", "h36m") if key in fields}
    if "p2d" in kept and np.array_equal(_keypoints(fields).xy, keypoints.xy, equal_nan=True):
        return kept
    clicks = np.full((17, 2), np.nan)
    for joint, ways in enumerate(joint_set("evoskeleton_click_order").sources):
        if len(ways[0].weights) == 1:
            clicks[ways[0].weights[0][0]] = keypoints.xy[joint]
    old = kept.get("p2d", np.empty((0, 2)))
    clicks[_NECK_CLICK] = old[_NECK_CLICK] if len(old) > _NECK_CLICK else keypoints.xy[H36M_17.index("thorax")]
    return {"p2d": clicks, "lsp": bool(fields.get("lsp", False)), "h36m": np.array(keypoints.xy, dtype=float)}


def _parameters(fit: Pose, fields: Entry, camera: Camera | None) -> Entry:
    old: Entry = fields.get("fitting_params", {})
    focal = np.array(camera.focal if camera else old.get("f", (FOCAL, FOCAL)), dtype=float)
    if _same(_fitted(fields), fit):
        return {**old, "f": focal}
    positions = np.asarray(to_global(fit), dtype=float)
    cam_t = np.array(old.get("cam_t", positions[0]), dtype=float)
    v = np.full((25, 3), np.nan)
    v[list(SMPL_ROWS)] = positions - cam_t
    unknown = {"pose": np.full(72, np.nan), "betas": np.full(np.size(old.get("betas", [0.0])), np.nan)}
    return {"cam_t": cam_t, "f": focal, "v": v, **unknown}


def _p3d(pose: Pose, fields: Entry, cam_t: NDArray) -> NDArray:
    """32 rows with zeros in the unused ones, as the original has them."""
    if "p3d" in fields and np.array_equal(fields["fitting_params"]["cam_t"], cam_t) and _same(_refined(fields), pose):
        return np.array(fields["p3d"])
    rows = np.zeros((32, 3))
    rows[list(H36M_SLOTS)] = np.asarray(to_global(pose), dtype=float) - cam_t
    return rows
