"""The population that a user names: a file of any format that holds poses, the name of a set of shards, or a run."""

from pathlib import Path

from evopose.errors import BadFile, EvoError, UnknownFormat
from evopose.io import safetensors
from evopose.io.format import format_of
from evopose.model.population import Population

_OF_A_RUN = "evolved.safetensors"


def opened(path: Path) -> Population:
    """Its poses, as memory maps where the format allows; MissingFile, UnknownFormat, or BadFile."""
    path = population_file(path)
    if path.suffix.lower() == ".safetensors" and not path.exists():
        return safetensors.read(path)
    reader = format_of(path).read_population
    if reader is None:
        raise UnknownFormat(path, "it holds no population of poses.")
    return reader(path)


def population_file(path: Path) -> Path:
    """The file that is meant: of a run's folder what it evolved; BadFile for another folder."""
    if not path.is_dir():
        return path
    try:
        return safetensors.shards_of(path / _OF_A_RUN)[0]
    except EvoError as error:
        raise BadFile(path, "this folder is no finished run; expected a file of poses.") from error
