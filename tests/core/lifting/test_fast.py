"""Lifters made quick say what they said before."""

import pytest
import torch

from evopose.lifting import fast as module
from evopose.lifting.fast import FEW, ByCount, fast
from evopose.lifting.layers import CHUNK, HalfLayer, NotKept, keeps_float16, multiplies_bfloat16
from evopose.lifting.predictor import Predictor

HALVED = pytest.mark.skipif(not keeps_float16(), reason="torch has no products with float16 weights here")

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


@HALVED
@pytest.mark.parametrize("kind", KINDS[:3])
def test_few_poses_lose_less_than_many(make_lifter, pixels, intrinsics, kind):
    lifter, given = make_lifter(width=64, **kind), (pixels[:FEW], intrinsics[:FEW])
    whole, few, many = (
        float((fast(lifter, precision).predict(*given) - lifter.predict(*given)).norm(dim=-1).mean())
        for precision in ("float32", "auto", "bfloat16")
    )
    assert whole < few < many / 4


@HALVED
def test_a_pose_comes_out_the_same_alone_and_among_few(make_lifter, pixels):
    quick = fast(make_lifter(width=64))
    alone = torch.cat([quick.predict(pixels[row : row + 1]) for row in range(FEW)])
    assert torch.allclose(quick.predict(pixels[:FEW]), alone, atol=1e-6)


def test_what_lifts_few_is_made_when_few_come():
    made = []

    def make():
        made.append("few")
        return lambda x: x + 1

    either = ByCount(make, lambda x: x - 1)
    assert (float(either(torch.zeros(FEW + 1, 1))[0]), either(torch.zeros(0, 1)).shape, made) == (-1, (0, 1), [])
    assert [float(either(torch.zeros(count, 1))[0]) for count in (1, FEW)] == [1, 1]
    assert made == ["few"]


@HALVED
@pytest.mark.parametrize("place", [(3, slice(None)), (slice(None), 3), (5, 6)])
def test_weights_beyond_float16_are_lifted_as_many_are(make_lifter, pixels, place):
    lifter = make_lifter()
    lifter.cascade.learners[1].res_blocks[0].w2.weight[place] *= 1e8
    quick = fast(lifter)
    assert torch.allclose(quick.predict(pixels[:FEW]), quick.predict(pixels)[:FEW], rtol=1e-5)


def test_where_float16_is_not_to_be_had_few_are_lifted_as_many_are(make_lifter, pixels, monkeypatch):
    monkeypatch.setattr(module, "keeps_float16", lambda: False)
    quick = fast(make_lifter())
    assert torch.allclose(quick.predict(pixels[:1]), quick.predict(pixels)[:1], atol=1e-6)


@HALVED
def test_half_a_layer_keeps_what_goes_through_it_whole():
    """Numbers that go in or come out may be far beyond float16."""
    weight, bias = torch.tensor([[1.0, -2.0], [0.5, 0.25]]), torch.tensor([1e6, -1.0])
    x = torch.tensor([[1e7, 1e-9]])
    assert torch.allclose(HalfLayer(weight, bias, False)(x), x @ weight.T + bias)
    assert torch.equal(HalfLayer(-weight, -bias, True)(x), torch.zeros(1, 2))


@HALVED
@pytest.mark.parametrize("number", [7e4, 1e-7, torch.nan])
def test_half_a_layer_refuses_what_float16_does_not_keep(number):
    weight = torch.ones(3, 3)
    weight[1] = number
    with pytest.raises(NotKept):
        HalfLayer(weight, torch.zeros(3), False)


@pytest.mark.parametrize("count", [FEW, 6])
def test_what_is_not_seen_makes_nan_of_its_pose_alone(make_lifter, pixels, count):
    pixels[2, 5] = torch.nan
    lifted = fast(make_lifter()).predict(pixels[:count])
    assert torch.isnan(lifted[2]).all()
    assert torch.isfinite(lifted[torch.arange(count) != 2]).all()


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
