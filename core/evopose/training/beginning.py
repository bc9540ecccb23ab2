"""What a run works with: its data gathered and found to be sound, the device, the lifter that it begins with."""

from dataclasses import dataclass, replace
from pathlib import Path

import torch

from evopose.errors import BadOption
from evopose.evolution import budget
from evopose.io.digest import digest_of
from evopose.jobs import Job, Progress
from evopose.lifting.cascade import Cascade, make_learner
from evopose.lifting.default import lifter_path
from evopose.lifting.device import device_of
from evopose.lifting.files import read_lifter
from evopose.lifting.lifter import Lifter
from evopose.lifting.scales import seen_of
from evopose.training.asked import record
from evopose.training.checkpoint import Setup
from evopose.training.contradictions import check, check_beside, unheeded
from evopose.training.feeding import Feed, untrained
from evopose.training.gathering import Gathered, gather
from evopose.training.judging import Judge
from evopose.training.loop import extent_of
from evopose.training.options import TrainOptions
from evopose.training.precision import precision_of
from evopose.training.state import State


@dataclass(frozen=True, eq=False)
class Work:
    """All but the state."""

    gathered: Gathered
    feed: Feed
    judge: Judge | None
    device: torch.device


def prepared(options: TrainOptions) -> Job[Work]:
    """BadOption, MissingFile or BadFile for whatever is not as it should be."""
    check(options)
    device = torch.device(device_of(options.device))
    gathered = yield from gather(options)
    yield Progress(0, 0, "getting ready to train")
    feed = Feed(gathered.data, options, device, budget.bytes_of(options.memory))
    judge = None if gathered.validation is None else Judge(gathered.validation, device)
    check_beside(options, extent_of(options, feed).steps, judge is not None)
    return Work(gathered, feed, judge, device)


def begun(options: TrainOptions, work: Work) -> tuple[State, Setup]:
    """A run's first state, and what it keeps of its beginning."""
    state = first(options, work.feed, work.device)
    gathered, lifter = work.gathered, state.lifter
    mapped = [] if work.feed.resident else ["Poses are read from their files as they are drawn (--memory)."]
    setup = Setup(
        asked=record(options),
        lineage=gathered.lineage,
        validated_on=gathered.validated_on,
        validation_pairs=work.judge.poses if work.judge else 0,
        of_mean=work.judge.of_mean(lifter) if work.judge else None,
        begin_with=hash_of(options),
        device=work.device.type,
        precision=precision_of(options, work.device),
        threads=torch.get_num_threads(),
        notices=[*unheeded(options), *gathered.notices, *mapped],
        normalisation=lifter.normalisation,
        flip=lifter.flip,
        seen=lifter.seen,
        given=lifter.given,
    )
    return state, setup


def first(options: TrainOptions, feed: Feed, device: torch.device) -> State:
    """Untrained, or with the learners of the lifter to begin with; the last of them is trained on if it is the last
    that was asked for."""
    if options.begin_with is None:
        return State(options, untrained(feed, options.model), device)
    lifter = _to_begin_with(options, lifter_path(options.begin_with))
    state = State(options, lifter, device)
    if len(lifter.cascade) == options.model.stages:
        *others, last = lifter.cascade.learners
        number = len(others)
        learner = make_learner(options.model, lifter.seen, lifter.given, number)
        try:
            learner.load_state_dict(last.state_dict())
        except RuntimeError as error:
            raise BadOption(
                f"{options.begin_with}: its last learner is not of --learner {options.model.learner} --width "
                f"{options.model.width} --blocks {options.model.blocks}; with the options that it was made with, it is "
                "trained on, and with more --stages others join it."
            ) from error
        state.lifter = replace(state.lifter, cascade=Cascade(others))
        state.counts.stage = number
        state.take(learner)
    return state


def hash_of(options: TrainOptions) -> str:
    """Of the lifter to begin with; empty without one."""
    if options.begin_with is None:
        return ""
    return digest_of([lifter_path(options.begin_with)], "lifter")


def _to_begin_with(options: TrainOptions, path: Path) -> Lifter:
    """Its file's, if it goes with what was asked for."""
    lifter, model = read_lifter(path), options.model
    if len(lifter.cascade) > model.stages:
        raise BadOption(f"{path} has {len(lifter.cascade)} stages already, more than --stages {model.stages}.")
    if lifter.normalisation != model.normalisation:
        raise BadOption(
            f"{path} is scaled by {lifter.normalisation}: begin with it by --normalisation {lifter.normalisation}."
        )
    if lifter.seen != seen_of(model):
        raise BadOption(f"{path} takes other joints than --joints names; begin with those that it was made for.")
    return replace(lifter, flip=model.flip)
