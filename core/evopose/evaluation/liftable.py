"""What can be lifted: people with 2D joints in files and projects, recorded pairs, and poses as cameras see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from jaxtyping import Float, Int

from evopose.errors import BadFile, BadOption
from evopose.evaluation.evaluating import intrinsics
from evopose.evaluation.sources import of_pairs, of_populations
from evopose.evolution.provenance import said
from evopose.evolution.recipe import Views
from evopose.io.selection import Selection
from evopose.io.sources import Source, find_sources
from evopose.jobs import Job, Progress
from evopose.model.annotation import AnnotatedImage, Annotation, Status
from evopose.model.array import NDArray
from evopose.model.camera import Camera
from evopose.model.pairs import Pairs

Kind: TypeAlias = Literal["annotations", "population", "pairs"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_PICTURES = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".mp4", ".mov", ".avi", ".mkv", ".webm"}
)
_RECORD = "options.json"


@dataclass(frozen=True, eq=False)
class Liftable:
    """Views of people, one after the other, in clips: the people of an image, or what a source calls a clip."""

    pixels: Float[NDArray, "n 17 2"]
    """float32; nan where missing."""
    intrinsics: Float[NDArray, "n 4"]
    """fx, fy, cx, cy in pixels; of photos that do not say, guessed from their size; nan where that is unknown too."""
    clip: Int[NDArray, " n"]
    """Index into the names and kinds; −1 for none."""
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    about: dict[str, Any]
    """Of the source: plain JSON values."""
    kind: Kind
    """What the source holds."""

    def __len__(self) -> int:
        return len(self.pixels)


def liftable(
    paths: Sequence[Path], views: Views, select: Selection, unit: str = "m", seed: int = 0, most: int | None = None
) -> Job[list[Liftable]]:
    """Of each file; errors of files, BadOption where nothing is left."""
    found: list[Liftable] = []
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), f"Reading {path.name}")
        for source in _sources(path):
            if source is not None and source.format.kind == "annotations":
                found.append(_annotated(source))
            elif source is not None and source.format.kind == "pairs":
                found += map(_recorded, (yield from of_pairs([source.path], select)))
            else:
                poses = [path if source is None else source.path]
                found += map(_recorded, (yield from of_populations(poses, views, (), unit, seed, most)))
    if not sum(map(len, found)):
        raise BadOption(f"There is nobody to lift in {', '.join(path.name for path in paths)}.")
    return found


def _recorded(source: Any) -> Liftable:
    pairs: Pairs = source.pairs
    names, kinds = (tuple(map(str, pairs.metadata.get(key) or ())) for key in ("clip_names", "clip_kinds"))
    count = max(len(names), len(kinds))
    clip = np.full(len(pairs), -1) if pairs.clip is None else np.asarray(pairs.clip)
    return Liftable(
        np.asarray(pairs.pixels, np.float32),
        intrinsics(pairs),
        clip,
        names + ("",) * (count - len(names)),
        kinds + ("",) * (count - len(kinds)),
        {"path": source.path.name} | said(pairs),
        "pairs" if source.population is None else "population",
    )


def _annotated(source: Source) -> Liftable:
    """Everybody who is not rejected and has any joint."""
    assert source.format.read_annotations is not None
    images = source.format.read_annotations(source.path, None)
    people = [(number, image, each) for number, image in enumerate(images) for each in _people(image)]
    lenses = [_lens(image, annotation) for _, image, annotation in people]
    return Liftable(
        np.array([annotation.keypoints.xy for *_, annotation in people], np.float32).reshape(-1, 17, 2),
        np.array(lenses, np.float32).reshape(-1, 4),
        np.array([number for number, *_ in people], np.int32),
        tuple(image.file_name for image in images),
        ("",) * len(images),
        {"path": source.path.name, "source": source.format.title},
        "annotations",
    )


def _people(image: AnnotatedImage) -> Iterator[Annotation]:
    for person in image.people:
        rejected = person.annotation.removed or person.annotation.status is Status.REJECTED
        if person.annotation.keypoints.known.any() and not rejected:
            yield person.annotation


def _lens(image: AnnotatedImage, annotation: Annotation) -> tuple[float, float, float, float]:
    camera = annotation.camera or (Camera.guess(image.size) if image.size else None)
    return (*camera.focal, *camera.centre) if camera else (np.nan,) * 4


def _sources(path: Path) -> list[Source | None]:
    """None for a run of evolution: whatever it made is read as poses."""
    if path.suffix.lower() in _PICTURES:
        raise BadFile(
            path, "it is a picture or a film: joints must be found in it first. Keypoints are what is lifted."
        )
    if path.is_dir() and (path / _RECORD).is_file():
        return [None]
    return list(find_sources([path], _KINDS).sources)
