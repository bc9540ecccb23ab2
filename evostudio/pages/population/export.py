"""Asking which poses to write, in which format, and where."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from evopose.io.format import Format, formats
from evopose.model.array import NDArray
from evostudio.dialogs.form import FileDialog, Preview, count, text
from evostudio.dialogs.path_field import PathField, exists
from evostudio.pages.population.exporting import exported
from evostudio.pages.population.listing import Listing
from evostudio.pages.population.table import Table
from evostudio.paths import shown
from evostudio.places import folder_for
from evostudio.populations import stem_of
from evostudio.studio import Studio
from evostudio.tasks.thread import ThreadTask


class ExportPoses(FileDialog):
    """Which, format, file; the sentence above the button says what will be written."""

    def __init__(
        self, studio: Studio, table: Table, listing: Listing, chosen: NDArray, parent: QWidget | None = None
    ) -> None:
        super().__init__(studio, "Export poses", "Export", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._table = table
        self._sets = choices(table, listing, chosen)
        self.formats = {form.name: form for form in formats().values() if form.write_population}
        self.which, self.format = QComboBox(accessibleName="Which poses"), QComboBox(accessibleName="Format")
        for title, rows in self._sets.items():
            self.which.addItem(f"{title}  ({len(rows):,})", title)
        for form in sorted(self.formats.values(), key=lambda form: (form.name != "safetensors", form.title)):
            self.format.addItem(f"{form.title}  ({', '.join(form.suffixes)})", form.name)
        self.place = PathField("Export to", saving=True)
        self.preview = Preview()
        for title, widget in (("Poses", self.which), ("Format", self.format), ("File", self.place)):
            self.column.addWidget(text(title, "title"))
            self.column.addWidget(widget)
        self.column.addWidget(self.preview, 1)
        self.frame(first=self.place)
        self.which.currentIndexChanged.connect(lambda _row: self._suggest())
        self.format.currentIndexChanged.connect(lambda _row: self._suggest())
        self.place.edited.connect(lambda _text: self._show())
        self._suggest()

    @property
    def form(self) -> Format:
        """The format to write."""
        return self.formats[self.format.currentData()]

    @property
    def rows(self) -> NDArray:
        """Which rows to write."""
        return self._sets[self.which.currentData()]

    def _suggest(self) -> None:
        suffix, own = self.form.suffixes[0], self.place.path
        if self.place.typed and own is not None:
            known = {ending for form in self.formats.values() for ending in form.suffixes}
            self.place.set_path(own.with_suffix(suffix) if own.suffix in known else own)
        else:
            word = self.which.currentData().lower().replace(" ", "-")
            folder = self._studio.export_folder(folder_for(self._table.path))
            self.place.suggest(folder / f"{stem_of(self._table.path)} {word}{suffix}")
        self.place.set_filters(f"{self.form.title} (*{suffix})")
        self._show()

    def _show(self) -> None:
        self.preview.clear()
        told = f"{count(len(self.rows), 'pose')} of {self._table.path.name} as {self.form.title}"
        self.preview.add(text(told, "title"))
        self.preview.add(text("In the order in which they are listed; the population itself stays as it is.", "dim"))
        if self.form.name in ("safetensors", "npz"):
            kept = "Generation, operators and clip go with each pose; parents that stay behind are not noted."
            self.preview.add(text(kept, "dim"))
        self.judge()

    def judge(self) -> None:
        place, trouble = self.place.path, self._trouble()
        there = place is not None and not trouble and exists(place)
        if self._task is None:
            self.say(trouble or (f"{shown(place)} exists and will be replaced." if there and place else ""))
        self.begin.setText("Replace" if there else "Export")
        self.begin.setEnabled(place is not None and not trouble and self._task is None)

    def _trouble(self) -> str:
        place = self.place.path
        if place is None or self.place.trouble():
            return self.place.trouble()
        if place.absolute() == self._table.path.absolute():
            return "This is the population itself: choose another file."
        if place.suffix.lower() not in self.form.suffixes:
            return f"Files of this format end in {' or '.join(self.form.suffixes)}."
        return "" if len(self.rows) else "There is no such pose: choose others."

    def _begin(self) -> None:
        place, table = self.place.path, self._table
        if place is None:
            return
        rows, form = self.rows, self.form
        task = ThreadTask("Exporting", lambda: exported(table.population, rows, form, place, table.path.name))
        task.succeeded.connect(lambda made: self._done(len(rows), made))
        self.run(task)

    def _done(self, number: int, made: list[Path]) -> None:
        self._studio.remember_export(made[0])
        where = shown(made[0]) if len(made) == 1 else f"{len(made)} files in {shown(made[0].parent)}"
        self._studio.notify(
            f"Wrote {count(number, 'pose')} to {where}.",
            "info",
            ("Look at them", lambda: self._look(made[0])),
            about="export",
        )
        self.close()

    def _look(self, path: Path) -> None:
        self._studio.open_population(path)


def choices(table: Table, listing: Listing, chosen: NDArray) -> dict[str, NDArray]:
    """What can be written, by title; only what there is."""
    everything = np.arange(len(table))
    listed = everything if listing.order is None else listing.order
    sets = {"Chosen": chosen, "Listed": listed, "All": everything}
    if table.marked is not None:
        sets["Marked"] = np.flatnonzero(table.marked)
    if table.binned is not None and table.binned.any():
        sets["All without the bin"] = np.flatnonzero(~table.binned)
    order = ("Chosen", "Listed", "Marked", "All without the bin", "All")
    return {title: sets[title] for title in order if title in sets and len(sets[title])}
