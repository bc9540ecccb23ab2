"""How long a run will take and how large it will be, before it begins. No torch: pages ask while one types."""

from collections.abc import Mapping
from dataclasses import dataclass

from evopose.evolution.budget import MOST_GENERATIONS, MOST_POSES, Target, bytes_a_pose, candidates, precise

SURVIVAL = 0.34
"""Share of candidates that survive, where nobody has measured it: with the default recipe, from CMU's poses."""
SURVIVALS: Mapping[str, float] = {"default": SURVIVAL, "lifting": 0.16, "paper": 0.6, "original": 0.98}
"""The same by preset."""
SPEED = 250_000.0
"""Candidates a second, where nobody has measured them."""
_START_S = 3.0
"""Loading torch and the joint limits."""


@dataclass(frozen=True)
class Estimate:
    """What is to be expected."""

    generations: int
    candidates: int
    poses: int
    """At the end, the founders among them."""
    seconds: float
    bytes: int
    """Of the files."""
    precision: str
    """float32, 0.1mm, …"""


def estimate(
    founders: int,
    target: Target,
    fraction: float,
    precision: str = "auto",
    speed: float = SPEED,
    survival: float = SURVIVAL,
) -> Estimate:
    """`speed` in candidates a second and `survival` as measured in earlier runs. BadOption for a wrong precision."""
    poses, tried, generations = float(founders), 0, 0
    last = target.generations if target.generations is not None else MOST_GENERATIONS
    goal = target.poses or MOST_POSES
    while poses < goal and generations < last:
        count = candidates(int(poses), fraction)
        share = min(1.0, (goal - poses) / max(count * survival, 1e-9))
        poses, tried, generations = poses + share * count * survival, tried + round(share * count), generations + 1
        if survival <= 0:
            break
    kept = precise(precision, target.most(founders, fraction))
    return Estimate(
        generations, tried, round(poses), _START_S + tried / max(speed, 1e-9), round(poses) * bytes_a_pose(kept), kept
    )
