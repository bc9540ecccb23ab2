"""Going from image to image, in the order and with the filter of the list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage


class Navigator(QObject):
    """Moves the page's document through its images."""

    def __init__(self, page: "AnnotatePage") -> None:
        super().__init__(page)
        self._page = page
        page.images.chosen.connect(self.go_to)

    def go_to(self, image_id: int | None) -> None:
        """Show an image, if it is another; an unfinished drag is given up."""
        document = self._page.document
        if image_id is not None and image_id != document.image_id:
            document.cancel()
            document.select_image(image_id)

    def step(self, step: int) -> None:
        """To the image `step` places on in the list."""
        if self._page.document.image_id is not None:
            self.go_to(self._page.images.beside(self._page.document.image_id, step))

    def to_work(self) -> None:
        """To the next image that is neither done nor rejected."""
        page = self._page
        if page.document.image_id is None:
            return
        found = page.images.needing_work(page.document.image_id)
        if found is None:
            page.studio.notify("No other listed image needs work.", "info")
        self.go_to(found)

    def copy_previous(self) -> None:
        """The pose of the image before this one in the list."""
        page = self._page
        previous = None if page.document.image_id is None else page.images.beside(page.document.image_id, -1)
        if previous is None:
            page.document.failed("This is the first image: there is none before it to copy from.")
        else:
            page.annotator.copy_from(previous)
