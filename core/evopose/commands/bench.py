"""`evopose bench [NAME]`: how fast and how good the parts of the library are, on this machine."""

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Gt, Le
from tyro.conf import Positional, arg

from evopose.errors import MissingFile, UnknownName
from evopose.jobs import Job, Progress
from evopose.options import Options


@dataclass(frozen=True)
class Benchmark:
    """One benchmark: from the folder of real data and the share of its usual size to plain figures."""

    about: str
    run: Callable[[Path, float], dict[str, Any]]
    needs: tuple[str, ...] = ()
    """Files in the folder of data."""

    def missing(self, data: Path) -> Path | None:
        """The first file that it needs and does not find."""
        return next((data / name for name in self.needs if not (data / name).is_file()), None)


def _geometry(_data: Path, scale: float) -> dict[str, Any]:
    from evopose.geometry.bench import bench_geometry

    return bench_geometry(_scaled(50_000, scale))


def _population(_data: Path, scale: float) -> dict[str, Any]:
    from evopose.io.bench import bench_population

    return bench_population(_scaled(500_000, scale), _scaled(8192, scale))


def _project(_data: Path, scale: float) -> dict[str, Any]:
    from evopose.project.bench import bench_project

    return bench_project(_scaled(100_000, scale), _scaled(2_000, scale))


def _limits(data: Path, _scale: float) -> dict[str, Any]:
    from evopose.limits.bench import figures

    return figures(data / "mocap")


def _fit(data: Path, scale: float) -> dict[str, Any]:
    from evopose.fitting.bench import figures

    return figures(data / "mocap", _scaled(200, scale))


def _evolution(data: Path, scale: float) -> dict[str, Any]:
    from evopose.evolution.bench import bench_evolution

    return bench_evolution(data / "mocap", _scaled(200_000, scale))


def _lifting(_data: Path, scale: float) -> dict[str, Any]:
    from evopose.lifting.bench import bench_lifting

    return bench_lifting(_scaled(16_384, scale))


def _coverage(data: Path, scale: float) -> dict[str, Any]:
    from evopose.coverage.bench import bench_coverage

    return bench_coverage(data / "mocap", _scaled(8_000_000, scale))


def _feeding(data: Path, scale: float) -> dict[str, Any]:
    from evopose.training.bench import bench_feeding

    return bench_feeding(data / "mocap", _scaled(1_000_000, scale))


def _training(data: Path, scale: float) -> dict[str, Any]:
    from evopose.training.bench import bench_training

    return bench_training(data / "mocap", max(2, round(20 * scale)))


_LEARNED = ("mocap/cmu.npz", "mocap/cmu_actions.npz")
_OTHERS = ("mocap/snu_mrl.npz", "mocap/animated_drawings.npz", "mocap/bandai1.npz")

BENCHMARKS: Mapping[str, Benchmark] = {
    "geometry": Benchmark("Kinematics and projection of one pose, and of many", _geometry),
    "population": Benchmark("Random rows of a large population file", _population),
    "project": Benchmark("Edits, undo, and opening 100,000 images", _project),
    "limits": Benchmark("Joint limits: what they let pass, and how fast", _limits, (*_LEARNED, *_OTHERS)),
    "evolution": Benchmark("Breeding and selection: candidates a second", _evolution, _LEARNED[:1]),
    "coverage": Benchmark("Histograms of the nine directions of millions of poses", _coverage, _LEARNED[:1]),
    "lifting": Benchmark("Poses lifted a second, and one pose: as it is and made quick", _lifting),
    "feeding": Benchmark("Pairs made for training: how many a second", _feeding, _LEARNED[:1]),
    "training": Benchmark("Training beside a plain loop in float32: samples a second, errors", _training, _LEARNED[:1]),
    "fit": Benchmark("First fits of real motion capture: errors and speed", _fit, (*_LEARNED, *_OTHERS)),
}


def _listed(names: Iterable[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} or {last}"


class Bench(Options):
    """Measure the library on this machine: all benchmarks, or one.

    The window is measured by `evostudio --bench`.
    """

    name: Annotated[Positional[str], arg(help=f"{_listed(BENCHMARKS)}; all that can run here if left out.")] = ""
    data: Path = Path("../shared/data")
    """Folder of the real data that some of them need (mocap/cmu.npz and others)."""
    scale: Annotated[float, Gt(0), Le(1)] = 1.0
    """Share of the usual sizes: 0.01 for a quick try."""

    def run(self) -> Job[dict[str, Any]]:
        """`benchmarks` (figures by name), `skipped` (reasons by name), `machine`, and `text` to read."""
        if self.name and self.name not in BENCHMARKS:
            raise UnknownName("benchmark", self.name, BENCHMARKS)
        return self._measured([self.name] if self.name else list(BENCHMARKS))

    def _measured(self, names: list[str]) -> Job[dict[str, Any]]:
        figures: dict[str, dict[str, Any]] = {}
        skipped: dict[str, str] = {}
        for number, name in enumerate(names):
            benchmark = BENCHMARKS[name]
            yield Progress(number, len(names), benchmark.about)
            missing = benchmark.missing(self.data)
            if missing is None:
                figures[name] = benchmark.run(self.data, self.scale)
            elif self.name:
                raise MissingFile(missing, "real data for this benchmark (--data names its folder)")
            else:
                skipped[name] = f"there is no {missing}; --data names the folder of real data."
        yield Progress(len(names), len(names), "measured")
        found = {"benchmarks": figures, "skipped": skipped, "machine": machine()}
        return found | {"text": written(found)}


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count() or 0,
    }


def written(found: Mapping[str, Any]) -> str:
    """The figures for people."""
    lines = [", ".join(f"{key} {value}" for key, value in found["machine"].items())]
    for name, figures in found["benchmarks"].items():
        lines += ["", f"{name}: {BENCHMARKS[name].about}", *_lines(figures, "  ")]
    lines += ["", *(f"{name}: skipped, {reason}" for name, reason in found["skipped"].items())]
    return "\n".join(lines).rstrip()


def _lines(figures: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in figures.items():
        name = key.replace("_", " ")
        if isinstance(value, Mapping):
            yield f"{indent}{name}"
            yield from _lines(value, indent + "  ")
        else:
            yield f"{indent}{name:<32} {_figure(value)}"


def _figure(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_figure(one) for one in value)
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _scaled(size: int, scale: float) -> int:
    return max(round(size * scale), 10)
