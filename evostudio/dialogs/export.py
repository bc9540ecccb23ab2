"""Writing the open project's annotations in a format of others, with a preview of what will be written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from evopose.io.format import Format, formats, poses_left_out
from evopose.jobs import Job, Progress
from evopose.model.annotation import Status
from evopose.project.interchange import annotated_image
from evopose.project.project import Project
from evostudio.dialogs.form import FileDialog, Preview, count, named, text
from evostudio.dialogs.path_field import PathField, exists
from evostudio.paths import shown
from evostudio.studio import Studio
from evostudio.tasks.steps import StepsTask

if TYPE_CHECKING:
    from evostudio.documents.document import Document

CHOICES: dict[str, frozenset[Status]] = {
    "All images": frozenset(Status),
    "Done": frozenset({Status.DONE}),
    "Done and in work": frozenset({Status.DONE, Status.WORK}),
    "All but the rejected": frozenset(Status) - {Status.REJECTED},
}


class ExportDialog(FileDialog):
    """Format, which images, where; the sentence above the button says what will be written."""

    def __init__(self, studio: Studio, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(studio, "Export", "Export", parent)
        self._document = document
        self.formats = {form.name: form for form in formats().values() if form.write_annotations}
        self.format, self.which = QComboBox(accessibleName="Format"), QComboBox(accessibleName="Which images")
        for form in sorted(self.formats.values(), key=lambda form: (form.name == "project", form.title)):
            self.format.addItem(f"{form.title}  ({', '.join(form.suffixes)})", form.name)
        self.which.addItems(list(CHOICES))
        self.place = PathField("Export to", saving=True)
        self.preview = Preview()
        for title, widget in (("Format", self.format), ("Images", self.which), ("File", self.place)):
            self.column.addWidget(text(title, "title"))
            self.column.addWidget(widget)
        self.column.addWidget(self.preview, 1)
        self.frame(first=self.place)
        self.format.currentIndexChanged.connect(lambda _row: self._suggest())
        self.which.currentIndexChanged.connect(lambda _row: self._show())
        self.place.edited.connect(lambda _text: self._show())
        self._suggest()

    def chosen_format(self) -> Format:
        """The format to write."""
        return self.formats[self.format.currentData()]

    def _suggest(self) -> None:
        """A file name in the format's manner, beside the project; of a name that the user gave, only the ending."""
        project, form = self._document.project, self.chosen_format()
        own = self.place.path if self.place.typed and not self.place.trouble() else None
        if own is not None:
            known = {suffix for other in self.formats.values() for suffix in other.suffixes}
            self.place.set_path(own.with_suffix(form.suffixes[0]) if own.suffix in known else own)
        elif project is not None:
            self.place.suggest(suggested(project.path, form))
        self.place.set_filters(f"{form.title} ({' '.join(f'*{suffix}' for suffix in form.suffixes)})")
        self._show()

    def rows(self, project: Project) -> list[int]:
        """Rows of the image table to write."""
        return [int(row) for row in project.images.rows(status=CHOICES[self.which.currentText()])]

    def _show(self) -> None:
        project = self._document.project
        self.preview.clear()
        if project is None:
            self.judge()
            return
        rows = self.rows(project)
        self.preview.add(text(f"{count(len(rows), 'image')} as {self.chosen_format().title}", "title"))
        self.preview.add(text(named([project.images.names[row] for row in rows]) if rows else "none", "dim"))
        if self.chosen_format().poses == "none":
            self.preview.add(text("Keypoints only: this format has no place for 3D poses.", "dim"))
        states = Counter({status: number for status, number in project.counts().items() if number})
        self.preview.add(text(", ".join(f"{number} {status}" for status, number in states.items()), "small"))
        self.judge()

    def judge(self) -> None:
        project, place = self._document.project, self.place.path
        trouble = self._trouble(project)
        there = place is not None and not trouble and exists(place)
        if self._task is None:
            self.say(trouble or (f"{shown(place)} exists and will be replaced." if there and place else ""))
        self.begin.setText("Replace" if there else "Export")
        self.begin.setEnabled(place is not None and not trouble and self._task is None)

    def _trouble(self, project: Project | None) -> str:
        """What stands against writing."""
        place, suffixes = self.place.path, self.chosen_format().suffixes
        if project is None:
            return "No project is open."
        if place is None or self.place.trouble():
            return self.place.trouble()
        if place.absolute() == Path(project.path).absolute():
            return "This is the open project itself: choose another file."
        if place.suffix.lower() not in suffixes:
            return f"Files of this format end in {' or '.join(suffixes)}."
        return "" if self.rows(project) else "No image is in this state: choose others."

    def _begin(self) -> None:
        project, place = self._document.project, self.place.path
        if project is None or place is None:
            return
        ids = [int(project.images.ids[row]) for row in self.rows(project)]
        task = StepsTask("Exporting", written(project, ids, self.chosen_format(), place))
        task.succeeded.connect(lambda done: self._done(done[0], done[1], place))
        self.run(task)

    def _done(self, number: int, told: list[str], place: Path) -> None:
        self._studio.notify(f"Wrote {count(number, 'image')} to {shown(place)}.")
        if told:
            self._studio.notify("\n".join(told), "warning")
        self.close()


def written(project: Project, ids: list[int], form: Format, place: Path) -> Job[tuple[int, list[str]]]:
    """Collect the images one by one, then write the file; how many there are, and what is left out, in words."""
    assert form.write_annotations is not None
    images = []
    for done, number in enumerate(ids):
        yield Progress(done, len(ids), "collecting")
        images.append(annotated_image(project, number))
    yield Progress(len(ids), len(ids), f"writing {place.name}")
    form.write_annotations(images, place)
    return len(images), poses_left_out(form, images)


def suggested(project: Path, form: Format) -> Path:
    """Beside the project: the name that such files have by custom (annot_3d.npy), or one after the project's."""
    return project.with_name(f"{form.stem or f'{project.stem} {form.name}'}{form.suffixes[0]}")
