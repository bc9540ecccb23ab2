"""`evopose resume RUN`."""

from pathlib import Path
from typing import Annotated, Any, Protocol, cast

from pydantic import ValidationError
from tyro.conf import Positional, arg

from evopose.commands import COMMANDS, load
from evopose.errors import BadFile
from evopose.jobs import Job
from evopose.options import Options
from evopose.runs.record import OPTIONS, read_run
from evopose.runs.run import check_resumable


class Resumable(Protocol):
    """Options of a command whose runs can be gone on with."""

    def resume(self, folder: Path, end_here: bool = False) -> Job[dict[str, Any]]:
        """From the checkpoint in the folder; what it returns is of the whole run. `end_here`: no further than it is."""
        ...


class Resume(Options):
    """Go on with a run that was stopped, killed, or ran out of disk, as if it had never stopped."""

    run_folder: Annotated[Path, Positional, arg(metavar="RUN")]
    """Folder of the run."""
    end_here: bool = False
    """Go no further: what there is so far becomes the run's result."""

    def run(self) -> Job[dict[str, Any]]:
        """What the run's own command returns, of the whole run."""
        record = read_run(self.run_folder)
        check_resumable(record)
        options = load(record.command) if record.command in COMMANDS else None
        if options is None or not hasattr(options, "resume"):
            raise BadFile(
                self.run_folder / OPTIONS, f"no command {record.command!r} is known that could go on with it."
            )
        try:
            chosen = cast(Resumable, options.model_validate(dict(record.options)))
        except ValidationError as error:
            raise BadFile(self.run_folder / OPTIONS, f"its options do not fit: {_misfit(error)}.") from error
        except TypeError as error:
            raise BadFile(self.run_folder / OPTIONS, f"its options do not fit: {error}.") from error
        return chosen.resume(self.run_folder, self.end_here)


def _misfit(error: ValidationError) -> str:
    """Which option does not fit, and why."""
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"no option is called {where!r}"
    return ": ".join(filter(None, (where, first["msg"])))
