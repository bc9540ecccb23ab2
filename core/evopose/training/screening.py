"""Poses that are learned from: they have all their joints, and bones that somebody could have.

One pose with a joint a kilometre away sets the scale of everybody else's, and a lifter is no good without a word.
"""

from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float

from evopose.errors import BadFile
from evopose.evolution.gathering import Part
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray
from evopose.model.skeleton import H36M_17

_CHUNK = 65_536
_LONGEST_M = 1.5
"""Of a bone: no thigh is half as long."""
_FARTHEST_M = 1000.0
"""Of a hip from the origin: there float32 is good to a tenth of a millimetre, and farther away to less and less."""
_MEANT = f"a bone longer than {_LONGEST_M:g} m, or the hip more than {_FARTHEST_M / 1000:g} km from the origin"


def screened(part: Part, notices: list[str]) -> Job[tuple[Part, int]]:
    """The part without what is no body's, and without poses that miss a joint, which are counted too.

    BadFile where most poses are no body's; some are told in `notices`, with the first of them.
    """
    kept, missing, strange = [np.empty(0, np.int64)], 0, [np.empty(0, np.int64)]
    for start in range(0, len(part.rows), _CHUNK):
        rows = part.rows[start : start + _CHUNK]
        positions = np.asarray(part.population.positions[rows])
        whole = ~np.isnan(positions).any(axis=(1, 2))
        body = bodies(positions)
        kept.append(rows[whole & body])
        strange.append(rows[whole & ~body])
        missing += int((~whole).sum())
        yield Progress(start + len(rows), len(part.rows), f"Reading {part.path.name}")
    if told := left_out(part.path, np.concatenate(strange), len(part.rows) - missing, "pose", "row"):
        notices.append(told)
    return Part(part.path, part.population, np.concatenate(kept)), missing


def bodies(positions: Float[NDArray, "n 17 3"]) -> Bool[NDArray, " n"]:
    """Which of them somebody could have; False where bones are nan or infinite."""
    joints = list(range(1, len(H36M_17.joints)))
    with np.errstate(all="ignore"):  # of damaged files
        bones = np.linalg.norm(positions[:, joints] - positions[:, list(H36M_17.parents[1:])], axis=-1)
        fit = (bones <= _LONGEST_M).all(axis=1) & (np.linalg.norm(positions[:, 0], axis=-1) <= _FARTHEST_M)
    return np.asarray(fit)


def left_out(path: Path, strange: NDArray, total: int, thing: str, place: str) -> str:
    """Of `strange` ones among `total`: a notice, empty where there is none; BadFile where they are most of them."""
    if not len(strange):
        return ""
    told = f"{len(strange):,} of {total:,} {thing}s {'is' if len(strange) == 1 else 'are'} no body's ({_MEANT})"
    if 2 * len(strange) > total:
        raise BadFile(
            path,
            f"{told}, the first in {place} {int(strange[0])}: metres were expected, with somebody near the origin.",
        )
    return f"{path.name}: {told} and left out, the first in {place} {int(strange[0])}."
