"""The photo with a line above it: file, person, zoom, reprojection error, practice score."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from evopose.editing.agreement import Reprojection, Score
from evostudio.status import Elided
from evostudio.theme import Theme, title_font
from evostudio.views.pane_head import Figures, PaneHead
from evostudio.views.photo_view import PhotoView


class PhotoPane(QWidget):
    """A `PhotoView` and its caption."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PhotoView(theme)
        self.name, self.problem, self.person, self.zoom = Elided(), Elided(), QLabel(""), QLabel("")
        self.error, self.score = Figures(), Figures()
        self.name.setFont(title_font(self.font()))
        for label in (self.person, self.zoom):
            label.setProperty("role", "dim")
        self.problem.setProperty("role", "warning")
        self.problem.hide()
        self.error.setToolTip(
            "Mean and largest distance between keypoints and the projected pose, in pixels of the photo"
        )
        self.score.setToolTip(
            "Practice: mean distance of the joints from the true pose (MPJPE), and after the best alignment (PA)"
        )
        self.view.zoomed.connect(lambda scale: self.zoom.setText(f"{scale * 100:.0f} %"))
        self._lay_out()

    def show_names(self, name: str, person: str) -> None:
        """Which file and who in it."""
        self.name.set_text(name)
        self.person.setText(person)

    def show_problem(self, problem: str) -> None:
        """What is wrong with a photo that is shown all the same."""
        self.problem.set_text(problem and f"⚠ {problem}")
        self.problem.setVisible(bool(problem))

    def show_agreement(self, error: Reprojection | None, score: Score | None) -> None:
        """Live figures."""
        if error is None or not error.count:
            self.error.show_text("")
        else:
            self.error.show_text(f"mean {error.mean:.1f} px   max {error.maximum:.1f} px")
        text = "" if score is None else f"practice {score.mpjpe * 1000:.0f} (PA {score.pa_mpjpe * 1000:.0f}) mm"
        self.score.show_text(text)

    def _lay_out(self) -> None:
        head = PaneHead()
        head.add(self.name, self.person, self.zoom, self.problem)
        head.split()
        head.add(self.score, self.error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.view, 1)
