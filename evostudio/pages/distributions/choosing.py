"""Which populations the page shows: the demo, what runs made, what a person names; and getting them measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from evostudio.pages.distributions.measuring import Measuring
from evostudio.pages.distributions.panes import Panes
from evostudio.places import demo_population
from evostudio.studio import Studio
from evostudio.tasks.demo import once_there
from evostudio.tasks.running import Running


class Choosing(QObject):
    """Follows the page's head; while something is measured the page says how far it is."""

    waiting = Signal()
    """What was shown is not what is asked for any more."""
    failed = Signal(str)

    def __init__(self, studio: Studio, panes: Panes, measuring: Measuring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio, self._panes, self._head, self._measuring = studio, panes, panes.head, measuring
        self._demo: Running | None = None
        self._founders: Path | None = None
        """What was found to stand before, and was not chosen."""
        self._head.chosen.connect(self._chosen)
        self._head.dropped.connect(self.measure)
        measuring.prepared.connect(self._prepared)
        measuring.progressed.connect(panes.invitation.work)
        measuring.failed.connect(self.failed)
        panes.invitation.demo_wanted.connect(self.show_demo)
        panes.invitation.files_wanted.connect(self._head.after.choose_files)
        panes.invitation.stop_wanted.connect(self._stop)

    def begin(self, made: Sequence[tuple[str, Path]]) -> None:
        """The newest of what runs have made; else the demo; the page invites where nothing may be made unasked."""
        if made:
            self.show(made[0][1])
        elif demo_population().exists() or self._studio.demo_at_once:
            self.show_demo()

    def show(self, path: Path) -> None:
        """Before: the poses it began with, where it was bred; after: all of it."""
        self._head.show_paths(None, path)
        self.measure(bred=True)

    def show_demo(self) -> None:
        """The demo population, made first where it is not there yet."""
        path = demo_population()
        if not path.exists():
            self._wait("Making the demo…")
        self._demo = once_there(self._studio, path, lambda: self.show(path))
        if self._demo is not None:
            self._demo.progressed.connect(self._panes.invitation.work)
            self._demo.ended.connect(lambda: None if path.exists() else self.failed.emit("The demo was not made."))

    def swap(self) -> None:
        """Before for after."""
        before, after = self._head.paths
        if before is not None:
            self._head.show_paths(after, before)
            self.measure()

    def measure(self, bred: bool = False) -> None:
        """What the head names; `bred`: before are the founders, where none are named and there are some."""
        before, after = self._head.paths
        self._wait(f"Looking at {after.name}…")
        self._measuring.measure(before, after, bred)

    def _wait(self, message: str) -> None:
        self._panes.invitation.work(0, 0, message)
        self._panes.show_invitation()
        self.waiting.emit()

    def _stop(self) -> None:
        if self._demo is not None and self._demo.is_running():
            self._demo.stop()
        self._measuring.stop_asked()

    def _chosen(self) -> None:
        """By hand; one that was bred brings its founders, unless something else was chosen to compare with."""
        before, after = self._head.paths
        if after == demo_population() and not after.exists():
            self.show_demo()
        elif before is None or before == self._founders:
            self.show(after)
        else:
            self.measure()

    def _prepared(self, before: Path | None, _after: Path) -> None:
        """Say so where founders have been found."""
        named, after = self._head.paths
        if named is None and before is not None:
            self._founders = before
            self._head.show_paths(before, after)
