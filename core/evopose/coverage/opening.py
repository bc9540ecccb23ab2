"""The population that a user names: a file of any format that holds poses, or the name of a set of shards."""

from pathlib import Path

from evopose.errors import UnknownFormat
from evopose.io import safetensors
from evopose.io.format import format_of
from evopose.model.population import Population


def opened(path: Path) -> Population:
    """Its poses, as memory maps where the format allows; MissingFile, UnknownFormat, or BadFile."""
    if path.suffix.lower() == ".safetensors" and not path.exists():
        return safetensors.read(path)
    reader = format_of(path).read_population
    if reader is None:
        raise UnknownFormat(path, "it holds no population of poses.")
    return reader(path)
