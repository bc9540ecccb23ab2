"""What the status line says of the Annotate page: what a key would do now, and how safe the work is."""

from evopose.editing.arrows import hint
from evostudio.documents.document import Document
from evostudio.documents.selection import Selection
from evostudio.documents.showing import JOINTS


def hint_of(document: Document, selection: Selection, placing: int | None) -> str:
    """What a key, or a click while keypoints are placed, would do; `placing` is the joint that comes next."""
    shown = document.shown
    if shown is None:
        return "Shift+P adds a person" if document.image_id is not None else ""
    if selection.placing:
        next_step = "all keypoints placed" if placing is None else f"click the {JOINTS[placing]}"
        return f"{next_step}  ·  P ends"
    if shown.pose is None:
        return "R fits a pose to the keypoints  ·  P places keypoints"
    return f"{hint(selection.part, selection.axis, selection.mode)}  Shift fine  Ctrl coarse"


def saved(document: Document) -> str:
    """'saved', or why not."""
    project = document.project
    if project is None:
        return ""
    if project.read_only:
        return "read-only"
    return "not saved: its file is gone" if project.gone else "saved"
