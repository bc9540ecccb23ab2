"""What the program remembers: a frozen value in a JSON file of the user's configuration folder."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from PySide6.QtCore import QObject, Signal

from evostudio.keymap import DEFAULT_PRESET, KeyMap, Preset, presets

RECENT = 12


class Session(BaseModel):
    """Where the user was when the window closed."""

    model_config = ConfigDict(frozen=True)

    project: str = ""
    image: str = ""
    page: str = ""
    geometry: str = ""
    """Of the window, as Qt saves it, in hexadecimal digits."""
    splitters: dict[str, tuple[int, ...]] = {}


class Preferences(BaseModel):
    """All that is kept between two starts."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    theme: Literal["dark", "light", "system"] = "dark"
    author: str = ""
    """Written into the log of edits."""
    keep_zoom: bool = False
    """Keep zoom and pan when the image changes."""
    gl: Literal["auto", "on", "off"] = "auto"
    """The 3D view's back end: what the machine has, GL always, QPainter always."""
    preset: str = DEFAULT_PRESET
    """Of the key map."""
    key_overrides: dict[str, tuple[str, ...]] = {}
    recent: tuple[str, ...] = ()
    """Projects, the last opened first."""
    recent_populations: tuple[str, ...] = ()
    """Files of poses, the last used first."""
    recent_lifters: tuple[str, ...] = ()
    """Lifter files, the last used first."""
    export_folder: str = ""
    """Where poses or charts were exported to last."""
    restore: bool = True
    """Open the last project again at start."""
    session: Session = Session()

    def key_map(self) -> KeyMap:
        """The preset and the user's bindings; the default preset where the named one is gone."""
        known = presets()
        chosen = known.get(self.preset) or known.get(DEFAULT_PRESET) or Preset(DEFAULT_PRESET)
        return KeyMap(chosen, self.key_overrides)

    def with_recent(self, project: Path) -> Preferences:
        """With this project as the one opened last."""
        return self.model_copy(update={"recent": _first(str(project), self.recent)})

    def with_recent_population(self, population: Path) -> Preferences:
        """With this file of poses as the one used last."""
        return self.model_copy(update={"recent_populations": _first(str(population), self.recent_populations)})

    def with_recent_lifter(self, lifter: Path) -> Preferences:
        """With this lifter as the one used last."""
        return self.model_copy(update={"recent_lifters": _first(str(lifter), self.recent_lifters)})


def _first(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with this one first, no more than are kept."""
    return (name, *(other for other in names if other != name))[:RECENT]


def config_folder() -> Path:
    """Where the preferences lie: $EVOSTUDIO_CONFIG, or what is customary on this system."""
    from platformdirs import user_config_path

    asked = os.environ.get("EVOSTUDIO_CONFIG")
    return Path(asked) if asked else user_config_path("EvoStudio", appauthor=False, roaming=True)


class PreferenceStore(QObject):
    """The preferences in force and their file. A damaged file is kept aside."""

    changed = Signal(object)
    """The new Preferences."""
    trouble = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or config_folder() / "preferences.json"
        self.notice = ""
        """What went wrong while reading; empty if nothing."""
        self.value = self._read()
        self._warned = False

    def _read(self) -> Preferences:
        try:
            return Preferences.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return Preferences()
        except OSError as error:
            self.notice = f"The preferences in {self.path} cannot be read ({error.strerror}); defaults are used."
        except ValidationError as error:
            kept = self.path.with_suffix(".damaged.json")
            with contextlib.suppress(OSError):
                self.path.replace(kept)
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            self.notice = (
                f"The preferences were damaged ({where}: {first['msg']}); defaults are used, the old file is {kept}."
            )
        return Preferences()

    def change(self, **fields: Any) -> None:
        """Set some fields, tell all who listen, and write."""
        value = Preferences.model_validate(self.value.model_dump() | fields)
        if value != self.value:
            self.replace(value)

    def change_session(self, **fields: Any) -> None:
        """Set some fields of the session."""
        self.change(session=self.value.session.model_dump() | fields)

    def replace(self, value: Preferences) -> None:
        """Take a whole new value, tell all who listen, and write."""
        self.value = value
        self.changed.emit(value)
        try:
            write_atomically(self.path, value.model_dump_json(indent=1))
        except OSError as error:
            if not self._warned:
                self._warned = True
                self.trouble.emit(f"Preferences cannot be saved in {self.path.parent} ({error.strerror}).")


def write_atomically(path: Path, text: str) -> None:
    """Write aside and rename, so that the file is either the old one or the new one; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
