"""The actions of the Population page and their keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from evostudio.actions import Action

if TYPE_CHECKING:
    from evostudio.pages.population.page import PopulationPage

LOOKS = (("front", "F2"), ("side", "F3"), ("top", "F4"), ("camera", "F5"))


def actions(page: PopulationPage) -> list[Action]:
    """All of them, in the order of the key map."""
    return [*_open(page), *_poses(page), *_choose(page), *_go(page), *_view(page)]


def _group(name: str, needs: Callable[[], bool] | None) -> Callable[..., Action]:
    def add(verb: str, text: str, keys: tuple[str, ...], do: Callable[..., object], *args: Any, **more: Any) -> Action:
        enabled = more.pop("needs", needs)
        return Action(f"population.{verb}", text, keys, partial(do, *args), name, enabled=enabled, **more)

    return add


def _open(page: PopulationPage) -> list[Action]:
    add = _group("Population", None)
    return [
        add("demo", "Open the demo population", (), page.choosing.show_demo),
        add("open", "Open a population…", ("Ctrl+Shift+O",), page.field.choose_files),
        add("export", "Export poses…", ("Ctrl+Shift+E",), page.chosen.export, needs=page.has_population),
        add("distributions", "Show its distributions", (), page.show_distributions, needs=page.has_population),
    ]


def _poses(page: PopulationPage) -> list[Action]:
    add = _group("Poses", page.chosen.is_any)
    like = "Sort by likeness to this pose, the nearest first; again: in order"
    send = "Each becomes a picture with its pose to refine: in the open project, or in one of their own"
    return [
        add("mark", "Mark, or not", ("M",), page.chosen.mark, tip="Marks are kept; the file is not changed"),
        add("bin", "Throw into the bin", ("Del", "Backspace"), page.chosen.throw, needs=page.chosen.can_throw),
        add("put_back", "Put back from the bin", ("Shift+Del",), page.chosen.put_back, needs=page.chosen.in_bin),
        add("like", "Poses like this one", ("L",), page.chosen.like, needs=page.chosen.can_compare, tip=like),
        add("send", "Send to Annotate", ("Ctrl+Return",), page.chosen.send, tip=send),
    ]


def _choose(page: PopulationPage) -> list[Action]:
    add = _group("Choose", page.has_population)
    return [
        add("all", "Choose all that are listed", ("Ctrl+A",), page.wall.select_all),
        add("none", "Choose none", ("Esc",), page.wall.clear_selection),
        add("show_all", "Show all poses", (), page.filters.clear),
        add("show_marked", "Show the marked ones", ("Shift+M",), page.wishing.show_marked),
        add("show_bin", "Look into the bin", ("Shift+B",), page.wishing.show_bin),
        add("search", "Search clips", ("Ctrl+F",), page.wishing.search),
    ]


def _go(page: PopulationPage) -> list[Action]:
    add = _group("Go", page.has_pose)
    return [
        add(
            "father",
            "To the parent whose skeleton it has",
            ("F",),
            page.going.to_parent,
            0,
            needs=page.chosen.has_parents,
        ),
        add("mother", "To the other parent", ("Shift+F",), page.going.to_parent, 1, needs=page.chosen.has_parents),
        add("back", "Back to the pose before", ("Alt+Left",), page.going.back, needs=lambda: page.going.can_go_back),
    ]


def _view(page: PopulationPage) -> list[Action]:
    add = _group("View", page.has_population)
    facing = "Everybody is seen from the front, however they stand in the world"
    return [
        add("facing", "Turn all to the camera", ("T",), page.toggle_facing, checked=page.is_facing, tip=facing),
        add("larger", "Larger tiles", ("+", "="), page.wall.step_tile_size, 1),
        add("smaller", "Smaller tiles", ("-",), page.wall.step_tile_size, -1),
        *(add(f"look_{name}", f"Look from: {name}", (key,), page.card.view.look, name) for name, key in LOOKS),
    ]
