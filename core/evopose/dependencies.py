"""Modules that need what is optional: they are loaded when work begins, and without it the way out is told."""

import os
from importlib import import_module
from typing import Any

from evopose.errors import MissingDependency

SPINS = 3000
"""Turns for which a thread of torch's that has done its part waits awake for the others. By itself it does so for a
hundred times as long: where other programs keep the cores, those that wait take them from those that are waited for."""


def with_torch(module: str, who_needs: str) -> Any:
    """A module of ours. torch loads with it, which takes seconds: not before it is needed.

    MissingDependency, which begins with `who_needs` ("Training needs"), where a package is not installed.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", str(SPINS))  # It is read once, when torch loads.
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("evopose"):
            raise
        raise MissingDependency(
            f"{who_needs} {error.name}, which is not installed: pip install 'evostudio[torch]'."
        ) from error
