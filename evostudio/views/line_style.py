"""How the nine limb directions are told apart in charts: side by colour, limb by the kind of line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from evopose.model.limb import LIMBS
from evostudio.theme import Theme

_KINDS = {
    "upper arm": Qt.PenStyle.SolidLine,
    "forearm": Qt.PenStyle.DashLine,
    "thigh": Qt.PenStyle.DashDotLine,
    "shin": Qt.PenStyle.DotLine,
    "head": Qt.PenStyle.SolidLine,
}
_RUNS = ("accent", "right", "done", "other", "uncertain", "invalid")
_RUN_KINDS = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DotLine)


@dataclass(frozen=True)
class LineStyle:
    """Of one curve."""

    colour: str
    """A use of the theme."""
    kind: Qt.PenStyle

    def pen(self, theme: Theme, width: float = 1.0, alpha: float = 1.0) -> QPen:
        """To draw it with."""
        return QPen(theme.colour(self.colour, alpha), width, self.kind)


def of_direction(position: int) -> LineStyle:
    """Of one of the nine, by its position in LIMBS."""
    side, _, limb = LIMBS[position].name.partition(" ")
    if not limb:
        return LineStyle("middle", _KINDS[side])
    return LineStyle(side, _KINDS[limb])


def of_run(position: int) -> LineStyle:
    """Of one of several runs that are compared."""
    return LineStyle(_RUNS[position % len(_RUNS)], _RUN_KINDS[position // len(_RUNS) % len(_RUN_KINDS)])
