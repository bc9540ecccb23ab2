"""A new project from photos: what is found, which keypoint files to take, where it is kept."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QWidget

from evopose.project.new_project import Made, Plan, plan
from evostudio.dialogs.form import FileDialog, Preview, count, named, text
from evostudio.dialogs.path_field import PathField, exists
from evostudio.paths import shown
from evostudio.studio import Studio
from evostudio.tasks.thread import ThreadTask, only
from evostudio.views.dropped_files import files_of, welcome_files

SUFFIX = ".evo"


class NewProjectDialog(FileDialog):
    """Reads a plan as soon as it knows a source; the button writes the project and opens it."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(studio, "New project from photos", "Create project", parent)
        self.sources: tuple[Path, ...] = ()
        self.plan: Plan | None = None
        self.chosen: dict[Path, QCheckBox] = {}
        self.from_ = text(
            "Choose a folder of photos, or drop one on the window. Files with keypoints are found beside them.", "dim"
        )
        self.folder, self.files = QPushButton("Choose folder…"), QPushButton("Choose files…")
        self.preview = Preview()
        self.place = PathField("Save project as", f"EvoStudio projects (*{SUFFIX})", saving=True)
        self._lay_out()
        self.setAcceptDrops(True)
        self.folder.clicked.connect(self._choose_folder)
        self.files.clicked.connect(self._choose_files)
        self.place.edited.connect(lambda _text: self.judge())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.from_, 1)
        row.addWidget(self.folder)
        row.addWidget(self.files)
        self.column.addLayout(row)
        self.column.addWidget(self.preview, 1)
        self.column.addWidget(text("Save project as", "title"))
        self.column.addWidget(self.place)
        self.column.addWidget(text("The photos stay where they are; the project only points to them.", "small"))
        self.frame(first=self.folder)

    # Sources

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Folder of photos")
        if name:
            self.set_sources([Path(name)])

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Photos and keypoint files")
        if names:
            self.set_sources([Path(name) for name in names])

    def set_sources(self, sources: Sequence[Path]) -> None:
        """Look at these, and show what is there."""
        self.sources = tuple(Path(source).absolute() for source in sources)
        self.from_.setText(named([shown(source) for source in self.sources], 2))
        self._show_plan(None)
        task = ThreadTask("Looking at the files", only(lambda: plan(self.sources)))
        task.succeeded.connect(self._show_plan)
        self.run(task)

    def dragEnterEvent(self, event: Any) -> None:
        welcome_files(event)

    def dropEvent(self, event: Any) -> None:
        event.acceptProposedAction()
        self.set_sources(files_of(event.mimeData()))

    # Preview

    def _show_plan(self, found: Plan | None) -> None:
        self.plan, self.chosen = found, {}
        self.preview.clear()
        if found is None or not found.photos:
            return
        self.preview.add(text(count(len(found.photos), "photo"), "title"), text(f"in {shown(found.root)}", "small"))
        self.preview.add(text(named(found.photos), "dim"))
        self._show_files(found)
        self.preview.add_warnings(found.notices)
        self.place.suggest(free_place(found.root))

    def _show_files(self, found: Plan) -> None:
        self.preview.column.insertSpacing(self.preview.column.count() - 1, 8)
        self.preview.add(text("Keypoints", "title"))
        if not found.sources:
            self.preview.add(
                text("No keypoint file was found beside them: you will place the keypoints yourself.", "dim")
            )
        for source in found.sources:
            box = QCheckBox(f"{source.path.name}  ({source.title})", checked=True)
            box.setToolTip(str(source.path))
            self.chosen[source.path] = box
            holds = f"{count(source.people, 'person', 'people')} in {count(source.images, 'image')}, {source.joints}"
            self.preview.add(box, text(holds, "dim"))

    def judge(self) -> None:
        place = self.place.path
        trouble = self.place.trouble()
        if place is not None and not trouble and exists(with_suffix(place)):
            trouble = f"{shown(with_suffix(place))} exists already: choose another name, or open it."
        if self.plan is not None and not self.plan.photos:
            trouble = " ".join((*self.plan.notices, "Choose another folder."))
        if self._task is None:
            self.say(trouble)
        ready = self.plan is not None and place is not None and not trouble
        self.begin.setEnabled(ready and self._task is None)

    # Making it

    def chosen_plan(self) -> Plan:
        """The plan without the files that are not ticked."""
        assert self.plan is not None
        wanted = self.plan
        for path, box in self.chosen.items():
            wanted = wanted if box.isChecked() else wanted.without(path)
        return wanted

    def _begin(self) -> None:
        assert self.place.path is not None
        wanted, path, author = (
            self.chosen_plan(),
            with_suffix(self.place.path),
            self._studio.preferences.value.author,
        )
        task = ThreadTask("Making the project", lambda: wanted.create(path, author))
        task.succeeded.connect(self._made)
        self.run(task)

    def _made(self, made: Made) -> None:
        self.plan = None
        self._studio.open_project(made.path)
        if made.notices:
            self._studio.notify("\n".join(made.notices), "warning")
        self.close()


def with_suffix(place: Path) -> Path:
    """The file of a project that is called so: '.evo' need not be typed."""
    return place if place.suffix == SUFFIX else place.with_name(place.name + SUFFIX)


def free_place(folder: Path) -> Path:
    """A name for the project that is not taken: inside the photos' folder, or at home where that cannot be written."""
    name = folder.name or "photos"
    home = folder if os.access(folder, os.W_OK) else Path.home()
    names = itertools.chain([name], (f"{name} {number}" for number in itertools.count(2)))
    return next(place for each in names if not (place := home / f"{each}{SUFFIX}").exists())
