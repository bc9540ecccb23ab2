"""Which joints of a motion file are which of the body, by their names."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evopose.resources import resource

_PREFIX = re.compile(r"^(character|mixamorig|bip|biped|skeleton|subject|actor|avatar|rig)\d*[_\s:.-]+", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_SIDES = {"l": "left", "left": "left", "r": "right", "right": "right"}


@dataclass(frozen=True)
class Anatomy:
    """Numbers of a rig's joints."""

    sided: dict[str, int]
    """'lhip', 'lknee', 'lankle', 'lshoulder', 'lelbow', 'lwrist' and the same with r."""
    thorax: int | None
    """Base of the neck."""
    skull: int | None
    """Where the head joins the neck."""
    top: int | None
    """Top of the head."""


def recognise(joints: Sequence[str]) -> Anatomy:
    """What the names say; sided joints that they do not name are left out."""
    known, names = _vocabulary(), [_words(joint) for joint in joints]
    sided = {}
    for side in ("left", "right"):
        for role, aliases in known["sided"].items():
            found = _first(names, [(side, alias) for alias in aliases])
            if found is not None:
                sided[side[0] + role] = found
    middle = {role: _first(names, [("", alias) for alias in aliases]) for role, aliases in known["middle"].items()}
    return Anatomy(sided, middle["thorax"], middle["skull"], middle["top"])


def missing(anatomy: Anatomy) -> list[str]:
    """Sided joints of H36M-17 that were not recognised."""
    return [side + role for side in "lr" for role in _vocabulary()["sided"] if side + role not in anatomy.sided]


def _first(names: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


@cache
def _vocabulary() -> dict[str, Any]:
    vocabulary: dict[str, Any] = json.loads(resource("motion_names.json").read_text(encoding="utf-8"))
    return vocabulary


@cache
def _words(joint: str) -> tuple[str, str]:
    """(side, the rest in small letters): 'mixamorig:LeftUpLeg', 'Bip01 L Thigh', 'upleg.L' and 'lfemur' alike."""
    tokens = [token.lower() for token in _TOKEN.findall(_PREFIX.sub("", joint.rsplit(":", 1)[-1]))]
    side = next((_SIDES[token] for token in tokens if token in _SIDES), "")
    rest = "".join(token for token in tokens if token not in _SIDES)
    if not side and rest[:1] in _SIDES and any(rest[1:] in aliases for aliases in _vocabulary()["sided"].values()):
        return _SIDES[rest[0]], rest[1:]
    return side, rest
