"""Which runs are listed, and which of them is looked at when runs begin, cannot begin, or go on elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evopose.runs import RunRecord
from evostudio.runs.run_model import STARTING

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage


class Listing:
    """Puts runs that wait, that have just begun, and that lie in the folders into the page's list."""

    def __init__(self, page: RunsPage) -> None:
        self._page = page
        self._wanted: Path | None = None
        """Of a run that has just begun and is to be chosen as soon as it is listed."""
        self._before: tuple[Path, ...] = ()
        """What was chosen when it began."""
        self._picked_up: set[Path] = set()

    def looked_at(self) -> tuple[list[RunRecord], Path | None]:
        """Records of the chosen runs, and the folder of the one that is looked at, which may not be listed yet."""
        if self._wanted is not None:
            return [], self._wanted
        records = self._page.chosen.records()
        return records, records[0].folder if len(records) == 1 else None

    def at_work_elsewhere(self) -> tuple[RunRecord, ...]:
        """Runs that other processes are at work on: of a terminal, or let go when the window was closed."""
        own = self._page.process.folder
        return tuple(each for each in self._page.watcher.records if each.state == "running" and each.folder != own)

    def refresh(self) -> None:
        """Show what there is by now."""
        page, records = self._page, self._page.watcher.records
        page.runs.show_records((*page.queue.records(), *self._just_begun(), *records))
        if self._wanted and page.runs.model.row_of(self._wanted) >= 0:
            page.runs.select((self._wanted,))
            self._wanted = None
        self._pick_up()

    def _just_begun(self) -> tuple[RunRecord, ...]:
        """The run that began last is listed as it was asked for until its folder is there."""
        asked = self._page.runner.last
        listed = {record.folder for record in self._page.watcher.records}
        if asked is None or asked.folder != self._page.process.folder or asked.folder in listed:
            return ()
        return (asked.record(STARTING),)

    def _pick_up(self) -> None:
        """Show what is at work elsewhere, once, where nothing else is looked at; also with what it was asked for."""
        new = [record for record in self.at_work_elsewhere() if record.folder not in self._picked_up]
        self._picked_up |= {record.folder for record in new}
        if new and not (self._page.runs.folders() or self._wanted or self._page.runner.is_busy()):
            self._page.runs.select((new[0].folder,))
            self._page.form.pick_up(dict(new[0].options))

    def began(self, folder: Path) -> None:
        """Look at a run that begins."""
        self._wanted, self._before = folder, self._page.runs.folders()
        self._page.follower.follow(folder)
        self.refresh()

    def could_not_begin(self, folder: Path) -> None:
        """Back to what was looked at before, unless that is something else by now."""
        page = self._page
        looked_at = self._wanted == folder or page.runs.folders() in ((), (folder,))
        self._wanted = page.runner.last = None
        self.refresh()
        if looked_at:
            page.runs.select(self._before)
            page.follower.follow(*page.runs.folders())

    def chosen(self, folders: tuple[Path, ...]) -> None:
        """A person chose these, or what was chosen is gone."""
        if not (self._wanted and not folders):
            self._page.follower.follow(*folders)
