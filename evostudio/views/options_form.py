"""A form made from a pydantic class of options: parts fold, help is in tooltips, what does not fit is said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evopose.errors import EvoError
from evostudio.dialogs.form import text
from evostudio.views import option_words
from evostudio.views.option_entry import Unfit
from evostudio.views.option_field import OptionField
from evostudio.views.option_values import Where, at, brief, nested, number, number_at
from evostudio.views.option_words import Wording, wording
from evostudio.views.scrolling import scroll_to
from evostudio.views.section import Section

ON = ("rate", "weight")
"""A part whose first field is called so is off while that is 0."""


@dataclass(frozen=True)
class Group:
    """Plain fields of the options that stand together in a section."""

    title: str
    fields: tuple[str, ...]
    tip: str = ""
    unfolded: bool = False
    heading: str = ""
    """Stands above it, where it is the first of several."""


class OptionsForm(QWidget):
    """Shows one value of a class of options and makes another of what is typed.

    Parts (fields that are pydantic classes) are sections; plain fields stand in the groups, those in none are not
    shown and keep the value they came with.
    """

    edited = Signal()
    """A person changed something; `options` or `problems` tell."""

    def __init__(
        self, shown: BaseModel, groups: Sequence[Group] = (), check: Callable[[Any], object] = lambda _options: None
    ) -> None:
        """`check` raises an EvoError for options that their class takes and that do not fit all the same."""
        super().__init__()
        self._check = check
        self._kept = shown
        self._usual: BaseModel = shown
        self.fields: dict[Where, OptionField] = {}
        self.sections: dict[Where, Section] = {}
        """By the way to the part, or ('', title) of a group."""
        self._grouped: dict[Where, list[Where]] = {}
        self._told_outside: dict[Where, str] = {}
        self._last_on: dict[Where, float] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self._add_parts(type(shown), (), "")
        for group in groups:
            self._add_group(type(shown), group)
        self.general = text("", "error")
        self.general.hide()
        self.column.addWidget(self.general)
        self.column.addStretch(1)
        self.problems: dict[Where, str] = {}
        """What does not fit, by field; () for the whole."""
        self.options: BaseModel | None = shown
        """What stands in it; None while something does not fit."""
        self.show_options(shown)

    # Making

    def _add_parts(self, part: type[BaseModel], where: Where, heading: str) -> None:
        for name, field in part.model_fields.items():
            words = wording(name, field)
            if words.part is None:
                continue
            inner = [wording(each, found) for each, found in words.part.model_fields.items()]
            if all(each.part for each in inner):
                self._add_heading(option_words.title(words.part, name), words.tip or option_words.tip(words.part))
                self._add_parts(words.part, (*where, name), words.part.__name__)
            else:
                self._add_section((*where, name), words.part, heading, inner)

    def _add_heading(self, title: str, tip: str) -> None:
        label = text(title, "title")
        label.setToolTip(tip)
        label.setContentsMargins(0, 8, 0, 2)
        self.column.addWidget(label)

    def _add_section(self, where: Where, part: type[BaseModel], heading: str, inner: Sequence[Wording]) -> None:
        can_switch = inner[0].name in ON
        section = Section(option_words.title(part, where[-1], heading), option_words.tip(part), can_switch)
        section.switched.connect(lambda on: self._switch(where, on))
        self._place(where, section, [((*where, words.name), words) for words in inner])

    def _add_group(self, part: type[BaseModel], group: Group) -> None:
        if group.heading:
            self._add_heading(group.heading, "")
        section = Section(group.title, group.tip)
        section.unfold(group.unfolded)
        words = [((name,), wording(name, part.model_fields[name])) for name in group.fields]
        self._place(("", group.title), section, words)

    def _place(self, where: Where, section: Section, inner: Iterable[tuple[Where, Wording]]) -> None:
        self.sections[where] = section
        self._grouped[where] = []
        for place, words in inner:
            field = OptionField(words)
            field.edited.connect(self._edited)
            section.rows.addWidget(field)
            self.fields[place] = field
            self._grouped[where].append(place)
        self.column.addWidget(section)

    # Showing

    def show_options(self, options: BaseModel) -> None:
        """Show other options of the same class; not announced as edited."""
        self._kept = options
        for where, field in self.fields.items():
            field.entry.show_value(at(options, where))
        self._judge()

    def show_part(self, part: str, options: BaseModel) -> None:
        """Show one part of other options; of the rest what stands there stays, even where it does not fit."""
        self._kept = options
        for where, field in self.fields.items():
            if where[0] == part:
                field.entry.show_value(at(options, where))
        self._judge()

    def put(self, values: Mapping[Where, Any]) -> None:
        """As if a person had typed these into their fields."""
        for where, value in values.items():
            self.fields[where].entry.show_value(value)
        self._edited()

    def tell(self, where: Where, problem: str) -> None:
        """What others find wrong with a field; empty if nothing."""
        if problem != self._told_outside.get(where, ""):
            self._told_outside[where] = problem
            self._judge()

    def show_usual(self, usual: BaseModel) -> None:
        """What fields are compared with, and go back to."""
        self._usual = usual
        self._judge()

    def changed(self) -> list[Where]:
        """Fields that stand at another value than the usual one."""
        return [where for where, field in self.fields.items() if self._differs(where, field)]

    def reveal(self, where: Where) -> None:
        """Unfold the section of a field and give it the keyboard."""
        for section, places in self._grouped.items():
            if where in places:
                self.sections[section].unfold()
        self.fields[where].focus_target().setFocus()
        QTimer.singleShot(0, self, lambda: scroll_to(self.fields[where]))  # when it has its place

    def unfold_all(self, unfolded: bool) -> None:
        """All sections."""
        for section in self.sections.values():
            section.unfold(unfolded)

    # What was typed

    def _edited(self) -> None:
        self._judge()
        self.edited.emit()

    def _switch(self, where: Where, on: bool) -> None:
        first = self.fields[self._grouped[where][0]]
        value = number(first)
        if not on and value:
            self._last_on[where] = value
        usual = number_at(self._usual, self._grouped[where][0])
        first.entry.show_value(float(self._last_on.get(where) or usual or 1.0) if on else 0.0)
        self.sections[where].unfold(on or self.sections[where].is_open)
        self._edited()

    def _judge(self) -> None:
        """Make options of what stands there, and say what does not fit."""
        values, self.problems = self._read()
        if not self.problems:
            self.options, self.problems = self._made(values)
        else:
            self.options = None
        for where, field in self.fields.items():
            field.say(self.problems.get(where, ""))
            field.show_usual(at(self._usual, where), self._differs(where, field))
        whole = "\n".join(sentence for where, sentence in self.problems.items() if where not in self.fields)
        self.general.setText(whole)
        self.general.setVisible(bool(whole))
        for where in self.sections:
            self._summarise(where)

    def _read(self) -> tuple[dict[Where, Any], dict[Where, str]]:
        values: dict[Where, Any] = {}
        problems: dict[Where, str] = {}
        for where, field in self.fields.items():
            try:
                values[where] = field.entry.value()
                trouble = field.words.trouble(values[where]) or self._told_outside.get(where, "")
            except Unfit as error:
                trouble = str(error)
            if trouble:
                problems[where] = trouble
        return values, problems

    def _made(self, values: Mapping[Where, Any]) -> tuple[BaseModel | None, dict[Where, str]]:
        try:
            options = type(self._kept).model_validate(nested(self._kept, values))
            self._check(options)
            return options, {}
        except ValidationError as error:
            return None, dict(self._told(error))
        except EvoError as error:
            return None, {(): str(error)}

    def _told(self, error: ValidationError) -> Iterator[tuple[Where, str]]:
        for entry in error.errors():
            where = tuple(str(step) for step in entry["loc"])
            message = entry["msg"].removeprefix("Value error, ")
            yield next((where[:end] for end in range(len(where), 0, -1) if where[:end] in self.fields), ()), message

    def _differs(self, where: Where, field: OptionField) -> bool:
        try:
            return bool(field.entry.value() != at(self._usual, where))
        except Unfit:
            return True

    def _summarise(self, where: Where) -> None:
        """In a line what is not as usual; what is off is not told in detail, and not at all where that is usual."""
        section, places = self.sections[where], self._grouped[where]
        changed = [place for place in places if self._differs(place, self.fields[place])]
        is_on = not section.switch or bool(number(self.fields[places[0]]))
        told = " · ".join(filter(None, (brief(self.fields[place]) for place in changed)))
        bad = any(place in self.problems for place in places)
        section.show_summary(told if is_on else ("off" if places[0] in changed else ""), is_on, bad)
