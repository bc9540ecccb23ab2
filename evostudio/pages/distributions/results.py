"""What runs have made: the populations and lifters that pages offer, and the first that they show."""

from pathlib import Path

from evopose.runs import runs_in
from evostudio.places import data_folder, runs_folder
from evostudio.runs.keeping import result_of


def results(project: Path | None, made: str = "population") -> list[tuple[str, Path]]:
    """Title and file (population or lifter), the newest first: of runs beside the open project, and of those in the
    user's own folder."""
    folders = dict.fromkeys((runs_folder(project), data_folder() / "runs"))
    records = [record for folder in folders if folder.is_dir() for record in runs_in(folder)]
    records.sort(key=lambda record: record.started, reverse=True)
    found = ((record.folder.name, result_of(record, made)) for record in records)
    return [(title, path) for title, path in found if path is not None]
