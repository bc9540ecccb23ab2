"""Options of a command: one frozen class is its config file, subcommand, form, record and call (design §10)."""

from abc import abstractmethod
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict
from tyro.conf import arg

from evopose.jobs import Job

OptionalPath: TypeAlias = Annotated[Path | None, arg(metavar="PATH", help_behavior_hint="(optional)")]
"""A path that may be left out."""


class Options(BaseModel):
    """Base of all commands. Help is the class's docstring and the docstring under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @abstractmethod
    def run(self) -> Job[dict[str, Any]]:
        """The work, as a job; returns what `--json` prints."""
