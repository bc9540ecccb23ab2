"""What was done to make a child, as the bits of one small number; no torch, so that pages can read them."""

from collections.abc import Iterator, Mapping
from enum import IntFlag
from typing import Any

from evopose.evolution.roots import ROOTS

ROOT_BITS = 0xF
"""The lowest four bits of `operators`: position in `roots.ROOTS` plus one; 0 where nothing was exchanged."""


class Operator(IntFlag):
    """The other bits of `operators`: what else was done to a child."""

    LOCAL = 1 << 4
    TORSO = 1 << 5
    ORIENTATION = 1 << 6
    LENGTHS = 1 << 7


def root_of(operators: int) -> str:
    """Name of the joint at which the parents exchanged; '' where they did not."""
    number = operators & ROOT_BITS
    return ROOTS[number - 1].name if 0 < number <= len(ROOTS) else ""


def names(operators: int) -> tuple[str, ...]:
    """What was done, in words: crossover at a joint, then mutations."""
    return tuple(_names(operators))


def _names(operators: int) -> Iterator[str]:
    if root_of(operators):
        yield f"crossover at {root_of(operators)}"
    for operator in Operator:
        if operators & operator:
            yield str(operator.name).lower()


def legend() -> Mapping[str, Any]:
    """What the bits mean, for the metadata of a file."""
    return {
        "root_bits": ROOT_BITS,
        "roots": [root.name for root in ROOTS],
        "bits": {str(operator.name).lower(): int(operator) for operator in Operator},
    }
