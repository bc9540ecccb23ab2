"""An experiment from its data to its report; what was done before is not done again."""

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evopose.errors import BadOption
from evopose.experiments import report
from evopose.experiments.findings import Finding, finding, flat
from evopose.experiments.laboratory import Laboratory, held_out
from evopose.experiments.options import ExperimentOptions
from evopose.experiments.plans import PLANS, Facts, Plan
from evopose.experiments.split import Split, people, split
from evopose.experiments.tables import csv_of
from evopose.experiments.trial import Result, Trial
from evopose.io.aside import write_aside
from evopose.io.clips import clips_of
from evopose.io.destination import check_folder, make_folder
from evopose.io.lock import WriterLock
from evopose.jobs import Job, Progress
from evopose.model.population import Population
from evopose.runs.run import check_no_run

TRIALS = "trials"
"""Folder of what was done, one file for each trial."""
_MOST_SEEDS = 100
_LOOK_AGAIN_S = 1.0


def conduct(options: ExperimentOptions) -> Job[dict[str, Any]]:
    """Make the trials that are not there yet, and the report of all experiments that are whole in this folder."""
    options.check()
    check_folder(options.out)
    check_no_run(options.out)
    yield Progress(0, 0, "reading poses")
    chosen = yield from split(options)
    plans = _plans(options, chosen.source)
    asked = [plan for name, plan in plans.items() if options.name in (name, "all")]
    for plan in asked:
        _check(plan, len(chosen.source))
    folder = options.out / TRIALS
    make_folder(folder)
    laboratory = Laboratory(options, chosen, folder)
    trials = list(dict.fromkeys(trial for plan in asked for trial in plan.trials(options.seeds)))
    yield from _made(laboratory, trials)
    yield Progress(len(trials), len(trials), "drawing")
    return _reported(options, laboratory, chosen, list(plans.values()))


def _plans(options: ExperimentOptions, source: Population) -> dict[str, Plan]:
    """All of them; UnknownName for an arm that there is not."""
    total = len(source)
    founders = min(options.founders, total)
    facts = Facts(founders, options.ratio, options.stages, len(people(source)), total, options.arms)
    return {name: make(facts) for name, make in PLANS.items()}


def _check(plan: Plan, poses: int) -> None:
    """BadOption where founders would be too few to hold any out, before a trial is made."""
    for trial in plan.trials(1):
        founders = poses if trial.founders is None else trial.founders
        if trial.hold_out and not held_out(founders, trial):
            least = next(count for count in itertools.count(2) if held_out(count, trial))
            raise BadOption(
                f"{plan.name} measures on {trial.hold_out:.0%} of the founders, held out; of {founders} that is none: "
                f"--founders {least} is the least."
            )


def _made(laboratory: Laboratory, trials: Sequence[Trial]) -> Job[None]:
    """Those that are not there yet; what another process is at work on is come back to."""
    left, passed = deque(trials), 0
    while left:
        trial = left.popleft()
        lock = WriterLock(laboratory.path(trial))
        if laboratory.known(trial) is None and not lock.acquire():
            left.append(trial)
            passed += 1
            if passed >= len(left):
                yield Progress(len(trials) - len(left), len(trials), "others are at work on what is left")
                time.sleep(_LOOK_AGAIN_S)
            continue
        passed = 0
        try:
            for step in laboratory.made(trial):
                told = f"{trial.arm.name}, seed {trial.seed}: {step.message}"
                yield Progress(len(trials) - len(left) - 1, len(trials), told, step.metrics)
        finally:
            lock.release()


def _reported(
    options: ExperimentOptions, laboratory: Laboratory, chosen: Split, plans: Sequence[Plan]
) -> dict[str, Any]:
    known: dict[Trial, Result | None] = {}

    def result(trial: Trial) -> Result | None:
        if trial not in known:
            known[trial] = laboratory.known(trial)
        return known[trial]

    found = []
    for plan in plans:
        seeds = _whole(plan, result)
        if seeds:
            found.append(finding(plan, seeds, lambda trial: _there(result(trial)), list(chosen.targets)))
    files = report.write(found, _about(options, chosen), options.out)
    files.append(options.out / "trials.csv")
    write_aside(files[-1], csv_of(list(_lines(known))))
    asked = [each for each in found if options.name in (each.plan.name, "all")]
    return {
        "report": str(options.out / "report.html"),
        "files": [str(file) for file in files],
        "experiments": {each.plan.name: _told(each) for each in found},
        "notices": list(chosen.notices),
        "text": "\n\n".join([*chosen.notices, report.text(asked)]),
    }


def _whole(plan: Plan, result: Callable[[Trial], Result | None]) -> int:
    """Of how many seeds all its trials are there."""
    for seeds in range(_MOST_SEEDS):
        if any(result(trial) is None for trial in plan.trials(seeds + 1) if trial.seed == seeds):
            return seeds
    return _MOST_SEEDS


def _there(result: Result | None) -> Result:
    assert result is not None
    return result


def _told(found: Finding) -> dict[str, Any]:
    rows = [flat(row) for row in found.rows]
    return {"seeds": found.seeds, "rows": rows, "verdicts": list(report.verdicts(found))}


def _lines(known: Mapping[Trial, Result | None]) -> Iterator[dict[str, Any]]:
    """Every trial, stage and set."""
    for trial, result in known.items():
        for stage, sets in enumerate(result.stages if result else (), start=1):
            assert result is not None
            for name, errors in sets.items():
                yield {
                    "arm": trial.arm.name,
                    "seed": trial.seed,
                    "ratio": trial.ratio,
                    "founders": trial.founders or "",
                    "people": trial.people or "",
                    "blocks": trial.blocks,
                    "hold_out": trial.hold_out,
                    "poses": result.poses,
                    "stage": stage,
                    "set": name,
                    "mpjpe_mm": round(errors.mean(), 3),
                    "pa_mpjpe_mm": round(errors.mean(errors.pa_mpjpe_mm), 3),
                    "train_mm": round(result.train_mm[stage - 1], 3),
                    "seconds": result.seconds,
                }


def story(options: ExperimentOptions) -> str:
    """What lifters learn from and what they are measured on, as the report's first sentence goes on."""
    kinds = ", ".join(options.kinds)
    if not options.source:
        return f"some people in clips of kinds {kinds}, and are measured on other people in clips of other kinds"
    sources, targets = (", ".join(path.name for path in paths) for paths in (options.source, options.target))
    if not options.both:
        return f"all clips of {sources}, and are measured on {targets}"
    shared = ", ".join(path.name for path in options.source if path.resolve() in options.both)
    return (
        f"{sources} (of {shared} clips of kinds {kinds}), and are measured on {targets} (of {shared} its other clips)"
    )


def _about(options: ExperimentOptions, chosen: Split) -> dict[str, Any]:
    """What the report says of how it was made."""
    sets = {**chosen.targets, **chosen.beside}
    told = {name: f"{len(each):,} poses, {len(list(clips_of(each)))} clips" for name, each in sets.items()}
    begins, clips = chosen.source, len(list(clips_of(chosen.source)))
    who = f"{len(begins):,} poses of {len(people(begins))} people, {clips} clips"
    names = ("part", "founders", "ratio", "steps", "batch_size", "width", "dropout", "stages", "limits", "kinds")
    asked = {name: getattr(options, name) for name in names}
    lost = {"left out": " ".join(chosen.notices)} if chosen.notices else {}
    return {
        "lifters learn from": story(options),
        "begins with": who,
        **lost,
        **{f"measured on {name}": value for name, value in told.items()},
        **asked,
    }
