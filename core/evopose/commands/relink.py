"""`evopose relink PROJECT FOLDER`: images that were moved or renamed."""

from pathlib import Path
from typing import Any

from tyro.conf import Positional

from evopose.jobs import Job
from evopose.options import Options
from evopose.project import relinking
from evopose.project.opening import refused
from evopose.project.project import Project


class Relink(Options):
    """Find the images of a project again after their folder was moved or their files were renamed.

    Images that are where they were stay untouched; those that are gone are known again by name and by content.
    """

    project: Positional[Path]
    """The project (.evo)."""
    folder: Positional[Path]
    """Where the images are now, or anywhere above them."""

    def run(self) -> Job[dict[str, Any]]:
        """`found` (how many) and `missing` (names of those that are still nowhere)."""
        with Project.open(self.project) as project:
            if project.read_only:
                raise refused(project.path, project.notices, "Relink images")
            search = yield from relinking.search(project.wanted(), self.folder.expanduser().absolute())
            if search.names:
                project.relocate(self.folder.expanduser().absolute(), search.names)
        return {"found": len(search.names), "missing": list(search.missing)}
