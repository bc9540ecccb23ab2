"""`evopose recover PROJECT [TO]`: what can be read of a damaged project."""

from pathlib import Path
from typing import Annotated, Any

from tyro.conf import Positional, arg

from evopose.errors import BadOption
from evopose.jobs import Job, Progress
from evopose.options import OptionalPath, Options
from evopose.project.project import Project


class Recover(Options):
    """Copy what can be read of a damaged project into a new one; the damaged file is only read."""

    project: Positional[Path]
    """The damaged project (.evo)."""
    to: Annotated[Path | None, arg(metavar="[TO]", help_behavior_hint="(optional)"), Positional] = None
    """The project to write; NAME-recovered.evo beside it if left out."""
    out: OptionalPath = None
    """The same, as an option."""

    def run(self) -> Job[dict[str, Any]]:
        """`path` of the new project, how many `images`, `people` and `edits` it has, and what is `lost`, in words."""
        if self.to is not None and self.out is not None:
            raise BadOption(f"Name the project to write once: {self.to}, or --out {self.out}.")
        target = self.to or self.out
        if target is not None and target.suffix != ".evo":
            raise BadOption(f"{target} is no name of a project; expected one that ends in .evo.")
        yield Progress(0, 1, f"Reading {self.project.name}")
        found = Project.recover(self.project, target)
        yield Progress(1, 1, f"Wrote {found.path.name}")
        return {
            "path": str(found.path),
            "images": found.images,
            "people": found.people,
            "edits": found.edits,
            "lost": list(found.lost),
        }
