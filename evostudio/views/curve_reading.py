"""What charts of curves say in words: numbers at their axes, and the values under the mouse; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log10
from typing import Protocol

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray
from evostudio.views.numerals import numeral

BEYOND = 3.0
"""So many times as high as usual, a curve is not kept in view where the others would be flattened."""
_SIZES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_LONGEST = 4
"""Digits that count before a letter; with more of them all are written out."""


class Named(Protocol):
    """A curve: what it is called, and its points."""

    @property
    def name(self) -> str: ...
    @property
    def x(self) -> Float[NDArray, " n"]: ...
    @property
    def y(self) -> Float[NDArray, " n"]: ...


def brief(number: float, step: float = 0.0) -> str:
    """'950', '12 k', '2.5 M': three digits that count, more where numbers a `step` apart would read alike."""
    digits = 3
    if step > 0 and number:
        digits = max(3, floor(log10(abs(number)) + 1e-9) - floor(log10(step) + 1e-9) + 1)
    if abs(number) >= 1e3 and digits > _LONGEST:
        return numeral(number, max(0, -floor(log10(step) + 1e-9)))
    size, letter = next(((size, f" {letter}") for size, letter in _SIZES if abs(number) >= size), (1.0, ""))
    return f"{number / size:.{digits}g}{letter}".replace("-", "−")


def usual_top(curves: Sequence[Named], alike: bool = True) -> tuple[float | None, tuple[str, ...]]:
    """How high curves go but for what leaves the others flat, whole curves and peaks of one, and the names of those
    that go higher; None: nothing is known. Curves that are not `alike`, as stages, are not measured by each other."""
    known = {curve.name: y for curve in curves if len(y := curve.y[np.isfinite(curve.y)])}
    if not known:
        return None, ()
    tops = {name: _top(y) for name, y in known.items()}
    most = BEYOND * sorted(tops.values())[(len(tops) - 1) // 2]
    usual = max([top for top in tops.values() if top <= most or not alike] or tops.values())
    return usual, tuple(name for name, y in known.items() if y.max() > usual)


def _top(y: Float[NDArray, " n"]) -> float:
    """Of one curve without its peaks: from where it begins it goes down, and stays about where it is most of the
    time."""
    return float(y[y <= BEYOND * max(abs(y[0]), abs(float(np.median(y))))].max())


def told(
    curves: Sequence[Named], at: tuple[float, float], near: float, most: int, across: str, words: Callable[[float], str]
) -> str:
    """The values of curves by the place `at` of the mouse, in numbers of the axes: those that have a point no farther
    than `near` across, the nearest first up to `most`; empty where there is none."""
    found: list[tuple[float, float, str]] = []
    for curve in curves:
        fine = np.isfinite(curve.y)
        x, y = curve.x[fine], curve.y[fine]
        if len(x) and x[0] - near <= at[0] <= x[-1] + near:
            place = int(np.argmin(np.abs(x - at[0])))
            found.append((abs(float(y[place]) - at[1]), float(x[place]), f"{curve.name}: {words(float(y[place]))}"))
    found = sorted(found)[: max(1, most)]
    return "\n".join([f"{found[0][1]:,.0f} {across}".rstrip(), *(line for _, _, line in found)]) if found else ""
