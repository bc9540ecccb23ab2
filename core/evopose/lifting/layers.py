"""Linear layers for inference on a CPU: weights laid out once, in half the digits, and which of that this CPU does."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import linear

CHUNK = 1024
"""Poses that go through the network at once on a CPU: their numbers stay in its cache."""
_HALF = ("linear_prepack_fp16", "linear_dynamic_fp16", "linear_relu_dynamic_fp16")
_OF_BFLOAT16 = 2.0**-9
"""The most by which rounding to bfloat16 changes a number, as a share of it."""


class NotKept(ValueError):
    """Weights too large or too small for float16."""


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


class HalfLayer:
    """A linear layer whose weights are float16; all else of it is float32. FBGEMM's, for which see `keeps_float16`.

    With a few poses most of the time goes into reading weights. Each pose comes out the same, whoever comes with it.
    NotKept where float16 loses more of a row or a column of the weights than bfloat16 would.
    """

    def __init__(
        self, weight: Float[Tensor, "outputs inputs"], bias: Float[Tensor, " outputs"], rectified: bool
    ) -> None:
        weight = weight.float().contiguous()
        if not _kept(weight):
            raise NotKept("Some weights are beyond float16.")
        ops = torch.ops.quantized
        self._packed = ops.linear_prepack_fp16(weight, bias.float())
        self._product = (ops.linear_relu_dynamic_fp16 if rectified else ops.linear_dynamic_fp16).default

    def __call__(self, x: Float[Tensor, "n inputs"]) -> Float[Tensor, "n outputs"]:
        """float32, as `x` is."""
        y: Tensor = self._product(x, self._packed)
        return y


def multiplies_bfloat16() -> bool:
    """Whether this CPU does so by itself; without that, bfloat16 is slower than float32."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def keeps_float16() -> bool:
    """Whether torch has products here that read weights in float16: FBGEMM's, on x86 with AVX2 or more."""
    return torch.backends.quantized.engine in ("x86", "fbgemm") and all(
        hasattr(torch.ops.quantized, name) for name in _HALF
    )


def _kept(weight: Float[Tensor, "outputs inputs"]) -> bool:
    """Weights over 65504 would be cut off there, those under 0.00006 have fewer digits and at last none."""
    lost, size = (weight.half().float() - weight).abs(), weight.abs()
    return all(bool((lost.amax(way) <= _OF_BFLOAT16 * size.amax(way)).all()) for way in (0, 1))


def _lays_out() -> bool:
    """Whether torch was built with oneDNN, and with the operators that its own compiler uses."""
    return bool(torch.backends.mkldnn.is_available()) and all(  # type: ignore[no-untyped-call]
        hasattr(torch.ops.mkldnn, name) for name in ("_reorder_linear_weight", "_linear_pointwise")
    )
