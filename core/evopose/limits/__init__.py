"""Joint limits: which limb directions a human body can take (paper §3.2; design §4; docs/limits.md)."""

from evopose.limits.akhter_black import AkhterBlackLimits
from evopose.limits.files import default, read, write
from evopose.limits.occupancy import OccupancyLimits
from evopose.limits.opening import opened
from evopose.limits.reasons import reasons

__all__ = ["AkhterBlackLimits", "OccupancyLimits", "default", "opened", "read", "reasons", "write"]
