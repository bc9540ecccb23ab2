"""Which keys do what: a preset and the user's own bindings over it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from PySide6.QtGui import QKeySequence

from evopose.errors import UnknownName
from evopose.resources import root

DEFAULT_PRESET = "EvoSkeleton"


class Bindable(Protocol):
    """What has an id ('annotate.turn_up': its scope before the point), a text, and keys of its own."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Preset:
    """A named set of bindings, from resources/keymaps."""

    name: str
    about: str = ""
    bindings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By action id; what is not here has the keys that the action itself names."""


@dataclass(frozen=True)
class KeyMap:
    """A preset with the user's bindings over it."""

    preset: Preset = Preset(DEFAULT_PRESET)
    overrides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, action: Bindable) -> tuple[str, ...]:
        """The keys of an action, in portable spelling ('Ctrl+Shift+P'); possibly none."""
        chosen = self.overrides.get(action.id, self.preset.bindings.get(action.id, action.keys))
        return tuple(normal(key) for key in chosen)

    def rebound(self, action: Bindable, keys: Iterable[str]) -> KeyMap:
        """With other keys for this action; its override vanishes where they are the preset's."""
        others = {name: bound for name, bound in self.overrides.items() if name != action.id}
        plain = replace(self, overrides=others)
        wanted = tuple(dict.fromkeys(normal(key) for key in keys))
        return plain if plain.keys(action) == wanted else replace(self, overrides=others | {action.id: wanted})

    def reset(self, action: Bindable) -> KeyMap:
        """With the preset's keys for this action."""
        return replace(self, overrides={name: keys for name, keys in self.overrides.items() if name != action.id})

    def is_own(self, action: Bindable) -> bool:
        """Whether the user bound it otherwise than the preset."""
        return action.id in self.overrides


@dataclass(frozen=True)
class Conflict:
    """A key that would do two things at once, and therefore neither."""

    key: str
    actions: tuple[Bindable, ...]

    def __str__(self) -> str:
        names = " and ".join(f"“{action.text}”" for action in self.actions)
        return f"{shown(self.key)} would do {names}; give one of them another key."


def conflicts(key_map: KeyMap, actions: Iterable[Bindable]) -> list[Conflict]:
    """All keys bound twice among actions that can be active together: of one scope, or one of them the window's."""
    users: dict[str, list[Bindable]] = {}
    for action in actions:
        for key in key_map.keys(action):
            users.setdefault(key, []).append(action)
    found = []
    for key, bound in users.items():
        meeting = [action for action in bound if any(_meet(action, other) for other in bound if other is not action)]
        if meeting:
            found.append(Conflict(key, tuple(meeting)))
    return found


def _meet(one: Bindable, other: Bindable) -> bool:
    scopes = {one.id.partition(".")[0], other.id.partition(".")[0]}
    return len(scopes) == 1 or "window" in scopes


def normal(key: str) -> str:
    """A key in Qt's portable spelling; the text itself where Qt does not know it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) or key


_SIGNS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "PgUp": "PgUp", "Return": "Enter"}


def shown(key: str) -> str:
    """A key as the screen shows it: the platform's spelling, arrows as arrows."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
    head, plus, last = text.rpartition("+")
    return f"{head}{plus}{_SIGNS[last]}" if last in _SIGNS else text


def presets() -> dict[str, Preset]:
    """All presets that ship, by name, the default first."""
    folder = root() / "keymaps"
    read = [_read(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return {preset.name: preset for preset in sorted(read, key=lambda preset: preset.name != DEFAULT_PRESET)}


def preset(name: str) -> Preset:
    """The preset called so; UnknownName otherwise."""
    known = presets()
    if name not in known:
        raise UnknownName("key map", name, known)
    return known[name]


def _read(text: str) -> Preset:
    data = json.loads(text)
    return Preset(data["name"], data["about"], {name: tuple(keys) for name, keys in data["bindings"].items()})
