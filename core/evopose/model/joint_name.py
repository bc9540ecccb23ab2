"""How joints are called: `left_hip`, `l_hip`, `LHip`, `hip left` and `lhip` are one name."""

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SIDES = {"left": "left", "right": "right", "l": "left", "r": "right"}
_PAIRED = frozenset(
    {"hip", "knee", "ankle", "foot", "toe", "heel", "shoulder", "elbow", "wrist", "hand", "eye", "ear", "mouth"}
    | {"clavicle", "collar", "thumb", "index", "pinky"}
)
"""Words that a leading l or r may be glued to."""


def plain_name(name: str) -> str:
    """The name without a manner of writing: 'left', 'right' or nothing, then the words in lower case."""
    words = [word for found in _WORD.findall(name) for word in _unglued(found)]
    sides = [_SIDES[word] for word in words if word in _SIDES]
    return " ".join([*sides[:1], "".join(word for word in words if word not in _SIDES)])


def _unglued(word: str) -> tuple[str, ...]:
    word = word.lower()
    return (word[0], word[1:]) if word[0] in "lr" and word[1:] in _PAIRED else (word,)
