"""Options of training that make no sense beside each other, or beside the data."""

from evopose.errors import BadOption
from evopose.evolution.ranges import check_views
from evopose.training.options import TrainOptions


def check(options: TrainOptions) -> None:
    """BadOption for what can be told before anything is read."""
    check_views(options.views)
    if options.schedule.patience and not options.validation and not options.validation_share:
        raise _blind(options)


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
