"""Values in options and in the fields that show them: found by the way to them, put together again, told in brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from evostudio.views import option_words
from evostudio.views.option_entry import Unfit
from evostudio.views.option_field import OptionField

Where = tuple[str, ...]
"""Names of fields on the way to one."""


def brief(field: OptionField) -> str:
    """'σ 10°', 'angles', 'no head'; 'no kinds' where it is empty, nothing where it cannot be read."""
    words = field.words
    try:
        value = field.entry.value()
    except Unfit:
        return ""
    if words.kind == "switch":
        return words.label.lower() if value else f"no {words.label.lower()}"
    if value in (None, "", ()):
        return f"no {words.label.lower()}"
    said = option_words.shown(value, words.unit)
    return said if words.kind in ("choice", "path", "words", "text") else f"{words.label.lower()} {said}"


def number(field: OptionField) -> float | None:
    """What stands in it, as far as it is a number."""
    try:
        value = field.entry.value()
    except Unfit:
        return 1.0  # something is typed: it is not off
    return float(value) if isinstance(value, int | float) else None


def number_at(options: BaseModel, where: Where) -> float:
    """Of the options; 0 for what is none."""
    value = at(options, where)
    return float(value) if isinstance(value, int | float) else 0.0


def at(options: Any, where: Where) -> Any:
    """The value of a field."""
    for name in where:
        options = getattr(options, name)
    return options


def nested(kept: BaseModel, values: Mapping[Where, Any]) -> dict[str, Any]:
    """Plain values of all fields: those shown from `values`, the others as they were."""
    made: dict[str, Any] = {}
    for name in type(kept).model_fields:
        current = getattr(kept, name)
        if (name,) in values:
            made[name] = values[name,]
        elif isinstance(current, BaseModel):
            inner = {where[1:]: value for where, value in values.items() if where[0] == name}
            made[name] = nested(current, inner)
        else:
            made[name] = current
    return made
