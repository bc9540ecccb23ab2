"""Runs as they lie in a folder, poses to begin with, and what a person does on a page of runs."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal

from evopose.io import safetensors
from evopose.io.lock import WriterLock
from evopose.model.population import Population
from evopose.parsing import parse
from evostudio import places
from evostudio.documents.document import Document
from evostudio.tasks.running import Running
from tests.standing import STANDING

POSES = 60
PATIENCE = 90_000
"""Milliseconds for a child process, on a machine that has other work."""


def in_place_of_the_users(folder: Path, monkeypatch) -> Path:
    """The studio's data folder from now on."""
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    monkeypatch.setattr("evostudio.runs.page.data_folder", lambda: folder)
    return folder


def write_poses(path: Path) -> Path:
    """Sixty that differ a little from standing."""
    x, y, z = np.moveaxis(STANDING, -1, 0)
    standing = np.stack([x, z - 4, 0.9 - y], axis=-1)
    noise = np.random.default_rng(0).normal(0, 0.02, (POSES, 17, 3))
    safetensors.write(Population((standing + noise).astype(np.float32)), path)
    return path


def write_run(
    folder: Path, command: str, options: dict, result: dict, lines: Sequence[dict], state: str, started: float
) -> Path:
    """A run's folder, as it lies after its process has ended."""
    folder.mkdir(parents=True)
    values = {"population": ["sixty.safetensors"], "out": str(folder), **options}
    (folder / "options.json").write_text(json.dumps({"command": command, "version": "1", "options": values}))
    status = {"state": state, "pid": 1, "started": started or time.time(), "ended": None, "done": 3, "total": 5}
    told = {**status, "message": "Ouch.", "result": result if state == "finished" else {}}
    (folder / "state.json").write_text(json.dumps(told))
    (folder / "log.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return folder


def line(number: int, total: int, metrics: dict) -> dict:
    """Of a log."""
    return {"time": 0.0, "done": number, "total": total, "message": "", "metrics": metrics}


def shown(page, qtbot):
    """The page by itself, without a project."""
    page.resize(1280, 720)
    qtbot.addWidget(page)
    page.open_project(Document())
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    return page


def listed(page, qtbot, count: int) -> None:
    """Wait until it has found so many runs."""
    page.watcher.look()
    qtbot.waitUntil(lambda: page.runs.model.rowCount() == count)


def choose(page, qtbot, *folders: Path) -> None:
    """Choose these runs, and wait until what they have logged is drawn."""
    page.runs.select(folders)
    qtbot.waitUntil(lambda: all(page.follower.courses.get(folder) for folder in folders))
    qtbot.waitUntil(lambda: all(page.follower._read.get(folder) for folder in folders))
    qtbot.waitUntil(lambda: not page._redraw.isActive())


def asked(page):
    """The options of the form as a command line would read them."""
    options = page.setup.options.model_copy(update={"out": Path("out")})
    return parse([page.command, *options.to_words()], "")


def change(page, *where: str, value) -> None:
    """As if a person had typed this into the field."""
    field = page.setup.form.fields[where]
    field.entry.show_value(value)
    field.edited.emit()


class Failing(Running):
    """In place of a process: it fails as soon as it is started."""

    measured = Signal(object)

    def __init__(self, title: str, arguments: Sequence[str], parent=None, patience_ms: int = 0) -> None:
        super().__init__(title, parent)

    def start(self) -> None:
        self.failed.emit(f"{self.title}: Ouch.")
        self.ended.emit()


class Begun:
    """Notes what a page would begin, in place of processes."""

    def __init__(self, page) -> None:
        self.words: list[list[str]] = []
        self._process = page.process
        page.process.start = self.start

    def start(self, words, folder) -> None:
        self.words.append(list(words))
        self._process.folder = folder
        self._process.began.emit(folder)

    def end(self, stopped: bool = False) -> None:
        self._process.stopping = stopped
        self._process._end(self._process.folder)

    def names(self) -> list[str]:
        return [Path(words[words.index("--out") + 1]).name for words in self.words]


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """As if a process worked on this run."""
    lock = WriterLock(folder / "run", patience=0.5)
    assert lock.acquire()
    try:
        yield
    finally:
        lock.release()
