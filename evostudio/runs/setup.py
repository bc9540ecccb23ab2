"""The left of a page of runs: what is taken, presets, the form of options, what it comes to, and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from evopose.errors import BadOption
from evopose.options import Options
from evostudio.dialogs.form import shortened, text
from evostudio.views.action_button import action_button
from evostudio.views.option_values import Where
from evostudio.views.options_form import OptionsForm
from evostudio.views.scrolling import scrolled

WIDTH = 328
LONGEST = 240
"""Letters of a failure that stand below the form; its tooltip has all of it."""


class SetupPanel(QFrame):
    """Made by a page of one command, which judges what stands in it."""

    edited = Signal()
    """What would be started is another now, or nothing."""

    parts: ClassVar[tuple[str, ...]] = ()
    """Fields of the options that presets set."""

    def __init__(self, form: OptionsForm, about: Mapping[str, str], preset: str) -> None:
        """`about` says of each preset what it is for."""
        super().__init__()
        self.setProperty("role", "panel")
        self.form, self.preset, self._abouts = form, preset, about
        self.presets = {name: _preset(name, words) for name, words in about.items()}
        self.about, self.estimate, self.problem = text(about[preset], "small"), text("", "small"), text("", "error")
        self._failure = self._trouble = self._expected = ""
        self._untouched: Options | None = None
        """What stands here when nobody has changed anything."""
        self.buttons: list[QPushButton] = []
        self._group, self._button_row = QButtonGroup(self), QHBoxLayout()
        for name, button in self.presets.items():
            button.clicked.connect(lambda _on, name=name: self.choose_preset(name))

    def add_buttons(self, actions: Iterable[tuple[QAction, str]]) -> None:
        """Below it all: actions and the roles of their buttons."""
        for action, role in actions:
            self.buttons.append(action_button(action, role or "choice"))
            self._button_row.addWidget(self.buttons[-1], 1)

    def lay_out(self, title: str, taken: QWidget, *below: QWidget) -> None:
        """What is taken stands under its title, `below` between the form and what it comes to."""
        self.setMinimumWidth(WIDTH - 16)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 4, 8)
        column.setSpacing(8)
        column.addWidget(_inset(text(title, "title")))
        column.addWidget(_inset(taken))
        column.addLayout(self._preset_row())
        column.addWidget(_inset(self.about))
        column.addWidget(scrolled(self.form, 120), 1)
        for widget in (*below, self.estimate, self.problem):
            column.addWidget(_inset(widget))
        self._button_row.setSpacing(8)
        self._button_row.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._button_row)

    def _preset_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.setContentsMargins(0, 0, 8, 0)
        for button in self.presets.values():
            self._group.addButton(button)
            row.addWidget(button, 1)
        return row

    # What pages say

    @property
    def options(self) -> Options | None:
        """The command's options as they stand, but for the folder; None while something does not fit."""
        raise NotImplementedError

    def show_options(self, values: dict[str, Any]) -> None:
        """Options of an earlier run, as its record has them, for another one; BadOption where they are none."""
        raise NotImplementedError

    def choose_preset(self, name: str) -> None:
        """Put a preset's values into the form; the other options stay."""
        raise NotImplementedError

    def others_wrong(self) -> list[QWidget]:
        """What does not fit outside the form."""
        return []

    def _judge(self) -> None:
        """Find out what it comes to (`_expected`) and what stands against it (`_trouble`)."""
        raise NotImplementedError

    # What others bring

    def pick_up(self, values: dict[str, Any]) -> None:
        """Options of a run that goes on elsewhere, unless a person has changed what stands here; none where they are
        of another version."""
        if self.options == self._untouched:
            with suppress(BadOption):
                self.show_options(values)
                self._untouched = self.options

    # What does not fit

    def wrong(self) -> int:
        """How many fields do not fit."""
        return len(self.form.problems) + len(self.others_wrong())

    def wrong_words(self) -> str:
        """That some do not, and what leads there; empty if all fit."""
        wrong = self.wrong()
        return f"{wrong} field{'s do' if wrong > 1 else ' does'} not fit: Alt+Enter goes there." if wrong else ""

    def to_wrong(self) -> None:
        """Go to the next field that does not fit, after the one that has the keyboard."""
        form = self.form
        wheres: list[Where | QWidget] = [where for where in form.fields if where in form.problems]
        wheres += self.others_wrong()
        targets = [form.fields[each].focus_target() if isinstance(each, tuple) else each for each in wheres]
        if not wheres:
            return
        here = next((n for n, target in enumerate(targets) if target.hasFocus()), -1)
        chosen = wheres[(here + 1) % len(wheres)]
        if isinstance(chosen, tuple):
            form.reveal(chosen)
        else:
            chosen.setFocus()

    def trouble(self) -> str:
        """What stands against starting, where the fields themselves do not say it."""
        return self._trouble

    def say(self, failure: str) -> None:
        """Why a run could not begin; it stands until something is changed."""
        self._failure = shortened(failure if len(failure) <= LONGEST else f"{failure[:LONGEST]}…")
        self.problem.setToolTip(failure)
        self._show()

    # Showing

    def _show(self) -> None:
        for name, button in self.presets.items():
            button.setChecked(name == self.preset)
        changed = sum(where[0] in self.parts for where in self.form.changed())
        fields = f" {changed} field{'s' if changed > 1 else ''} changed." if changed else ""
        self.about.setText(self._abouts[self.preset] + fields)
        self._judge()
        self.estimate.setText(self._expected)
        self.estimate.setVisible(bool(self._expected))
        trouble = self._trouble or self._failure
        self.problem.setText(trouble and f"⚠ {trouble}")
        self.problem.setVisible(bool(trouble))


def _preset(name: str, about: str) -> QPushButton:
    button = QPushButton(name.capitalize())
    button.setCheckable(True)
    button.setProperty("role", "choice")
    button.setAccessibleName(f"Preset {name}")
    button.setToolTip(f"{about}\nIts values go into the form; all can be changed.")
    return button


def _inset(widget: QWidget) -> QWidget:
    """With the room at the right that the form's scroll bar takes."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 8, 0)
    row.addWidget(widget)
    return holder
