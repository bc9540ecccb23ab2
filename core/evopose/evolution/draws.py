"""Randomness that depends on seed, generation and the candidate's number alone: not on chunks, order or device.

Each number is a hash of a counter (as in Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), so
a run can be cut anywhere and a fused loop draws what the batched operators draw. torch's generators are sequences:
what they give depends on how many were drawn before.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import TypeAlias

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

Lane: TypeAlias = "int | Int[Tensor, ' n']"
"""Which of several numbers of one stream: one for all, or (below LANES) one for each candidate."""
LANES = 64

_MASK64 = (1 << 64) - 1


class Stream(IntEnum):
    """What a number decides. Values are fixed: they are part of what a seed means."""

    FATHER = 0
    MOTHER = 1
    EXCHANGE = 2
    ROOT = 3
    LOCAL_COIN = 4
    LOCAL_NOISE = 5
    LOCAL_AXIS = 6
    TORSO_COIN = 7
    TORSO_NOISE = 8
    TURN_COIN = 9
    TURN_NOISE = 10
    TURN_AXIS = 11
    LENGTH_COIN = 12
    LENGTH_NOISE = 13
    LENGTH_SCALE = 14
    GROUND = 15
    LIMITS = 16
    COPIES = 17
    GROUND_SELECTION = 18
    INTERSECTION = 19
    FRAME = 20
    NOVELTY = 21
    ACTIVE = 22
    VIEW = 23


def key(seed: int, generation: int, stream: int, lane: int = 0) -> int:
    """32 bits for one sequence of numbers (splitmix64 over its names)."""
    state = 0
    for word in (seed, generation, stream, lane):
        state = _splitmix((state ^ word) & _MASK64)
    return state >> 32


def _splitmix(x: int) -> int:
    x = (x + 0x9E3779B97F4A7C15) & _MASK64
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK64
    return x ^ (x >> 31)


@dataclass(frozen=True, eq=False)
class Draws:
    """The numbers of some candidates (or pairs) of one generation."""

    seed: int
    generation: int
    index: Int[Tensor, " n"]
    """int64: whose numbers."""

    def of(self, chosen: Tensor | slice) -> "Draws":
        """Those of some of them: a mask, positions or a slice."""
        return replace(self, index=self.index[chosen])

    def bits(self, stream: Stream, lane: Lane = 0) -> Int[Tensor, " n"]:
        """32 random bits each, as int32."""
        return mix(self._base ^ self._key(stream, lane))

    def coins(self, stream: Stream, chance: float, count: int) -> Bool[Tensor, "count n"]:
        """Whether the 24 bits of `uniform` are below ⌈chance · 2²⁴⌉, for lanes 0 … count − 1."""
        table = mix(self._base ^ self._keys(stream)[:count, None])
        return (table.bitwise_right_shift_(8).bitwise_and_(0xFFFFFF)) < math.ceil(chance * 2**24)

    def uniform(self, stream: Stream, lane: Lane = 0) -> Float[Tensor, " n"]:
        """float32, evenly in [0, 1): 24 bits."""
        bits = self.bits(stream, lane).bitwise_right_shift_(8).bitwise_and_(0xFFFFFF)
        return bits.to(torch.float32).mul_(2.0**-24)

    def normal(self, stream: Stream, lane: Lane = 0) -> Float[Tensor, " n"]:
        """float32 of N(0, 1), by Box and Muller of lanes 2·lane and 2·lane + 1."""
        far, angle = self.uniform(stream, 2 * lane), self.uniform(stream, 2 * lane + 1)
        return torch.sqrt(torch.log(1 - far).mul_(-2)).mul_(torch.cos(2 * torch.pi * angle))

    def below(self, stream: Stream, bound: int, lane: Lane = 0) -> Int[Tensor, " n"]:
        """int64, evenly in [0, bound); bound < 2³¹."""
        return ((self.bits(stream, lane).to(torch.int64) & 0xFFFFFFFF) * bound) >> 32

    def lanes(self, draw: Callable[[Stream, int], Tensor], stream: Stream, count: int) -> Tensor:
        """(count, n): one row for each lane of `uniform` or `normal`."""
        return torch.stack([draw(stream, lane) for lane in range(count)])

    def _key(self, stream: Stream, lane: Lane) -> "int | Int[Tensor, ' n']":
        if isinstance(lane, int):
            return _signed(key(self.seed, self.generation, stream, lane))
        return self._keys(stream).index_select(0, lane.reshape(-1)).view(lane.shape)

    def _keys(self, stream: Stream) -> Int[Tensor, " lanes"]:
        return torch.tensor(_lane_keys(self.seed, self.generation, stream), dtype=torch.int32, device=self.index.device)

    @cached_property
    def _base(self) -> Int[Tensor, " n"]:
        return mix(self.index.to(torch.int32) + _signed(key(self.seed, self.generation, -1)))


def mix(x: Int[Tensor, "*batch"]) -> Int[Tensor, "*batch"]:
    """A bijection of 32 bits in which each bit of what comes in flips about half of what goes out (int32)."""
    x = ((x >> 16).bitwise_and_(0xFFFF).bitwise_xor_(x)).mul_(0x21F0AAAD)
    x = ((x >> 15).bitwise_and_(0x1FFFF).bitwise_xor_(x)).mul_(0x735A2D97)
    return (x >> 15).bitwise_and_(0x1FFFF).bitwise_xor_(x)


@lru_cache(maxsize=256)
def _lane_keys(seed: int, generation: int, stream: int) -> tuple[int, ...]:
    return tuple(_signed(key(seed, generation, stream, lane)) for lane in range(LANES))


def _signed(bits: int) -> int:
    """The same 32 bits as a number that int32 can hold."""
    return bits - (1 << 32) if bits & 0x80000000 else bits
