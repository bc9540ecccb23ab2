"""What this machine has of what the program needs: looked up without importing Qt or torch."""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_config_path, user_data_path

from evopose import __version__
from evopose.resources import root

PACKAGES = (
    "PySide6-Essentials", "pyqtgraph", "PyOpenGL", "numpy", "pydantic", "psygnal", "safetensors", "pillow",
    "opencv-python-headless", "tyro",
)  # fmt: skip
OPTIONAL = ("torch", "onnxruntime", "mediapipe", "smplx")
OPENCVS = ("opencv-python", "opencv-contrib-python", "opencv-python-headless", "opencv-contrib-python-headless")
PATIENCE_S = 20.0


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    name: str
    text: str
    value: Any = None
    """The same for programs; a JSON value."""
    problem: str = field(default="")
    """What is wrong and the way out; empty if nothing is."""


def examine() -> list[Finding]:
    """Everything, in the order of the report. Never raises; what cannot be asked is said. Takes seconds with torch."""
    return [*system(), *packages(), opencv(), qt(), gpu(), *files()]


def system() -> list[Finding]:
    """The program, Python, the operating system, SQLite."""
    python = platform.python_version()
    return [
        Finding("EvoStudio", __version__, __version__),
        Finding("Python", f"{python} at {_private(sys.executable)}", python),
        Finding("System", f"{platform.platform()}, {os.cpu_count()} cores", platform.platform()),
        Finding("SQLite", sqlite3.sqlite_version, sqlite3.sqlite_version),
    ]


def packages() -> list[Finding]:
    """What is installed of what is needed and of what is optional."""
    have = {name: found for name in (*PACKAGES, *OPTIONAL) if (found := installed(name))}
    missing = [name for name in PACKAGES if name not in have]
    absent = [name for name in OPTIONAL if name not in have]
    problem = f"Missing: {', '.join(missing)}. Install EvoStudio again, or these." if missing else ""
    text = ", ".join(f"{name} {found}" for name, found in have.items())
    return [
        Finding("Packages", text, have, problem),
        Finding("Not installed", ", ".join(absent) or "nothing optional", absent),
    ]


def installed(name: str) -> str | None:
    """A package's version, by its metadata; nothing is imported."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def opencv(names: Iterable[str] | None = None) -> Finding:
    """Builds of OpenCV; `names` are the packages installed. Two of them overwrite each other's files."""
    there = {(dist.metadata["Name"] or "").lower() for dist in distributions()} if names is None else set(names)
    builds = [name for name in OPENCVS if name in there]
    windowed = [name for name in builds if "headless" not in name]
    problem = ""
    if windowed:
        clash = f"{' and '.join(windowed)} brings Qt plug-ins of its own, which can keep the studio from starting"
        way = f"pip uninstall {' '.join(builds)}, then pip install opencv-python-headless"
        problem = f"{clash}: {way}."
    elif len(builds) > 1:
        problem = f"{' and '.join(builds)} overwrite each other: keep one."
    return Finding("OpenCV", ", ".join(builds) or "none", builds, problem)


def qt() -> Finding:
    """Whether Qt loads, and on which platform: asked in another process, for a missing system library aborts it."""
    code = (
        "from PySide6.QtGui import QGuiApplication as A; from PySide6.QtCore import qVersion as v;"
        "a = A([]); print(v(), a.platformName())"
    )
    answer, problem = _ask([sys.executable, "-c", code])
    if problem:
        way = "Without a screen, start it on a virtual one (xvfb-run)." if "display" in problem else ""
        return Finding("Qt", "does not start", None, f"Qt does not start here: {problem} {way}".strip())
    number, _, name = answer.partition(" ")
    return Finding("Qt", f"{number} on {name}", {"version": number, "platform": name})


def gpu() -> Finding:
    """Graphics cards that compute: what the driver says, and whether torch, if there, can use them."""
    cards, problem = _ask(["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"])
    found = [] if problem else [" ".join(line.split()) for line in cards.splitlines()]
    text = "; ".join(found) or "no NVIDIA card"
    if not installed("torch"):
        return Finding("GPU", text, {"cards": found, "torch": None})
    code = (
        "import json, torch; print(json.dumps({'cuda': torch.cuda.is_available(),"
        "'mps': torch.backends.mps.is_available(), 'threads': torch.get_num_threads()}))"
    )
    answer, wrong = _ask([sys.executable, "-c", code])
    if wrong:
        return Finding("GPU", text, {"cards": found, "torch": None}, f"torch is installed but does not load: {wrong}")
    can = json.loads(answer.splitlines()[-1])
    uses = next((name for name in ("cuda", "mps") if can[name]), f"the CPU, {can['threads']} threads")
    blind = "torch cannot use the card: a build for the CPU is installed." if found and not can["cuda"] else ""
    return Finding("GPU", f"{text}; torch uses {uses}", {"cards": found, "torch": can}, blind)


def files() -> list[Finding]:
    """Resources, joint limits, model files, and the folders that must be writable."""
    folder = root()
    kinds = ("skeletons", "cameras", "limits", "keymaps", "icons")
    counts = {kind: len([path for path in (folder / kind).glob("*") if path.is_file()]) for kind in kinds}
    empty = [kind for kind, count in counts.items() if not count]
    lacking = f"No {', '.join(empty)} in {_private(folder)}: the installation is incomplete." if empty else ""
    limits = sorted(path.name for path in (folder / "limits").glob("*") if path.suffix not in (".md", ".txt"))
    models = sorted(path.name for path in (user_data_path("EvoStudio", appauthor=False) / "models").glob("*"))
    return [
        Finding("Resources", ", ".join(f"{count} {kind}" for kind, count in counts.items()), counts, lacking),
        Finding("Joint limits", ", ".join(limits) or "none", limits),
        Finding("Models", ", ".join(models) or "none", models),
        *(_writable(name, path) for name, path in _folders().items()),
    ]


def _folders() -> dict[str, Path]:
    asked = os.environ.get("EVOSTUDIO_CONFIG")
    return {
        "Configuration": Path(asked) if asked else user_config_path("EvoStudio", appauthor=False, roaming=True),
        "Data": user_data_path("EvoStudio", appauthor=False),
        "Cache": user_cache_path("EvoStudio", appauthor=False),
    }


def _writable(name: str, folder: Path) -> Finding:
    """Whether the folder, or the nearest one above it that exists, can be written."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    can = there.is_dir() and os.access(there, os.W_OK)
    problem = "" if can else f"{_private(there)} cannot be written: change its permissions."
    return Finding(name, _private(folder), {"folder": _private(folder), "writable": can}, problem)


def _private(path: str | Path) -> str:
    """A path without the user's name."""
    shown = str(path)
    home = str(Path.home())
    return f"~{shown[len(home) :]}" if shown.startswith(home + os.sep) else shown


def _ask(command: list[str]) -> tuple[str, str]:
    """What a program prints, and what went wrong."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    except FileNotFoundError:
        return "", f"there is no {command[0]}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    if done.returncode == 0:
        return done.stdout.strip(), ""
    lines = done.stderr.strip().splitlines()
    telling = [line for line in lines if line.startswith("qt.qpa")][:1] or lines[-1:]
    return "", telling[0].removeprefix("qt.qpa.plugin: ") if telling else f"status {done.returncode}"
