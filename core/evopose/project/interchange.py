"""The project as a file format among others: read as annotated images, written from them (design §11)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from evopose.io.format import Format
from evopose.model.annotation import AnnotatedImage, Person
from evopose.project import header
from evopose.project.keypoint_file import doubts
from evopose.project.new_project import Made, came, known_photo, problems
from evopose.project.opening import refused
from evopose.project.placing import Placed, folders_of, place, tidy
from evopose.project.project import Project
from evopose.project.records import PersonEntry, Photo


def read_annotations(path: Path, images: Path | None = None) -> Sequence[AnnotatedImage]:
    """All images of a project with their people; `images` is not needed. The project may be open elsewhere."""
    with Project.open(path, read_only=True) as project:
        return tuple(annotated_image(project, int(number)) for number in project.images.ids)


def annotated_image(project: Project, image_id: int) -> AnnotatedImage:
    """One image of a project as files take it."""
    record = project.image(image_id)
    people = tuple(_person(project, person.id) for person in project.people(image_id))
    return AnnotatedImage(record.name, people, record.size if all(record.size) else None)


def _person(project: Project, person_id: int) -> Person:
    initial = project.initial(person_id)
    pose = initial.pose if initial else None
    return Person(project.annotation(person_id), pose, project.truth(person_id), project.extra(person_id))


def write_annotations(images: Iterable[AnnotatedImage], path: Path) -> None:
    """Into a new or an existing project; the image files are looked for beside the project and above."""
    write(images, path, folders_of(path), "import")


def write(images: Iterable[AnnotatedImage], path: Path, folders: Iterable[Path], source: str) -> Made:
    """Into a new or an existing project, with the image files from the first of `folders` that has most of them.

    `source` names the variants, where people meet others who were worked on. Images that are found nowhere come in
    as missing. Raises what `Project.open` and `Project.create` raise.
    """
    annotated = list(images)
    placed = place([image.file_name for image in annotated], folders)
    names = [placed.names.get(image.file_name, tidy(image.file_name)) for image in annotated]
    found = [known_photo(placed.root, name, image.size) for name, image in zip(names, annotated, strict=True)]
    with Project.open(path) if path.exists() else Project.create(path, images_root=placed.root) as project:
        if project.read_only:
            raise refused(project.path, project.notices, "Import")
        added = project.add_images(found, placed.root)
        pairs = zip(added.ids.tolist(), annotated, strict=True)
        joined = project.add_people(PersonEntry(n, person, source) for n, image in pairs for person in image.people)
        project.add_empty_people()
        return came(project, joined, (*added.notices, *_doubts(placed, annotated, names, found)))


def _doubts(
    placed: Placed, annotated: Sequence[AnnotatedImage], names: Sequence[str], found: Sequence[Photo]
) -> tuple[str, ...]:
    """What does not fit, in words."""
    lost = [name for name in names if not (placed.root / name).is_file()]
    missing = [f"{len(lost)} of {len(names)} images are not in {placed.root} (such as {lost[0]})."] if lost else []
    return (*missing, *problems(found), *doubts(placed.root, annotated, placed.names))


FORMAT = Format(
    name="project",
    title="EvoStudio project",
    kind="annotations",
    suffixes=(".evo",),
    recognises=header.recognises,
    read_annotations=read_annotations,
    write_annotations=write_annotations,
)
