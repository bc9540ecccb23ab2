"""Ways out where files are gone or damaged: moved images are found again, broken projects read as far as they go."""

from __future__ import annotations

import os
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from evopose.errors import EvoError
from evopose.jobs import Job
from evopose.project import relinking
from evopose.project.project import Project
from evopose.project.records import Recovered
from evostudio.dialogs.form import count as counted
from evostudio.dialogs.form import named
from evostudio.paths import shown
from evostudio.tasks.thread import ThreadTask, only

if TYPE_CHECKING:
    from evostudio.window import MainWindow


class Rescue:
    """Offers them in one window, each once a project."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._studio, self._document = window, window.studio, window.document
        self._told, self._said = False, ""
        self._document.opened.connect(self._opened)
        self._document.person_changed.connect(self._look)

    # Missing images

    def _opened(self) -> None:
        self._told = False
        self._withdraw()

    def _withdraw(self) -> None:
        self._window.notices.withdraw(self._said)

    def _look(self) -> None:
        """Only at the image that is shown: a project may have 100,000, on a slow drive."""
        project, image_id = self._document.project, self._document.image_id
        if project is None or image_id is None or self._told or not project.image(image_id).missing:
            return
        self._told = True
        task = ThreadTask("Counting missing images", lambda: _lost(project.path))
        task.succeeded.connect(lambda lost: self._say_missing(project, [image.name for image in lost]))
        self._studio.start(task)

    def _say_missing(self, project: Project, names: list[str]) -> None:
        if not names or project is not self._document.project:
            return
        total = counted(len(project.images), "image")
        ways_out = () if project.read_only else (("Relink…", self.relink),)
        sentence = f"{len(names):,} of {total} {'is' if len(names) == 1 else 'are'} missing: {named(names, 3)}."
        self._said = sentence
        self._studio.notify(sentence, "warning", *ways_out, about="missing images")

    # A copy

    def save_copy(self) -> None:
        """Ask where to, and write the whole project there; the way out where its own file is gone."""
        from PySide6.QtWidgets import QFileDialog

        project = self._document.project
        if project is None:
            return
        start = project.path.with_name(f"{project.path.stem}-copy{project.path.suffix}")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save a copy", str(start), "EvoStudio projects (*.evo)")
        if name:
            self.copy_to(Path(name))

    def copy_to(self, path: Path) -> bool:
        """Write a copy; where the project's own file is gone it is opened in its place. Whether it worked."""
        project = self._document.project
        if project is None:
            return False
        try:
            project.save_copy(path)
        except EvoError as error:
            self._studio.report(error)
            return False
        self._studio.notify(f"A copy is saved in {shown(path)}.", "info")
        if project.gone:
            self._window.opening.open_path(path)
        return True

    # Moved images

    def relink(self) -> None:
        """Ask where the images are now, and look there."""
        from PySide6.QtWidgets import QFileDialog

        project = self._document.project
        if project is None:
            return
        start = next(place for place in chain([project.images_root], project.images_root.parents) if place.is_dir())
        name = QFileDialog.getExistingDirectory(self._window, "Where are the images now?", str(start))
        if name:
            self.relink_to(Path(name))

    def relink_to(self, folder: Path) -> ThreadTask | None:
        """Look for missing images in a folder, in the background; the files it reads, the project later."""
        project = self._document.project
        if project is None:
            return None
        task = ThreadTask(f"Looking for images in {shown(folder)}", lambda: _search(project.path, folder))
        task.succeeded.connect(lambda found: self._relinked(project, folder, found))
        self._studio.start(task)
        return task

    def _relinked(self, project: Project, folder: Path, found: relinking.Search) -> None:
        if project is not self._document.project:
            return
        try:
            if found.names:
                project.relocate(folder, found.names)
        except EvoError as error:
            self._studio.report(error)
            return
        self._told = True
        self._withdraw()
        self._document.refresh()
        self._say_relinked(folder, len(found.names), found.missing)

    def _say_relinked(self, folder: Path, found: int, missing: tuple[str, ...]) -> None:
        if not missing:
            told = f"{counted(found, 'image')} found again in {shown(folder)}." if found else "No image is missing."
            self._studio.notify(told)
            return
        told = f"{counted(found, 'image')} found" if found else "No missing image was found"
        told += f" in {shown(folder)}; still missing: {named(missing, 3)}."
        self._studio.notify(told, "warning", ("Look elsewhere…", self.relink), about="missing images")

    # Damaged projects

    def choose_damaged(self) -> None:
        """Ask which project to recover."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self._window, "Recover project", "", "EvoStudio projects (*.evo)")
        if name:
            self.recover(Path(name))

    def recover(self, path: Path) -> ThreadTask:
        """Copy what can be read into a new project, and open that."""
        target = recovered_place(path)
        task = ThreadTask(f"Recovering {path.name}", only(lambda: Project.recover(path, target)))
        task.succeeded.connect(self._recovered)
        self._studio.start(task)
        return task

    def _recovered(self, found: Recovered) -> None:
        if not self._window.opening.open_path(found.path):
            return
        holds = ", ".join(
            (counted(found.images, "image"), counted(found.people, "person", "people"), counted(found.edits, "edit"))
        )
        lost = f" Lost: {named(found.lost, 4)}." if found.lost else " Nothing was lost."
        told = f"Recovered into {shown(found.path)}: {holds}.{lost} The damaged file was not changed."
        self._studio.notify(told, "warning" if found.lost else "info")


def _lost(path: Path) -> Job[list[relinking.Wanted]]:
    with Project.open(path, read_only=True) as project:
        images = project.wanted()
    return (yield from relinking.lost(images))


def _search(path: Path, folder: Path) -> Job[relinking.Search]:
    with Project.open(path, read_only=True) as project:
        images = project.wanted()
    return (yield from relinking.search(images, folder))


def recovered_place(path: Path) -> Path:
    """A free name beside a damaged project; at home where its folder cannot be written."""
    folder = path.parent if os.access(path.parent, os.W_OK) else Path.home()
    names = chain([""], (f" {number}" for number in count(2)))
    return next(place for each in names if not (place := folder / f"{path.stem}-recovered{each}.evo").exists())
