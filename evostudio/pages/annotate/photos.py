"""Bringing the current image's photo onto the page, and decoding its neighbours ahead."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from evopose.errors import EvoError
from evostudio.views.photo_loader import Photo, PhotoLoader

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage

AHEAD = (1, -1, 2)
"""Places of the list that are decoded beforehand."""
AFTER_MS = 30
"""The present photo is painted before its neighbours are decoded: there may be few cores."""


class Photos(QObject):
    """Knows which photo the page should show."""

    def __init__(self, page: "AnnotatePage") -> None:
        super().__init__(page)
        self._page = page
        self._wanted: Path | None = None
        self._on_screen: Path | None = None
        self.loader = PhotoLoader(parent=self)
        self.loader.loaded.connect(self._loaded)
        self._ahead = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._ahead.timeout.connect(self._prefetch)

    def forget(self) -> None:
        """Another project, or moved images."""
        self.loader.forget()
        self._wanted = None

    def shown_name(self) -> str:
        """File name of the photo on screen; empty while it is decoded."""
        wanted = self._wanted
        return wanted.name if wanted is not None and self._on_screen == wanted else ""

    def show(self) -> None:
        """The photo of the document's image; the one before stays until it is decoded."""
        page, document = self._page, self._page.document
        if document.project is None or document.image_id is None:
            self._wanted = None
            page.photo.show_names("", "")
            page.photo.view.show_image(None, (0, 0), "No image is open.")
            return
        record = document.project.image(document.image_id)
        people = document.project.people(document.image_id)
        number = next((place for place, person in enumerate(people, 1) if person.id == document.person_id), None)
        who = "nobody annotated yet: Shift+P adds a person" if number is None else f"person {number} of {len(people)}"
        page.photo.show_names(record.name, who if len(people) != 1 else "")
        page.photo.show_problem("")
        try:
            path = document.project.image_path(document.image_id)
        except EvoError as error:
            self._wanted = None
            page.photo.view.show_image(None, record.size, str(error))
        else:
            self._show_path(path)
        self._ahead.start()

    def _show_path(self, path: Path) -> None:
        if path == self._wanted:
            return
        self._wanted = path
        photo = self.loader.get(path)
        if photo is not None:
            self._show_photo(photo)
        else:
            self._page.photo.view.expect_image()

    def _show_photo(self, photo: Photo) -> None:
        self._on_screen = self._wanted
        keep, size = self._page.studio.preferences.value.keep_zoom, photo.size
        if photo.image is None:  # the pose stays where it was
            size = self._record_size()
        self._page.photo.view.show_image(photo.image, size, photo.problem, keep_view=keep)
        self._page.photo.show_problem(photo.problem if photo.image is not None else "")

    def _record_size(self) -> tuple[int, int]:
        document = self._page.document
        assert document.project is not None
        assert document.image_id is not None
        return document.project.image(document.image_id).size

    def _prefetch(self) -> None:
        page = self._page
        if page.document.project is None or page.document.image_id is None:
            return
        for step in AHEAD:
            neighbour = page.images.beside(page.document.image_id, step)
            if neighbour is None:
                continue
            try:
                self.loader.prefetch(page.document.project.image_path(neighbour))
            except EvoError:
                continue

    def _loaded(self, path: Path) -> None:
        if path == self._wanted:
            photo = self.loader.get(path)
            assert photo is not None
            self._show_photo(photo)
