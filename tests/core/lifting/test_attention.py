"""The learner of tokens."""

import pytest
import torch

from evopose.lifting.attention import Attention, Graph, attention_of, heads_of
from evopose.model.skeleton import H36M_17

ALL, GIVEN = range(17), range(1, 17)


@pytest.fixture
def learner() -> Attention:
    torch.manual_seed(0)
    return Attention(ALL, GIVEN, 32, 2, refines=True).eval()


def test_at_its_documented_size_it_has_about_three_million_parameters():
    assert sum(p.numel() for p in Attention(ALL, GIVEN, 256, 4).parameters()) == pytest.approx(3.1e6, rel=0.1)


def test_every_joint_that_is_seen_matters_for_every_one_that_is_given(learner):
    x = torch.randn(1, learner.inputs)
    slopes = torch.autograd.functional.jacobian(learner, x)[0, :, 0]
    assert slopes.shape == (48, 34 + 48)
    assert (slopes.abs() > 0).all()


def test_the_graph_passes_on_what_is_near_and_nothing_from_farther_than_its_reach():
    torch.manual_seed(0)
    graph = Graph(1)
    mixing = graph(torch.eye(17)[None, None])[0, 0].detach()
    ankle, names = H36M_17.index("rankle"), H36M_17.joints
    near = {names[k] for k in range(17) if mixing[ankle, k] != 0}
    assert near == {"rankle", "rknee", "rhip", "hip", "lhip", "spine"}


def test_poses_do_not_know_of_each_other(learner):
    x = torch.randn(5, learner.inputs)
    assert torch.allclose(learner(x)[3:4], learner(x[3:4]), atol=1e-5)


def test_joints_that_are_not_seen_are_still_given():
    learner = Attention([0, 3, 10], GIVEN, 16, 1)
    assert learner.inputs == 6
    assert learner(torch.randn(2, 6)).shape == (2, 48)


def test_a_state_makes_the_learner_that_it_came_from(learner):
    again = attention_of(learner.state_dict(), ALL, GIVEN)
    again.load_state_dict(learner.state_dict())
    x = torch.randn(2, learner.inputs)
    assert torch.equal(again.eval()(x), learner(x))


def test_heads_divide_the_width():
    assert {width: heads_of(width) for width in (8, 64, 96, 200, 256)} == {8: 1, 64: 2, 96: 3, 200: 5, 256: 8}


def test_a_lacking_block_is_told(learner):
    state = {name: value for name, value in learner.state_dict().items() if not name.startswith("blocks.0.")}
    with pytest.raises(ValueError, match=r"blocks are \[1\]"):
        attention_of(state, ALL, GIVEN)
