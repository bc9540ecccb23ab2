"""On which poses the validation error of a run of training is measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evopose.evolution.recipe import Views
from evopose.runs import RunRecord
from evostudio.runs.comparing import file_of

_HELD_OUT = ("population", "kinds", "share", "unit", "validation_share", "seed")
"""Options that say which poses a run holds out of its own data."""


def validated_on(options: Mapping[str, Any]) -> str:
    """'bandai1.npz', 'its own: demo_population'; empty where nothing is validated on."""
    named = _files(options, "validation")
    return named if named or not _holds_out(options) else f"its own: {_files(options, 'population')}"


def about_validation(options: Mapping[str, Any]) -> str:
    """A sentence of it; empty where nothing is validated on."""
    named, own = _files(options, "validation"), _files(options, "population")
    if named:
        return f"Validated on {named}."
    return f"Validated on poses held out of {own}." if _holds_out(options) else ""


def differently(records: Sequence[RunRecord]) -> str:
    """A sentence where the errors of these runs are of different poses, or of the same seen by different cameras."""
    told = [record.options for record in records if validated_on(record.options)]
    if len({_poses_of(options) for options in told}) > 1:
        names = list(dict.fromkeys(validated_on(options) for options in told))
        held_out = f"each run held out others of {names[0].removeprefix('its own: ')}"
        return _measured("on different poses", "; ".join(names) if len(names) > 1 else held_out)
    if len({str(_views(options)) for options in told}) > 1:
        cameras = list(dict.fromkeys(_cameras(options) for options in told))
        placed = f"each run placed others of the kind {cameras[0]}"
        return _measured("through different cameras", "; ".join(cameras) if len(cameras) > 1 else placed)
    return ""


def _measured(how: str, which: str) -> str:
    return f"Measured {how}: {which}. Evaluate them on one population to compare."


def _cameras(options: Mapping[str, Any]) -> str:
    """'ring', '8 of free'."""
    views = _views(options)
    return str(views["cameras"]) if views["count"] == Views().count else f"{views['count']} of {views['cameras']}"


def _views(options: Mapping[str, Any]) -> dict[str, Any]:
    """The usual ones where a record tells none."""
    return Views().model_dump() | dict(options.get("views") or {})


def _holds_out(options: Mapping[str, Any]) -> bool:
    return bool(_files(options, "population")) and options.get("validation_share") != 0


def _poses_of(options: Mapping[str, Any]) -> str:
    """The same for runs that are validated on the same poses."""
    if _files(options, "validation"):
        return str(options["validation"])
    return str([options.get(name) for name in _HELD_OUT])


def _files(options: Mapping[str, Any], name: str) -> str:
    """Names of the files of an option; empty where there are none."""
    paths = options.get(name)
    return ", ".join(file_of(str(path)) for path in paths) if isinstance(paths, list | tuple) else file_of(paths or "")
