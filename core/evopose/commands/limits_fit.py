"""`evopose limits-fit POP… --out LIMITS`."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import tyro
from pydantic import Field

from evopose.errors import BadOption, UnknownFormat
from evopose.io.format import format_of
from evopose.jobs import Job
from evopose.limits.files import write
from evopose.limits.learning import Growth, learn
from evopose.model.population import Population
from evopose.options import Options


class LimitsFit(Options):
    """Learn joint limits from populations: which directions limbs take, counted, grown and closed."""

    populations: Annotated[tuple[Path, ...], tyro.conf.Positional, Field(min_length=1)]
    """Files of poses, in any format that is read."""
    out: Path
    """The file to write (.npz)."""
    name: str = ""
    """What reports call them; the names of the populations if empty."""
    source: str = ""
    """Where the poses are from; what the files say if empty."""
    licence: str = ""
    """Under what licence; what the files say if empty."""
    radius: Annotated[float, Field(gt=0, le=90)] = 12.0
    """Degrees around a seen direction of the head, an upper arm or a thigh that count as valid."""
    parent_radius: Annotated[float, Field(gt=0, le=90)] = 24.0
    """Degrees by which two parents may differ for forearms and shins seen with one to count for the other."""
    child_radius: Annotated[float, Field(gt=0, le=90)] = 15.0
    """Degrees around a seen direction of a forearm or shin that count as valid."""
    closing: Annotated[float, Field(ge=0, le=45)] = 6.0
    """Gaps narrower than twice these degrees are filled."""
    minimum: Annotated[int, Field(ge=1)] = 1
    """Cells with fewer poses do not count as seen."""
    mirror: bool = True
    """Take every pose also mirrored."""

    def run(self) -> Job[dict[str, Any]]:
        """Read, learn, write; BadOption where `out` is not named .npz."""
        if self.out.suffix.lower() != ".npz":
            raise BadOption(f"{self.out} is no name of joint limits; expected one that ends in .npz.")
        read: list[Population] = []
        growth = Growth(**{name: getattr(self, name) for name in Growth.__dataclass_fields__})
        limits = yield from learn(self._positions(read), growth, {})
        metadata = {**self._about(read), **limits.metadata}
        write(type(limits)(limits.upper, limits.lower, metadata), self.out)
        return {"limits": str(self.out), "poses": limits.metadata["poses"], "bytes": self.out.stat().st_size}

    def _positions(self, read: list[Population]) -> Iterator[Any]:
        for path in self.populations:
            reader = format_of(path).read_population
            if reader is None:
                raise UnknownFormat(path, "it holds no population of poses.")
            read.append(reader(path))
            yield read[-1].positions

    def _about(self, read: list[Population]) -> dict[str, Any]:
        def said(key: str) -> str:
            return "; ".join(
                sorted({str(population.metadata[key]) for population in read if key in population.metadata})
            )

        names = " ".join(path.name for path in self.populations)
        given = [
            f"--{field.replace('_', '-')} {shlex.quote(str(getattr(self, field)))}"
            for field in ("name", "source", "licence", *Growth.__dataclass_fields__)
            if getattr(self, field) != type(self).model_fields[field].default
        ]
        return {
            "name": self.name or names,
            "source": self.source or said("source"),
            "licence": self.licence or said("licence"),
            "command": " ".join(["evopose limits-fit", names, "--out", self.out.name, *given]),
        }
