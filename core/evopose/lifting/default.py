"""The lifter that ships, and which file is meant where one is named or none; no torch."""

from pathlib import Path

from evopose.resources import resource

SHIPPED = "lifters/default.safetensors"
OF_A_RUN = "lifter.safetensors"
"""What a run of training makes."""


def default_lifter_path() -> Path:
    """The one that ships; MissingFile where the installation lacks it. `resources/lifters/README.md` tells of it."""
    return resource(SHIPPED)


def lifter_path(named: Path | None) -> Path:
    """The file that is meant: of a run of training its lifter, if none is named the one that ships."""
    if named is None:
        return default_lifter_path()
    return named / OF_A_RUN if named.is_dir() else named
