"""What a run of evolution is asked for; no torch, so that pages make forms of it."""

from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Field, model_validator
from tyro.conf import arg

from evopose.evolution import budget, presets
from evopose.evolution.estimate import SPEED, SURVIVAL, SURVIVALS, Estimate, estimate
from evopose.evolution.ranges import check_range, check_views
from evopose.evolution.recipe import Recipe
from evopose.io.packing import step_of
from evopose.options import Options, check_idle, listed, words

_OPTIONAL = "(optional)"


class EvolveOptions(Options):
    """All but the work: who begins, how they breed, when it is over, what it may take."""

    population: Annotated[tuple[Path, ...], Field(min_length=1), arg(metavar="PATH…")]
    """Whom to begin with: files of poses in any format that is read, projects with annotated poses, folders of such
    files, other runs."""
    out: Path
    """Folder of the run; it must be new or empty."""
    preset: str = presets.DEFAULT
    """default, lifting, paper, original, or a file NAME.json: the recipe to start from. Options of the recipe that are
    given besides change it."""
    recipe: Annotated[Recipe, arg(name="")] = presets.PRESETS[presets.DEFAULT]
    """How children are bred and selected."""
    ratio: Annotated[float, Gt(1), Le(1e9)] = 2.5
    """Stop when the population is this many times its first size."""
    generations: Annotated[
        Annotated[int, Ge(1), Le(budget.MOST_GENERATIONS)] | None, arg(metavar="INT", help_behavior_hint=_OPTIONAL)
    ] = None
    """Stop after so many generations instead."""
    poses: Annotated[
        Annotated[int, Ge(3), Le(budget.MOST_POSES)] | None, arg(metavar="INT", help_behavior_hint=_OPTIONAL)
    ] = None
    """Stop at so many poses instead; with generations, at whichever comes first."""
    fraction: Annotated[float, Gt(0), Le(1)] = 0.05
    """Pairs of parents in a generation, as a share of the population."""
    fruitless: Annotated[int, Ge(1), Le(budget.MOST_GENERATIONS)] = 20
    """Give up after so many generations in a row without one survivor."""
    seed: Annotated[int, Ge(0), Le(2**63 - 1)] = 0
    """The same seed gives the same poses, byte for byte, on the same kind of device."""
    kinds: tuple[str, ...] = ()
    """Begin with clips of these kinds only: a word of what the motion is called begins so (walk, run). All if left
    out."""
    share: Annotated[float, Gt(0), Le(1)] = 1.0
    """Begin with this share of the poses, spread evenly over the clips."""
    unit: Literal["m", "cm", "mm"] = "m"
    """What the files' positions are in, where the format does not say (safetensors, npz)."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to breed; auto is the GPU if there is one."""
    engine: Literal["auto", "eager", "fused"] = "auto"
    """Batched operators (any device) or fused loops (CPU, faster, compiled at first use); auto is the loops from a
    million children on, where they can do the recipe."""
    precision: str = "auto"
    """How positions are kept: float32, or in steps from the hip (0.1mm: half the size; 1mm at most); auto is float32
    below a million poses and 0.1mm from there on. After rounding only joint limits are looked at again."""
    memory: str = "4GB"
    """How much memory to use at most, about: it decides how much is done at once."""
    chunk: Annotated[int, Ge(0), Le(1 << 24)] = 0
    """Candidates at once; 0 is as many as are good and fit into memory. It changes no result."""
    shard_poses: Annotated[int, Ge(2), Le(100_000_000)] = 4_000_000
    """A larger population is written as several files of so many poses."""

    @classmethod
    def spelled_out(cls, words_: list[str]) -> list[str]:
        """The preset's recipe in front, so that what is given besides counts."""
        return [*words(presets.recipe(_preset_in(words_)), presets.PRESETS[presets.DEFAULT]), *words_]

    def to_words(self) -> list[str]:
        """The preset by its name, and what differs from it."""
        usual = type(self)(population=self.population, out=self.out, preset=self.preset)
        return ["--preset", self.preset, *words(self, usual)]

    @model_validator(mode="before")
    @classmethod
    def _as_preset(cls, values: Any) -> Any:
        """One path is enough, and a recipe that is left out or told in part is that of the preset. Told in full, as a
        run's record has it, it needs none: a preset's file may be gone when the run is gone on with."""
        if not isinstance(values, dict):
            return values
        filled = dict(listed(values, ("population",)))
        if not isinstance(filled.get("recipe"), Recipe):
            told = filled.get("recipe", {})
            named = presets.DEFAULT if presets.is_whole(told) else str(filled.get("preset", presets.DEFAULT))
            filled["recipe"] = presets.merged(presets.recipe(named), told)
        return filled

    def check(self) -> None:
        """BadOption for a memory or a precision that is none, for a least that is greater than the greatest, and for a
        ratio that nothing will look at."""
        if self.generations or self.poses:
            check_idle(self, ("ratio",), "beside --generations or --poses")
        check_range(self.recipe.selection.ground, "selection.ground", "hip_min_m", "hip_max_m")
        check_views(self.recipe.views)
        budget.bytes_of(self.memory)
        if self.precision != "auto":
            step_of(self.precision)

    def target(self, founders: int) -> budget.Target:
        """When it is over, for so many founders; BadOption where nothing is to be done."""
        return budget.Target.of(founders, self.ratio, self.generations, self.poses)

    def estimate(self, founders: int, speed: float = SPEED, survival: float | None = None) -> Estimate:
        """How long it will take and how large it will be; `speed` in candidates a second. BadOption as `target`.

        `survival` is what the preset usually has where it is left out.
        """
        lives = survival or SURVIVALS.get(self.preset, SURVIVAL)
        return estimate(founders, self.target(founders), self.fraction, self.precision, speed, lives)


def _preset_in(given: list[str]) -> str:
    """What --preset says, last of all; the default where it says nothing."""
    named = presets.DEFAULT
    for number, word in enumerate(given):
        if word.startswith("--preset="):
            named = word.removeprefix("--preset=")
        elif word == "--preset" and number + 1 < len(given):
            named = given[number + 1]
    return named
