"""Which lifters there are to choose from, and what can be said of one at a glance; knows no toolkit and no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evopose.errors import BadFile, EvoError, MissingFile, of_system
from evopose.io.tensors import header_of
from evopose.lifting.about import parsed
from evopose.lifting.torch_file import SUFFIXES as TORCH
from evopose.lifting.torch_file import is_archive, statistics_of
from evopose.resources import root
from evostudio.paths import shown
from evostudio.populations import MOST_RUNS, RECENT, RUNS, Choice

SHIPPED = "Comes with EvoStudio"
SUFFIXES = (".safetensors", ".th", ".pth", ".pt", ".ts", ".onnx", ".bin")
"""Of files that may be lifters: ours, the original's, and exported ones."""
_SCALED = {"set": "scaled by its training set", "pose": "each pose scaled by itself", "camera": "scaled by the camera"}


@dataclass(frozen=True)
class LifterFacts:
    """What one line under a chosen lifter says."""

    text: str
    problem: str = ""
    """Why it cannot be used; empty if it can."""
    learned: tuple[str, ...] = ()
    """Names of the files that it has learned from, as far as it tells."""


def default_lifter() -> Path | None:
    """The one that ships; None where none does."""
    path = root() / "lifters" / "default.safetensors"
    return path if path.is_file() else None


def choices(recent: Sequence[str], results: Sequence[tuple[str, Path]]) -> list[Choice]:
    """The one that ships, results of runs (title and file, the newest first), and what was used last of the rest."""
    shipped = default_lifter()
    found = [Choice(SHIPPED, "Default lifter", shipped)] if shipped else []
    found += [Choice(RUNS, title, path) for title, path in results[:MOST_RUNS]]
    listed = {choice.path for choice in found}
    found += [
        Choice(RECENT, f"{path.name} · {shown(path.parent)}", path)
        for path in map(Path, recent)
        if path not in listed and _there(path)
    ]
    return found


def title_of(path: Path) -> str:
    """A short name; of a run's result the run's."""
    if path == default_lifter():
        return "Default lifter"
    return path.parent.name if (path.parent / "options.json").is_file() else path.name


def facts(path: Path) -> LifterFacts:
    """What the file's header says; of files of others only whether they, and what they need beside them, are there."""
    try:
        if not path.is_file():
            raise MissingFile(path, "lifter")
        if path.suffix.lower() == ".safetensors":
            about = _about(path)
            return LifterFacts(_told(about), learned=_learned(about))
        if path.suffix.lower() in TORCH and not is_archive(path):
            statistics_of(path)
        if path.suffix.lower() in SUFFIXES:
            return LifterFacts(f"{path.suffix[1:]} file, looked into when it is used")
        raise BadFile(path, f"a lifter was expected: a file of {', '.join(SUFFIXES)}.")
    except EvoError as error:
        return LifterFacts("", str(error))
    except OSError as error:
        return LifterFacts("", of_system(error))


def _about(path: Path) -> Mapping[str, Any]:
    header = header_of(path)
    try:
        return parsed(header.metadata["lifter"])
    except KeyError:
        raise BadFile(path, "it is no lifter: nothing in it says so.") from None
    except ValueError as error:
        raise BadFile(path, f"what it says of itself is damaged ({error}).") from error


def _told(about: Mapping[str, Any]) -> str:
    model = about.get("model")
    parts = [_architecture(model)] if isinstance(model, Mapping) else []
    seen = about.get("seen")
    if isinstance(seen, list) and seen:
        parts.append(f"{len(seen)} joints")
    parts.append(_SCALED.get(str(about.get("normalisation")), ""))
    return " · ".join(filter(None, parts)) or "a lifter"


def _learned(about: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(each["path"]) for each in about.get("data") or () if each.get("path"))


def _architecture(model: Mapping[str, Any]) -> str:
    stages, width = model.get("stages"), model.get("width")
    if not isinstance(stages, int) or not isinstance(width, int):
        return ""
    return f"{model.get('learner', 'residual')}, {stages} {'stage' if stages == 1 else 'stages'} of width {width:,}"


def _there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
