"""The key map: every action with its keys, searchable, rebindable, with presets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from evostudio.actions import Action, ActionSet
from evostudio.dialogs.form import shortened
from evostudio.dialogs.key_field import KeyField
from evostudio.fuzzy import score
from evostudio.keymap import KeyMap, conflicts, normal, presets, shown
from evostudio.studio import Studio

_ID = Qt.ItemDataRole.UserRole


class KeyMapDialog(QDialog):
    """Search, choose an action, press its new key. A conflict is said at once, and the way out with it."""

    def __init__(self, studio: Studio, sets: Sequence[ActionSet], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.resize(720, 600)
        self._studio = studio
        self.by_id: dict[str, Action] = {action.id: action for actions in sets for action in actions}
        self.search = QLineEdit(
            placeholderText="Search actions or keys (such as “turn” or “Ctrl+Z”)", clearButtonEnabled=True
        )
        self.search.setAccessibleName("Search the key map")
        self.tree = self._make_tree()
        self.preset = self._make_preset()
        self.about = QLabel(wordWrap=True)
        self.about.setProperty("role", "dim")
        self.nothing = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.nothing.setProperty("role", "dim")
        self.conflict = QLabel(wordWrap=True)
        self.conflict.setProperty("role", "error")
        self.field = KeyField()
        self.add, self.reset = QPushButton("Add as second key"), QPushButton("Reset")
        self.reset_all = QPushButton("Reset all")
        self._lay_out()
        self._connect()
        self._fill()
        self.search.setFocus()

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget(
            columnCount=2, rootIsDecorated=False, uniformRowHeights=True, accessibleName="Actions and keys"
        )
        tree.setHeaderLabels(["Action", "Keys"])
        tree.setIndentation(12)
        tree.setItemsExpandable(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        tree.header().setStretchLastSection(False)
        tree.setColumnWidth(1, 240)
        return tree

    def _make_preset(self) -> QComboBox:
        box = QComboBox(accessibleName="Preset")
        box.addItems(list(presets()))
        box.setCurrentText(self._key_map.preset.name)
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(QLabel("Preset"))
        head.addWidget(self.preset)
        foot = QHBoxLayout()
        foot.addWidget(QLabel("New key"))
        foot.addWidget(self.field, 1)
        for button in (self.add, self.reset, self.reset_all):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        for widget in (self.about, self.nothing, self.tree, self.conflict):
            column.addWidget(widget)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.preset.currentTextChanged.connect(lambda name: self._studio.preferences.change(preset=name))
        self.tree.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.tree.itemActivated.connect(lambda *_: self.field.setFocus())
        self.field.pressed.connect(lambda key: self._rebind([key]))
        self.field.cleared.connect(lambda: self._rebind([]))
        self.add.clicked.connect(lambda: self.field.listen(self._add))
        self.reset.clicked.connect(self._reset_chosen)
        self.reset_all.clicked.connect(lambda: self._studio.preferences.change(key_overrides={}))
        self._studio.keys_changed.connect(self._refresh)

    # What is shown

    @property
    def _key_map(self) -> KeyMap:
        return self._studio.key_map

    def _fill(self) -> None:
        heads: dict[str, QTreeWidgetItem] = {}
        for action in self.by_id.values():
            group = action.group or "Other"
            if group not in heads:
                heads[group] = self._head(group)
            item = QTreeWidgetItem(heads[group], [action.text, ""])
            item.setData(0, _ID, action.id)
            item.setToolTip(0, action.tip)
        self.tree.expandAll()
        self._refresh()

    def _head(self, group: str) -> QTreeWidgetItem:
        head = QTreeWidgetItem(self.tree, [group, ""])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = QFont(self.tree.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(0, font)
        return head

    def items(self) -> list[QTreeWidgetItem]:
        """The rows of actions, without the groups' heads."""
        return [item for head in _under(self.tree.invisibleRootItem()) for item in _under(head)]

    def _refresh(self, _key_map: KeyMap | None = None) -> None:
        found = conflicts(self._key_map, self.by_id.values())
        clashing = {action.id for conflict in found for action in conflict.actions}
        for item in self.items():
            self._show_keys(item, clashing)
        self.conflict.setText("\n".join(f"⚠ {conflict}" for conflict in found[:3]))
        self.conflict.setVisible(bool(found))
        self.about.setText(self._key_map.preset.about)
        self.reset_all.setEnabled(bool(self._key_map.overrides))
        self._filter(self.search.text())
        self._show_chosen()

    def _show_keys(self, item: QTreeWidgetItem, clashing: set[str]) -> None:
        action = self.by_id[item.data(0, _ID)]
        keys = ",  ".join(shown(key) for key in self._key_map.keys(action))
        own = "   (yours)" if self._key_map.is_own(action) else ""
        item.setText(1, f"{'⚠ ' if action.id in clashing else ''}{keys}{own}")
        colour = self._studio.theme.colour("invalid" if action.id in clashing else "text")
        item.setForeground(1, QBrush(colour))

    def _filter(self, query: str) -> None:
        key = normal(query).casefold()
        for item in self.items():
            action = self.by_id[item.data(0, _ID)]
            by_key = any(key in bound.casefold() for bound in self._key_map.keys(action))
            item.setHidden(bool(query) and not by_key and score(query, f"{action.text} {action.group}") is None)
        for head in _under(self.tree.invisibleRootItem()):
            head.setHidden(all(item.isHidden() for item in _under(head)))
        self.nothing.setText(f"No action matches “{shortened(query)}”.")
        self.nothing.setVisible(all(item.isHidden() for item in self.items()))

    # Rebinding

    def chosen(self) -> Action | None:
        """The action that a key pressed now is given to."""
        item = self.tree.currentItem()
        return self.by_id.get(item.data(0, _ID) or "") if item else None

    def choose(self, name: str) -> None:
        """Select an action."""
        for item in self.items():
            if item.data(0, _ID) == name:
                self.tree.setCurrentItem(item)

    def _show_chosen(self) -> None:
        action = self.chosen()
        for widget in (self.field, self.add, self.reset):
            widget.setEnabled(action is not None)
        self.reset.setEnabled(action is not None and self._key_map.is_own(action))
        self.field.show_keys([shown(key) for key in self._key_map.keys(action)] if action else [])

    def _rebind(self, keys: Sequence[str]) -> None:
        if action := self.chosen():
            self._take(self._key_map.rebound(action, keys))

    def _add(self, key: str) -> None:
        if action := self.chosen():
            self._rebind([*self._key_map.keys(action), key])

    def _reset_chosen(self) -> None:
        if action := self.chosen():
            self._take(self._key_map.reset(action))

    def _take(self, key_map: KeyMap) -> None:
        self._studio.preferences.change(key_overrides=dict(key_map.overrides))


def _under(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    rows = map(head.child, range(head.childCount()))
    return [row for row in rows if row is not None]
