"""A lifter made ready to lift much, or at once: batch norms folded into the linears before them, and half the digits.

On a CPU that multiplies bfloat16, networks run in it: twice the speed, and less than half a millimetre of difference.
Weights are laid out for oneDNN once, not at each call (which is more than half of the time that one pose takes), where
this build of torch has it. A few poses at once are lifted by weights in float16, which is quicker for these and tells
a twentieth of the difference; so a pose comes out a little different among many than among few. Weights that change
later are not seen, or not by all: this is for lifters whose training is done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Literal, TypeAlias, cast

import torch
from jaxtyping import Float
from torch import Tensor, nn

from evopose.lifting.attention import Attention
from evopose.lifting.cascade import Cascade
from evopose.lifting.layers import CHUNK, HalfLayer, Layer, NotKept, keeps_float16, multiplies_bfloat16
from evopose.lifting.lifter import Lifter, Network
from evopose.lifting.options import Normalisation
from evopose.lifting.residual import Block, Residual

FEW = 4
"""Poses at once that float16 lifts quicker than bfloat16."""
_GPU_CHUNK = 1 << 16
_NARROWED = ("taken", "widened", "narrowed")
"""Layers of attention's blocks. What joins the heads stays: a sixth of the work, a third of the error."""
Precision: TypeAlias = Literal["auto", "float32", "bfloat16"]


@dataclass(frozen=True, eq=False)
class FastLifter:
    """A predictor: a lifter whose cascade something quicker stands for."""

    lifter: Lifter
    network: Network

    @property
    def seen(self) -> tuple[int, ...]:
        """Joints of H36M-17 that go in, in order."""
        return self.lifter.seen

    @property
    def given(self) -> tuple[int, ...]:
        """Joints that come out, in order."""
        return self.lifter.given

    @property
    def normalisation(self) -> Normalisation:
        """How the 2D is scaled."""
        return self.lifter.normalisation

    @property
    def metadata(self) -> Mapping[str, Any]:
        """As the lifter's."""
        return self.lifter.metadata

    @torch.inference_mode()
    def predict(
        self, pixels: Float[Tensor, "n 17 2"], intrinsics: Float[Tensor, "n 4"] | None = None
    ) -> Float[Tensor, "n 17 3"]:
        """As the lifter's, in the precision of the network."""
        return self.lifter.lifted(self.network, pixels, intrinsics)


def fast(lifter: Lifter, precision: Precision = "auto") -> FastLifter:
    """For inference where the lifter is; by the device alone, so that the same machine always says the same."""
    cascade, device = lifter.cascade, lifter.mean_2d.device
    auto = precision == "auto" and device.type == "cpu"
    narrow = precision == "bfloat16" or (auto and multiplies_bfloat16())
    many = _for_many(
        cascade, torch.bfloat16 if narrow else torch.float32, CHUNK if device.type == "cpu" else _GPU_CHUNK
    )
    halved = auto and keeps_float16() and all(isinstance(each, Residual) for each in cascade.learners)
    return FastLifter(lifter, ByCount(partial(_for_few, cascade, many), many) if halved else many)


def _for_many(cascade: Cascade, dtype: torch.dtype, chunk: int) -> Network:
    between = partial(Layer, dtype=dtype)
    learners: list[Folded | Narrowed] = [
        Folded(learner, between) if isinstance(learner, Residual) else Narrowed(cast("Attention", learner), dtype)
        for learner in cascade.learners
    ]
    return Summed(learners, cascade.inputs, chunk)


def _for_few(cascade: Cascade, otherwise: Network) -> Network:
    """Weights in float16; what is otherwise to be taken, where these cannot be."""
    try:
        return Summed([Folded(cast("Residual", each), HalfLayer) for each in cascade.learners], cascade.inputs, FEW)
    except NotKept:
        return otherwise


class ByCount:
    """Two networks for the same: one for a few poses at once, made when they first come, and one for many."""

    def __init__(self, make: Callable[[], Network], many: Network) -> None:
        self._make, self._many = make, many

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32."""
        return self._few(x) if 0 < len(x) <= FEW else self._many(x)

    @cached_property
    def _few(self) -> Network:
        return self._make()


class Summed:
    """The sum of learners, a chunk of poses at a time."""

    def __init__(self, learners: Sequence["Folded | Narrowed"], inputs: int, chunk: int) -> None:
        self._learners, self._inputs, self._chunk = learners, inputs, chunk

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32."""
        if len(x) <= self._chunk:
            return self._sum(x)
        return torch.cat([self._sum(chunk) for chunk in torch.split(x, self._chunk)])

    def _sum(self, x: Tensor) -> Tensor:
        first, *others = self._learners
        estimate = first(x)
        for learner in others:
            refines = learner.inputs > self._inputs
            estimate = estimate + learner(torch.cat([x, estimate], dim=-1) if refines else x)
        return estimate


class Folded:
    """A fully connected learner without its batch norms and dropouts; what runs along its blocks stays float32."""

    def __init__(self, learner: Residual, make: Callable[[Tensor, Tensor, bool], Layer | HalfLayer]) -> None:
        self.inputs = learner.inputs
        weights = _weights(learner)
        self._first = Layer(*next(weights), torch.float32)
        self._between = [make(*next(weights)) for _ in range(2 * len(learner.res_blocks))]
        self._last = Layer(*next(weights), torch.float32)

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32."""
        y = self._first(x)
        for one, two in zip(self._between[::2], self._between[1::2], strict=True):
            y += two(one(y))
        out: Tensor = self._last(y)
        return out


class Narrowed:
    """A learner of tokens, most linear layers of its blocks in a precision and all between them in float32."""

    def __init__(self, learner: Attention, dtype: torch.dtype) -> None:
        self.inputs = learner.inputs
        self._learner = deepcopy(learner).eval().requires_grad_(False)
        for block in self._learner.blocks:
            for name in _NARROWED:
                layer = getattr(block, name)
                setattr(block, name, _Widened(Layer(layer.weight, layer.bias, False, dtype)))

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32."""
        out: Tensor = self._learner(x)
        return out


class _Widened(nn.Module):
    """A layer that gives float32."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self._layer = layer

    def forward(self, x: Tensor) -> Tensor:
        return self._layer(x).float()


def _weights(learner: Residual) -> Iterator[tuple[Tensor, Tensor, bool]]:
    """Of each layer: matrix, bias, and whether a ReLU follows; one after the other, for they are float64."""
    yield *_fold(learner.w1, learner.batch_norm1), True
    for block in cast("list[Block]", list(learner.res_blocks)):
        yield *_fold(block.w1, block.batch_norm1), True
        yield *_fold(block.w2, block.batch_norm2), True
    yield learner.w2.weight.detach(), learner.w2.bias.detach(), False


def _fold(layer: nn.Linear, norm: nn.BatchNorm1d) -> tuple[Tensor, Tensor]:
    """A linear layer that does the batch norm's work besides, by its running mean and variance."""
    assert norm.running_mean is not None
    assert norm.running_var is not None
    scale = norm.weight.detach().double() / torch.sqrt(norm.running_var.double() + norm.eps)
    bias = (layer.bias.detach().double() - norm.running_mean.double()) * scale + norm.bias.detach().double()
    return layer.weight.detach().double() * scale[:, None], bias
