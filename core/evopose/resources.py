"""Where the files lie that ship with the program: skeletons, cameras, joint limits, key maps, icons."""

from functools import cache
from pathlib import Path

from evopose.errors import MissingFile


@cache
def root() -> Path:
    """The folder of resources: in a wheel inside the package, in a checkout at its top."""
    inside = Path(__file__).parent / "_resources"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "resources"


def resource(name: str) -> Path:
    """The file `name` (such as 'cameras/h36m.json'); MissingFile if it is not there."""
    path = root() / name
    if not path.exists():
        raise MissingFile(path, "resource")
    return path
