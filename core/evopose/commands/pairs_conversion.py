"""What `evopose convert` does with pairs: files and data sets with 2D and 3D become one file of our own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from evopose.errors import BadFile
from evopose.io.joining import joined
from evopose.io.pairs import Selection, read_pairs, write_pairs
from evopose.jobs import Job, Progress
from evopose.model.pairs import Pairs

_TOLD = 5


def convert_pairs(
    sources: Sequence[Path], select: Selection, destination: Path, drop_incomplete: bool
) -> Job[dict[str, Any]]:
    """What was `written`: `count` of pairs, their `clips` and `cameras`, those with missing joints that are in it
    (`incomplete`) or not (`dropped`). Errors as `read_pairs` and `write_pairs`.
    """
    parts = []
    for number, source in enumerate(sources):
        yield Progress(number, len(sources), f"Reading {source.name}")
        parts.append(read_pairs(source, select))
    pairs = joined(parts)
    whole = np.isfinite(pairs.pixels).all(axis=(1, 2)) & np.isfinite(pairs.joints).all(axis=(1, 2))
    incomplete = int((~whole).sum())
    if incomplete and drop_incomplete:
        if not whole.any():
            raise BadFile(sources[0], "every pair in it has missing joints; nothing would be left of it.")
        pairs = _rows(pairs, np.flatnonzero(whole))
    yield Progress(len(sources), len(sources), f"Writing {destination.name}")
    write_pairs(pairs, destination)
    return {
        "written": str(destination),
        "count": len(pairs),
        "clips": 0 if pairs.clip is None else len(np.unique(pairs.clip)),
        "cameras": len(pairs.cameras),
        "incomplete": 0 if drop_incomplete else incomplete,
        "dropped": incomplete if drop_incomplete else 0,
        "skipped": 0,
        "notices": [notice for part in parts for notice in _notices(part)],
    }


def _rows(pairs: Pairs, rows: Any) -> Pairs:
    clip, row = (None if array is None else array[rows] for array in (pairs.clip, pairs.row))
    return replace(
        pairs, pixels=pairs.pixels[rows], joints=pairs.joints[rows], camera=pairs.camera[rows], clip=clip, row=row
    )


def _notices(pairs: Pairs) -> list[str]:
    """Recordings of which 2D and 3D lie apart."""
    apart = [str(each) for each in pairs.metadata.get("apart") or ()]
    if not apart:
        return []
    listed = ", ".join(apart[:_TOLD]) + (" …" if len(apart) > _TOLD else "")
    return [f"{len(apart)} recordings have their 2D well beside their 3D (the data set is so, or damaged): {listed}."]
