"""A run that is asked for and has no folder yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evopose import __version__
from evopose.commands import load
from evopose.errors import BadOption
from evopose.options import Options
from evopose.runs import RunRecord


@dataclass(frozen=True)
class Asked:
    """One run to be."""

    command: str
    options: Options
    """Of the command; `out` is the run's folder."""
    when: float
    """It was asked for, in seconds since 1970."""

    @property
    def folder(self) -> Path:
        """Where it will be; nothing is there yet."""
        out: Path = self.options.out  # type: ignore[attr-defined]  # every command that makes runs has it
        return out

    def words(self) -> list[str]:
        """What is said to `evopose`."""
        return [self.command, *self.options.to_words()]

    def values(self) -> dict[str, Any]:
        """The options as plain JSON values."""
        return self.options.model_dump(mode="json")

    def record(self, state: str) -> RunRecord:
        """As a list of runs shows it."""
        return RunRecord(self.folder, self.command, __version__, self.values(), state=state, started=self.when)


def options_of(command: str, values: Mapping[str, Any]) -> Options:
    """Options as a record has them; BadOption, which names the field, where they are none of this command."""
    try:
        return load(command).model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "all of them"
        raise BadOption(f"These are no options of this version's {command} ({where}: {first['msg']}).") from error
