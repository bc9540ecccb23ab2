"""Modules that need what is optional: they are loaded when work begins, and without it the way out is told."""

from importlib import import_module
from typing import Any

from evopose.errors import MissingDependency


def with_torch(module: str, who_needs: str) -> Any:
    """A module of ours. torch loads with it, which takes seconds: not before it is needed.

    MissingDependency, which begins with `who_needs` ("Training needs"), where a package is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("evopose"):
            raise
        raise MissingDependency(
            f"{who_needs} {error.name}, which is not installed: pip install 'evostudio[torch]'."
        ) from error
