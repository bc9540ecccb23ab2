"""Sorting by sixteen bits at a time: stable either way, and with a step after each, so that it can be stopped."""

import numpy as np
from jaxtyping import Int, UInt

from evopose.jobs import Job, Progress
from evopose.model.array import NDArray

DIGIT = 16


def ranked(key: NDArray, descending: bool = False) -> Job[Int[NDArray, " m"]]:
    """Places of the keys in order (unsigned or floating, of 8 to 32 bits).

    Of equal ones the first first, nan last, in either direction. Radix sort, from the lowest digit: NumPy's stable sort
    of ten million 16-bit numbers takes 0.1 s, of as many 32-bit ones 2 s.
    """
    codes = _codes(key, descending)
    order = np.arange(len(codes), dtype=np.int32 if len(codes) < 2**31 else np.int64)
    passes = max(1, codes.dtype.itemsize * 8 // DIGIT)
    for number in range(passes):
        yield Progress(number, passes, "sorting")
        digit = (codes >> codes.dtype.type(number * DIGIT)).astype(np.uint16)
        order = order[np.argsort(digit if number == 0 else digit[order], kind="stable")]
    return order


def _codes(key: NDArray, descending: bool) -> UInt[NDArray, " m"]:
    """Whole numbers in the order of the keys."""
    if key.dtype.kind != "f":
        return key.max(initial=0) - key if descending else key
    unsigned = np.dtype(f"u{key.dtype.itemsize}")
    bits = np.ascontiguousarray(key).view(unsigned)
    sign = unsigned.type(1 << (8 * unsigned.itemsize - 1))
    codes = np.where(bits & sign, ~bits, bits | sign)
    if descending:
        codes = ~codes
    codes[np.isnan(key)] = np.iinfo(unsigned).max
    return codes
