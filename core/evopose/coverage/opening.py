"""The population that a user names: a file of any format that holds poses, the name of a set of shards, or a run."""

from collections.abc import Sequence
from pathlib import Path

from evopose.errors import BadFile, MissingFile, UnknownFormat
from evopose.io import safetensors
from evopose.io.format import format_of
from evopose.io.watch import Watch, watched
from evopose.model.population import Population
from evopose.runs.record import OPTIONS

_OF_A_RUN = "evolved.safetensors"


def called(path: Path) -> str:
    """What a population is called: by its file, the result of a run by the run, since all runs call theirs alike."""
    own = path.resolve()
    if path.name.startswith("evolved") and (own.parent / OPTIONS).is_file():
        return own.parent.name
    return own.name if path.is_dir() else path.stem


def opened(path: Path) -> Population:
    """Its poses, as memory maps where the format allows; MissingFile, UnknownFormat, or BadFile.

    Reading a map gives BadFile, too, once its file has been changed (io/watch.py).
    """
    path = population_file(path)
    if path.suffix.lower() == ".safetensors" and not path.exists():
        return _mapped(path)
    reader = format_of(path).read_population
    if reader is None:
        raise UnknownFormat(path, "it holds no population of poses.")
    return _mapped(path) if reader is safetensors.read else reader(path)


def _mapped(path: Path) -> Population:
    watch = watch_of(path)
    return watched(safetensors.read(path), watch)


def watch_of(path: Path) -> Watch:
    """Of the files of a population as they are now; MissingFile, or BadFile where shards are lacking."""
    return Watch(files_of(path))


def files_of(path: Path) -> Sequence[Path]:
    """Those that a population lies in; MissingFile, or BadFile where shards are lacking."""
    return safetensors.shards_of(path) if path.suffix.lower() == ".safetensors" else [path]


def population_file(path: Path) -> Path:
    """The file that is meant: of a run's folder what it evolved; BadFile for another, or if shards are lacking."""
    if not path.is_dir():
        return path
    try:
        return safetensors.shards_of(path / _OF_A_RUN)[0]
    except MissingFile as error:
        raise BadFile(path, "this folder is no finished run; expected a file of poses.") from error
