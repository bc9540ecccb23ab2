"""The loop of a run (paper, Algorithm 1): generations of candidates, those who survive join the population."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from jaxtyping import Int

from evopose.evolution import budget
from evopose.evolution.brood import Brood
from evopose.evolution.budget import Target, candidates
from evopose.evolution.checkpoint import Keeper, Point, Tally
from evopose.evolution.engine import Engine
from evopose.evolution.growing import Growing
from evopose.evolution.rounding import Rounding
from evopose.evolution.selection.selector import Selector
from evopose.evolution.surviving import Chunk, Survival
from evopose.evolution.watching import Watch, metrics
from evopose.io.rows import Rows, Sparing
from evopose.jobs import Job, Progress
from evopose.model.array import NDArray, as_numpy


@dataclass(frozen=True)
class Plan:
    """What stays the same all through a run."""

    founders: int
    target: Target
    fraction: float
    fruitless: int
    seed: int
    chunk: int
    """Candidates at once."""
    at_once: int
    """Neighbouring poses of the population that may stay in memory."""


@dataclass(frozen=True, eq=False)
class Stock:
    """What breeds and selects, and where the children go."""

    engine: Engine
    selectors: Callable[[Int[NDArray, "9 120 60"]], Sequence[Selector]]
    """Those of a generation, by the counts of directions when it begins."""
    rounding: Rounding
    growing: Growing
    watch: Watch


def evolve(plan: Plan, stock: Stock, keeper: Keeper) -> Job[Point]:
    """From the keeper's point to the end; interrupted between two chunks, the point is where to go on."""
    while not (reason := over(plan, keeper.point)).reason:
        yield from _generation(plan, stock, keeper)
    keeper.move(reason)
    return keeper.point


def over(plan: Plan, point: Point) -> Point:
    """The point with the reason why the run is over, if it is."""
    target = plan.target
    if point.next:
        return point
    if target.poses is not None and point.rows >= target.poses:
        return replace(point, reason=f"reached {point.rows:,} poses")
    if point.rows >= budget.MOST_POSES:
        return replace(point, reason=f"no file counts more than {point.rows} poses", complete=False)
    if point.fruitless >= plan.fruitless:
        return replace(point, reason=_gave_up(point), complete=False)
    if target.generations is not None and point.generation > target.generations:
        return replace(point, reason=f"bred {target.generations} generations")
    if point.generation > (most := budget.MOST_GENERATIONS):
        return replace(point, reason=f"bred {most} generations, the most there can be", complete=False)
    return point


def _gave_up(point: Point) -> str:
    removed = ", ".join(f"{name} {count}" for name, count in point.current.removed.items() if count)
    told = f"of the last one's {point.current.candidates} candidates, selection removed: {removed or 'none'}"
    return f"gave up after {point.fruitless} generations in a row without a survivor; {told}"


def _generation(plan: Plan, stock: Stock, keeper: Keeper) -> Job[None]:
    """What is left of the present one."""
    point = keeper.point
    parents, count = mapped(stock.growing.view(point.start), plan), candidates(point.start, plan.fraction)
    survival = Survival(stock.engine, stock.selectors(stock.watch.start), stock.rounding)
    while point.next < count and point.rows < (plan.target.poses or budget.MOST_POSES):
        tried = min(plan.chunk, count - point.next)
        brood = survival.of(Chunk(parents, point.generation, point.next, tried, plan.seed))
        point = _taken_in(plan, stock, point, brood, tried)
        keeper.move(point)
        if stock.watch.due():
            yield _told(plan, stock, keeper)
    _end(plan, stock, keeper)
    if stock.watch.due():
        yield _told(plan, stock, keeper)


def mapped(rows: Rows, plan: Plan) -> Rows:
    """The same rows; if not all of them may stay in memory, read with care."""
    return rows if len(rows) <= plan.at_once else Sparing(rows, plan.at_once)


def _taken_in(plan: Plan, stock: Stock, point: Point, brood: Brood, tried: int) -> Point:
    """Survivors join the population, as many as there is room for."""
    room = (plan.target.poses or budget.MOST_POSES) - point.rows
    positions, parents, operators = (
        as_numpy(tensor[:room]) for tensor in (brood.positions, brood.parents, brood.operators)
    )
    stock.growing.rows = point.rows
    stock.growing.append(positions, point.generation, parents, operators)
    stock.watch.born(positions)
    tally = Tally(tried, len(positions), brood.copies, len(brood.index) - len(positions), brood.removed)
    return replace(
        point,
        next=point.next + tried,
        rows=point.rows + len(positions),
        current=(point.current if point.next else Tally()) + tally,
        total=point.total + tally,
    )


def _end(plan: Plan, stock: Stock, keeper: Keeper) -> None:
    """Of a generation: it is logged, and the next one has a larger population."""
    point = replace(
        keeper.point,
        generation=keeper.point.generation + 1,
        next=0,
        start=keeper.point.rows,
        fruitless=0 if keeper.point.current.survivors else keeper.point.fruitless + 1,
    )
    step = _step(plan, stock, keeper, point)
    keeper.run.log(Progress(step.done, step.total, step.message, {**step.metrics, **stock.watch.curves()}))
    stock.watch.begin()
    keeper.move(replace(point, log=keeper.run.logged()))


def _told(plan: Plan, stock: Stock, keeper: Keeper) -> Progress:
    step = stock.watch.told(_step(plan, stock, keeper, keeper.point))
    keeper.run.note(step)
    return step


def _step(plan: Plan, stock: Stock, keeper: Keeper, point: Point) -> Progress:
    generation = point.generation if point.next else max(1, point.generation - 1)
    if plan.target.poses is not None:
        done, total = point.rows - plan.founders, plan.target.poses - plan.founders
    else:
        done, total = point.generation - 1, plan.target.generations or 0
    rate = (point.rows - keeper.began) / max(keeper.session, 1e-3)
    told = metrics(generation, point.rows, point.current, point.total, keeper.seconds, rate, stock.engine.name)
    return Progress(done, total, f"generation {generation}: {point.rows} poses", told)
