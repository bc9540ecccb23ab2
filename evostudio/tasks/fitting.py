"""Fitting everybody in the open project, between the user's events: the project belongs to this process."""

from __future__ import annotations

from typing import Any

from evopose.commands.fit import fit_people
from evostudio.documents.document import Document
from evostudio.studio import Studio
from evostudio.tasks.steps import StepsTask

TITLE = "Fitting everybody"


def fit_project(studio: Studio, document: Document) -> StepsTask | None:
    """Start it, unless it runs already; the person on screen is read again when it ends or is stopped."""
    if document.project is None or any(task.title == TITLE for task in studio.tasks):
        return None
    task = StepsTask(TITLE, fit_people(document.project))
    task.succeeded.connect(lambda result: studio.notify(summary(result), "warning" if result["failed"] else "info"))
    task.ended.connect(document.refresh)
    document.opened.connect(task.stop)
    task.ended.connect(lambda: document.opened.disconnect(task.stop, missing_ok=True))
    studio.start(task)
    return task


def summary(result: dict[str, Any]) -> str:
    """What a fit came to, in a sentence or two."""
    text = f"{result['people']} people were fitted"
    if result["reprojection_px"] is not None:
        text += f", {result['reprojection_px']:.1f} px from their keypoints in the median"
    if result["work_kept"]:
        text += f"; {result['work_kept']} have been worked on and keep their pose (the fit is their ghost)"
    failed = result["failed"]
    more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
    return f"{text}." + (f" No fit: {failed[0]}{more}" if failed else "")
