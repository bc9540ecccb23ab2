"""`evopose worth --mocap FOLDER --out FOLDER`."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Gt, Le
from pydantic import Field

from evopose.commands.evolve import Evolve
from evopose.errors import MissingFile
from evopose.jobs import Job, Progress
from evopose.options import Options

Share = Annotated[float, Gt(0), Le(1)]


class Worth(Options):
    """Try evolution on real motion capture: what presets, and each part of the default one, are worth.

    Grows walks and runs of one set with every recipe and tells how near each comes to other real poses. Writes the
    table (worth.md, worth.csv), charts, and contact sheets of founders, unseen, random and most novel poses.
    """

    out: Path
    """Folder for the table and the pictures."""
    mocap: Path = Path("../shared/data/mocap")
    """Folder of cmu.npz, cmu_actions.npz, bandai1.npz and snu_mrl.npz."""
    shares: Annotated[tuple[Share, ...], Field(min_length=1)] = (0.01, 0.1, 1.0)
    """Shares of the walking and running poses to begin with."""
    seeds: Annotated[int, Ge(1), Le(100)] = 3
    """How often each is tried; the table has the means."""
    ratio: Annotated[float, Gt(1), Le(1000)] = 10.0
    """How many times its first size each population becomes."""

    def run(self) -> Job[dict[str, Any]]:
        """`rows` (figures by share and recipe), `files` written, and `text`: the table. `real_to_real_mm`: what the
        distance to real poses is of real ones, to those of other clips."""
        experiment, tables, pictures = (
            import_module(f"evopose.evolution.{name}") for name in ("experiment", "worth_tables", "worth_pictures")
        )
        self._check(experiment.UNSEEN)
        grown = yield from experiment.experiment(Evolve, self.mocap, self.shares, self.seeds, self.ratio)
        rows, real = tables.rows(grown), experiment.reference(self.mocap / f"{experiment.FOUNDERS}.npz")
        yield Progress(0, 0, "drawing")
        self.out.mkdir(parents=True, exist_ok=True)
        files = [*tables.write(rows, self.out), *pictures.write(grown, rows, self.mocap, self.out)]
        told = f"{tables.table(rows)}\n\nReal poses are {real:.0f} mm from the nearest real one of another clip."
        return {"rows": rows, "real_to_real_mm": real, "files": [str(file) for file in files], "text": told}

    def _check(self, names: Sequence[str]) -> None:
        for name in names:
            if not (self.mocap / f"{name}.npz").is_file():
                raise MissingFile(self.mocap / f"{name}.npz", "motion capture", "--mocap names its folder.")
