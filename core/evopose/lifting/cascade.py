"""The cascade of learners that lifts 2D to 3D (paper §4.2, Algorithm 3).

Its output is the sum of its learners'. A learner whose input is as wide as the 2D and the 3D together is given the
estimate so far too.
"""

import re
from collections.abc import Mapping, Sequence
from typing import cast

import torch
from jaxtyping import Float
from torch import Tensor, nn

from evopose.lifting.attention import Attention, attention_of
from evopose.lifting.learner import Learner
from evopose.lifting.options import ModelOptions
from evopose.lifting.residual import Residual, residual_of

_STAGE = re.compile(r"(\d+)\.(.+)")


class Cascade(nn.ModuleList):
    """Learners of one kind, one trained on what those before it left."""

    @property
    def learners(self) -> list[Learner]:
        """In order."""
        return cast("list[Learner]", list(self))

    @property
    def inputs(self) -> int:
        """Numbers that the first learner takes."""
        return self.learners[0].inputs

    @property
    def outputs(self) -> int:
        """Numbers that come out."""
        return self.learners[0].outputs

    def forward(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """The sum of all learners' outputs."""
        first, *others = self.learners
        estimate: Tensor = first(x)
        for learner in others:
            estimate = estimate + learner(self.input_of(learner, x, estimate))
        return estimate

    def input_of(self, learner: Learner, x: Float[Tensor, "n inputs"], estimate: Float[Tensor, "n outputs"]) -> Tensor:
        """What a later learner is given: the 2D, with the estimate so far where it refines."""
        return torch.cat([x, estimate], dim=-1) if learner.inputs == x.shape[-1] + estimate.shape[-1] else x


def make_learner(model: ModelOptions, seen: Sequence[int], given: Sequence[int], number: int) -> Learner:
    """A new one, in training, for place `number` (from 0); drawn from torch's global generator: seed that before."""
    refines = model.refine and number > 0
    if model.learner == "attention":
        return Attention(seen, given, model.width, model.blocks, model.dropout, refines)
    inputs = 2 * len(seen) + (3 * len(given) if refines else 0)
    return Residual(inputs, 3 * len(given), model.width, model.blocks, model.dropout)


def cascade_of(state: Mapping[str, Tensor], seen: Sequence[int] = (), given: Sequence[int] = ()) -> Cascade:
    """The cascade (for inference) whose parameters these are; ValueError says what does not fit.

    `seen` and `given` are the joints that go in and come out, which learners of tokens must know.
    """
    cascade = Cascade([_learner(own, stage, seen, given) for stage, own in enumerate(_stages(state))])
    expected = cascade.state_dict()
    wrong = [name for name in expected if name in state and state[name].shape != expected[name].shape]
    lacking = [name for name in expected if name not in state and not name.endswith("num_batches_tracked")]
    extra = [name for name in state if name not in expected]
    bad = [name for name in expected if name in state and not bool(torch.isfinite(state[name]).all())]
    below = [name for name in state if name.endswith("running_var") and bool((state[name] < 0).any())]
    faults = (
        ("is lacking", lacking),
        ("is not of a cascade", extra),
        ("has another shape", wrong),
        ("has numbers that are not finite", bad),
        ("has variances below zero", below),
    )
    for what, names in faults:
        if names:
            raise ValueError(f"{names[0]} {what} ({len(names)} such names).")
    cascade.load_state_dict({**expected, **state})
    return cascade.requires_grad_(False).eval()


def _stages(state: Mapping[str, Tensor]) -> list[dict[str, Tensor]]:
    """What each stage has, in order."""
    stages: dict[int, dict[str, Tensor]] = {}
    for name, value in state.items():
        if found := _STAGE.match(name):
            stages.setdefault(int(found[1]), {})[found[2]] = value
    if not stages or sorted(stages) != list(range(len(stages))):
        few = ", ".join(list(state)[:4]) or "none"
        raise ValueError(f"stages 0, 1, … were expected; it has {sorted(stages) or 'none'} (first names: {few}).")
    return [stages[number] for number in range(len(stages))]


def _learner(state: Mapping[str, Tensor], stage: int, seen: Sequence[int], given: Sequence[int]) -> Learner:
    try:
        return attention_of(state, seen, given) if "joints" in state else residual_of(state)
    except ValueError as error:
        raise ValueError(f"stage {stage}: {error}") from None
