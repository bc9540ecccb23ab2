"""Where trials are made: the poses, what is the same for all, and a folder in which nothing is done twice."""

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from evopose.errors import EvoError
from evopose.evaluation.viewing import seen
from evopose.evolution.recipe import Views
from evopose.experiments.breeding import Bred, bred
from evopose.experiments.measuring import errors, mean_mm, prefixes
from evopose.experiments.options import ExperimentOptions
from evopose.experiments.split import Split, drawn, people
from evopose.experiments.trial import OWN, Result, Trial, content, digest, fingerprint
from evopose.io import npz
from evopose.io.aside import write_aside
from evopose.io.clips import concatenated
from evopose.jobs import Job
from evopose.lifting.options import ModelOptions
from evopose.limits.files import write as write_limits
from evopose.limits.learning import Growth, learn
from evopose.model.array import NDArray
from evopose.model.pairs import Pairs
from evopose.model.population import Population
from evopose.training.data import Data
from evopose.training.loop import fit
from evopose.training.options import Schedule, TrainOptions

_VERSION = 2
"""Of what a trial is: results kept under another are not used."""
_TRAINED = 500
"""Poses of the population on which the training error is measured."""


class _Training(TrainOptions):
    """For `fit`, which trains in memory: no run is made of it."""

    def run(self) -> Job[dict[str, Any]]:
        raise NotImplementedError


class Laboratory:
    """Makes trials and keeps their results in `folder`; several may work in one at once."""

    def __init__(self, options: ExperimentOptions, split: Split, folder: Path) -> None:
        self.options, self.split, self.folder = options, split, folder
        self._people = people(split.source)
        everybody = {**split.targets, **split.beside}
        self._pairs: dict[str, Pairs] = {name: seen(each, Views()) for name, each in everybody.items()}
        names = ("steps", "batch_size", "width", "dropout")
        settings = {name: getattr(options, name) for name in names}
        prior = fingerprint(*split.prior) if split.prior else "shipped"
        self._rest: dict[str, Any] = {"version": _VERSION, "source": content(split.source), "prior": prior, **settings}
        self._rest["sets"] = {name: content(each) for name, each in everybody.items()}

    def path(self, trial: Trial) -> Path:
        """Where its result is or will be."""
        return self.folder / f"{trial.key(self._rest)}.json"

    def known(self, trial: Trial) -> Result | None:
        """What was found before, if it can be read and is whole."""
        try:
            found = Result.of_json(self.path(trial).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        wanted = {*self._pairs, *([OWN] if trial.hold_out else [])}
        whole = len(found.stages) == trial.stages and all(wanted <= set(stage) for stage in found.stages)
        return found if whole else None

    def made(self, trial: Trial) -> Job[Result]:
        """The trial's result, made now or before."""
        return self.known(trial) or (yield from self._made(trial))

    def founders(self, trial: Trial) -> Population:
        """Whom it begins with."""
        some = self.split.source if trial.people is None else concatenated(self._people[: trial.people])
        return drawn(some, trial.founders, trial.seed)

    def _made(self, trial: Trial) -> Job[Result]:
        began = time.perf_counter()
        there = yield from self._bred(trial)
        trained, held = _parted(there.positions, trial)
        lifter = yield from fit(self._training(trial), Data.of([trained]))
        own = {OWN: seen(Population(held), Views(), most=self.options.poses)} if len(held) else {}
        trained_on = seen(Population(trained), Views(), most=_TRAINED)
        cascades = tuple(prefixes(lifter))
        stages = tuple(
            {name: errors(each, pairs) for name, pairs in {**self._pairs, **own}.items()} for each in cascades
        )
        train = tuple(mean_mm(each, trained_on) for each in cascades)
        seconds = time.perf_counter() - began
        result = Result(len(there.positions), there.generations, stages, train, round(seconds, 2))
        write_aside(self.path(trial), result.as_json())
        return result

    def _bred(self, trial: Trial) -> Job[Bred]:
        """The population; what evolved is kept, since several trials may learn from it."""
        if trial.arm.recipe is None:
            return (yield from bred(trial.arm, self.founders(trial), trial.ratio, trial.seed, None))
        asked = replace(trial, stages=1, blocks=1, hold_out=0.0).described()
        path = self.folder / f"population-{digest([asked, self._rest['source'], self._rest['prior']])}.npz"
        with suppress(EvoError):  # not there, or not whole
            kept = npz.read(path)
            return Bred(np.asarray(kept.positions), int(kept.metadata["generations"]))
        limits = yield from self._limits()
        made = yield from bred(trial.arm, self.founders(trial), trial.ratio, trial.seed, limits)
        npz.write(Population(made.positions, metadata={"generations": made.generations}), path)
        return made

    def _limits(self) -> Job[Path | None]:
        """The file of those that were learned from nobody who is measured on."""
        if not self.split.prior:
            return None
        path = self.folder / f"limits-{self._rest['prior']}.npz"
        if not path.is_file():
            learned = yield from learn(self.split.prior, Growth(), {"name": "nobody who is measured on"})
            write_limits(learned, path)
        return path

    def _training(self, trial: Trial) -> TrainOptions:
        asked = self.options
        return _Training(
            out=self.folder,
            model=ModelOptions(stages=trial.stages, blocks=trial.blocks, width=asked.width, dropout=asked.dropout),
            schedule=Schedule(steps=asked.steps, batch_size=asked.batch_size, validate_every=asked.steps),
            validation_share=0.0,
            device="cpu",
            precision="float32",
            seed=trial.seed,
        )


def held_out(poses: int, trial: Trial) -> int:
    """How many of a population of so many poses are measured on instead of trained on."""
    return round(trial.hold_out * poses)


def _parted(positions: Float[NDArray, "n 17 3"], trial: Trial) -> tuple[NDArray, NDArray]:
    """What is trained on and what is held out, at random."""
    order = np.random.default_rng((trial.seed, 0xD0)).permutation(len(positions))
    held = held_out(len(positions), trial)
    return positions[np.sort(order[held:])], positions[np.sort(order[:held])]
