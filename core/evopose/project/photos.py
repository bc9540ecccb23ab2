"""Photos in folders: which there are, and what can be known of one without decoding it."""

import hashlib
import math
import os
import re
import warnings
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import BinaryIO

from evopose.errors import MissingFile
from evopose.project.records import Photo

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif", ".jp2", ".ppm", ".pgm"})
OTHERS = frozenset(
    {".heic", ".heif", ".avif", ".jxl", ".svg", ".psd", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raw"}
)
"""Pictures that are not read."""
LARGEST = 178_956_970
"""Pixels of the largest photo that is read (700 MB decoded; Pillow's bound against forged heads)."""
_ORIENTATION, _EXIF, _FOCAL_35MM, _WIDTH, _LENGTH = 0x0112, 0x8769, 0xA405, 0x0100, 0x0101
_FILM_DIAGONAL = math.hypot(36.0, 24.0)
_CHUNK = 1 << 20
_WHOLE = 1 << 26
"""Bytes of a JPEG that are searched for its end, at most."""
Failed = Callable[[OSError], None]
CUT = "it was cut off: the rest of the picture was not copied"


def is_photo(path: Path) -> bool:
    """Whether its name says so."""
    return _is_called(path, SUFFIXES)


def _is_called(path: Path, suffixes: Container[str]) -> bool:
    return path.suffix.lower() in suffixes and not path.name.startswith(".")


def find(folder: Path, depth: int | None = None) -> list[str]:
    """Names of all photos in a folder and below (`depth` levels), relative, with forward slashes, in natural order."""
    if not folder.is_dir():
        raise MissingFile(folder, "folder")
    os.scandir(folder).close()  # PermissionError rather than an empty list
    return sorted(filter(_storable, _walk(folder, depth, SUFFIXES)), key=natural)


def passed_over(folder: Path) -> list[str]:
    """Sentences about pictures in a folder and below that `find` leaves out."""
    closed: list[OSError] = []
    others = list(_walk(folder, None, OTHERS | SUFFIXES, closed.append))
    unread = [name for name in others if Path(name).suffix.lower() in OTHERS]
    unnamed = [name for name in others if not _storable(name)]
    told = []
    if closed:
        told.append(f"{len(closed)} folders cannot be read (such as {closed[0].filename}: {closed[0].strerror}).")
    if unread:
        kinds = ", ".join(sorted({Path(name).suffix.lower() for name in unread}))
        told.append(f"{len(unread)} pictures are of kinds that are not read ({kinds}): save them as JPEG or PNG.")
    if unnamed:
        shown = unnamed[0].encode("utf-8", "replace").decode()
        told.append(f"{len(unnamed)} photos have names that are no valid Unicode (such as {shown}): rename them.")
    return told


def _storable(name: str) -> bool:
    """Whether it is text: names of other systems may hold bytes that are none."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _walk(folder: Path, depth: int | None, suffixes: Container[str], failed: Failed | None = None) -> Iterator[str]:
    for place, below, names in os.walk(folder, onerror=failed):
        inside = Path(place).relative_to(folder)
        deep = depth is not None and len(inside.parts) >= depth
        below[:] = [] if deep else [name for name in below if not name.startswith(".")]
        yield from ((inside / name).as_posix() for name in names if _is_called(Path(name), suffixes))


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts 'image 10' behind 'image 9'."""
    parts = re.split(r"(\d+)", name.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def probe(folder: Path, name: str) -> Photo:
    """What there is to know of one photo; never raises: `problem` says why it cannot be shown."""
    path = folder / name
    try:
        size = path.stat().st_size
        if not size:
            return Photo(name, problem="the file is empty (0 bytes)")
        content = content_hash(path)
    except OSError as error:
        return Photo(name, problem=f"it cannot be read: {error.strerror or error}")
    try:
        upright, orientation, focal = _facts(path)
        problem = CUT if _is_cut(path) else ""
    except Exception as error:  # Pillow's readers raise of everything on broken files
        return Photo(name, hash=content, bytes=size, problem=_problem(error))
    return Photo(name, upright, orientation, content, size, focal, problem)


def _is_cut(path: Path) -> bool:
    """Whether a JPEG has no end-of-image marker behind its first scan: it was not copied whole.

    ITU-T T.81, B.1.1.2: within a scan 0xFF is followed by 0x00 or a restart marker, so 0xFFD9 is found nowhere else.
    Phones write more behind the image, so the marker need not be the end of the file.
    """
    with path.open("rb") as file:
        if file.read(3) != b"\xff\xd8\xff":
            return False
        file.seek(-2, os.SEEK_END)
        if file.read() == b"\xff\xd9":
            return False
        file.seek(0)
        content = file.read(_WHOLE)
    scan = content.rfind(b"\xff\xda") if len(content) < _WHOLE else -1
    return scan >= 0 and b"\xff\xd9" not in content[scan:]


def content_hash(path: Path) -> str:
    """BLAKE2b of the length, the first and the last MiB: tells photos apart without reading gigabytes."""
    with path.open("rb") as file:
        return _hash(file)


def _hash(file: BinaryIO) -> str:
    length = file.seek(0, os.SEEK_END)
    digest = hashlib.blake2b(str(length).encode(), digest_size=16)
    file.seek(0)
    digest.update(file.read(_CHUNK))
    if length > _CHUNK:
        file.seek(max(_CHUNK, length - _CHUNK))
        digest.update(file.read(_CHUNK))
    return digest.hexdigest()


def _facts(path: Path) -> tuple[tuple[int, int], int, float | None]:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # large, and damaged EXIF: both are no reason to turn a photo away
        with Image.open(path) as image:
            exif = image.getexif()
            tags = getattr(image, "tag_v2", {})  # of a TIFF Pillow gives the upright size, or not, by version
            width, height = tags.get(_WIDTH, image.width), tags.get(_LENGTH, image.height)
            orientation = _orientation(exif.get(_ORIENTATION))
            focal = _focal(exif.get_ifd(_EXIF).get(_FOCAL_35MM), math.hypot(width, height))
    return ((height, width) if orientation >= 5 else (width, height)), orientation, focal


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _focal(film: object, diagonal: float) -> float | None:
    """Pixels, from the focal length that gives the same diagonal angle on 35 mm film (CIPA DCG-001)."""
    if not isinstance(film, int | float) or not 1 <= film <= 5000:
        return None
    return float(film) / _FILM_DIAGONAL * diagonal


def _problem(error: Exception) -> str:
    from PIL import Image, UnidentifiedImageError

    if isinstance(error, Image.DecompressionBombError):
        return f"it is too large: more than {LARGEST // 10**6} million pixels"
    if isinstance(error, UnidentifiedImageError):
        return "it is no picture in a known format, or it is damaged"
    return f"it cannot be read: {error}"
