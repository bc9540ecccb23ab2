"""Reading keypoints, poses or photos into the open project, with a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from evopose.errors import BadOption
from evopose.io.format import format_named, format_of, formats
from evopose.project.new_project import Made, Plan, plan
from evostudio.dialogs.form import FileDialog, Preview, count, named, text
from evostudio.dialogs.path_field import PathField, exists
from evostudio.paths import shown
from evostudio.studio import Studio
from evostudio.tasks.steps import StepsTask
from evostudio.tasks.thread import ThreadTask, only

if TYPE_CHECKING:
    from evostudio.documents.document import Document

ANY = "Whatever the file is"
TYPING_MS = 250
"""How long a path rests before it is read: "/", on the way to a file, would be the whole disk."""


class ImportDialog(FileDialog):
    """Nothing comes in twice, and no work is replaced: what meets work stands beside it, for comparing."""

    def __init__(self, studio: Studio, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(studio, "Import", "Import", parent)
        self._document = document
        self.plan: Plan | None = None
        self.format = QComboBox(accessibleName="Format")
        self.format.addItem(ANY, "")
        readable = [form for form in formats().values() if form.read_annotations]
        for form in sorted(readable, key=lambda form: form.title):
            self.format.addItem(f"{form.title}  ({', '.join(form.suffixes)})", form.name)
        self.place = PathField("File to import", filters(None))
        self.preview = Preview()
        for widget in (text("Format", "title"), self.format, text("File", "title"), self.place):
            self.column.addWidget(widget)
        self.column.addWidget(self.preview, 1)
        self.frame(first=self.place)
        self.format.currentIndexChanged.connect(self._format_changed)
        self.wait = QTimer(self, singleShot=True, interval=TYPING_MS)
        self.wait.timeout.connect(self._look)
        self.place.edited.connect(lambda _text: self._rest_first())

    def _format_changed(self) -> None:
        self.place.set_filters(filters(self.format.currentData() or None))
        self._look()

    def _rest_first(self) -> None:
        """Another path: what is known of the one before counts no more."""
        self.forget()
        self._show_plan(None)
        self.say("")
        self.wait.start()

    def _look(self) -> None:
        """Read what the file holds, in the background."""
        path, wanted, project = self.place.path, self.format.currentData(), self._document.project
        self.wait.stop()
        self.forget()
        self._show_plan(None)
        if project is None:
            self.say("No project is open to read this into: open one, or make one of it (New project).")
            return
        if path is None or not exists(path):
            self.say(f"No file at {shown(path)}." if path else self.place.trouble())
            return
        images = project.images_root

        def read() -> Plan:
            if wanted and path.is_file() and format_of(path).name != wanted:
                raise BadOption(f"{path.name} is {format_of(path).title}, not {format_named(wanted).title}.")
            return plan(path, images if path.is_file() else None)

        task = ThreadTask("Reading the file", only(read))
        task.succeeded.connect(self._show_plan)
        self.run(task)

    def _show_plan(self, found: Plan | None) -> None:
        self.plan = found
        self.preview.clear()
        if found is None or not found.photos:
            self.begin.setEnabled(False)
            return
        for source in found.sources:
            self.preview.add(text(source.title, "title"))
            holds = f"{count(source.people, 'person', 'people')} in {count(source.images, 'image')}, {source.joints}"
            self.preview.add(text(holds))
        self.preview.add(text(f"{count(len(found.photos), 'image')}: {named(found.photos)}", "dim"))
        self.preview.add(
            text("People you have worked on keep your work; what is read stands beside it, for comparing.", "small")
        )
        self.preview.add_warnings(found.notices)

    def judge(self) -> None:
        if self.plan and not self.plan.photos:
            self.say(" ".join((*self.plan.notices, "There is no image in this: choose another file or folder.")))
        self.begin.setEnabled(self.plan is not None and bool(self.plan.photos) and self._task is None)

    def _begin(self) -> None:
        project = self._document.project
        if self.plan is None or project is None:
            return
        task = StepsTask("Importing", self.plan.add_to(project))
        task.succeeded.connect(self._done)
        self.run(task)

    def _done(self, made: Made) -> None:
        self._document.refresh()
        self._studio.notify(
            f"Imported {count(made.people, 'person', 'people')}; the project has {count(made.images, 'image')}."
        )
        if made.notices:
            self._studio.notify("\n".join(made.notices), "warning")
        self.close()


def filters(name: str | None) -> str:
    """What the chooser lists: files of one format, or of all that hold annotations."""
    found = [form for form in formats().values() if form.read_annotations and name in (None, form.name)]
    patterns = sorted({f"*{suffix}" for form in found for suffix in form.suffixes})
    return f"Annotations ({' '.join(patterns)});;All files (*)"
