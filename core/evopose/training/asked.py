"""What was asked for, as a run keeps it: in options.json, and in its checkpoint, so that what was edited is noticed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evopose.errors import BadFile, BadOption
from evopose.training.options import TrainOptions

_PATHS = ("population", "detections", "validation")
_FREE = (*_PATHS, "out", "begin_with", "memory", "compile")
"""They may be others: files are known by what is in them, and the rest changes nothing that is learned."""
_UNNAMED = ("model", "schedule")
"""Their options are called without them."""


def record(options: TrainOptions) -> dict[str, Any]:
    """As plain values, with paths that still hold where the run is resumed from another folder."""
    values = options.model_dump(mode="json")
    for name in _PATHS:
        values[name] = [str(path.expanduser().absolute()) for path in getattr(options, name)]
    for name in ("out", "begin_with"):
        path = getattr(options, name)
        values[name] = path and str(path.expanduser().absolute())
    return values


def check_unchanged(options: TrainOptions, begun_with: Mapping[str, Any], kept: Path) -> None:
    """BadOption, by the name of what differs, unless the run was begun with these options; BadFile where what is `kept`
    of them is damaged."""
    try:
        then = dict(_flat(TrainOptions.model_validate(begun_with).model_dump(mode="json")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, ("asked", *first["loc"])))
        raise BadFile(kept, f"this checkpoint is damaged ({place}: {first['msg']}).") from error
    now = dict(_flat(options.model_dump(mode="json")))
    changed = [f"{name} was {then[name]!r} and is {value!r}" for name, value in now.items() if value != then[name]]
    if changed:
        raise BadOption(
            f"options.json was changed since the run began: {', '.join(changed)}. A run goes on as it was begun: put "
            "that back, or begin a new run."
        )


def _flat(values: Mapping[str, Any], prefix: str = "--") -> Iterator[tuple[str, Any]]:
    """By what they are called in a command."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, prefix if name in _UNNAMED else f"{prefix}{name}.")
        elif name not in _FREE:
            yield prefix + name.replace("_", "-"), value
