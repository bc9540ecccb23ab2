"""What a run settles when it begins and keeps: the engine, the device, how positions are kept, how many founders."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evopose.errors import BadFile
from evopose.evolution.growing import Layout
from evopose.io.aside import write_aside

_SETUP = "setup.json"


@dataclass(frozen=True)
class Setup:
    """Plain values; written once, when the founders lie in the checkpoint."""

    founders: int
    given: int
    """The founders and the duplicates that were dropped: what the ratio counts from."""
    dropped: Mapping[str, int]
    engine: str
    device: str
    template: tuple[float, ...]
    """Mean bone lengths of the founders, metres, of joints 1 … 16."""
    precision: str
    step: float | None
    capacity: int
    metadata: Mapping[str, Any]
    """Of the population's files."""
    limits_valid: float
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
        if not path.exists():
            return None
        try:
            values = json.loads(path.read_text("utf-8"))
            return cls(**{**values, "template": tuple(values["template"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise BadFile(path, f"this checkpoint is damaged ({error}).") from error
