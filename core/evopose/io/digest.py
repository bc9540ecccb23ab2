"""By what the content of files is known again."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from evopose.errors import MissingFile

_BLOCK = 1 << 20


def digest_of(paths: Iterable[Path], what: str = "file") -> str:
    """SHA-256 of files, one after another, in hexadecimal; MissingFile, which calls it `what`, where one is none."""
    digest = hashlib.sha256()
    for path in paths:
        if not path.is_file():
            raise MissingFile(path, what)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()
