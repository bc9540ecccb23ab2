"""Options of training that make no sense beside each other, or beside the data.

What a new run is asked for and would not look at is refused, or told where presets of pages set it. What was begun goes
on as it was.
"""

from collections.abc import Sequence

from evopose.errors import BadOption
from evopose.evolution.ranges import check_cameras, check_views
from evopose.model.skeleton import H36M_17
from evopose.options import check_idle, idle
from evopose.training.options import TrainOptions

_FEWEST_JOINTS = 3


def check(options: TrainOptions) -> None:
    """BadOption for what can be told before anything is read."""
    check_views(options.views)
    if options.schedule.patience and not options.validation and not options.validation_share:
        raise _blind(options)


def check_heeded(options: TrainOptions) -> None:
    """BadOption for what somebody asked for and nothing would look at, or nothing can be learned from."""
    _check_joints(options.model.joints)
    check_cameras(options, options.views)
    if not options.population:
        check_idle(options, ("kinds", "share", "validation_share"), "without --population")
    if options.validation:
        check_idle(options, ("validation_share",), "beside --validation")
    if options.schedule.steps is not None:
        check_idle(options, ("schedule.epochs",), "beside --steps")
    if options.model.stages == 1:
        check_idle(options, ("model.refine",), "where there is one stage")


def _check_joints(names: Sequence[str]) -> None:
    """A joint goes in once, however often it is named; and a lifter that sees too few learns one mean pose."""
    numbers = [H36M_17.index(name) for name in names]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise BadOption(f"--joints: each is named once; {twice[0]} is named {names.count(twice[0])} times.")
    if 0 < len(numbers) < _FEWEST_JOINTS:
        raise BadOption(
            f"--joints: {' and '.join(names)} alone: no pose is told by so few; at least {_FEWEST_JOINTS} are expected."
        )


def unheeded(options: TrainOptions) -> list[str]:
    """In sentences, what presets of pages may set besides and nothing looks at."""
    said = [] if options.population else [idle(options, ("noise_px",), "without --population")]
    if not options.population and not options.validation:
        said.append(idle(options, ("unit", "views"), "without --population or --validation"))
    if not options.validation and not options.validation_share:
        said.append(idle(options, ("schedule.validate_every",), "where nothing is validated on"))
    return [*filter(None, said)]


def check_beside(options: TrainOptions, steps: int, validated: bool) -> None:
    """BadOption for a stage of so many steps, and where nothing is left to validate on."""
    schedule = options.schedule
    if schedule.warmup > steps:
        raise BadOption(
            f"--warmup is {schedule.warmup:,} and a stage has {steps:,} steps: its rate would never be reached."
        )
    if schedule.patience and not validated:
        raise _blind(options)


def _blind(options: TrainOptions) -> BadOption:
    return BadOption(
        f"--patience {options.schedule.patience} ends a stage by its validation, and there is nothing to validate on: "
        "--validation or --validation-share names it."
    )
