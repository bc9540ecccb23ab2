"""Aiming evolution at what a lifter gets wrong: active selection, switched on for it."""

from pathlib import Path

from evostudio.views.options_form import OptionsForm

ACTIVE = ("recipe", "selection", "active")
LIFTER, WEIGHT = (*ACTIVE, "lifter"), (*ACTIVE, "weight")
STRENGTH = 0.5
"""Where it was off: of the children that the lifter gets right one in two does not survive."""


def aim(form: OptionsForm, lifter: Path) -> None:
    """Put the lifter into the form, and show where; how strongly stays as it was, unless it was off."""
    try:
        weight = float(form.fields[WEIGHT].entry.value())
    except (ValueError, TypeError):  # nothing that fits is typed there
        weight = 0.0
    form.put({LIFTER: lifter, WEIGHT: weight or STRENGTH})
    form.reveal(WEIGHT)
