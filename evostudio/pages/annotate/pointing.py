"""What the mouse points at in any view of the page: bones light up in all of them, a click chooses part or person."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from evopose.model.part import Part, part_of_bone

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage


class Pointing(QObject):
    """Of one page. Afterwards the keyboard is the page's again."""

    def __init__(self, page: "AnnotatePage") -> None:
        super().__init__(page)
        self._page = page
        for view in (page.photo.view, page.pose.view):
            view.bone_hovered.connect(lambda bone: self._hover(part_of_bone(bone) if bone > 0 else None))
            view.bone_clicked.connect(lambda bone: self._choose(part_of_bone(bone)))
        page.photo.view.person_clicked.connect(self._choose_other)
        page.parts.table.hovered.connect(self._hover)
        page.parts.table.chosen.connect(self._choose)

    def _hover(self, part: Part | None) -> None:
        self._page.selection.set(hovered=part)

    def _choose(self, part: Part) -> None:
        self._page.select(part)
        self._page.setFocus()

    def _choose_other(self, position: int) -> None:
        """Somebody else in the photo, by their place among the others."""
        document = self._page.document
        if document.project is not None and document.image_id is not None:
            ids = [person.id for person in document.project.people(document.image_id)]
            document.select_person([one for one in ids if one != document.person_id][position])
        self._page.setFocus()
