"""The runs that are chosen in the list, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from evopose.runs import RunRecord
from evostudio.runs.keeping import move_to_bin, result_of
from evostudio.runs.run_model import STARTING, WAITING

if TYPE_CHECKING:
    from evostudio.runs.page import RunsPage


class ChosenRuns:
    """Asked by the page's actions."""

    made: ClassVar[str] = "population"
    """What the result calls the file that a run makes."""

    def __init__(self, page: RunsPage) -> None:
        self._runs_page, self._list = page, page.runs

    def records(self) -> list[RunRecord]:
        """Of the chosen runs, in the order of the list."""
        by_folder = {record.folder: record for record in self._list.model.records}
        return [by_folder[folder] for folder in self._list.folders() if folder in by_folder]

    def one(self) -> RunRecord | None:
        """The chosen run, where it is one."""
        records = self.records()
        return records[0] if len(records) == 1 else None

    def has_one(self) -> bool:
        """One run is chosen."""
        return self.one() is not None

    def has_some(self) -> bool:
        """At least one run is chosen, and none of them is at work."""
        records = self.records()
        return bool(records) and all(record.state not in ("running", STARTING) for record in records)

    def has_several(self) -> bool:
        """There are runs to compare."""
        return len(self._runs_page.watcher.records) > 1

    def result(self) -> Path | None:
        """What the chosen run has made."""
        record = self.one()
        return result_of(record, self.made) if record else None

    def has_result(self) -> bool:
        """One run is chosen that has made something."""
        return self.result() is not None

    def compare_all(self) -> None:
        """Choose all runs."""
        self._list.view.selectAll()

    def take_over(self) -> None:
        """The chosen run's options into the form."""
        self._runs_page.form.show_options(dict(self.records()[0].options))

    def remove(self) -> None:
        """The chosen runs to the bin; those that wait are not wanted any more."""
        page = self._runs_page
        for record in self.records():
            if record.state == WAITING:
                self._forget(record)
            else:
                move_to_bin(page.studio, record.folder, page.watcher.look)
        page.watcher.look()

    def _forget(self, record: RunRecord) -> None:
        if not self._runs_page.queue.drop(record.folder):
            words = (
                f"{record.folder.name} waits in another window of the studio: it can be taken out of the queue there."
            )
            self._runs_page.studio.notify(words, "warning")

    def focus(self) -> None:
        """Go to the list of runs."""
        self._list.view.setFocus()
        if not self._list.folders() and self._list.model.rowCount():
            self._list.select((self._list.model.records[0].folder,))

    def results(self) -> list[tuple[str, Path]]:
        """Title and file of what runs have made, the newest first."""
        found = ((record.folder.name, result_of(record, self.made)) for record in self._runs_page.watcher.records)
        return [(name, path) for name, path in found if path is not None]
