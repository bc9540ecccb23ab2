"""What `evopose convert` does with a folder of photos: a project of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evopose.io.sources import skipped_told
from evopose.jobs import Job
from evopose.project.new_project import Plan, plan
from evopose.project.opening import refused
from evopose.project.project import Project


def convert_photos(folder: Path, images: Path | None, destination: Path) -> Job[dict[str, Any]]:
    """A project of all photos in a folder, with the keypoint files found beside them."""
    planned = plan(folder, images)
    if destination.exists():
        with Project.open(destination) as project:
            if project.read_only:
                raise refused(destination, project.notices, "Import")
            made = yield from planned.add_to(project)
    else:
        made = yield from planned.create(destination)
    skipped = tuple(_others(folder, planned))
    return {
        "written": str(destination),
        "count": len(planned.photos),
        "people": made.people,
        "variants": made.variants,
        "same": made.same,
        "skipped": len(skipped),
        "notices": [*made.notices, *skipped_told(skipped)],
    }


def _others(folder: Path, planned: Plan) -> Iterator[Path]:
    """Files in a folder that are neither its photos nor the keypoint files beside them."""
    taken = {planned.root / name for name in planned.photos} | {source.path.absolute() for source in planned.sources}
    for path in sorted(folder.absolute().rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder.absolute()).parts)
        if path.is_file() and not hidden and path not in taken and ".evo" not in path.suffix:
            yield path
