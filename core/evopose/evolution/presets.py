"""Recipes by name: the paper's, the released code's, and ours; and recipes kept in files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evopose.errors import BadFile, MissingFile, UnknownName
from evopose.evolution.recipe import (
    CopySelection,
    Crossover,
    IntersectionSelection,
    Lengths,
    LocalMutation,
    NoveltySelection,
    Orientation,
    Recipe,
    Selection,
    TorsoMutation,
)
from evopose.io.aside import write_aside

DEFAULT = "default"

PRESETS: Mapping[str, Recipe] = {
    "default": Recipe(
        local=LocalMutation(rate=1.0, sigma_deg=45.0, noise="sphere"),
        torso=TorsoMutation(rate=0.2, sigma_deg=6.0),
        orientation=Orientation(rate=0.2),
        selection=Selection(intersection=IntersectionSelection(weight=1.0)),
    ),
    "lifting": Recipe(
        local=LocalMutation(rate=0.35, sigma_deg=45.0, noise="sphere", bones="all"),
        torso=TorsoMutation(rate=0.5, sigma_deg=12.0),
        orientation=Orientation(rate=1.0, axis="heading", sigma_deg=15.0),
        selection=Selection(intersection=IntersectionSelection(weight=1.0), novelty=NoveltySelection(weight=1.0)),
    ),
    "paper": Recipe(
        crossover=Crossover(carry="global"),
        lengths=Lengths(source="other"),
        selection=Selection(copies=CopySelection(weight=0.0)),
    ),
    "original": Recipe(
        crossover=Crossover(head=False),
        local=LocalMutation(noise="axis"),
        orientation=Orientation(sigma_deg=60.0, axis="coordinate"),
        lengths=Lengths(source="other", bones="limbs"),
        selection=Selection(copies=CopySelection(weight=0.0)),
    ),
}
"""`default`: what brought evolved poses nearest to real ones that evolution had not seen, and still looks like people
(docs/evolution.md). `lifting`: what lifters learned most from, frozen on other people than those it is reported on
(docs/experiments.md, where it is called ours). `paper`: equations 3 to 5 as they are written: global bone vectors
change places, lengths and all. `original`: what the released code does by default: heads and trunks never evolve, whole
bodies turn by 60° about x, y or z (it ignores its own option), and all limbs have the lengths of the other parent, also
what was not exchanged, and neck and head, whose directions stay; the trunk keeps its own. Neither of these two counts
near copies out."""

ABOUT: Mapping[str, str] = {
    "default": "Ours: bold mutation of what changes places, the trunk bends too, nothing intersects, no near copies.",
    "lifting": "For training lifters: bolder still, any heading, the trunk bends more, uncommon poses are preferred.",
    "paper": "The paper's equations: global bone vectors change places, with their lengths.",
    "original": "The released code: heads and trunks stay, bodies turn by 60° about x, y or z.",
}


def recipe(name: str) -> Recipe:
    """The preset called so, or the recipe of a file NAME.json; UnknownName, MissingFile or BadFile."""
    if name in PRESETS:
        return PRESETS[name]
    if name.endswith(".json"):
        return read(Path(name))
    raise UnknownName("preset", name, (*PRESETS, "FILE.json"))


def read(path: Path) -> Recipe:
    """A recipe from a file: one that `write` wrote, by hand (what is left out is as usual), or a run's options.json."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise MissingFile(path, "preset") from None
    except (OSError, ValueError) as error:
        raise BadFile(path, f"it is no preset: not readable as JSON ({error}).") from error
    try:
        return merged(PRESETS[DEFAULT], _recipe_in(content))
    except (ValidationError, TypeError) as error:
        raise BadFile(path, f"it is no preset: {_told(error)}.") from error


def write(chosen: Recipe, path: Path) -> None:
    """Keep a recipe as a file; NotWritable where that fails."""
    write_aside(path, json.dumps(chosen.model_dump(mode="json"), indent=2) + "\n")


def merged(base: Recipe, changes: Any) -> Recipe:
    """A recipe with some of its fields changed (as plain JSON); ValidationError, TypeError where they do not fit."""
    return Recipe.model_validate(_merged(base.model_dump(), changes))


def is_whole(told: Any) -> bool:
    """Whether plain JSON has every field of a recipe, so that none is a preset's."""
    return _covers(told, Recipe().model_dump())


def _covers(told: Any, whole: Any) -> bool:
    if not isinstance(whole, Mapping):
        return True
    return isinstance(told, Mapping) and all(key in told and _covers(told[key], whole[key]) for key in whole)


def _merged(base: Mapping[str, Any], changes: Any) -> dict[str, Any]:
    if not isinstance(changes, Mapping):
        raise TypeError(f"a JSON object was expected where {changes!r} stands")
    return {
        **base,
        **{
            key: _merged(base[key], value) if isinstance(base.get(key), Mapping) else value
            for key, value in changes.items()
        },
    }


def _recipe_in(content: Any) -> Any:
    """Of a run's options.json its recipe."""
    if isinstance(content, dict) and isinstance(content.get("options"), dict):
        return content["options"].get("recipe", {})
    return content


def _told(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'all of it'}: {first['msg']}"
