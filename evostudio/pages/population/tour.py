"""The Population page on `evostudio --tour`: a pose looked at, poses like one another, all turned to the camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage


def tour(page: PopulationPage) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture; nothing is marked."""
    yield "pose", lambda: page.going.to(_late(page))
    yield "alike", lambda: page.chosen.like() if page.chosen.can_compare() else None
    yield "facing", lambda: None if page.is_facing() else page.toggle_facing()


def _late(page: PopulationPage) -> int:
    """A pose that was bred, if any was: with a family."""
    return 0 if page.browser.table is None else len(page.browser.table) * 9 // 10
