"""`evopose convert`: between any two formats that hold the same thing."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from annotated_types import Gt
from tyro.conf import Positional, arg

from evopose.commands.pairs_conversion import convert_pairs
from evopose.commands.photos_conversion import convert_photos
from evopose.errors import BadFile, BadOption, MissingFile, NotWritable
from evopose.io import amc
from evopose.io.bvh_writer import write_clips
from evopose.io.choosing import selected_poses
from evopose.io.clips import clips_of, complete, concatenated, resampled, selected
from evopose.io.destination import check_replaced
from evopose.io.format import Format, format_for_writing, format_named, not_written, posed_people, poses_left_out
from evopose.io.selection import ALL, Selection
from evopose.io.sources import Found, Source, find_sources, kinds_written
from evopose.jobs import Job, Progress
from evopose.model.annotation import AnnotatedImage
from evopose.model.population import Population
from evopose.options import OptionalPath, Options
from evopose.project import interchange, photos
from evopose.project.placing import folders_of

Kind = Literal["population", "annotations", "pairs"]
T = TypeVar("T")
_TOLD = 5
_NAMES: dict[Kind, str] = {"population": "a population", "annotations": "annotations", "pairs": "pairs of 2D and 3D"}


class Convert(Options):
    """Read files and folders, and write what they hold as one file of the format that its suffix names.

    Populations: .safetensors, .npz, .bvh, .amc (read), .npy (the original's dictionaries). Annotations: .evo, .json
    (COCO keypoints), .npy (the original's: by name annotation*, fitted* or annot_3d*; otherwise the last where people
    have 3D poses, the first where nobody has). Several populations become one, with their clips. A folder of photos
    becomes a project, with the keypoint files that lie beside them. Pairs of 2D and 3D become one .safetensors:
    twoDPose*.npy, data_2d_h36m*.npz, and with --format pairs annot_data.mat.
    """

    paths: Annotated[tuple[Path, ...], arg(metavar="SOURCE… TO", help_behavior_hint="(required)"), Positional]
    """What to read (files, or folders with all in them), and last the file to write."""
    images: OptionalPath = None
    """Folder of the images that annotations speak of; otherwise they are looked for beside the files."""
    fps: Annotated[Annotated[float, Gt(0)] | None, arg(metavar="FLOAT", help_behavior_hint="(optional)")] = None
    """Thin clips out to about so many frames a second; clips of fewer, or of unknown rate, stay as they are."""
    drop_incomplete: bool = False
    """Leave out poses with missing joints (nan), which are otherwise kept."""
    skeleton: OptionalPath = None
    """The ASF skeleton for AMC files that have none of their own beside them."""
    format: Annotated[str | None, arg(metavar="NAME", help_behavior_hint="(optional)")] = None
    """Format to write, where name and suffix leave a choice: project, coco, evoskeleton-2d, evoskeleton-fitted,
    evoskeleton-3d; safetensors, npz, bvh, h36m; pairs."""
    overwrite: bool = False
    """Replace what is there; a project takes the annotations in beside its own."""
    select: Annotated[Selection, arg(name="")] = ALL
    """Which pairs or poses."""

    def run(self) -> Job[dict[str, Any]]:
        """What was `written` (a path; paths, where clips become files of their own), and what became of what was read.

        `count` poses or images; of populations `clips`, and poses with missing joints that are in it (`incomplete`) or
        not (`dropped`); of annotations `people` written, and, in a project, those put beside others' work (`variants`)
        or there already (`same`); files `skipped` in folders. `notices` say in words which, and what does not fit.
        """
        sources, destination = self._split()
        if self.images is not None and not self.images.is_dir():
            raise MissingFile(self.images, "folder of images")
        if (
            len(sources) == 1
            and sources[0].is_dir()
            and destination.suffix.lower() == ".evo"
            and photos.find(sources[0])
        ):
            self._make_room(destination)
            return (yield from convert_photos(sources[0], self.images, destination))
        if self.format == "pairs":
            return (yield from self._pairs(sources, destination))
        found = self._found(sources, destination)
        kind = _kind(found.sources)
        if kind not in self._wanted(destination):
            other = _NAMES["annotations" if kind == "population" else "population"]
            raise BadOption(f"{found.sources[0].path.name} holds {_NAMES[kind]}, but {destination.name} {other}.")
        if kind == "pairs":
            result = yield from self._pairs([source.path for source in found.sources], destination)
            return result | {"skipped": len(found.skipped), "notices": [*found.notices, *result["notices"]]}
        if self.select != ALL and kind == "annotations":
            raise BadOption("--protocol, --subjects, --actions, --cameras and --every choose among poses or pairs.")
        target = self._target(destination, kind)
        if target.name != "project":  # which takes in, and replaces nothing
            check_replaced(destination, self.overwrite, {"source": [source.path for source in found.sources]})
        self._make_room(destination)
        convert = self._populations if kind == "population" else self._annotations
        result = yield from convert(found, target, destination)
        notices = [*found.notices, *result.get("notices", ())]
        return result | {"skipped": len(found.skipped) + result.get("skipped", 0), "notices": notices}

    def _split(self) -> tuple[tuple[Path, ...], Path]:
        if len(self.paths) < 2:
            raise BadOption("Name at least one file or folder to read, and last the file to write.")
        *sources, destination = self.paths
        check_replaced(destination, self.overwrite, {"source": [path for path in sources if not path.is_dir()]})
        return tuple(sources), destination

    def _found(self, sources: Sequence[Path], destination: Path) -> Found:
        """Pairs in folders are taken where there is nothing else that could be written there."""
        wanted = self._wanted(destination)
        try:
            return find_sources(sources, wanted - {"pairs"})
        except BadFile:
            if "pairs" not in wanted:
                raise
            return find_sources(sources, wanted)

    def _pairs(self, sources: Sequence[Path], destination: Path) -> Job[dict[str, Any]]:
        if self.fps is not None:
            raise BadOption("--fps is for motion; --every thins pairs out.")
        if destination.suffix.lower() != ".safetensors":
            raise not_written(destination, "pairs")
        self._make_room(destination)
        return (yield from convert_pairs(sources, self.select, destination, self.drop_incomplete))

    def _target(self, destination: Path, kind: Kind, posed: bool = False) -> Format:
        return format_named(self.format) if self.format else format_for_writing(destination, kind, posed)

    def _wanted(self, destination: Path) -> set[str]:
        if self.format is not None:
            return {format_named(self.format).kind}
        kinds = kinds_written(destination.suffix)
        if not kinds:
            raise not_written(destination)
        return kinds

    def _make_room(self, destination: Path) -> None:
        try:
            destination.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritable(f"{destination.parent} cannot be made: {error.strerror}.") from error

    def _populations(self, found: Found, target: Format, destination: Path) -> Job[dict[str, Any]]:
        read, failed = yield from self._read(found, self._population)
        population = concatenated([resampled(part, self.fps) if self.fps else part for _, part in read])
        if not len(population):
            raise BadFile(found.sources[0].path, "there is no pose in it.")
        whole = complete(population)
        incomplete = int((~whole).sum())
        if incomplete and self.drop_incomplete:
            population = selected(population, whole.nonzero()[0])
        yield Progress(len(found.sources), len(found.sources), f"Writing {destination.name}")
        return {
            "written": self._write(population, target, destination),
            "count": len(population),
            "clips": sum(1 for part in clips_of(population)) if population.clip is not None else 0,
            "incomplete": 0 if self.drop_incomplete else incomplete,
            "dropped": incomplete if self.drop_incomplete else 0,
            **_left_out(failed),
        }

    def _read(self, found: Found, reader: Callable[[Source], T]) -> Job[tuple[list[tuple[Source, T]], list[BadFile]]]:
        """All that can be read, and why files in folders cannot; files that were named must be readable."""
        read: list[tuple[Source, T]] = []
        failed: list[BadFile] = []
        for number, source in enumerate(found.sources):
            yield Progress(number, len(found.sources), f"Reading {source.path.name}")
            try:
                read.append((source, reader(source)))
            except BadFile as error:
                if not any(path.is_dir() and source.path.is_relative_to(path) for path in self.paths):
                    raise
                failed.append(error)
        if not read:
            raise failed[0]
        return read, failed

    def _population(self, source: Source) -> Population:
        if source.format.name == "amc":
            return selected_poses(amc.read(source.path, self.skeleton), self.select, source.path)
        assert source.format.read_population is not None
        return selected_poses(source.format.read_population(source.path), self.select, source.path)

    def _write(self, population: Population, target: Format, destination: Path) -> str | list[str]:
        """A BVH holds one motion: of several clips each gets its own, NAME-000-CLIP.bvh."""
        if target.name == "bvh" and len(list(clips_of(population))) > 1:
            return [str(path) for path in write_clips(population, destination, self.overwrite)]
        if target.write_population is None:
            raise BadOption(f"{target.title} is only read.")
        target.write_population(population, destination)
        return str(destination)

    def _annotations(self, found: Found, target: Format, destination: Path) -> Job[dict[str, Any]]:
        if self.fps is not None:
            raise BadOption("--fps is for motion; annotations have no frame rate.")
        read, failed = yield from self._read(found, self._images)
        images = [image for _, part in read for image in part]
        if not images:
            raise BadFile(found.sources[0].path, "there is no image in it.")
        target = self._target(destination, "annotations", posed_people(images) > 0)
        yield Progress(len(found.sources), len(found.sources), f"Writing {destination.name}")
        told: dict[str, Any] = {"written": str(destination), "count": len(images), **_left_out(failed)}
        if target.name == "project":
            made = self._into_project(read, destination)
            return told | made | {"notices": [*told["notices"], *made["notices"]]}
        if target.write_annotations is None:
            raise BadOption(f"{target.title} is only read.")
        target.write_annotations(images, destination)
        people = sum(len(image.people) for image in images)
        return told | {"people": people, "notices": [*told["notices"], *poses_left_out(target, images)]}

    def _images(self, source: Source) -> Sequence[AnnotatedImage]:
        assert source.format.read_annotations is not None
        return source.format.read_annotations(source.path, self.images)

    def _into_project(
        self, parts: Iterable[tuple[Source, Sequence[AnnotatedImage]]], destination: Path
    ) -> dict[str, Any]:
        """File by file: several may know one person."""
        people, variants, same, notices = 0, 0, 0, []
        for source, images in parts:
            folders = (*folders_of(source.path, self.images), *folders_of(destination))
            made = interchange.write(images, destination, folders, source.path.name)
            people, variants, same = people + made.people, variants + made.variants, same + made.same
            notices += [f"{source.path.name}: {notice}" for notice in made.notices]
        return {"people": people, "variants": variants, "same": same, "notices": notices}


def _left_out(failed: Sequence[BadFile]) -> dict[str, Any]:
    """Files in folders that cannot be read, as the result tells them."""
    told = [f"Skipped {error}" for error in failed[:_TOLD]]
    more = [f"{len(failed) - _TOLD} more files were skipped."] if len(failed) > _TOLD else []
    return {"skipped": len(failed), "notices": told + more}


def _kind(sources: Sequence[Source]) -> Kind:
    """The one kind that all sources are of; BadOption where they mix."""
    kinds = {source.format.kind: source.path.name for source in sources}
    if len(kinds) > 1:
        told = ", ".join(f"{name} holds {_NAMES[kind]}" for kind, name in sorted(kinds.items()))
        raise BadOption(f"One file cannot hold both: {told}. Convert them one after the other.")
    return next(iter(kinds))
