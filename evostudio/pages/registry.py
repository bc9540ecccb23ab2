"""The pages there are, in the order of the rail. A page that is not built is not here, and not in the window."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from evostudio.pages.page import Page
from evostudio.studio import Studio


@dataclass(frozen=True)
class PageEntry:
    """What the window knows of a page before it is visited; its module is imported when the page is made."""

    name: str
    title: str
    key: str
    target: str
    """'module:Class'."""
    needs_project: bool = False

    @property
    def icon(self) -> str:
        """Its file in resources/icons, without '.svg'."""
        return self.name

    @property
    def page_class(self) -> type[Page]:
        """Its class, imported."""
        module, _, name = self.target.partition(":")
        page: type[Page] = getattr(import_module(module), name)
        return page

    def __call__(self, studio: Studio) -> Page:
        """The page itself."""
        return self.page_class(studio)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("annotate", "Annotate", "Ctrl+1", "evostudio.pages.annotate.page:AnnotatePage", needs_project=True),
    PageEntry("evolve", "Evolve", "Ctrl+2", "evostudio.pages.evolve.page:EvolvePage"),
    PageEntry("population", "Population", "Ctrl+3", "evostudio.pages.population.page:PopulationPage"),
    PageEntry("distributions", "Distributions", "Ctrl+4", "evostudio.pages.distributions.page:DistributionsPage"),
    PageEntry("train", "Train", "Ctrl+5", "evostudio.pages.train.page:TrainPage"),
)
