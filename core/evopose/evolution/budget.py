"""What memory, precision and target mean in numbers: chunks, bytes a pose, how many poses at the end."""

import re
from dataclasses import dataclass

from evopose.errors import BadOption
from evopose.io.packing import step_of

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?", re.IGNORECASE)
_LEAST_MEMORY = 500_000_000
"""Python, torch and the joint limits alone take 400 MB."""
_PROGRAM = 400_000_000
_PER_CANDIDATE = {"cpu": 12_000, "cuda": 12_000, "fused": 4_000}
"""Bytes that one candidate takes for a moment, on a device by batched operators or by fused loops."""
USUAL_CHUNK = {"cpu": 1 << 14, "cuda": 1 << 18, "fused": 1 << 16}
"""Candidates at once: enough to keep it busy, and few enough for progress to be told in time."""
LINEAGE_BYTES = 12
"""generation uint16, parents two int32, operators uint16."""
_COMPACT_FROM = 1_000_000
"""Poses from where on `auto` means 0.1 mm."""


def bytes_of(size: str) -> int:
    """Bytes of '4GB', '500 MB'; BadOption for anything else, and for less than the program needs by itself."""
    found = _SIZE.fullmatch(size.strip())
    if not found:
        raise BadOption(f"{size!r} is no amount of memory: expected such as 4GB or 800MB.")
    count = int(float(found[1]) * _UNITS[found[2].upper()])
    if count < _LEAST_MEMORY:
        raise BadOption(f"{size} of memory is too little: {_LEAST_MEMORY // 10**6} MB is the least.")
    return count


def chunk_for(memory: int, wanted: int = 0, breeder: str = "cpu") -> int:
    """Candidates bred at once, even; `wanted` (0: as many as are good) is cut to what fits into `memory` bytes.

    `breeder` is 'fused', or the device of batched operators.
    """
    fitting = max(2, (memory - _PROGRAM) // 2 // _PER_CANDIDATE[breeder])
    return int(min(wanted or USUAL_CHUNK[breeder], fitting, 1 << 24)) // 2 * 2 or 2


def rows_at_once(memory: int, bytes_a_row: int) -> int:
    """Of how many neighbouring poses the files may stay in memory."""
    return (memory - _PROGRAM) // 4 // bytes_a_row


def precise(precision: str, poses: int) -> str:
    """`auto` as float32 or 0.1mm, by how many poses there will be; BadOption for what is none."""
    if precision == "auto":
        return "float32" if poses < _COMPACT_FROM else "0.1mm"
    step_of(precision)
    return precision


def bytes_a_pose(precision: str) -> int:
    """On disk, lineage included; `precision` as from `precise`."""
    return LINEAGE_BYTES + (17 * 3 * 4 if step_of(precision) is None else 12 + 16 * 3 * 2)


@dataclass(frozen=True)
class Target:
    """When a run is over: at so many poses, or after so many generations, whichever is first."""

    poses: int | None
    generations: int | None

    @classmethod
    def of(cls, founders: int, ratio: float, generations: int | None, poses: int | None) -> "Target":
        """`founders` as the ratio counts them, which matters where neither generations nor poses are given.

        BadOption where nothing is to be done.
        """
        if poses is not None and poses <= founders:
            raise BadOption(f"--poses {poses} are there already: the population begins with {founders}.")
        if poses is None and generations is None:
            poses = max(founders + 1, round(ratio * founders))
        return cls(poses, generations)

    def most(self, founders: int, fraction: float) -> int:
        """How many poses there can be at the end at most."""
        if self.generations is None:
            assert self.poses is not None
            return self.poses
        count = founders
        for _ in range(self.generations):
            count += candidates(count, fraction)
            if count >= (self.poses or MOST_POSES):
                return self.poses or MOST_POSES
        return count


MOST_POSES = 2_000_000_000
"""What numbers of 31 bits can count."""
MOST_GENERATIONS = 65_535
"""What numbers of 16 bits can count."""


def candidates(poses: int, fraction: float) -> int:
    """How many children a generation tries: two for each pair, and a pair for each of a fraction of the poses."""
    return int(2 * max(1, round(fraction * poses)))
