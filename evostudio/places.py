"""Where the studio puts what it makes: the demo, the folders of runs, what is exported."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """The user's data folder of the studio."""
    from platformdirs import user_data_path

    return user_data_path("EvoStudio", appauthor=False)


def demo_folder() -> Path:
    """Where the demo is made."""
    return data_folder() / "demo"


def demo_project(folder: Path) -> Path | None:
    """The project in the folder of a demo; None while it is not (wholly) made."""
    from evopose.commands.demo import PROJECT

    path = folder / PROJECT
    return path if path.is_file() else None


def demo_population() -> Path:
    """The population of the demo by itself, made in seconds (its pictures take longer); it need not be made yet."""
    from evopose.commands.demo import POPULATION

    return data_folder() / "demo population" / POPULATION


def runs_folder(project: Path | None) -> Path:
    """Where runs are kept: beside the open project, or in the user's data folder while none is open."""
    return (data_folder() if project is None else project.absolute().parent) / "runs"


def folder_for(population: Path) -> Path:
    """Where exports of a population are proposed to go: beside it, or to the user's documents where it lies among the
    studio's own files, which nobody looks into, or its folder is gone."""
    from platformdirs import user_documents_path

    folder = population.absolute().parent
    if folder.is_dir() and not folder.is_relative_to(data_folder().absolute()):
        return folder
    documents = user_documents_path()
    return documents if documents.is_dir() else Path.home()
