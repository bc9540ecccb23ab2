"""The Annotate page on `evostudio --tour`: a limb with its map, the truth for comparison, a view from the side."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from evopose.model.part import PARTS

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage


def tour(page: "AnnotatePage") -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and preparation of each picture; nothing is edited."""
    selection, look = page.selection, page.pose.view.look
    yield "limb", lambda: (page.navigator.step(1), selection.set(part=PARTS[2], ghost=True))
    yield "compare", lambda: (page.navigator.step(2), _compare(page))
    yield "side", lambda: (selection.set(compare=None, part=PARTS[7]), look("side"))
    yield "body", lambda: (look("camera"), selection.set(part=PARTS[0]))


def _compare(page: "AnnotatePage") -> None:
    truth = "truth" if page.document.truth is not None else None
    page.selection.set(ghost=False, compare=truth, part=PARTS[3])
