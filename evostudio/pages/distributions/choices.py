"""What the Distributions page is set to show: one frozen value."""

from dataclasses import dataclass
from typing import Literal

from evostudio.views.density_colours import Ramp
from evostudio.views.density_view import Projection

Layer = Literal["before", "after", "difference"]
Arrangement = Literal["side", "over", "one"]
Tab = Literal["directions", "body", "bones", "keypoints"]
TABS: tuple[Tab, ...] = ("directions", "body", "bones", "keypoints")
RIGHT_UPPER_ARM = 3
"""Position in LIMBS; the paper's Fig. 7 shows it."""
GAMMAS = (0.1, 1.0)
"""Least and most."""


@dataclass(frozen=True)
class Choices:
    """All switches of the page."""

    tab: Tab = "directions"
    limb: int = RIGHT_UPPER_ARM
    """Position in LIMBS of the direction that is shown large."""
    layer: Layer = "after"
    """What the small maps show, and the large one where it is alone."""
    arrangement: Arrangement = "side"
    """Before and after side by side; after with before as contours; or one alone."""
    projection: Projection = "map"
    points: bool = False
    """Single poses in place of the density."""
    bent: bool = True
    """Whether gamma is applied; else the scale is linear."""
    gamma: float = 0.5
    ramp: Ramp = "viridis"
    smooth: bool = False
    limits: bool = True
    """Whether the valid region is outlined."""

    @property
    def power(self) -> float:
        """What values are raised to."""
        return self.gamma if self.bent else 1.0
