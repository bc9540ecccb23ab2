"""The cascade of learners that lifts 2D to 3D (paper §4.2, Algorithm 3): names and shapes are the original's.

Each learner: linear, batch norm, ReLU, dropout; residual blocks of two of these; linear. The cascade's output is the
sum of its learners'. A learner whose input is as wide as the 2D and the 3D together is given the estimate so far too.
"""

import re
from collections.abc import Mapping
from typing import cast

import torch
from jaxtyping import Float
from torch import Tensor, nn

DROPOUT = 0.5
_STAGE = re.compile(r"(\d+)\.")
_BLOCK = re.compile(r"\d+\.res_blocks\.(\d+)\.")


class Block(nn.Module):
    """A residual block."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.w1, self.batch_norm1 = nn.Linear(width, width), nn.BatchNorm1d(width)
        self.w2, self.batch_norm2 = nn.Linear(width, width), nn.BatchNorm1d(width)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Float[Tensor, "n width"]) -> Float[Tensor, "n width"]:
        """x plus what two layers make of it."""
        y = self.dropout(torch.relu(self.batch_norm1(self.w1(x))))
        y = self.dropout(torch.relu(self.batch_norm2(self.w2(y))))
        out: Tensor = x + y
        return out


class Learner(nn.Module):
    """One stage."""

    def __init__(self, inputs: int, outputs: int, width: int, blocks: int) -> None:
        super().__init__()
        self.w1, self.batch_norm1 = nn.Linear(inputs, width), nn.BatchNorm1d(width)
        self.res_blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.w2 = nn.Linear(width, outputs)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """Its share of the estimate."""
        x = self.dropout(torch.relu(self.batch_norm1(self.w1(x))))
        for block in self.res_blocks:
            x = block(x)
        y: Tensor = self.w2(x)
        return y


class Cascade(nn.ModuleList):
    """Learners, one trained on what those before it left."""

    @property
    def learners(self) -> list[Learner]:
        """In order."""
        return cast("list[Learner]", list(self))

    @property
    def inputs(self) -> int:
        """Numbers that the first learner takes."""
        return self.learners[0].w1.in_features

    @property
    def outputs(self) -> int:
        """Numbers that come out."""
        return self.learners[0].w2.out_features

    def forward(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """The sum of all learners' outputs."""
        first, *others = self.learners
        estimate: Tensor = first(x)
        for learner in others:
            refines = learner.w1.in_features == self.inputs + self.outputs
            estimate = estimate + learner(torch.cat([x, estimate], dim=-1) if refines else x)
        return estimate


def cascade_of(state: Mapping[str, Tensor]) -> Cascade:
    """The cascade (for inference) whose parameters these are; ValueError says what does not fit."""
    stages = sorted({int(found[1]) for found in map(_STAGE.match, state) if found})
    if not stages or stages != list(range(len(stages))):
        raise ValueError(f"stages 0, 1, … were expected; it has {stages or 'none'} (first names: {_few(state)}).")
    cascade = Cascade([_learner(state, stage) for stage in stages])
    expected = cascade.state_dict()
    wrong = [name for name in expected if name in state and state[name].shape != expected[name].shape]
    lacking = [name for name in expected if name not in state and not name.endswith("num_batches_tracked")]
    extra = [name for name in state if name not in expected]
    for what, names in (("is lacking", lacking), ("is not of a cascade", extra), ("has another shape", wrong)):
        if names:
            raise ValueError(f"{names[0]} {what} ({len(names)} such names).")
    cascade.load_state_dict({**expected, **state})
    return cascade.requires_grad_(False).eval()


def _learner(state: Mapping[str, Tensor], stage: int) -> Learner:
    try:
        first, last = state[f"{stage}.w1.weight"], state[f"{stage}.w2.weight"]
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is lacking; names are {_few(state)}.") from None
    if first.ndim != 2 or last.ndim != 2:
        raise ValueError(f"the weights of stage {stage} are {tuple(first.shape)} and {tuple(last.shape)}, no matrices.")
    prefix = f"{stage}.res_blocks."
    blocks = {
        int(found[1]) for found in map(_BLOCK.match, (name for name in state if name.startswith(prefix))) if found
    }
    if blocks != set(range(len(blocks))):
        raise ValueError(f"stage {stage} has residual blocks {sorted(blocks)}; 0, 1, … were expected.")
    return Learner(first.shape[1], last.shape[0], first.shape[0], len(blocks))


def _few(state: Mapping[str, Tensor]) -> str:
    return ", ".join(list(state)[:4]) or "none"
