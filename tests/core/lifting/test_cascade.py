"""Cascades in the original's layout."""

import re
from pathlib import Path

import pytest
import torch
from torch import Tensor

from evopose.lifting.cascade import Cascade, cascade_of
from evopose.lifting.residual import Residual


def state(inputs: int = 6, outputs: int = 9, refine: bool = False) -> dict[str, Tensor]:
    """Two stages with numbers of their own."""
    torch.manual_seed(3)
    second = inputs + outputs if refine else inputs
    cascade = Cascade([Residual(inputs, outputs, 8, 2), Residual(second, outputs, 8, 2)])
    return {name: value + 0.3 if value.is_floating_point() else value for name, value in cascade.state_dict().items()}


def test_names_and_shapes_are_the_originals(shared_data: Path):
    text = (shared_data / "fixtures" / "cascade_state_dict_keys.txt").read_text()
    expected = dict(re.findall(r"(\S+) (\(.*?\))", text))
    ours = Cascade([Residual(32, 48, 1024, 2), Residual(32, 48, 1024, 2)]).state_dict()
    assert {name: str(tuple(value.shape)) for name, value in ours.items()} == expected


def test_a_state_makes_the_network_that_it_came_from():
    given = state()
    made = cascade_of(given)
    assert set(made.state_dict()) == set(given)
    assert all(torch.equal(value, given[name]) for name, value in made.state_dict().items())
    assert not made.training
    assert (made.inputs, made.outputs) == (6, 9)


def test_the_output_is_the_sum_of_all_stages_on_the_same_input():
    made = cascade_of(state())
    x = torch.randn(5, 6)
    first, second = made.learners
    assert torch.allclose(made(x), first(x) + second(x))


def test_a_block_computes_what_its_equation_says():
    block = cascade_of(state()).learners[0].res_blocks[0]
    x = torch.randn(5, 8)

    def layer(y: Tensor, weights: torch.nn.Linear, norm: torch.nn.BatchNorm1d) -> Tensor:
        y = y @ weights.weight.T + weights.bias
        y = (y - norm.running_mean) / torch.sqrt(norm.running_var + norm.eps) * norm.weight + norm.bias
        return torch.relu(y)

    expected = x + layer(layer(x, block.w1, block.batch_norm1), block.w2, block.batch_norm2)
    assert torch.allclose(block(x), expected, atol=1e-5)


def test_a_wider_later_stage_sees_the_estimate_so_far():
    made = cascade_of(state(refine=True))
    x = torch.randn(5, 6)
    first, second = made.learners
    assert torch.allclose(made(x), first(x) + second(torch.cat([x, first(x)], dim=1)))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda s: s.clear(), "none"),
        (lambda s: s.pop("0.w2.bias"), "0.w2.bias is lacking"),
        (lambda s: s.pop("1.w1.weight"), "stage 1: w1.weight is lacking"),
        (lambda s: s.update({"0.extra": torch.zeros(1)}), "0.extra is not of a cascade"),
        (lambda s: s.update({"0.w2.bias": torch.zeros(4)}), "0.w2.bias has another shape"),
        (lambda s: s.update({"0.w1.weight": torch.zeros(4)}), "no matrices"),
        (lambda s: [s.pop(name) for name in list(s) if name.startswith("0.")], "expected; it has"),
        (lambda s: [s.pop(name) for name in list(s) if name.startswith("0.res_blocks.0.")], "its blocks are"),
    ],
)
def test_what_does_not_fit_is_told(spoil, told):
    given = state()
    spoil(given)
    with pytest.raises(ValueError, match=re.escape(told)):
        cascade_of(given)
