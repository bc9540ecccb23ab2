"""An order of n things that is drawn at random and told place by place, without a list of it."""

import numpy as np
from jaxtyping import Int

from evopose.fused.compiling import compiled, inlined
from evopose.model.array import NDArray


def shuffled(first: int, count: int, size: int, key: int) -> Int[NDArray, " count"]:
    """What stands at places first … first + count − 1 of an order of 0 … size − 1 (int64); `key`, 64 bits, draws it.

    A bijection of as many bits as `size` needs, walked on from what is too great until it is not (Black and Rogaway,
    "Ciphers with arbitrary finite domains", 2002): all of `size` places together hold each number once.
    """
    places = np.empty(count, np.int64)
    bits = max(1, int(size - 1).bit_length())
    words = np.array([(key >> (16 * part)) & 0xFFFF for part in range(4)], np.int64)
    _shuffled(first, size, bits, words, places)
    return places


@compiled
def _shuffled(first: int, size: int, bits: int, words: NDArray, places: NDArray) -> None:
    mask = (1 << bits) - 1
    half = max(1, bits // 2)
    for i in range(len(places)):
        x = _mixed(first + i, mask, half, words)
        while x >= size:
            x = _mixed(x, mask, half, words)
        places[i] = x


@inlined
def _mixed(x: int, mask: int, half: int, words: NDArray) -> int:
    """Of so many bits as many others, one to one: each step can be undone."""
    for word in words:
        x = (x + word * 0x9E3779B1 + 0x7F4A7C15) & mask
        x = (x * 0x2C1B3C6D) & mask
        x ^= x >> half
        x = (x * 0x297A2D39) & mask
        x ^= x >> half
    return x
