"""What the user can do: one value an action, shown alike in menus, tooltips, the palette and the key map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from evopose.errors import UnknownName
from evostudio.focus import keep_keys_of_fields
from evostudio.keymap import KeyMap, shown


@dataclass(frozen=True)
class Action:
    """One thing the user can do."""

    id: str
    """'scope.verb'; the scope is the page's name, or 'window' for what works everywhere."""
    text: str
    keys: tuple[str, ...] = ()
    """Where neither the preset nor the user says otherwise."""
    callback: Callable[[], object] = lambda: None
    group: str = ""
    """Heading in the key map and the palette."""
    enabled: Callable[[], bool] | None = None
    """Asked when shown and again when triggered; None means always."""
    checked: Callable[[], bool] | None = None
    """For what is on or off: its state. The callback changes it."""
    repeat: bool = False
    """Whether a held key repeats it."""
    tip: str = ""
    """A sentence for the tooltip, where the text is not enough."""
    menu: str = ""
    """'File', 'Edit', 'View', 'Go' or 'Help'; else it stands in the page's own menu, under its group."""
    on_what: Callable[[], str] | None = None
    """What it would do it to now ('Turn left forearm'), shown after its text; asked when shown."""

    def can_run(self) -> bool:
        """Whether it may be triggered now."""
        return self.enabled is None or self.enabled()

    def text_now(self) -> str:
        """Its text, with what it would do it to."""
        what = self.on_what() if self.on_what else ""
        return f"{self.text} {what}" if what else self.text


class ActionSet(QObject):
    """The actions of one widget, alive while the focus is in it: a key pressed elsewhere is not theirs."""

    triggered = Signal(str)
    """An action's id, after it has run."""
    failed = Signal(str, Exception)
    """An action's id and what its callback raised."""

    def __init__(self, widget: QWidget, actions: Iterable[Action] = (), key_map: KeyMap | None = None) -> None:
        super().__init__(widget)
        self._widget = widget
        self._key_map = key_map or KeyMap()
        self._actions: dict[str, Action] = {}
        self._shown: dict[str, QAction] = {}
        keep_keys_of_fields()
        for action in actions:
            self.add(action)

    def add(self, action: Action) -> QAction:
        """Register one more; its QAction can be put into menus and tool bars."""
        shown_action = QAction(action.text, self._widget)
        shown_action.setObjectName(action.id)
        shown_action.setShortcutContext(self._context(action))
        shown_action.setAutoRepeat(action.repeat)
        shown_action.setCheckable(action.checked is not None)
        shown_action.triggered.connect(lambda _checked=False, name=action.id: self._press(name))
        self._widget.addAction(shown_action)
        self._actions[action.id], self._shown[action.id] = action, shown_action
        self._bind(action)
        self._refresh(action)
        return shown_action

    def _context(self, action: Action) -> Qt.ShortcutContext:
        everywhere = self._widget.isWindow() and action.id.startswith("window.")
        return Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def __getitem__(self, name: str) -> Action:
        if name not in self._actions:
            raise UnknownName("action", name, self._actions)
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def qaction(self, name: str) -> QAction:
        """The QAction of one action, for menus and tool buttons."""
        return self._shown[self[name].id]

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys bound to it now."""
        return self._key_map.keys(self[name])

    def trigger(self, name: str) -> None:
        """Run one action if it can run now."""
        action = self[name]
        if action.can_run():
            action.callback()
            self.triggered.emit(name)
        self.refresh()

    def _press(self, name: str) -> None:
        try:
            self.trigger(name)
        except Exception as error:
            self.failed.emit(name, error)

    def bind(self, key_map: KeyMap) -> None:
        """Take other keys."""
        self._key_map = key_map
        for action in self:
            self._bind(action)

    def _bind(self, action: Action) -> None:
        keys, shown_action = self._key_map.keys(action), self._shown[action.id]
        shown_action.setShortcuts([QKeySequence(key) for key in keys])
        self._show_text(action)

    def refresh(self) -> None:
        """Ask all actions again whether they can run and are on."""
        for action in self:
            self._refresh(action)

    def _refresh(self, action: Action) -> None:
        shown_action = self._shown[action.id]
        shown_action.setEnabled(action.can_run())
        if action.checked:
            shown_action.setChecked(action.checked())
        if action.on_what and shown_action.text() != _plain(action.text_now()):
            self._show_text(action)

    def _show_text(self, action: Action) -> None:
        shown_action = self._shown[action.id]
        shown_action.setText(_plain(action.text_now()))
        shown_action.setToolTip(tip(action, self._key_map.keys(action)))


def _plain(text: str) -> str:
    """For Qt, to which a single '&' marks a letter."""
    return text.replace("&", "&&")


def tip(action: Action, keys: Iterable[str]) -> str:
    """What a tooltip says: the action, its keys, and its sentence."""
    names = ", ".join(dict.fromkeys(shown(key) for key in keys))
    head = f"{action.text_now()}  ({names})" if names else action.text_now()
    return f"{head}\n{action.tip}" if action.tip else head
