"""`evopose runs FOLDER`."""

import time
from pathlib import Path
from typing import Annotated, Any

from tyro.conf import Positional

from evopose.errors import MissingFile
from evopose.jobs import Job, Progress
from evopose.options import Options
from evopose.runs import RunRecord, runs_in


class Runs(Options):
    """List the runs in a folder: what they do, how far they are, how they ended."""

    folder: Annotated[Path, Positional] = Path()
    """The folder, or one run's own."""

    def run(self) -> Job[dict[str, Any]]:
        """`runs`, newest first, each with its `folder`, `command`, `state`, `done`, `total`, `message` and `result`."""
        if not self.folder.is_dir():
            raise MissingFile(self.folder, "folder")
        yield Progress(0, 0, "looking for runs")
        found = runs_in(self.folder)
        return {"runs": [_told(record) for record in found], "text": "\n".join(map(_line, found)) or "There is no run."}


def _told(record: RunRecord) -> dict[str, Any]:
    names = ("command", "version", "state", "pid", "started", "ended", "message", "done", "total")
    return {
        "folder": str(record.folder),
        **{name: getattr(record, name) for name in names},
        "result": dict(record.result),
    }


def _line(record: RunRecord) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(record.started))
    far = f"{record.done / record.total:4.0%}" if record.total and record.state != "finished" else "    "
    told = str(record.result.get("reason", "")) or record.message
    return f"{when}  {record.state:8}  {far}  {record.command}  {record.folder}  {told}".rstrip()
