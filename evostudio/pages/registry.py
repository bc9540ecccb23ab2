"""The pages there are, in the order of the rail. A page that is not built is not here, and not in the window."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from evostudio.pages.page import Page

PAGES: tuple[str, ...] = (
    "evostudio.pages.annotate.page:AnnotatePage",
    "evostudio.pages.evolve.page:EvolvePage",
    "evostudio.pages.population.page:PopulationPage",
    "evostudio.pages.distributions.page:DistributionsPage",
)
"""'module:Class'. Modules must be quick to import: what is heavy is imported when the page is made."""


def page_classes() -> list[type[Page]]:
    """The classes of all pages."""
    return [_load(target) for target in PAGES if _exists(target.partition(":")[0])]


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _load(target: str) -> type[Page]:
    module, _, name = target.partition(":")
    page: type[Page] = getattr(import_module(module), name)
    return page
