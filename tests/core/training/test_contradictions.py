"""Options that make no sense beside each other are refused by name before a run begins."""

from collections.abc import Callable
from typing import Any

import pytest

from evopose.errors import BadOption
from evopose.evolution.recipe import Views
from evopose.jobs import finish
from evopose.training.options import TrainOptions

Make = Callable[..., TrainOptions]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"views": Views(distance_min_m=9, distance_max_m=1)}, "--views.distance-min-m is 9 and .* above the greatest"),
        ({"views": Views(height_min_m=3, height_max_m=1)}, "--views.height-min-m is 3"),
        ({"warmup": 1000, "steps": 3}, "--warmup is 1,000 and a stage has 3 steps"),
        ({"kinds": ("",)}, "--kinds: one of them is empty"),
        ({"kinds": ("walk", " ")}, "--kinds: one of them is empty"),
        ({"joints": ("hip", "lhip", "hip", "rhip")}, "--joints: each is named once; hip is named 2 times"),
        ({"joints": ("hip", "head")}, "--joints: hip and head alone: no pose is told by so few; at least 3"),
        ({"joints": ("hip",)}, "--joints: hip alone"),
        ({"validation_share": 0.0, "patience": 3}, "--patience 3 .* nothing to validate on"),
        ({"validation_share": 1e-9, "patience": 3}, "--patience 3 .* nothing to validate on"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, Any], said: str, tiny: Make) -> None:
    options = tiny(**more)
    with pytest.raises(BadOption, match=said):
        finish(options.run())
    assert not options.out.exists()


def test_a_warmup_as_long_as_a_stage_is_allowed(tiny: Make) -> None:
    assert finish(tiny(warmup=6, patience=3, stages=1).run())["stages"] == 1
