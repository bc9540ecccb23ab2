"""The paper's learner (§4.2; Martinez et al. 2017): names and shapes are the original's.

Linear, batch norm, ReLU, dropout; residual blocks of two of these; linear.
"""

import re
from collections.abc import Mapping

import torch
from jaxtyping import Float
from torch import Tensor, nn

from evopose.lifting.learner import Learner, check_matrix, count_blocks

DROPOUT = 0.5
_BLOCK = re.compile(r"res_blocks\.(\d+)\.")


class Block(nn.Module):
    """A residual block."""

    def __init__(self, width: int, dropout: float = DROPOUT) -> None:
        super().__init__()
        self.w1, self.batch_norm1 = nn.Linear(width, width), nn.BatchNorm1d(width)
        self.w2, self.batch_norm2 = nn.Linear(width, width), nn.BatchNorm1d(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Float[Tensor, "n width"]) -> Float[Tensor, "n width"]:
        """x plus what two layers make of it."""
        y = self.dropout(torch.relu(self.batch_norm1(self.w1(x))))
        y = self.dropout(torch.relu(self.batch_norm2(self.w2(y))))
        out: Tensor = x + y
        return out


class Residual(Learner):
    """Fully connected."""

    def __init__(self, inputs: int, outputs: int, width: int, blocks: int, dropout: float = DROPOUT) -> None:
        super().__init__()
        self.w1, self.batch_norm1 = nn.Linear(inputs, width), nn.BatchNorm1d(width)
        self.res_blocks = nn.ModuleList(Block(width, dropout) for _ in range(blocks))
        self.w2 = nn.Linear(width, outputs)
        self.dropout = nn.Dropout(dropout)

    @property
    def inputs(self) -> int:
        """Numbers that it takes."""
        return self.w1.in_features

    @property
    def outputs(self) -> int:
        """Numbers that it gives."""
        return self.w2.out_features

    def forward(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """Its share of the estimate."""
        x = self.dropout(torch.relu(self.batch_norm1(self.w1(x))))
        for block in self.res_blocks:
            x = block(x)
        y: Tensor = self.w2(x)
        return y


def residual_of(state: Mapping[str, Tensor]) -> Residual:
    """One of the shape that these parameters have; ValueError where they have none."""
    try:
        first, last = state["w1.weight"], state["w2.weight"]
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is lacking; names are {', '.join(list(state)[:4])}.") from None
    if first.ndim != 2 or last.ndim != 2:
        raise ValueError(f"its weights are {tuple(first.shape)} and {tuple(last.shape)}, no matrices.")
    blocks = count_blocks(state, _BLOCK)
    width = first.shape[0]
    if not width:
        raise ValueError(f"w1.weight is {tuple(first.shape)}: a learner is 1 wide or more.")
    check_matrix(state, "w2.weight", (last.shape[0], width))
    for block in range(blocks):
        for layer in ("w1", "w2"):
            check_matrix(state, f"res_blocks.{block}.{layer}.weight", (width, width))
    return Residual(first.shape[1], last.shape[0], width, blocks)
