"""What a lifter says of itself, carried along in files of other programs as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from evopose import __version__
from evopose.errors import BadFile
from evopose.lifting.about import checked, parsed
from evopose.lifting.lifter import Lifter
from evopose.lifting.options import Normalisation
from evopose.lifting.soundness import joints_of
from evopose.model.skeleton import H36M_17

KEY = "evopose"
FORMAT = "evopose exported lifter 1"


@dataclass(frozen=True)
class Carried:
    """Of an exported lifter, all but the network."""

    seen: tuple[int, ...]
    """Joints of H36M-17 that go in."""
    given: tuple[int, ...]
    """Joints that come out."""
    normalisation: Normalisation
    flip: bool = False
    """Whether it lifts each pose mirrored besides; it was decided when it was exported."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values, as the lifter had them."""


def told(lifter: Lifter) -> str:
    """For `read`."""
    about = {
        "format": FORMAT,
        "created_by": f"evopose {__version__}",
        "skeleton": H36M_17.name,
        "joints": list(H36M_17.joints),
        "seen": list(lifter.seen),
        "given": list(lifter.given),
        "normalisation": lifter.normalisation,
        "flip": lifter.flip,
        "frame": "metres about the hip; x right, y down, z ahead",
        "metadata": dict(lifter.metadata),
    }
    return json.dumps(about, ensure_ascii=False)


def read(path: Path, text: str | None) -> Carried:
    """Of what a file carries under KEY; BadFile where that is nothing, or damaged."""
    if text is None:
        raise BadFile(path, "it is no lifter of evopose: nothing in it says so. `evopose export` writes such files.")
    try:
        about = parsed(text)
        if about["format"] != FORMAT:
            raise ValueError(f"its format is {about['format']!r}, {FORMAT!r} was expected")
        if about["skeleton"] != H36M_17.name:
            raise ValueError(f"it is for the skeleton {about['skeleton']}, {H36M_17.name} was expected")
        if about["normalisation"] not in get_args(Normalisation):
            raise ValueError(f"normalisation {about['normalisation']} is none of {', '.join(get_args(Normalisation))}")
        seen, given = (joints_of(about[name], name) for name in ("seen", "given"))
        return Carried(
            seen, given, about["normalisation"], bool(about.get("flip", False)), checked(dict(about["metadata"]))
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        reason = f"{error.args[0]} is lacking" if isinstance(error, KeyError) else str(error)
        raise BadFile(path, f"what it says of itself is damaged ({reason}).") from error
