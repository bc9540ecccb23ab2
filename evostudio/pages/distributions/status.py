"""What the status line says of the Distributions page."""

from evopose.model.limb import LIMBS
from evostudio.pages.distributions.brushing import Found
from evostudio.pages.distributions.choices import Choices


def selected(choices: Choices, found: Found | None) -> str:
    """The direction, and how many poses are selected."""
    name = LIMBS[choices.limb].name
    return name if found is None else f"{name}: {len(found.rows):,} poses selected"


def hint(choices: Choices, compared: bool) -> str:
    """What keys and mouse would do."""
    if choices.tab != "directions":
        return "Alt+1 directions   1–9 joint" if choices.tab == "keypoints" else "Alt+1 directions"
    mouse = "drag selects poses" if choices.projection == "map" else "drag turns   Shift+drag selects poses"
    keys = "B before  A after  D difference   S O W arrange   " if compared else ""
    return (
        f"1–9 direction   {keys}M {'sphere' if choices.projection == 'map' else 'map'}   P points   G gamma   {mouse}"
    )
