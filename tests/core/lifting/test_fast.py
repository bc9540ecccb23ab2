"""Lifters made quick say what they said before."""

import pytest
import torch

from evopose.lifting.fast import CHUNK, fast, multiplies_bfloat16
from evopose.lifting.predictor import Predictor

KINDS = [
    {},
    {"refine": True, "flip": True},
    {"normalisation": "camera", "blocks": 2},
    {"learner": "attention", "refine": True, "normalisation": "pose"},
]


@pytest.mark.parametrize("kind", KINDS)
def test_folded_networks_say_the_same(make_lifter, pixels, intrinsics, kind):
    lifter = make_lifter(**kind)
    quick = fast(lifter, "float32")
    assert torch.allclose(quick.predict(pixels, intrinsics), lifter.predict(pixels, intrinsics), atol=1e-5)


@pytest.mark.skipif(not multiplies_bfloat16(), reason="this CPU does not multiply bfloat16")
@pytest.mark.parametrize("kind", KINDS)
def test_half_the_digits_change_little(make_lifter, pixels, intrinsics, kind):
    lifter = make_lifter(width=64, **kind)
    apart = fast(lifter, "bfloat16").predict(pixels, intrinsics) - lifter.predict(pixels, intrinsics)
    assert 0 < float(apart.norm(dim=-1).mean()) < 2e-3


def test_what_is_not_seen_makes_nan_of_its_pose_alone(make_lifter, pixels):
    pixels[2, 5] = torch.nan
    lifted = fast(make_lifter()).predict(pixels)
    assert torch.isnan(lifted[2]).all()
    assert torch.isfinite(lifted[[0, 1, 3, 4, 5]]).all()


def test_chunks_do_not_show(make_lifter, pixels):
    quick = fast(make_lifter(), "float32")
    many = pixels.repeat(CHUNK // 6 + 2, 1, 1)
    assert len(many) > CHUNK
    assert torch.allclose(quick.predict(many)[-6:], quick.predict(pixels), atol=1e-5)


@pytest.mark.parametrize("learner", ["residual", "attention"])
def test_nobody_is_lifted_where_nobody_came(make_lifter, pixels, learner):
    assert fast(make_lifter(learner=learner)).predict(pixels[:0]).shape == (0, 17, 3)


def test_it_is_a_predictor_as_the_lifter_is(make_lifter):
    lifter = make_lifter(normalisation="pose")
    for each in (lifter, fast(lifter)):
        assert isinstance(each, Predictor)
        assert (each.seen, each.given, each.normalisation) == (lifter.seen, lifter.given, "pose")


def test_the_lifter_itself_is_left_as_it_is(make_lifter, pixels):
    lifter = make_lifter(learner="attention")
    before = lifter.predict(pixels)
    fast(lifter).predict(pixels)
    assert torch.equal(lifter.predict(pixels), before)
