"""`evopose coverage POP… [--out FOLDER] [--figure FILE]`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import tyro
from jaxtyping import Float
from pydantic import Field

from evopose.coverage import figures
from evopose.coverage.density import smooth
from evopose.coverage.export import export
from evopose.coverage.founders import founders
from evopose.coverage.opening import called
from evopose.coverage.opening import opened as opened_population
from evopose.coverage.regions import possible
from evopose.coverage.report import SAMPLE, Profile, compared, profile, told
from evopose.errors import UnknownName
from evopose.jobs import Job, Progress
from evopose.limits import opened
from evopose.model.array import NDArray
from evopose.model.limb import LIMBS
from evopose.options import OptionalPath, Options


class Coverage(Options):
    """Tell how much of what bodies can do populations show, direction by direction; further ones against the first."""

    populations: Annotated[tuple[Path, ...], tyro.conf.Positional, Field(min_length=1)]
    """Files of poses, in any format that is read, or runs; the first is what the others are compared with."""
    founders: bool = False
    """Compare with the founders (generation 0) of the first population: before and after of one file."""
    out: OptionalPath = None
    """A folder for histograms.safetensors, coverage.csv and cells.csv."""
    figure: OptionalPath = None
    """A picture of the distributions (.png, .svg or .pdf)."""
    direction: str = "all"
    """Which to draw: all, or one of the nine by name or number (2 or "left upper arm")."""
    scale: Literal["linear", "gamma"] = "gamma"
    """Of the picture's colours: in proportion to the density, or to its power of 0.4, which shows what is rare."""
    smoothing: Annotated[float, Field(ge=0, le=45)] = 3.0
    """Degrees by which the picture spreads each pose; 0: cells as they are counted."""
    limits: OptionalPath = None
    """A file of `limits-fit`, or jointAngleModel_v2; the limits that ship if left out."""
    sample: Annotated[int, Field(ge=1)] = SAMPLE
    """How many poses lengths, headings, keypoints and novelty are taken of, evenly spread; directions are of all."""
    novelty_sample: Annotated[int, Field(ge=1)] = 8192
    """How many poses of the first population the others' novelty is measured against."""

    def run(self) -> Job[dict[str, Any]]:
        """`directions` of the first, `populations` (all that is told of each), `compared` (each with the first)."""
        limb = self._limb()
        if self.figure is not None:
            figures.check_suffix(self.figure)
        named = [(path, opened_population(path)) for path in self.populations]
        if self.founders:
            path, population = named[0]
            named = [(path.with_name(f"founders of {called(path)}"), founders(population)), *named]
        limits = opened(self.limits)
        yield Progress(0, 0, "mapping what the limits allow")
        allowed = possible(limits)
        profiles: list[Profile] = []
        for path, population in named:
            profiles.append((yield from profile(path, population, self.sample)))
        result = yield from self._result(profiles, allowed, limits.name)
        if self.out is not None:
            export(profiles, allowed, result, self.out)
            result["out"] = str(self.out)
        if self.figure is not None:
            yield Progress(0, 0, "drawing")
            figures.save(self._drawn(profiles, allowed, limb), self.figure)
            result["figure"] = str(self.figure)
        return result | {"text": _text(result)}

    def _result(self, profiles: Sequence[Profile], allowed: NDArray, limits: str) -> Job[dict[str, Any]]:
        smallest = min(int(each.counts[0].sum()) for each in profiles)
        populations = [told(each, allowed, smallest) for each in profiles]
        comparisons = []
        for each in profiles[1:]:
            step = compared(profiles[0], each, allowed, smallest, self.sample, self.novelty_sample)
            comparisons.append((yield from step))
        for about, comparison in zip(populations, [None, *comparisons], strict=True):
            about["novelty"] = comparison and comparison["novelty"]
        return {
            "directions": populations[0]["directions"],
            "populations": populations,
            "compared": comparisons,
            "limits": limits,
            "equal_size": smallest,
        }

    def _drawn(self, profiles: Sequence[Profile], allowed: Float[NDArray, "9 120 60"], limb: int | None) -> Any:
        panels = [
            figures.Panel(f"{called(each.path)}, {len(each.population):,} poses", smooth(each.counts, self.smoothing))
            for each in profiles
        ]
        return figures.figure(panels, allowed, limb, self.scale)

    def _limb(self) -> int | None:
        """Position in LIMBS of `direction`; UnknownName for none of them."""
        if self.direction == "all":
            return None
        names = [limb.name for limb in LIMBS]
        if self.direction in names:
            return names.index(self.direction)
        if self.direction.isdecimal() and 1 <= int(self.direction) <= 9:
            return int(self.direction) - 1
        raise UnknownName("direction", self.direction, ["all", *names])


def _text(result: dict[str, Any]) -> str:
    """The figures for people."""
    lines = []
    for each in result["populations"]:
        lines += [f"{each['path']}: {each['poses']:,} poses" + _broken(each["degenerate"])]
        lines += [f"  {'direction':<16}{'cells':>7}{'share':>9}{'entropy':>10}"]
        lines += [
            f"  {one['name']:<16}{one['cells']:>7}{one['share']:>9.1%}{one['entropy']:>6.2f} bit"
            for one in each["directions"]
        ]
    for each in result["compared"]:
        found = sum(one["new_cells"] for one in each["directions"])
        share = np.mean([one["share_gain"] for one in each["directions"]])
        novelty = each["novelty"]["p50_deg"]
        lines += [f"{each['path']} against the first: {found:,} new cells, share {share:+.1%} in the mean"]
        lines += (
            [] if novelty is None else [f"  half of its poses are more than {novelty:.1f}° from any of the first's"]
        )
    return "\n".join(lines)


def _broken(count: int) -> str:
    return f", {count:,} of them degenerate" if count else ""
