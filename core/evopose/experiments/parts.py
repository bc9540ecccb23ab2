"""The two parts of the motion capture: by one the recipe was chosen, on the other it is reported.

They share nobody, on neither side (docs/experiments.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Motion: TypeAlias = Literal["same", "other", "any"]
"""Clips of the kinds that evolution begins with, of others, or whatever."""


@dataclass(frozen=True)
class Cut:
    """Some clips of a file."""

    file: str
    people: tuple[str, ...] = ()
    """All if left out."""
    motion: Motion = "other"


@dataclass(frozen=True)
class Part:
    """Whom to begin with and whom to measure on."""

    source: Cut
    targets: Mapping[str, Cut]
    """The mean is over these."""
    beside: Mapping[str, Cut]
    """Measured too: people who were not seen, doing what was."""
    prior: tuple[Cut, ...]
    """What joint limits are learned from: nobody of the targets."""

    def cuts(self) -> tuple[Cut, ...]:
        """All of them."""
        return (self.source, *self.targets.values(), *self.beside.values(), *self.prior)


_WALKERS = ("03", "10", "16", "26", "27", "29", "32", "35")
_OTHERS = ("01", "06", "49", "88", "90", "135")
_WALKERS_BEFORE = ("07", "08", "09", "12")
_OTHERS_BEFORE = ("02", "05", "131")

PARTS: Mapping[str, Part] = {
    "development": Part(
        Cut("cmu", _WALKERS_BEFORE, "same"),
        {"cmu": Cut("cmu", _OTHERS_BEFORE), "snu_mrl": Cut("snu_mrl")},
        {"snu_mrl walks": Cut("snu_mrl", motion="same")},
        (Cut("cmu", (*_WALKERS_BEFORE, *_WALKERS, *_OTHERS), "any"),),
    ),
    "report": Part(
        Cut("cmu", _WALKERS, "same"),
        {"cmu": Cut("cmu", _OTHERS), "bandai1": Cut("bandai1"), "animated_drawings": Cut("animated_drawings")},
        {"bandai1 walks": Cut("bandai1", motion="same")},
        (Cut("cmu", (*_WALKERS, *_WALKERS_BEFORE, *_OTHERS_BEFORE), "any"), Cut("snu_mrl", motion="any")),
    ),
}
