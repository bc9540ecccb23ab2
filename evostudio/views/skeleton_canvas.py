"""What a 3D canvas is given to show, and what it must be able to do: the seam to the two back ends."""

from dataclasses import dataclass
from typing import Protocol

from evostudio.theme import Theme
from evostudio.views.orbit import Orbit
from evostudio.views.scene import Scene
from evostudio.views.skeleton_figure import Figure

LIGHT = (-0.48, -0.66, -0.58)
"""Towards the light, in the eye's frame (right, down, ahead): from its upper left; of length one."""
AMBIENT, DIFFUSE, SHINE, GLOSS_DOUBLINGS = 0.40, 0.64, 0.20, 4
"""Blinn–Phong: what light reaches the shade, what the sun adds, its reflection's strength and log₂ of its power."""


@dataclass(frozen=True, eq=False)
class Shot:
    """A scene from an eye."""

    scene: Scene | None
    figure: Figure | None
    orbit: Orbit
    title: str
    """Of the look, for the corner."""
    theme: Theme
    hint: str = ""
    """Said where there is nobody."""


class Canvas(Protocol):
    """A widget that shows one shot and knows nothing else. Mouse and keys go through it to the view."""

    def show_shot(self, shot: Shot) -> None:
        """Paint this at the next occasion."""
        ...
