"""`evopose doctor`: what this machine has, and what is wrong with it."""

import textwrap
from collections.abc import Sequence
from typing import Any

from evopose.jobs import Job, Progress
from evopose.machine import Finding, examine
from evopose.options import Options

COLUMN, WIDTH = 16, 110


class Doctor(Options):
    """Say versions, Qt, GPU, OpenCV builds, joint limits, models and folders, and what is wrong with them."""

    def run(self) -> Job[dict[str, Any]]:
        """The findings: `text` to read, `found` by name for programs, and `problems`."""
        yield Progress(0, 1, "Looking at this machine")
        found = examine()
        return {
            "text": written(found),
            "found": {finding.name: finding.value for finding in found},
            "problems": [finding.problem for finding in found if finding.problem],
        }


def written(found: Sequence[Finding]) -> str:
    """The report as text."""
    lines = [_entry(finding.name, finding.text) for finding in found]
    problems = [_entry("Problem" if not row else "", finding.problem) for row, finding in enumerate(_wrong(found))]
    return "\n".join([*lines, "", *(problems or [_entry("Problems", "none found")])])


def _wrong(found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.problem]


def _entry(name: str, text: str) -> str:
    head, indent = f"{name:<{COLUMN}}", " " * COLUMN
    return textwrap.fill(text, WIDTH, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False)
