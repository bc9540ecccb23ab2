"""Compiling scalar loops: what all of them share, and where the machine code is kept."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba

P = ParamSpec("P")
T = TypeVar("T")

# No flag that denies nan or infinity: degenerate poses are recognised by them. None that permits estimates of
# quotients and roots: they differ between makes of processors.
_FLAGS = {"contract", "nsz", "reassoc"}


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """The function as machine code, without Python's lock while it runs; compiled when first called.

    The code is kept beside the module, in the user's cache folder where that cannot be written, or in
    $NUMBA_CACHE_DIR; where nothing can be written each process compiles anew.
    """
    return _made(function, forceinline=False)


def inlined(function: Callable[P, T]) -> Callable[P, T]:
    """The same, put into each function that calls it: handing on many numbers, and arrays with their reference
    counts, costs more than these small functions themselves (breeding took 1.6 times as long)."""
    return _made(function, forceinline=True)


def _made(function: Callable[P, T], **inlining: bool) -> Callable[P, T]:
    options: dict[str, Any] = {"nogil": True, "fastmath": _FLAGS, "error_model": "numpy", **inlining}
    try:
        made = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # numba found no folder for its cache
        made = numba.njit(**options)(function)
    kept: Any = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if hasattr(kept, "_source_stamp"):
        kept._source_stamp = _stamp()
    loops: Callable[P, T] = made
    return loops


@cache
def _stamp() -> str:
    """Of all loops together: they hold code of each other, but numba looks at the module of each alone, so that a
    change in one would go unnoticed in those that call it."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
