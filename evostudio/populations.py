"""Which populations there are to choose from, and what can be said of one at a glance; knows no toolkit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evopose.errors import BadFile, EvoError, UnknownFormat, WrongUnit, of_system
from evostudio.paths import shown
from evostudio.places import demo_population

DEMO, PROJECT, RUNS, RECENT = "Demo", "This project", "Results of runs", "Used last"
MOST_RUNS = 12


@dataclass(frozen=True)
class Choice:
    """One line of the list."""

    group: str
    title: str
    path: Path


@dataclass(frozen=True)
class Facts:
    """What one line under a chosen population says."""

    poses: int | None
    """None where nobody knows yet."""
    text: str
    problem: str = ""
    """Why it cannot be used; empty if it can."""
    chosen: int | None = None
    """Poses of the kinds that were asked for; None where no kinds were, or nobody knows yet."""
    unknown: str = ""
    """Which of those kinds there is not, and which there are."""
    unit: str | None = None
    """Where its unit is what stands against it: what it seems to be (mm, cm), empty where that is not known."""


def choices(recent: Sequence[str], project: Path | None, results: Sequence[tuple[str, Path]]) -> list[Choice]:
    """The demo, the open project's annotations, results of runs (title and file, the newest first), and what was used
    last of the rest that still is there."""
    found = [Choice(DEMO, "Demo population", demo_population())]
    if project is not None:
        found.append(Choice(PROJECT, f"Annotations of {project.name}", project))
    found += [Choice(RUNS, title, path) for title, path in results[:MOST_RUNS]]
    listed = {choice.path for choice in found}
    found += [
        Choice(RECENT, f"{title_of(path)} · {shown(_place(path))}", path)
        for path in map(Path, recent)
        if path not in listed and _there(path)
    ]
    return found


def _place(path: Path) -> Path:
    return path.parent.parent if _is_result(path) else path.parent


def _there(path: Path) -> bool:
    try:
        return path.exists() or any(path.parent.glob(f"{path.stem}-00000-of-*{path.suffix}"))
    except OSError:
        return False


def title_of(path: Path) -> str:
    """A short name; of a run's result the run's."""
    if path == demo_population():
        return "Demo population"
    return path.parent.name if _is_result(path) else path.name


def stem_of(path: Path) -> str:
    """What files made of it are called after."""
    return path.parent.name if _is_result(path) else path.stem


def _is_result(path: Path) -> bool:
    return path.name.startswith("evolved") and (path.parent / "options.json").is_file()


def facts(paths: Sequence[Path], kinds: Sequence[str] = (), unit: str = "m") -> Facts:
    """How many poses there are in files, and of those kinds, as cheaply as formats allow; seconds for text formats.

    `unit`: what positions are in where the format does not say.
    """
    if not paths:
        return Facts(None, "", "Choose a population.")
    if demo_population() in paths and not demo_population().exists():
        return Facts(12_000, "12,000 everyday poses, mostly walking; made when first used, in seconds")
    try:
        counted = [_counted(path, unit) for path in paths]
        chosen, unknown = _of_kinds(paths, kinds, unit) if kinds else (None, "")
    except WrongUnit as error:
        return Facts(None, "", str(error), unit=error.unit)
    except EvoError as error:
        return Facts(None, "", str(error))
    except OSError as error:
        return Facts(None, "", of_system(error))
    poses = sum(counted)
    where = "" if len(paths) == 1 else f" in {len(paths)} files"
    of = "" if chosen is None else f"{chosen:,} of "
    return Facts(poses, f"{of}{poses:,} {'pose' if poses == 1 else 'poses'}{where}", chosen=chosen, unknown=unknown)


def _of_kinds(paths: Sequence[Path], kinds: Sequence[str], unit: str) -> tuple[int | None, str]:
    """How many poses are of the kinds, and which kind there is not; None where clips are not told cheaply."""
    from evopose.evolution.founders import of_kinds
    from evopose.evolution.gathering import METRES
    from evopose.io.clips import clips_of
    from evopose.io.safetensors import read

    files = [_result(path) if (path / "options.json").is_file() else path for path in paths]
    if any(path.suffix != ".safetensors" for path in files):
        return None, ""
    clips = [
        ((clip.kind or clip.name).replace("_", " "), len(clip.rows))
        for path in files
        for clip in clips_of(read(path, METRES[unit]))
    ]
    wanted, there = of_kinds(kinds), sorted({called for called, _ in clips if called})
    missing = [kind for kind in kinds if not any(of_kinds([kind]).search(called) for called, _ in clips)]
    listed = ", ".join(there[:MOST_RUNS]) + (" …" if len(there) > MOST_RUNS else "") or "none"
    unknown = f"No clip is of a kind that begins with {' or '.join(missing)}; there are {listed}." if missing else ""
    return sum(poses for called, poses in clips if wanted.search(called)), unknown


def _counted(path: Path, unit: str) -> int:
    if not path.is_dir():
        return _of_file(path, unit)
    if (path / "options.json").is_file():
        return _of_file(_result(path), unit)
    from evopose.io.sources import find_sources

    return sum(_of_file(source.path, unit) for source in find_sources([path], {"population", "annotations"}).sources)


def _result(folder: Path) -> Path:
    """What a run has made."""
    from evopose.runs import read_run

    record = read_run(folder)
    told = str(record.result.get("population") or "")
    if not told:
        raise BadFile(folder, f"this run is {record.state} and has no population yet.")
    return folder / Path(told).name


def _of_file(path: Path, unit: str) -> int:
    if path.suffix == ".safetensors":
        return _of_shards(path, unit)
    return _of_project(path) if path.suffix == ".evo" else _of_format(path, unit)


def _of_shards(path: Path, unit: str) -> int:
    """By the headers alone."""
    from evopose.evolution.gathering import METRES
    from evopose.io.safetensors import read, shards_of
    from evopose.io.tensors import header_of

    shards = shards_of(path)
    headers = [header_of(shard) for shard in shards]
    if any("positions" not in header.places for header in headers):
        return len(read(path, METRES[unit]))  # packed, or no population at all: it says so
    return sum(header.places["positions"].shape[0] for header in headers)


def _of_project(path: Path) -> int:
    from evopose.project.project import Project

    with Project.open(path, read_only=True) as project:
        people = [person.id for number in project.images.ids for person in project.people(int(number))]
        posed = sum(project.annotation(person).pose is not None for person in people)
    if not posed:
        raise BadFile(path, f"of its {len(people)} people nobody has a 3D pose yet: fit them on the Annotate page.")
    return posed


def _of_format(path: Path, unit: str) -> int:
    from evopose.evolution.gathering import METRES
    from evopose.io import npz
    from evopose.io.format import format_of

    form = format_of(path)
    if form is npz.FORMAT:  # it does not say what its unit is
        return len(npz.read(path, METRES[unit]))
    if form.read_population is not None:
        return len(form.read_population(path))
    if form.read_annotations is None:
        raise UnknownFormat(path, f"{form.title} holds no population of poses.")
    return sum(
        person.annotation.pose is not None for image in form.read_annotations(path, None) for person in image.people
    )
