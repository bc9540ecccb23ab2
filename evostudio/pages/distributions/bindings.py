"""Every action of the Distributions page, its keys and what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import radians
from typing import TYPE_CHECKING

from evopose.model.limb import LIMBS
from evostudio.actions import Action
from evostudio.pages.distributions.choices import TABS
from evostudio.pages.distributions.head import TITLES
from evostudio.pages.distributions.surveys import POINTS

if TYPE_CHECKING:
    from evostudio.pages.distributions.page import DistributionsPage

TURN = radians(10)
"""An arrow key turns the sphere by so much."""


def actions(page: DistributionsPage) -> list[Action]:
    """All of them."""
    return [*_limbs(page), *_shown(page), *_scale(page), *_sphere(page), *_poses(page), *_populations(page)]


def _chosen(page: DistributionsPage, field: str, value: object) -> Callable[[], bool]:
    """Whether a choice is this, asked again each time."""
    return lambda: bool(getattr(page.choices, field) == value)


def _limbs(page: DistributionsPage) -> list[Action]:
    return [
        Action(
            f"distributions.limb_{index + 1}",
            limb.name.capitalize(),
            (str(index + 1),),
            partial(page.choose, limb=index),
            "Direction",
            page.has_numbers,
            _chosen(page, "limb", index),
        )
        for index, limb in enumerate(LIMBS)
    ]


def _shown(page: DistributionsPage) -> list[Action]:
    def option(name: str, text: str, key: str, field: str, value: object, tip: str) -> Action:
        return Action(
            f"distributions.{name}",
            text,
            (key,),
            partial(page.choose, **{field: value}),
            "Show",
            page.is_compared,
            _chosen(page, field, value),
            tip=tip,
        )

    tabs = [
        Action(
            f"distributions.tab_{tab}",
            TITLES[tab],
            (f"Alt+{index + 1}",),
            partial(page.choose, tab=tab),
            "Tabs",
            page.has_numbers,
            _chosen(page, "tab", tab),
        )
        for index, tab in enumerate(TABS)
    ]
    return [
        option("layer_before", "Before", "B", "layer", "before", "The small maps show the population before."),
        option("layer_after", "After", "A", "layer", "after", "The small maps show the population after."),
        option(
            "layer_difference",
            "Difference",
            "D",
            "layer",
            "difference",
            "After less before: orange where there are more, blue where there are fewer.",
        ),
        option("side", "Side by side", "S", "arrangement", "side", "Before at the left, after at the right."),
        option("over", "Overlaid", "O", "arrangement", "over", "After, with before as contours of 50 and 90 %."),
        option("one", "Single", "W", "arrangement", "one", "One large chart of what the small maps show."),
        *tabs,
    ]


def _scale(page: DistributionsPage) -> list[Action]:
    def switch(name: str, text: str, key: str, field: str, tip: str) -> Action:
        return Action(
            f"distributions.{name}",
            text,
            (key,),
            lambda: page.choose(**{field: not getattr(page.choices, field)}),
            "Colours",
            page.has_numbers,
            lambda: bool(getattr(page.choices, field)),
            tip=tip,
        )

    def bend(step: float) -> Callable[[], None]:
        return lambda: page.choose(bent=True, gamma=page.choices.gamma + step)

    return [
        switch("points", "Points", "P", "points", f"Up to {POINTS:,} single poses in place of the density."),
        switch("smooth", "Smooth", "N", "smooth", "Each pose spread by 4° about its direction."),
        switch("limits", "Limits", "L", "limits", "The border of what the joint limits allow."),
        switch("gamma", "Gamma", "G", "bent", "Colours by a power of the density; off: in proportion to it."),
        Action(
            "distributions.gamma_down",
            "Gamma smaller: more of the rare",
            ("[",),
            bend(-0.05),
            "Colours",
            page.has_numbers,
            repeat=True,
        ),
        Action(
            "distributions.gamma_up",
            "Gamma larger: less of the rare",
            ("]",),
            bend(0.05),
            "Colours",
            page.has_numbers,
            repeat=True,
        ),
        Action(
            "distributions.ramp",
            "Other colours",
            ("C",),
            page.next_ramp,
            "Colours",
            page.has_numbers,
            tip="Viridis or magma.",
        ),
    ]


def _sphere(page: DistributionsPage) -> list[Action]:
    ways = {
        "left": (-TURN, 0.0, "Left"),
        "right": (TURN, 0.0, "Right"),
        "up": (0.0, TURN, "Up"),
        "down": (0.0, -TURN, "Down"),
    }
    return [
        Action(
            "distributions.sphere",
            "Sphere",
            ("M",),
            page.switch_projection,
            "Sphere",
            page.has_numbers,
            _chosen(page, "projection", "sphere"),
            tip="A sphere that turns in place of the flat map.",
        ),
        *(
            Action(
                f"distributions.turn_{name}",
                f"Turn {name}",
                (key,),
                partial(page.charts.turn, theta, phi),
                "Sphere",
                page.has_sphere,
                repeat=True,
            )
            for name, (theta, phi, key) in ways.items()
        ),
        Action("distributions.front", "Turn back to the front", ("Home",), page.face_front, "Sphere", page.has_sphere),
    ]


def _poses(page: DistributionsPage) -> list[Action]:
    return [
        Action(
            "distributions.open_population",
            "Open in Population",
            ("Ctrl+Return",),
            page.brushed.open_in_population,
            "Poses",
            page.brushed.has_pose,
            tip="The pose that is looked at, among all of its population.",
        ),
        Action(
            "distributions.clear",
            "Clear",
            ("Escape",),
            page.cancel,
            "Poses",
            page.brushed.is_any,
            tip="Forget the selection.",
        ),
    ]


def _populations(page: DistributionsPage) -> list[Action]:
    return [
        Action(
            "distributions.compare",
            "Compare with…",
            ("Shift+B",),
            page.head.ask_before,
            "Populations",
            page.has_numbers,
        ),
        Action(
            "distributions.swap", "Swap before and after", ("X",), page.choosing.swap, "Populations", page.is_compared
        ),
        Action("distributions.demo", "Show the demo population", (), page.choosing.show_demo, "Populations"),
        Action(
            "distributions.export",
            "Export…",
            ("Ctrl+Shift+E",),
            page.ask_export,
            "Populations",
            page.has_numbers,
            tip="What is shown as PNG, SVG or CSV; the whole report as JSON.",
        ),
    ]
