"""Verdicts in words."""

import math
from dataclasses import replace

import pytest

from evopose.experiments.arms import EVOLVED
from evopose.experiments.findings import Finding, Row
from evopose.experiments.plans import Plan, Point
from evopose.experiments.report import text, verdicts
from evopose.experiments.spread import Spread
from evopose.experiments.trial import Trial

POINT = Point("ours", "", Trial(EVOLVED, 0), kind="evolved")
KNOWN = Spread(100.0, 90.0, 110.0)


def found(than_plain: Spread, than_control: Spread) -> Finding:
    row = Row(POINT, 10, 1, KNOWN, 50.0, 40.0, {"a": 100.0}, than_plain, than_control, "heading copies only")
    return Finding(Plan("recipes", "Every arm", "", "", (POINT,)), 2, (row,))


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Spread(0.22, 0.195, 0.239), "22.0 % less than plain (19.5 % to 23.9 %)"),
        (Spread(-0.033, -0.05, -0.01), "3.3 % more than plain (1.0 % to 5.0 %)"),
        (Spread(-0.033, -0.081, 0.015), "3.3 % more than plain (8.1 % more to 1.5 % less)"),
        (Spread(0.005, -0.012, 0.02), "0.5 % less than plain (1.2 % more to 2.0 % less)"),
        (Spread(-0.033, math.nan, math.nan), "3.3 % more than plain,"),
    ],
)
def test_a_verdict_says_more_or_less_and_never_a_share_below_zero(share, told):
    (sentence,) = verdicts(found(share, Spread(0.1, 0.05, 0.2)))
    assert told in sentence and sentence.endswith("10.0 % less than heading copies only (5.0 % to 20.0 %).")
    (other,) = verdicts(found(Spread(0.1, 0.05, 0.2), share))
    assert told.replace("plain", "heading copies only").rstrip(",") in other
    assert "-" not in sentence + other
    assert sentence in text([found(share, Spread(0.1, 0.05, 0.2))])


def test_there_is_no_verdict_on_what_is_held_against_nothing():
    whole = found(KNOWN, KNOWN)
    alone = replace(whole, rows=(replace(whole.rows[0], than_control=None),))
    assert not list(verdicts(alone))
