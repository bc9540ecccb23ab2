"""Options of a command: one frozen class is its config file, subcommand, form, record and call (design §10)."""

from abc import abstractmethod
from typing import Any

from pydantic import BaseModel, ConfigDict

from evopose.jobs import Job


class Options(BaseModel):
    """Base of all commands. Help is the class's docstring and the docstring under each field."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @abstractmethod
    def run(self) -> Job[dict[str, Any]]:
        """The work, as a job; returns what `--json` prints."""
