"""Which trials make which figure of the paper (its Fig. 2 and 9 to 12, Table 5), and all arms at one size."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from evopose.experiments.arms import CONTROLS, EVOLVED, PLAIN, Arm, ablations, arms, of_mutation
from evopose.experiments.trial import Trial


class Facts(NamedTuple):
    """What plans are made from."""

    founders: int
    ratio: float
    stages: int
    people: int
    """How many there are to begin with."""
    poses: int
    """How many these have together."""
    arms: tuple[str, ...] = ()
    """Of `recipes`: these only; all if empty."""


@dataclass(frozen=True)
class Point:
    """One place in a figure: the same for several seeds."""

    curve: str
    x: float | str
    trial: Trial
    """Of seed 0."""
    stage: int = -1
    """Up to which learner of the cascade."""
    kind: Literal["plain", "control", "evolved"] = "plain"
    own: bool = False
    """Measured on what was held out of the population itself, not on unseen people."""

    def trials(self, seeds: int) -> list[Trial]:
        """One for each seed."""
        return [replace(self.trial, seed=seed) for seed in range(seeds)]


@dataclass(frozen=True)
class Plan:
    """One experiment."""

    name: str
    title: str
    paper: str
    """What the paper's figure or table shows."""
    label: str
    """Of the horizontal axis."""
    points: tuple[Point, ...]
    bars: bool = False
    log: bool = False

    def trials(self, seeds: int) -> list[Trial]:
        """All of them, each once."""
        return list(dict.fromkeys(trial for point in self.points for trial in point.trials(seeds)))


def _point(arm: Arm, x: float | str, trial: Trial, stage: int = -1) -> Point:
    return Point(arm.name, x, trial, stage, arm.kind)


def _at_one_size(name: str, title: str, paper: str, chosen: Iterable[Arm], facts: Facts) -> Plan:
    """These arms beside each other, each from as many founders to as many poses."""
    points = tuple(_point(arm, "", Trial(arm, 0, facts.ratio, facts.founders)) for arm in chosen)
    return Plan(name, title, paper, "", points, bars=True)


def recipes(facts: Facts) -> Plan:
    """Every arm at one size."""
    return _at_one_size(
        "recipes",
        f"Every arm: {facts.founders} founders, {facts.ratio:g} times as many poses",
        "The paper has no such table, and no controls: it compares its evolved data with the data it began with.",
        arms(facts.arms),
        facts,
    )


def ablation(facts: Facts) -> Plan:
    """What each part of our recipe adds."""
    return _at_one_size(
        "ablation",
        "Our recipe without each of its parts",
        "Of its operators the paper tries mutation alone (Fig. 12).",
        (PLAIN, *CONTROLS, EVOLVED, *ablations()),
        facts,
    )


def fig2(facts: Facts) -> Plan:
    """Error against the size of the initial population."""
    counts = sorted({max(2, facts.founders // 25), max(2, facts.founders // 5), facts.founders, facts.poses})
    points = []
    for count in counts:
        points += [_point(arm, count, Trial(arm, 0, facts.ratio, count)) for arm in (PLAIN, *CONTROLS)]
        points += [
            replace(_point(EVOLVED, count, Trial(EVOLVED, 0, ratio, count)), curve=called)
            for ratio, called in ((2.5, f"{EVOLVED.name}, × 2.5"), (facts.ratio, EVOLVED.name))
        ]
    return Plan(
        "fig2",
        "Fig. 2: error on unseen poses against the size of the initial population",
        "Evolution (× 2.5) lowers the error at every share of S1, most where there is little to begin with.",
        "poses to begin with",
        tuple(points),
        log=True,
    )


def fig9(facts: Facts) -> Plan:
    """Error against the length of the cascade."""
    counts = sorted({1, 3, facts.people} & set(range(1, facts.people + 1)))
    points = []
    for count in counts:
        trial = Trial(PLAIN, 0, people=count, stages=facts.stages)
        points += [Point(_people(count), stage + 1, trial, stage) for stage in range(facts.stages)]
    everybody = Trial(EVOLVED, 0, facts.ratio, people=1, stages=facts.stages)
    points += [Point("1 person, evolved", stage + 1, everybody, stage, "evolved") for stage in range(facts.stages)]
    return Plan(
        "fig9",
        "Fig. 9: training and test error against the length of the cascade, by who is learned from",
        "With more people the training error rises and the test error falls; a longer cascade lowers the training "
        "error and does not overfit.",
        "learners (T)",
        tuple(points),
    )


def fig10(facts: Facts) -> Plan:
    """Error against the depth, before and after evolution, on what was held out of the same population."""
    points = []
    for blocks in (1, 3, 7):
        for arm in (PLAIN, CONTROLS[1], EVOLVED):
            trial = Trial(arm, 0, facts.ratio, facts.founders, blocks=blocks, hold_out=0.2)
            points.append(replace(_point(arm, blocks, trial), own=True))
    return Plan(
        "fig10",
        "Fig. 10: training and test error against the number of blocks, before and after evolution",
        "Both sets are split at random. After evolution the training error is larger at the same depth (R = 7), and a "
        "deeper net (R = 9) still helps.",
        "residual blocks (R)",
        tuple(points),
    )


def fig11(facts: Facts) -> Plan:
    """Error against how far evolution went."""
    trials = [(1.0, PLAIN), *((ratio, EVOLVED) for ratio in (2.5, 5.0, 10.0, 20.0))]
    points = [
        replace(_point(arm, ratio, Trial(arm, 0, ratio, facts.founders)), curve=EVOLVED.name) for ratio, arm in trials
    ]
    for control in CONTROLS:
        points += [_point(control, ratio, Trial(control, 0, ratio, facts.founders)) for ratio in (2.5, 10.0, 20.0)]
    return Plan(
        "fig11",
        "Fig. 11: training and test error against the number of generations",
        "With every generation the test error falls and the training error rises.",
        "times as many poses",
        tuple(points),
        log=True,
    )


def fig12(facts: Facts) -> Plan:
    """Crossover alone, and with mutation."""
    return _at_one_size(
        "fig12",
        "Fig. 12: crossover alone, and with mutation",
        "Adding mutation raises the training error a little and lowers the test error a little.",
        (PLAIN, *CONTROLS, *of_mutation()),
        facts,
    )


def tab5(facts: Facts) -> Plan:
    """Baseline, cascade, cascade and evolution; from one person and from all."""
    return Plan(
        "tab5",
        "Table 5: baseline (B), cascade (C), evolution (E), from one person and from all",
        "P1*, from S1: B 66.2, B+C 64.5 (−2.6 %), B+C+E 50.5 mm (−21.7 %); from S15678: 44.5, 42.9 (−3.6 %), 34.5 "
        "(−22.4 %).",
        "",
        tuple(_tab5(facts)),
        bars=True,
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _tab5(facts: Facts) -> Iterator[Point]:
    for count in sorted({1, facts.people}):
        who = _people(count)
        plain = Trial(PLAIN, 0, facts.ratio, people=count, stages=facts.stages)
        yield Point("B", who, plain, 0)
        yield Point("B+C", who, plain)
        for arm, called in ((CONTROLS[0], "B+C, heading copies"), (CONTROLS[1], "B+C, rotation and scale")):
            yield Point(called, who, replace(plain, arm=arm), -1, "control")
        yield Point("B+C+E", who, replace(plain, arm=EVOLVED), -1, "evolved")


PLANS: Mapping[str, Callable[[Facts], Plan]] = {
    "recipes": recipes,
    "ablation": ablation,
    "fig2": fig2,
    "fig9": fig9,
    "fig10": fig10,
    "fig11": fig11,
    "fig12": fig12,
    "tab5": tab5,
}
