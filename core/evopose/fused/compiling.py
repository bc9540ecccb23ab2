"""Compiling scalar loops: what all of them share, and where the machine code is kept."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
T = TypeVar("T")

# No flag that denies nan or infinity: degenerate poses are recognised by them.
_FLAGS = {"contract", "nsz", "arcp", "afn"}


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """The function as machine code, without Python's lock while it runs; compiled when first called.

    The code is kept beside the module, in the user's cache folder where that cannot be written, or in
    $NUMBA_CACHE_DIR; where nothing can be written each process compiles anew.
    """
    options: dict[str, Any] = {"nogil": True, "fastmath": _FLAGS, "error_model": "numpy"}
    try:
        made: Callable[P, T] = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # numba found no folder for its cache
        made = numba.njit(**options)(function)
    return made
