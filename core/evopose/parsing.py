"""Words of a command line to options, by tyro; what is out of its range is told in one sentence."""

import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from typing import Any

from pydantic import BaseModel, ValidationError

from evopose.commands import COMMANDS, load
from evopose.errors import BadOption
from evopose.options import Options, flag_of

_COUNTS = {"too_short": ("at least", "min_length"), "too_long": ("at most", "max_length")}
"""What pydantic says of tuples, by what it calls it."""


def parse(words: list[str], about: str) -> Options:
    """The options of the command that the words begin with; SystemExit (2) for words that are none, for help 0.

    BadOption for values out of their ranges.
    """
    import tyro

    if not words or words[0].startswith("-"):
        choices: dict[str, Any] = {name: load(name) for name in COMMANDS}
        chosen: Options = tyro.extras.subcommand_cli_from_dict(choices, args=words, prog="evopose", description=about)
        return chosen
    options = load(words[0])
    said = io.StringIO()
    try:
        with redirect_stderr(said):
            return tyro.cli(options, args=options.spelled_out(words[1:]), prog=f"evopose {words[0]}")
    except SystemExit as end:
        for part, error in _refused(end):
            raise BadOption(_sentence(options, part, error)) from error
        sys.stderr.write(said.getvalue())
        raise
    except ValidationError as error:  # of a part without a name tyro lets it through
        raise BadOption(_sentence(options, _nameless(options, error.title), error)) from error


def _refused(end: SystemExit) -> Iterator[tuple[str, ValidationError]]:
    """Which part of the options tyro could not make of what was given, if that is why it ended."""
    part, error = "", end.__context__
    while error is not None and not isinstance(error, ValidationError):
        named = getattr(error, "arg", "")
        part, error = named if isinstance(named, str) else "", error.__context__
    if error is not None:
        yield part, error


def _nameless(options: type[BaseModel], title: str) -> str:
    """Where in the options the part of this class is, as tyro tells it of others; empty where it is the options."""
    for name, field in options.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            further = _nameless(inner, title)
            if inner.__name__ == title or further:
                return f"{name}.{further}".rstrip(".")
    return ""


def _sentence(options: type[Options], part: str, error: ValidationError) -> str:
    """Of the first value that does not fit."""
    first: Any = error.errors()[0]
    wanted = first["msg"].removeprefix("Value error, ").replace("Input should", "it must", 1)
    if not first["loc"]:
        return f"{wanted}."
    flag = flag_of(options, [*filter(None, part.split(".")), str(first["loc"][0])])
    if first["type"] in _COUNTS:
        return f"{flag}: {_counted(first['type'], first['ctx'])}."
    return f"{flag}: {first['input']} was given; {wanted}."


def _counted(kind: str, about: Mapping[str, Any]) -> str:
    """How many there are, and how many were expected."""
    number, (most, bound) = about["actual_length"], _COUNTS[kind]
    there = {0: "none was", 1: "one was"}.get(number, f"{number} were")
    return f"{there} given; {most} {about[bound]} {'is' if about[bound] == 1 else 'are'} expected"
