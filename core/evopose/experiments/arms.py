"""What is compared: the founders as they are, controls, and evolution by several recipes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evopose.errors import UnknownName
from evopose.evolution.experiment import ABLATIONS
from evopose.evolution.presets import ABOUT, PRESETS, merged
from evopose.evolution.recipe import Recipe


@dataclass(frozen=True)
class Arm:
    """One way from founders to a population."""

    name: str
    kind: Literal["plain", "control", "evolved"]
    about: str
    recipe: Recipe | None = None
    """Of what is evolved."""
    tilt_deg: float = 0.0
    """Of a control: standard deviation of the tilt of its copies."""
    scale: float = 0.0
    """Of a control: standard deviation of their size, as a share of it."""
    shipped_limits: bool = False
    """Selected by the joint limits that ship, whatever the others are by."""

    def described(self) -> dict[str, Any]:
        """All that its poses depend on, as plain values."""
        recipe = None if self.recipe is None else self.recipe.model_dump(mode="json")
        return {
            "kind": self.kind,
            "recipe": recipe,
            "tilt_deg": self.tilt_deg,
            "scale": self.scale,
            "shipped_limits": self.shipped_limits,
        }


PLAIN = Arm("plain", "plain", "The founders as they are.")
HEADING = Arm("heading copies only", "control", "The founders and copies of them turned to any heading.")
ROTATION = Arm(
    "rotation and scale only",
    "control",
    "Copies turned to any heading, tilted and of other sizes; no new body pose.",
    tilt_deg=15.0,
    scale=0.1,
)
EVOLVED = Arm("ours", "evolved", "The recipe frozen on the development part: the preset `lifting`.", PRESETS["lifting"])
CONTROLS = (HEADING, ROTATION)


def arms(names: Sequence[str] = ()) -> list[Arm]:
    """Plain, the controls, and what evolves: all, or those of these names; UnknownName for another."""
    known = {arm.name: arm for arm in (*_presets(), EVOLVED)}
    for name in names:
        if name not in known:
            raise UnknownName("arm", name, known)
    return [PLAIN, *CONTROLS, *(arm for name, arm in known.items() if not names or name in names)]


def of_mutation() -> tuple[Arm, ...]:
    """The paper's crossover alone and with its mutation, and so ours."""
    alone = merged(PRESETS["paper"], {"local": {"rate": 0.0}})
    presets = {arm.name: arm for arm in (*_presets(), *ablations())}
    return Arm("paper, crossover alone", "evolved", "", alone), presets["paper"], presets["ours, no mutation"], EVOLVED


def _presets() -> tuple[Arm, ...]:
    return tuple(Arm(name, "evolved", ABOUT[name], PRESETS[name]) for name in ("original", "paper", "default"))


def ablations() -> tuple[Arm, ...]:
    """Ours with one part changed. Without crossover nothing is exchanged, so all bones are in question."""
    shared = ("no crossover", "no mutation", "no torso mutation", "no joint limits")
    changes: Mapping[str, Mapping[str, Any]] = {
        **{what: ABLATIONS[what] for what in shared},
        "no novelty": {"selection": {"novelty": {"weight": 0.0}}},
        "no headings": {"orientation": PRESETS["default"].orientation.model_dump()},
    }
    ours = PRESETS["lifting"]
    each = [Arm(f"{EVOLVED.name}, {what}", "evolved", "", merged(ours, change)) for what, change in changes.items()]
    shipped = Arm(f"{EVOLVED.name}, shipped limits", "evolved", "", ours, shipped_limits=True)
    return (*each, shipped)
