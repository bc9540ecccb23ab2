"""The original's dictionaries of images (EvoSkeleton): what `evoskeleton_2d`, `_fitted` and `_3d` have in common.

{image: {'p2d': 17 clicks, 'lsp': bool, 'h36m': (17, 2), 'fitting_params': {...}, 'p3d': (32, 3), 'evostudio': ours}},
one person an image, saved with np.save. `evostudio` carries what the rest cannot; the original passes it on unread.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from evopose.errors import BadFile, EvoError, NotWritable
from evopose.io.evoskeleton_fields import sound_fields
from evopose.io.evoskeleton_person import Entry, entry_of, person_from
from evopose.io.pickles import load_npy, save_npy, strings_at_start
from evopose.model.annotation import AnnotatedImage

_TURNED = (5, 6, 7, 8)
_EXIF_ORIENTATION = 0x0112


def kind_of(path: Path) -> str:
    """'3d', 'fitted' or '2d' by the fields in the first images of a file, '' if it is none of them; never raises."""
    found = set(strings_at_start(path)) if path.is_file() else set()
    for field, kind in (("p3d", "3d"), ("fitting_params", "fitted"), ("p2d", "2d"), ("h36m", "2d")):
        if field in found:
            return kind
    return ""


def read(path: Path, images: Path | None = None) -> list[AnnotatedImage]:
    """Every image with its person; sizes, and with them the cameras, are known where the image files are at hand.

    Raises MissingFile, UnsafeFile or BadFile.
    """
    entries = _entries(path)
    _settle_order(entries)
    folder = images or path.parent
    return [_image(name, entry, path, folder) for name, entry in entries.items()]


def write(kind: str, images: Iterable[AnnotatedImage], path: Path) -> None:
    """A file of this kind; NotWritable where an image has several people, for which the format has no place."""
    content: dict[str, Entry] = {}
    for image in images:
        if len(image.people) > 1:
            raise NotWritable(
                f"{path}: {image.file_name} has {len(image.people)} people and this format one an image; "
                "write COCO keypoints or a project."
            )
        if image.people:
            content[image.file_name] = entry_of(image.people[0], kind, image.size)
    save_npy(path, content)


def writer(kind: str) -> Callable[[Iterable[AnnotatedImage], Path], None]:
    """`write` for one kind."""
    return lambda images, path: write(kind, images, path)


def _image(name: str, entry: Entry, path: Path, folder: Path) -> AnnotatedImage:
    try:
        size = upright_size(folder / name) or entry.get("evostudio", {}).get("size")
        size = (int(size[0]), int(size[1])) if size else None
        return AnnotatedImage(name.replace("\\", "/"), (person_from(entry, size),), size)
    except (EvoError, AttributeError, TypeError, ValueError, IndexError) as error:
        raise BadFile(path, f"{name}: {error}.") from error


def _entries(path: Path) -> dict[str, Entry]:
    content = load_npy(path)
    if not isinstance(content, dict):
        raise BadFile(path, f"expected a dictionary of images, got {type(content).__name__}.")
    found: dict[str, Entry] = {}
    for name, entry in content.items():
        if not isinstance(name, str) or not isinstance(entry, dict):
            raise BadFile(path, f"expected image names and dictionaries, got {name!r}: {type(entry).__name__}.")
        try:
            found[name] = sound_fields(entry)
        except ValueError as error:
            raise BadFile(path, f"{name}: {error}.") from error
    return found


def _settle_order(entries: Mapping[str, Entry]) -> None:
    """`example_annot.npy` has H36M-17 under 'p2d', where all others have clicks: its first point is amid two hips.

    In the order of clicks these three are an ankle and two knees.
    """
    unsaid = [entry for entry in entries.values() if "p2d" in entry and not {"h36m", "evostudio"} & entry.keys()]
    whole = np.array([entry["p2d"] for entry in unsaid if len(entry["p2d"]) == 17]).reshape(-1, 17, 2)
    whole = whole[np.isfinite(whole).all(axis=(1, 2))]
    if not len(whole):
        return
    off = np.linalg.norm(whole[:, 0] - (whole[:, 1] + whole[:, 4]) / 2, axis=-1)
    extent = np.linalg.norm(np.ptp(whole, axis=1), axis=-1)
    if np.median(off / np.maximum(extent, 1e-9)) < 0.03:
        for entry in unsaid:
            entry["h36m"] = entry.pop("p2d")


def upright_size(path: Path) -> tuple[int, int] | None:
    """Width and height of an image as it is shown (EXIF), from its header; None where there is no readable image."""
    try:
        with Image.open(path) as image:
            width, height = image.size
            turned = image.getexif().get(_EXIF_ORIENTATION) in _TURNED
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return (height, width) if turned else (width, height)
