"""Options that are the ends of a range."""

from evopose.errors import BadOption
from evopose.evolution.recipe import Views
from evopose.options import Options, Part, check_idle

_PLACES = ("views.distance_min_m", "views.distance_max_m", "views.height_min_m", "views.height_max_m")


def check_range(part: Part, called: str, least: str, greatest: str) -> None:
    """BadOption where the least is greater than the greatest; `called` is the part's name in a command."""
    low, high = getattr(part, least), getattr(part, greatest)
    if low > high:
        options = [f"--{called}.{name.replace('_', '-')}" for name in (least, greatest)]
        raise BadOption(f"{options[0]} is {low:g} and {options[1]} {high:g}: the least is above the greatest.")


def check_views(views: Views) -> None:
    """BadOption where cameras would come nearest farther away than they go, or stand lowest above their highest."""
    check_range(views, "views", "distance_min_m", "distance_max_m")
    check_range(views, "views", "height_min_m", "height_max_m")


def check_cameras(options: Options, views: Views) -> None:
    """Of options that have these `views`: as check_views; BadOption too where places are told and Human3.6M's stay."""
    check_views(views)
    if views.cameras == "h36m":
        check_idle(options, _PLACES, "where the cameras are Human3.6M's: --views.cameras ring or free places them")
