"""Reading what is known of one image in the tables of a project."""

import sqlite3
from pathlib import Path

from evopose.errors import MissingFile, UnknownName
from evopose.project.records import ImageRecord
from evopose.project.roots import Roots
from evopose.project.schema import STATUSES

_MOVED = "If it was moved or renamed, relink the project to the folder where its images are now."
_COLUMNS = "root, name, width, height, orientation, hash, status, focal, problem"


def record(db: sqlite3.Connection, roots: Roots, image_id: int) -> ImageRecord:
    """One image; UnknownName if there is none of this number."""
    row = db.execute(f"SELECT {_COLUMNS} FROM images WHERE id = ?", (image_id,)).fetchone()
    if row is None:
        raise _unknown(image_id)
    root, name, width, height, orientation, content, status, focal, problem = row
    missing = not (roots.path(root) / name).is_file()
    size = (width, height)
    return ImageRecord(image_id, name, size, orientation, content, missing, STATUSES[status], focal, problem)


def file(db: sqlite3.Connection, roots: Roots, image_id: int) -> Path:
    """Its file; MissingFile, which says how to find it again, if it is not there."""
    row = db.execute("SELECT root, name FROM images WHERE id = ?", (image_id,)).fetchone()
    if row is None:
        raise _unknown(image_id)
    path: Path = roots.path(row[0]) / row[1]
    if not path.is_file():
        raise MissingFile(path, "image", _MOVED)
    return path


def _unknown(image_id: int) -> UnknownName:
    return UnknownName("image number", str(image_id), ["other numbers only"])
