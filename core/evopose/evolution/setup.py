"""What a run settles when it begins and keeps: the engine, the device, how positions are kept, how many founders."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Gt, Le, Len
from pydantic import FiniteFloat, StringConstraints

from evopose.evolution.budget import MOST_POSES
from evopose.evolution.checkpoint import Count, plain_values
from evopose.evolution.growing import Layout
from evopose.io.aside import write_aside

_SETUP = "setup.json"


@dataclass(frozen=True)
class Setup:
    """Plain values; written once, when the founders lie in the checkpoint."""

    founders: Annotated[int, Ge(2), Le(MOST_POSES)]
    given: Annotated[int, Ge(2), Le(MOST_POSES)]
    """The founders and the duplicates that were dropped: what the ratio counts from."""
    dropped: Mapping[str, Count]
    engine: Annotated[str, StringConstraints(pattern="^(eager|fused)$")]
    device: Annotated[str, StringConstraints(pattern="^(cpu|cuda)$")]
    template: Annotated[tuple[FiniteFloat, ...], Len(16, 16)]
    """Mean bone lengths of the founders, metres, of joints 1 … 16."""
    precision: str
    step: Annotated[FiniteFloat, Gt(0)] | None
    capacity: Annotated[int, Ge(1), Le(MOST_POSES)]
    metadata: Mapping[str, Any]
    """Of the population's files."""
    limits_valid: Annotated[float, Ge(0), Le(1)]
    """Share of the founders (of a sample, where there are many) that joint limits find valid."""

    @property
    def layout(self) -> Layout:
        """Of the shards."""
        return Layout(self.step, self.capacity, self.metadata)

    def write(self, folder: Path) -> None:
        """Keep it; NotWritable where that fails."""
        write_aside(folder / _SETUP, json.dumps(asdict(self), ensure_ascii=False))

    @classmethod
    def read(cls, folder: Path) -> "Setup | None":
        """None where there is none yet; BadFile where it is damaged."""
        path = folder / _SETUP
        return plain_values(path, cls) if path.exists() else None
