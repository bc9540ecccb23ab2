"""A contact sheet of fits: each photo with the skeleton over it, and the same skeleton from the side."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from jaxtyping import Float, UInt8

from evopose.errors import BadOption
from evopose.geometry.projection import project
from evopose.io.aside import write_aside
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.keypoints import Keypoints
from evopose.model.skeleton import H36M_17

Picture = UInt8[NDArray, "height width 3"]
"""BGR, as OpenCV reads it."""

GROUND, FLOOR, TEXT = (34, 31, 30), (65, 61, 58), (166, 160, 154)
COLOURS = {"left": (255, 154, 76), "right": (76, 143, 255), "middle": (224, 218, 215)}
_FINE = 4
"""Bits after the point of the coordinates that OpenCV draws at."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One person on the sheet."""

    picture: Picture
    keypoints: Keypoints
    positions: Float[NDArray, "17 3"]
    """Metres, camera frame."""
    camera: Camera
    title: str = ""


def sheet(tiles: Sequence[Picture], columns: int = 4) -> Picture:
    """Tiles of one size in rows of `columns`."""
    blank = np.full_like(tiles[0], GROUND)
    tiles = list(tiles)
    tiles += [blank] * (-len(tiles) % columns)
    rows = [np.concatenate(tiles[start : start + columns], axis=1) for start in range(0, len(tiles), columns)]
    return np.concatenate(rows)


def tile(entry: Entry, size: int = 220) -> Picture:
    """The photo and a view from the side, each `size` pixels square, with the title below."""
    both = np.concatenate([over_photo(entry, size), from_side(entry.positions, size)], axis=1)
    framed = cv2.copyMakeBorder(both, 4, 22, 4, 4, cv2.BORDER_CONSTANT, value=GROUND)
    place = (6, framed.shape[0] - 7)
    cv2.putText(framed, entry.title, place, cv2.FONT_HERSHEY_SIMPLEX, 0.36, TEXT, 1, cv2.LINE_AA)
    return np.asarray(framed)


def check(path: Path) -> None:
    """BadOption unless `write` knows the suffix."""
    if path.suffix.lower() not in (".jpg", ".jpeg", ".png"):
        raise BadOption(f"{path.name}: a contact sheet is a .jpg or a .png.")


def write(picture: Picture, path: Path, quality: int = 82) -> None:
    """As JPEG or PNG, by suffix; errors as `check`, NotWritable where that cannot be done."""
    check(path)
    how = [] if path.suffix.lower() == ".png" else [cv2.IMWRITE_JPEG_QUALITY, quality]
    data = cv2.imencode(path.suffix, picture, how)[1]
    write_aside(path, data.tobytes())


def over_photo(entry: Entry, size: int) -> Picture:
    """The photo around the person, darkened, with keypoints as rings and the projected skeleton."""
    pixels = project(entry.camera, entry.positions)
    seen = np.concatenate([pixels, entry.keypoints.xy[entry.keypoints.known]])
    low, high = np.nanmin(seen, axis=0), np.nanmax(seen, axis=0)
    scale = size / (1.3 * float(np.max(high - low)))
    corner = (low + high) / 2 - size / scale / 2
    matrix = np.array([[scale, 0, -corner[0] * scale], [0, scale, -corner[1] * scale]])
    view = cv2.warpAffine(
        entry.picture, matrix, (size, size), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_CONSTANT, borderValue=GROUND
    )
    view = (view * 0.8).astype(np.uint8)
    for x, y in (entry.keypoints.xy[entry.keypoints.known] - corner) * scale:
        cv2.circle(view, _fixed((x, y)), 3 << _FINE, (255, 255, 255), 1, cv2.LINE_AA, _FINE)
    _draw(view, (pixels - corner) * scale, entry.positions[:, 2], width=max(2, size // 90))
    return view


def from_side(positions: Float[NDArray, "17 3"], size: int, angle: float = np.radians(75)) -> Picture:
    """The skeleton as a camera further round (by `angle`, to its right) would see it, on a floor."""
    c, s = np.cos(angle), np.sin(angle)
    middle = (positions.min(axis=0) + positions.max(axis=0)) / 2
    turned = (positions - middle) @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    scale = size / (1.25 * max(float(np.ptp(turned[:, :2], axis=0).max()), 1.2))
    pixels = turned[:, :2] * scale + size / 2
    view = np.full((size, size, 3), GROUND, np.uint8)
    floor = int(pixels[:, 1].max()) + 3
    cv2.line(view, (size // 12, floor), (size - size // 12, floor), FLOOR, 1, cv2.LINE_AA)
    _draw(view, pixels, turned[:, 2], width=max(2, size // 70))
    return view


def _draw(view: Picture, pixels: Float[NDArray, "17 2"], depth: Float[NDArray, " 17"], width: int) -> None:
    """Bones, the farthest first, with a dark edge."""
    bones = sorted(range(1, 17), key=lambda joint: -float(depth[joint] + depth[H36M_17.parents[joint]]))
    for joint in bones:
        start, end = _fixed(pixels[H36M_17.parents[joint]]), _fixed(pixels[joint])
        cv2.line(view, start, end, (20, 18, 16), width + 2, cv2.LINE_AA, _FINE)
        cv2.line(view, start, end, COLOURS[H36M_17.sides[joint]], width, cv2.LINE_AA, _FINE)


def _fixed(point: Sequence[float] | NDArray) -> tuple[int, int]:
    x, y = np.rint(np.nan_to_num(np.asarray(point, float), nan=-1e4) * (1 << _FINE)).astype(int).tolist()
    return x, y
