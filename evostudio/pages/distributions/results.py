"""What runs have made: the populations that the page offers, and the first that it shows."""

from pathlib import Path

from evopose.runs import runs_in
from evostudio.places import data_folder, runs_folder
from evostudio.runs.keeping import result_of


def results(project: Path | None) -> list[tuple[str, Path]]:
    """Title and file, the newest first: of runs beside the open project, and of those in the user's own folder."""
    folders = dict.fromkeys((runs_folder(project), data_folder() / "runs"))
    records = [record for folder in folders if folder.is_dir() for record in runs_in(folder)]
    records.sort(key=lambda record: record.started, reverse=True)
    made = ((record.folder.name, result_of(record)) for record in records)
    return [(title, path) for title, path in made if path is not None]
