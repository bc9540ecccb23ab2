"""What a page of runs needs to know of the form in which runs are asked for."""

from __future__ import annotations

from typing import Any, Protocol

from evopose.options import Options


class Form(Protocol):
    """What is asked for."""

    preset: str

    @property
    def options(self) -> Options | None:
        """The command's options as they stand, but for the folder; None while something does not fit."""

    def can_start(self) -> bool:
        """Whether nothing stands against it."""

    def say(self, failure: str) -> None:
        """Why a run could not begin."""

    def wrong(self) -> int:
        """How many fields do not fit."""

    def to_wrong(self) -> None:
        """Go to the next field that does not fit."""

    def show_options(self, values: dict[str, Any]) -> None:
        """Options of an earlier run, for another one; BadOption where they are none."""

    def pick_up(self, values: dict[str, Any]) -> None:
        """Options of a run that goes on elsewhere, unless a person has changed what stands here."""
