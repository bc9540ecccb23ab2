"""The Distributions page on `evostudio --tour`: the sphere, the difference, points, a brush, the other tabs."""

from collections.abc import Callable, Iterator
from math import radians
from typing import TYPE_CHECKING

from evostudio.views.brush import Cap

if TYPE_CHECKING:
    from evostudio.pages.distributions.page import DistributionsPage

ALONE = {"arrangement": "one"}
FRONT = (radians(70), radians(0))


def tour(page: "DistributionsPage") -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture."""
    yield "brush", lambda: page.brushed.brush(-1, Cap(FRONT, radians(20)), True)
    yield "sphere", lambda: page.choose(projection="sphere", limb=1)
    if page.is_compared():
        yield (
            "difference",
            lambda: (page.cancel(), page.choose(projection="map", layer="difference", arrangement="one")),
        )
        yield "overlaid", lambda: page.choose(layer="after", arrangement="over")
    yield "points", lambda: (page.cancel(), page.choose(projection="map", points=True, arrangement="side"))
    yield "heading", lambda: page.choose(points=False, tab="body")
    yield "bones", lambda: page.choose(tab="bones")
    yield "keypoints", lambda: page.choose(tab="keypoints")
    yield "directions", lambda: page.choose(tab="directions", limb=3, layer="after")
