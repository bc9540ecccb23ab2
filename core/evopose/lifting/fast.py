"""A lifter made ready to lift much, or at once: batch norms folded into the linears before them, and half the digits.

On a CPU that multiplies bfloat16, networks run in it: twice the speed, and less than half a millimetre of difference.
Weights are laid out for oneDNN once, not at each call (which is more than half of the time that one pose takes), where
this build of torch has it. Weights that change later are not seen: this is for lifters whose training is done.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn.functional import linear

from evopose.lifting.attention import Attention
from evopose.lifting.lifter import Lifter, Network
from evopose.lifting.options import Normalisation
from evopose.lifting.residual import Block, Residual

CHUNK = 1024
"""Poses that go through the network at once on a CPU: their numbers stay in its cache."""
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
    device = lifter.mean_2d.device
    half = precision == "bfloat16" or (precision == "auto" and device.type == "cpu" and multiplies_bfloat16())
    dtype = torch.bfloat16 if half else torch.float32
    learners: list[Folded | Narrowed] = [
        Folded(learner, dtype) if isinstance(learner, Residual) else Narrowed(cast("Attention", learner), dtype)
        for learner in lifter.cascade.learners
    ]
    chunk = CHUNK if device.type == "cpu" else _GPU_CHUNK
    return FastLifter(lifter, Summed(learners, lifter.cascade.inputs, chunk))


def multiplies_bfloat16() -> bool:
    """Whether this CPU does so by itself; without that, bfloat16 is slower than float32."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


class Summed:
    """The sum of learners, a chunk of poses at a time."""

    def __init__(self, learners: Sequence["Folded | Narrowed"], inputs: int, chunk: int) -> None:
        self._learners, self._inputs, self._chunk = learners, inputs, chunk

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32."""
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

    def __init__(self, learner: Residual, dtype: torch.dtype) -> None:
        self.inputs = learner.inputs
        first, *between, last = _weights(learner)
        self._first, self._last = Layer(*first, torch.float32), Layer(*last, torch.float32)
        self._between = [Layer(*weights, dtype) for weights in between]

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32."""
        y = self._first(x)
        for one, two in zip(self._between[::2], self._between[1::2], strict=True):
            y += two(one(y))
        out: Tensor = self._last(y)
        return out


class Layer:
    """A linear layer in some precision, with a ReLU behind it or none.

    No module of torch's: with one pose, what these do around each call would take a quarter of the time.
    """

    def __init__(self, weight: Tensor, bias: Tensor, rectified: bool, dtype: torch.dtype) -> None:
        self._weight, self._bias, self._rectified = weight.to(dtype).contiguous(), bias.to(dtype), rectified
        self._laid = weight.device.type == "cpu" and dtype == torch.bfloat16 and _lays_out()
        if self._laid:
            self._weight = torch.ops.mkldnn._reorder_linear_weight(self._weight, CHUNK)
            self._product = torch.ops.mkldnn._linear_pointwise.default
            self._after = "relu" if rectified else "none"

    def __call__(self, x: Float[Tensor, "*n inputs"]) -> Float[Tensor, "*n outputs"]:
        """In its precision."""
        x = x.to(self._bias.dtype)
        if self._laid:
            y: Tensor = self._product(x, self._weight, self._bias, self._after, [], "")
            return y
        y = linear(x, self._weight, self._bias)
        return torch.relu_(y) if self._rectified else y


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
    """Of each layer: matrix, bias, and whether a ReLU follows."""
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


def _lays_out() -> bool:
    """Whether torch was built with oneDNN, and with the operators that its own compiler uses."""
    return bool(torch.backends.mkldnn.is_available()) and all(  # type: ignore[no-untyped-call]
        hasattr(torch.ops.mkldnn, name) for name in ("_reorder_linear_weight", "_linear_pointwise")
    )
