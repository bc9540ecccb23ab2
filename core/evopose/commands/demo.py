"""`evopose demo OUT`: a population and a project with pictures, to try everything on."""

import glob
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Le
from tyro.conf import Positional

from evopose.errors import BadOption, NotWritable
from evopose.jobs import Job, Progress
from evopose.options import Options

PROJECT, POPULATION, README = "demo.evo", "demo_population.safetensors", "README.txt"
_IMAGES = "images"
_DAY_S = 86_400

_TEXT = """EvoStudio demo (seed {seed}), made from code alone; free for any use (CC0-1.0).

demo.evo                      a project to annotate: open it in EvoStudio
images/                       its {images} pictures of a mannequin
demo_population.safetensors   {poses} poses of everyday motions, far too many of them walking: evolve it

Every picture comes with 2D keypoints (some hidden, a few missing), a rough fit with the errors that automatic fits
have (a limb bent towards the camera instead of away, a wrong heading, directions off by 3° to 15°), and the true pose.
Practice mode in the studio shows how far an annotation is from the truth.
"""


class Demo(Options):
    """Write the demo: a biased population of everyday motions, and a project of pictures of a mannequin."""

    out: Positional[Path]
    """Folder to write; it must be new or empty."""
    seed: Annotated[int, Ge(0)] = 0
    """The same seed gives the same demo."""
    images: Annotated[int, Ge(0)] = 28
    """How many pictures; 0 writes the population alone, in a few seconds."""
    poses: Annotated[int, Ge(1)] = 12_000
    """How many poses of the population."""
    size: Annotated[int, Ge(64), Le(8192)] = 800
    """Longer side of the pictures, in pixels."""
    overwrite: bool = False
    """Replace the demo that is in the folder; other files stay."""

    def run(self) -> Job[dict[str, Any]]:
        """Nothing is left behind when it fails or is stopped."""
        return self._made()

    def _made(self) -> Job[dict[str, Any]]:
        from evopose.demo.population import make_population
        from evopose.demo.project import make_project
        from evopose.io.format import format_for_writing

        out = self.out.expanduser().absolute()
        self._check(out)
        with _aside(out) as folder:
            population = yield from make_population(self.poses, self.seed)
            path = folder / POPULATION
            write = format_for_writing(path, "population").write_population
            assert write is not None
            yield Progress(self.poses, self.poses, "writing the population")
            write(population, path)
            count = 0
            if self.images:
                count = yield from make_project(folder / PROJECT, self.images, self.seed, self.size)
                (folder / README).write_text(_TEXT.format(seed=self.seed, images=count, poses=self.poses), "utf-8")
            _moved(folder, out)
        made = {"folder": str(out), "population": str(out / POPULATION), "images": count, "poses": len(population)}
        return made | ({"project": str(out / PROJECT)} if count else {})

    def _check(self, out: Path) -> None:
        if out.exists() and not out.is_dir():
            raise BadOption(f"{out} is a file; expected a new or an empty folder.")
        if out.is_dir() and any(out.iterdir()) and not self.overwrite:
            raise BadOption(f"{out} is not empty: choose another folder, or --overwrite to replace the demo in it.")


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """A folder beside `out` that is gone afterwards; what the disk refuses becomes NotWritable."""
    folder: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-{os.getpid()}-", dir=out.parent))
        folder.chmod(0o755)
        yield folder
    except OSError as error:
        raise NotWritable(f"The demo cannot be written to {out}: {error.strerror or error}.") from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what demos left beside `out` that were killed: their process is gone, or they are a day old."""
    for folder in out.parent.glob(f".{glob.escape(out.name)}-*-????????"):
        number = folder.name.removeprefix(f".{out.name}-").partition("-")[0]
        ours = folder.is_dir() and all(_is_ours(path.name) for path in folder.iterdir())
        if number.isdecimal() and ours and (not _runs(int(number)) or time.time() - folder.stat().st_mtime > _DAY_S):
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(name: str) -> bool:
    return name in (_IMAGES, README) or name.lstrip(".").startswith((PROJECT, POPULATION))


def _runs(process: int) -> bool:
    """Whether there is such a process; where that cannot be asked without harm there always is."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _moved(folder: Path, out: Path) -> None:
    """All of `folder` to `out`, the project last: where it is, all is."""
    out.mkdir(exist_ok=True)
    for name in (f"{PROJECT}-wal", f"{PROJECT}-shm", PROJECT):
        (out / name).unlink(missing_ok=True)
    for name in (_IMAGES, POPULATION, README, PROJECT):
        place = out / name
        if place.is_dir():
            shutil.rmtree(place)
        if (folder / name).exists():
            (folder / name).replace(place)
