"""What the literature agrees on about Human3.6M: who is trained and tested on, and what the actions are called."""

from collections.abc import Mapping
from types import MappingProxyType

ACTIONS = (
    "Directions", "Discussion", "Eating", "Greeting", "Phoning", "Photo", "Posing", "Purchases", "Sitting",
    "SittingDown", "Smoking", "Waiting", "WalkDog", "WalkTogether", "Walking",
)  # fmt: skip
"""All fifteen, in the order of tables."""
TRAIN = ("S1", "S5", "S6", "S7", "S8")
TEST = ("S9", "S11")
SECONDS = 0.02
"""From frame to frame: 50 frames a second."""
_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {"takingphoto": "Photo", "walkingdog": "WalkDog", "walkingtogether": "WalkTogether"}
    | {action.lower(): action for action in ACTIONS}
)


def action_of(name: str) -> str:
    """What the literature calls the action of a recording ('WalkingDog 1' is 'WalkDog'); the name itself elsewhere."""
    plain = name.rstrip("0123456789 _").replace(" ", "")
    return _OTHERWISE.get(plain.lower(), plain or name)
