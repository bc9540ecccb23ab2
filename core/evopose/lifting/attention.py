"""A learner of 17 tokens, one a joint: attention of all joints to all, beside a graph convolution on the skeleton.

Attention finds which joints matter for which in this pose (Vaswani et al. 2017); the graph passes on what neighbours
know whatever the pose, by weights learned for each distance along the bones (as in graph convolutions for lifting, Zhao
et al. 2019; side by side as in hybrids since). Each token begins with its own view of all joints, not of its own alone:
after as many steps the error was an eighth less. Of 256 numbers a token and 4 blocks it has 3.3 million parameters.
"""

import re
from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from evopose.lifting.learner import Learner, check_matrix, count_blocks
from evopose.model.skeleton import H36M_17

JOINTS = len(H36M_17.joints)
DROPOUT = 0.1
REACH = 4
"""Bones between two joints that the graph tells apart; what is farther is attention's."""
_HEAD = 32
"""Numbers of a head; fewer heads where they do not divide a token."""
_WIDENED = 3
"""How much wider the middle of the perceptron is."""
_BLOCK = re.compile(r"blocks\.(\d+)\.")


class Graph(nn.Module):
    """Mixes joints by fixed weights: those of each head, receiving joint and distance."""

    hops: Tensor

    def __init__(self, heads: int) -> None:
        super().__init__()
        distances = torch.arange(REACH + 1)[:, None, None]
        near = (_distances() == distances).float()
        self.register_buffer("hops", near / near.sum(dim=-1, keepdim=True).clamp(min=1), persistent=False)
        self.weights = nn.Parameter(torch.randn(heads, REACH + 1, JOINTS) / REACH**0.5)

    def forward(self, x: Float[Tensor, "n heads 17 size"]) -> Float[Tensor, "n heads 17 size"]:
        """For each joint the weighted means of those 0, 1, 2, … bones away."""
        return torch.einsum("hrj,rjk->hjk", self.weights, self.hops) @ x


class Mixed(nn.Module):
    """A block: attention and graph side by side, then a perceptron; each after layer norm, added to what came in."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads_of(width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.taken, self.joined = nn.Linear(width, 4 * width), nn.Linear(2 * width, width)
        self.graph = Graph(self.heads)
        self.widened, self.narrowed = nn.Linear(width, _WIDENED * width), nn.Linear(_WIDENED * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Float[Tensor, "n 17 width"]) -> Float[Tensor, "n 17 width"]:
        """Tokens that know more of each other."""
        taken = self.taken(self.norm1(x)).unflatten(-1, (4, self.heads, -1))
        query, key, value, passed = taken.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = torch.cat([scaled_dot_product_attention(query, key, value), self.graph(passed)], dim=1)
        x = x + self.dropout(self.joined(mixed.transpose(1, 2).flatten(2)))
        y = self.dropout(gelu(self.widened(self.norm2(x))))
        out: Tensor = x + self.dropout(self.narrowed(y))
        return out


class Attention(Learner):
    """Tokens of all 17 joints, also of those that are not seen."""

    def __init__(
        self,
        seen: Sequence[int],
        given: Sequence[int],
        width: int,
        blocks: int,
        dropout: float = DROPOUT,
        refines: bool = False,
    ) -> None:
        super().__init__()
        self.seen, self.given, self.refines, self.width = tuple(seen), tuple(given), refines, width
        self.begun = nn.Linear(self.inputs, JOINTS * width, bias=False)
        self.joints = nn.Parameter(torch.randn(JOINTS, width) * 0.1)
        self.blocks = nn.ModuleList(Mixed(width, dropout) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, 3)

    @property
    def inputs(self) -> int:
        """Two numbers a joint that is seen, and three of the estimate of each that is given."""
        return 2 * len(self.seen) + (3 * len(self.given) if self.refines else 0)

    @property
    def outputs(self) -> int:
        """Three numbers a joint that is given."""
        return 3 * len(self.given)

    def forward(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """Its share of the estimate."""
        tokens = self.joints + self.begun(x).reshape(-1, JOINTS, self.width)
        for block in self.blocks:
            tokens = block(tokens)
        out: Tensor = self.out(self.norm(tokens)[:, list(self.given)]).flatten(1)
        return out


def attention_of(state: Mapping[str, Tensor], seen: Sequence[int], given: Sequence[int]) -> Attention:
    """One of the shape that these parameters have; ValueError where they have none."""
    joints, begun = state.get("joints"), state.get("begun.weight")
    if joints is None or begun is None or joints.ndim != 2 or begun.ndim != 2:
        raise ValueError(f"joints or begun.weight is lacking, or no matrix; names are {', '.join(list(state)[:4])}.")
    blocks = count_blocks(state, _BLOCK)
    width = joints.shape[1]
    if not width:
        raise ValueError(f"joints is {tuple(joints.shape)}: a token is 1 wide or more.")
    check_matrix(state, "begun.weight", (JOINTS * width, begun.shape[1]))
    for block in range(blocks):
        check_matrix(state, f"blocks.{block}.taken.weight", (4 * width, width))
    return Attention(seen, given, width, blocks, refines=begun.shape[1] > 2 * len(seen))


def heads_of(width: int) -> int:
    """As many as divide the width and have about 32 numbers each."""
    return max(heads for heads in range(1, max(1, width // _HEAD) + 1) if width % heads == 0)


def _distances() -> Int[Tensor, "17 17"]:
    """Bones between any two joints."""
    apart = torch.full((JOINTS, JOINTS), JOINTS).fill_diagonal_(0)
    for joint, parent in enumerate(H36M_17.parents):
        if parent >= 0:
            apart[joint, :joint] = apart[parent, :joint] + 1
            apart[:joint, joint] = apart[joint, :joint]
    return apart
