"""The list of images: thumbnails, states, search, filter and counts; smooth with a hundred thousand of them."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from evopose.model.annotation import Status
from evopose.model.array import NDArray
from evopose.project.project import Project
from evostudio.theme import Theme, title_font
from evostudio.views.image_delegate import HEIGHT, ImageDelegate
from evostudio.views.image_model import ImageModel
from evostudio.views.photo_loader import PhotoLoader

SIGNS = {Status.UNTOUCHED: "○", Status.WORK: "◐", Status.DONE: "✓", Status.REJECTED: "✕"}
WORDS = {
    Status.UNTOUCHED: "untouched",
    Status.WORK: "in work",
    Status.DONE: "done",
    Status.REJECTED: "rejected",
}


class ImageList(QWidget):
    """Shows a project's images; a click chooses one. It never takes the keyboard when an image is loaded."""

    chosen = Signal(int)
    """An image's id."""
    left = Signal()
    """Enter or Esc in the search: the keyboard may go back to the work."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ImageModel()
        self.thumbnails = PhotoLoader(longest=144, kept=600, threads=1, parent=self)
        self.delegate = ImageDelegate(self.model, self.thumbnails, theme)
        self._project: Project | None = None
        self._marked: int | None = None
        self.view = self._make_view()
        self.search = QLineEdit(placeholderText="Search names", clearButtonEnabled=True)
        self.search.setAccessibleName("Search images by name")
        self.title, self.counts, self.empty = QLabel("Images"), QLabel(""), QLabel("No image matches.")
        self.title.setFont(title_font(self.font()))
        self.counts.setProperty("role", "dim")
        self.empty.setProperty("role", "dim")
        self.empty.setWordWrap(True)
        self.filters = {status: self._make_filter(status) for status in Status}
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        self.thumbnails.loaded.connect(lambda _path: self.view.viewport().update())

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.delegate.theme = theme
        self.view.viewport().update()

    def set_project(self, project: Project | None) -> None:
        """Another project, or none."""
        self._project, self._marked = project, None
        self.thumbnails.forget()
        self.model.set_project(project)
        self._count()

    def touch(self, rows: NDArray | None) -> None:
        """Rows of the image table that changed; None for all."""
        if rows is None:
            self.thumbnails.forget()
        self.model.touch(rows)
        if rows is None and self._marked is not None:
            self.show_image(self._marked)
        self._count()

    def current(self) -> int | None:
        """Id of the image that is marked."""
        index = self.view.currentIndex()
        return self.model.image_id(index.row()) if index.isValid() else None

    def show_image(self, image_id: int) -> None:
        """Mark an image and scroll to it, without saying that it was chosen; where a filter hides it, it is marked
        when it is listed again."""
        self._marked = image_id
        position = self.position(image_id)
        index = self.model.index(position) if position >= 0 else QModelIndex()
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.view.setCurrentIndex(index)
        selection.blockSignals(False)
        self.view.viewport().update()
        if index.isValid():
            self.view.scrollTo(index)

    def position(self, image_id: int) -> int:
        """Where an image is listed; −1 if it is filtered out."""
        if self._project is None:
            return -1
        row = self._project.images.row(image_id)
        return self.model.position_of_row(row)

    def beside(self, image_id: int, step: int) -> int | None:
        """Id of the image `step` places on; None past the ends."""
        position = self.position(image_id)
        position = position + step if position >= 0 else 0
        return self.model.image_id(position) if 0 <= position < self.model.rowCount() else None

    def needing_work(self, image_id: int) -> int | None:
        """Id of the next image, round the list, that is neither done nor rejected; None if all are."""
        start, count = self.position(image_id), self.model.rowCount()
        for offset in range(1, count + 1):
            position = (start + offset) % count
            if self.model.status(position) in (Status.UNTOUCHED, Status.WORK):
                found = self.model.image_id(position)
                return None if found == image_id else found
        return None

    # Making

    def _make_view(self) -> QTableView:
        """A table of one column: a list view asks the model for every row when it is laid out, a table for none."""
        view = QTableView(self)
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(HEIGHT)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName("Images")
        view.selectionModel().currentChanged.connect(self._current_changed)
        return view

    def _make_filter(self, status: Status) -> QToolButton:
        button = QToolButton(text=SIGNS[status], checkable=True, checked=True, autoRaise=True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(f"Show images that are {WORDS[status]}")
        button.toggled.connect(self._filter)
        return button

    def _lay_out(self) -> None:
        states = QHBoxLayout()
        states.setSpacing(4)
        for button in self.filters.values():
            states.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.search)
        column.addLayout(states)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)
        column.addWidget(self.counts)
        self.empty.hide()
        self.setMinimumWidth(200)

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """A list that is hidden is not laid out and cannot be scrolled to images that came meanwhile."""
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self.view.scrollTo(self.view.currentIndex()))

    def _filter(self) -> None:
        statuses = frozenset(status for status, button in self.filters.items() if button.isChecked())
        self.model.set_filter(self.search.text(), statuses)
        if self._marked is not None:
            self.show_image(self._marked)
        self._count()

    def _take(self) -> None:
        """Enter: the marked image if it is listed, or the first."""
        if self.current() is None and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search, Down and Up go through what is found, and Esc gives the search up."""
        if watched is not self.search or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.search.clear()
            self.left.emit()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.model.rowCount():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.view.currentIndex().row() + step if self.view.currentIndex().isValid() else 0
            self.view.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))
            return True
        return False

    def _count(self) -> None:
        if self._project is None:
            self.counts.setText("")
            return
        counts, total, shown = self._project.counts(), len(self._project.images), self.model.rowCount()
        self.title.setText(f"Images  {total:,}")
        for status, button in self.filters.items():
            button.setText(f"{SIGNS[status]} {_short(counts.get(status, 0))}")
            button.setToolTip(f"{counts.get(status, 0):,} images are {WORDS[status]}: show them or not")
        listed = f"  ·  {shown:,} listed" if shown != total else ""
        self.counts.setText(f"{counts.get(Status.DONE, 0):,} done of {total:,}{listed}")
        self.empty.setVisible(shown == 0 and total > 0)

    def _current_changed(self, index: QModelIndex, _previous: QModelIndex) -> None:
        if index.isValid():
            self._marked = self.model.image_id(index.row())
            self.chosen.emit(self._marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def _short(number: int) -> str:
    """At most four signs: 9999, 10k, 100k."""
    return str(number) if number < 10_000 else f"{number // 1000}k"
