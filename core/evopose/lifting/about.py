"""What a lifter's file says of the lifter, as JSON: of the form that is counted on, or it is not read. No torch."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_DEEPEST = 64
"""Lists in lists; ours have some five, and what writes JSON gives up at a few hundred."""


def parsed(text: str) -> dict[str, Any]:
    """The object that a text says; ValueError for another text, or where it is not of the form."""
    try:
        about = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(about, dict):
        raise ValueError(f"an object was expected, and not {type(about).__name__}")
    return checked(about)


def checked(about: dict[str, Any]) -> dict[str, Any]:
    """The same; ValueError where `data` (what it has learned from) or `model` is there and not of the form.

    `data` lists objects, whose `subjects` are a list; `model` is an object, whose `stages` are a number.
    """
    if _nested(about):
        raise ValueError("it is nested too deeply")
    _is(about, "data", list)
    _is(about, "model", dict)
    for entry in about.get("data") or ():
        if not isinstance(entry, dict):
            raise ValueError(f"data should list objects, and has {entry!r:.40}")
        _is(entry, "subjects", list)
    _is(about.get("model") or {}, "stages", int)
    return about


def _is(about: Mapping[str, Any], name: str, kind: type) -> None:
    value = about.get(name)
    if value is not None and type(value) is not kind:
        names = {list: "a list", dict: "an object", int: "a whole number"}
        raise ValueError(f"{name} should be {names[kind]}, and is {value!r:.40}")


def _nested(value: Any) -> bool:
    layer: list[Any] = [value]
    for _ in range(_DEEPEST):
        layer = [inner for each in layer for inner in _inside(each)]
    return bool(layer)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple) else ()
