"""What a form says of a field of options: label, unit, range, choices, help; taken from the options class itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

UNITS: Mapping[str, str] = {"deg": "°", "mm": "mm", "m": "m", "px": "px", "s": "s", "percent": "%"}
"""By the last word of a field's name."""
_STEPS: Mapping[str, float] = {"°": 1, "mm": 1, "m": 0.1, "px": 1, "s": 1, "%": 1}
EMPTY: Mapping[str, str] = {"words": "all", "path": "none", "paths": "none", "validation": "a share of the clips"}
"""What leaving a field empty means: by its name, or else by its kind."""
_WORDS: Mapping[str, str] = {"sigma": "σ", "min": "least", "max": "most"}
Kind = Literal["number", "whole", "choice", "switch", "path", "paths", "words", "text", "part"]


@dataclass(frozen=True)
class Range:
    """Between which numbers a number must lie."""

    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: float) -> bool:
        """Whether the number is inside."""
        if self.low is not None and (value < self.low or (self.open_low and value == self.low)):
            return False
        return self.high is None or not (value > self.high or (self.open_high and value == self.high))

    def words(self, unit: str) -> str:
        """'0 to 180°', 'more than 1', 'at least 0'; empty without bounds."""
        low, high = (None if bound is None else _plain(bound) for bound in (self.low, self.high))
        above = low and (f"more than {low}" if self.open_low else f"at least {low}")
        below = high and (f"less than {high}" if self.open_high else f"at most {high}")
        end = joined("", unit).rstrip()
        if low and high and not (self.open_low or self.open_high):
            return f"{low} to {high}{end}"
        return " and ".join(part for part in (above, below) if part) + (end if above or below else "")


@dataclass(frozen=True)
class Wording:
    """Everything about one field."""

    name: str
    kind: Kind
    label: str
    unit: str = ""
    range: Range = Range()
    choices: tuple[str, ...] = ()
    optional: bool = False
    """Whether it may be left empty (None)."""
    tip: str = ""
    step: float = 1.0
    part: type[BaseModel] | None = None

    @property
    def empty(self) -> str:
        """What it means to leave it empty; '–' where that says enough."""
        return EMPTY.get(self.name) or EMPTY.get(self.kind) or ("–" if self.optional else "")

    def trouble(self, value: Any) -> str:
        """Why a number does not fit, in a sentence; empty if it does."""
        if value is None or self.kind not in ("number", "whole") or self.range.holds(value):
            return ""
        return f"{_plain(value)} does not fit: {self.range.words(self.unit)}."


def wording(name: str, field: FieldInfo) -> Wording:
    """Of one field of a pydantic class."""
    plain, metadata, optional = _unwrapped(field.annotation, list(field.metadata))
    stem, unit = _unit(name)
    kind = _kind(plain)
    return Wording(
        name=name,
        kind=kind,
        label=label(stem),
        unit=unit,
        range=_range(metadata),
        choices=tuple(map(str, get_args(plain))) if kind == "choice" else (),
        optional=optional,
        tip=" ".join((field.description or "").split()),
        step=_STEPS.get(unit, 1.0 if kind == "whole" else 0.05),
        part=plain if kind == "part" else None,
    )


def label(name: str) -> str:
    """'hip_min' → 'Hip least'."""
    words = " ".join(_WORDS.get(word, word) for word in name.split("_"))
    return words if words.startswith("σ") else words[:1].upper() + words[1:]


def title(part: type[BaseModel], name: str, heading: str = "") -> str:
    """Of a part of options: by its class ('LocalMutation' → 'Local mutation', 'ModelOptions' → 'Model'), or by the
    field's name below a heading that the class is named after ('LimitsSelection' in Selection → 'Limits')."""
    if heading and part.__name__.endswith(heading):
        return label(name)
    words = re.findall(r"[A-Z][a-z0-9]*", part.__name__)
    return label(" ".join(words).lower().removesuffix(" options"))


def tip(part: type[BaseModel]) -> str:
    """The help of a part."""
    return " ".join((part.__doc__ or "").split())


def shown(value: Any, unit: str = "") -> str:
    """A value as a form and a table show it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return joined(f"{value:,}".replace("-", "−"), unit)
    if isinstance(value, float):
        return joined((f"{value:,.6g}" if abs(value) >= 1000 else f"{value:.6g}").replace("-", "−"), unit)
    if isinstance(value, Path):
        return value.name
    if isinstance(value, tuple | list):
        return " ".join(map(str, value)) or "–"
    return str(value)


def _plain(number: float) -> str:
    """'1,000,000,000', '0.05'."""
    return f"{int(number):,}" if number == int(number) and abs(number) < 1e15 else f"{number:g}"


def joined(number: str, unit: str) -> str:
    """A number with its unit: degrees and per cent stand close."""
    return f"{number}{unit}" if unit in ("°", "%", "") else f"{number} {unit}"


def _unit(name: str) -> tuple[str, str]:
    stem, _, last = name.rpartition("_")
    return (stem, UNITS[last]) if stem and last in UNITS else (name, "")


def _unwrapped(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any], bool]:
    """The type itself, everything said of it, and whether None is allowed."""
    optional = False
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation, metadata = arguments[0], [*metadata, *arguments[1:]]
        elif origin in (Union, UnionType) and type(None) in arguments:
            optional = True
            annotation = next(argument for argument in arguments if argument is not type(None))
        else:
            return annotation, metadata, optional


def _range(metadata: list[Any]) -> Range:
    found: dict[str, Any] = {}
    for entry in [inner for each in metadata for inner in (each, *getattr(each, "metadata", ()))]:
        if getattr(entry, "ge", None) is not None:
            found |= {"low": entry.ge}
        if getattr(entry, "gt", None) is not None:
            found |= {"low": entry.gt, "open_low": True}
        if getattr(entry, "le", None) is not None:
            found |= {"high": entry.le}
        if getattr(entry, "lt", None) is not None:
            found |= {"high": entry.lt, "open_high": True}
    return Range(**found)


def _kind(plain: Any) -> Kind:
    origin, arguments = get_origin(plain), get_args(plain)
    if origin is Literal:
        return "choice"
    if origin in (tuple, list):
        return "paths" if arguments and arguments[0] is Path else "words"
    kinds: dict[Any, Kind] = {bool: "switch", int: "whole", float: "number", Path: "path"}
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        return "part"
    return kinds.get(plain, "text")
