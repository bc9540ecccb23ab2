"""The filters at the left of the Population page: what is to be seen, and how much of all that is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from evopose.model.limb import LIMBS
from evostudio.dialogs.form import text
from evostudio.pages.population.listing import Sent, Wish
from evostudio.pages.population.range_field import RangeField
from evostudio.pages.population.table import Table

WHICH = {"all": "All poses", "marked": "Marked ★", "unmarked": "Not marked", "bin": "In the bin"}
VALIDITY = {"any": "Any", "valid": "Within the limits", "invalid": "Outside the limits"}
LOWEST: dict[str, frozenset[int]] = {
    "Any joint": frozenset(),
    "An ankle": frozenset({3, 6}),
    "A knee": frozenset({2, 5}),
    "The hip": frozenset({0, 1, 4}),
    "A wrist or elbow": frozenset({12, 13, 15, 16}),
    "Trunk or shoulders": frozenset({7, 8, 11, 14}),
    "Neck or head": frozenset({9, 10}),
}


class Filters(QWidget):
    """Each change is said as a whole wish; sorting is no matter of this panel."""

    edited = Signal()
    survey_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sent: Sent | None = None
        self.which, self.validity, self.lowest = QComboBox(), QComboBox(), QComboBox()
        for box, words, name in (
            (self.which, WHICH, "Which poses"),
            (self.validity, VALIDITY, "Joint limits"),
        ):
            box.setAccessibleName(name)
            for key, word in words.items():
                box.addItem(word, key)
        self.lowest.setAccessibleName("Lowest joint")
        self.lowest.addItems(list(LOWEST))
        self.search = QLineEdit(placeholderText="Clip name or kind", clearButtonEnabled=True)
        self.search.setAccessibleName("Search clips")
        self.generation = RangeField("Generation", 0, 0)
        self.novelty = RangeField("Novelty", 0, 90, "°", 1)
        self.heading = RangeField("Heading", -180, 180, "°", around=True)
        self.heading.setToolTip("Where the body faces about the vertical: 0° along x, 90° along y; −180 … 180°")
        self.limbs = [QCheckBox(limb.name) for limb in LIMBS]
        self.reset = QPushButton("Show all")
        self.progress = QProgressBar(textVisible=False)
        self.preparing = text("", "small")
        self.prepare = QPushButton("Prepare filters")
        self._lay_out()
        self._connect()
        self.show_table(None)

    def _lay_out(self) -> None:
        self._titles: dict[QWidget, QWidget] = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(4)
        self._limbs = QWidget()
        grid = QGridLayout(self._limbs)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(0)
        for place, box in enumerate(self.limbs):
            grid.addWidget(box, place, 0)
        self._add(column, "Show", self.which)
        self._add(column, "Clip", self.search)
        self._add(column, "Generation", self.generation)
        for widget in (self.preparing, self.progress, self.prepare):
            column.addWidget(widget)
        self._add(column, "Novelty", self.novelty)
        self._add(column, "Joint limits", self.validity)
        column.addWidget(self._limbs)
        self._add(column, "Heading", self.heading)
        self._add(column, "Lowest joint", self.lowest)
        column.addSpacing(8)
        column.addWidget(self.reset)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)

    def _add(self, column: QVBoxLayout, title: str, widget: QWidget) -> None:
        label = text(title, "small")
        self._titles[widget] = label
        column.addSpacing(4)
        column.addWidget(label)
        column.addWidget(widget)

    def _connect(self) -> None:
        for box in (self.which, self.validity, self.lowest):
            box.currentIndexChanged.connect(lambda _row: self._edit())
        for field in (self.generation, self.novelty, self.heading):
            field.edited.connect(self._edit)
        for limb in self.limbs:
            limb.toggled.connect(lambda _on: self._edit())
        self.search.textChanged.connect(lambda _text: self._edit())
        self.reset.clicked.connect(self.clear)
        self.prepare.clicked.connect(self.survey_wanted)

    def _edit(self) -> None:
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        self._limbs.setVisible(self.validity.currentData() == "invalid")
        self.reset.setEnabled(self.wish(Wish()) != Wish())

    # What it says

    def wish(self, before: Wish) -> Wish:
        """What the fields say; sorting as before."""
        generation = self.generation.span
        invalid = self.validity.currentData() == "invalid"
        checked = frozenset(place for place, box in enumerate(self.limbs) if box.isChecked())
        return replace(
            before,
            which=self.which.currentData(),
            sent=self._sent if self.which.currentData() == "sent" else None,
            generation=None if generation is None else (int(generation[0]), int(generation[1])),
            novelty=self.novelty.span,
            validity=self.validity.currentData(),
            directions=checked if invalid else frozenset(),
            heading=self.heading.span,
            lowest=LOWEST[self.lowest.currentText()],
            text=self.search.text(),
        )

    def clear(self) -> None:
        """All poses, told once."""
        self._put_back()
        self._edit()

    def show_sent(self, sent: Sent | None) -> None:
        """Of the entries of 'Show' one for poses selected on the Distributions page, and it alone asked for; None: no
        such entry. Untold."""
        self._put_back()
        self._sent = sent
        self.which.blockSignals(True)
        self.which.removeItem(self.which.findData("sent"))
        if sent is not None:
            self.which.addItem(f"From Distributions ({len(sent):,})", "sent")
            self.show_which("sent")
        self.which.blockSignals(False)
        self._show_state()

    def show_which(self, which: str) -> None:
        """All, the marked ones, or the bin."""
        self.which.setCurrentIndex(max(0, self.which.findData(which)))

    def _put_back(self) -> None:
        boxes: tuple[QWidget, ...] = (self.which, self.validity, self.lowest, self.search, *self.limbs)
        for widget in boxes:
            widget.blockSignals(True)
        for box in (self.which, self.validity, self.lowest):
            box.setCurrentIndex(0)
        for limb in self.limbs:
            limb.setChecked(False)
        self.search.clear()
        for field in (self.generation, self.novelty, self.heading):
            field.clear()
        for widget in boxes:
            widget.blockSignals(False)

    # What it is shown

    def show_table(self, table: Table | None) -> None:
        """Another population: fields that say nothing about it are not there."""
        self.show_sent(None)
        evolved = table is not None and table.population.generation is not None
        generations = 0 if table is None else table.generations
        known = {
            self.search: table is not None and bool(table.clip_names),
            self.generation: evolved and generations > 0,
        }
        for widget, there in known.items():
            widget.setVisible(there)
            self._titles[widget].setVisible(there)
        if table is not None:
            self.generation.set_limits(0, max(1, generations))
        self.show_survey(table, False)

    def show_survey(self, table: Table | None, coming: bool) -> None:
        """Whether what only a survey knows can be asked for, or is being prepared."""
        there = table is not None and table.survey is not None
        for widget in (self.novelty, self.validity, self.heading, self.lowest):
            widget.setEnabled(there)
            self._titles[widget].setEnabled(there)
        missing = table is not None and not there
        self.preparing.setText("Preparing the filters below…" if coming else "The filters below are not prepared.")
        self.preparing.setVisible(missing)
        self.progress.setVisible(missing and coming)
        self.prepare.setVisible(missing and not coming)
        self.progress.setRange(0, 0)
        if table is not None and table.survey is not None:
            self.novelty.setToolTip(f"Novelty: {table.survey.about.get('novelty', '')}")
        self._show_state()

    def show_progress(self, done: int, total: int) -> None:
        """How far the survey is."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
