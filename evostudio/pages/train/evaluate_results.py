"""One evaluation: large figures with their intervals, by action, by joint, and the worst poses."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsOpacityEffect, QLabel, QSplitter, QVBoxLayout, QWidget

from evopose.evaluation.report import Evaluated
from evopose.model.skeleton import H36M_17
from evostudio.dialogs.form import count, text
from evostudio.pages.train.evaluations import Evaluation
from evostudio.pages.train.figures_table import MEASURES, SHARES, FiguresTable, shown
from evostudio.pages.train.worst_pane import WorstPane
from evostudio.status import Elided
from evostudio.theme import Theme
from evostudio.views.figures_row import FiguresRow
from evostudio.views.joint_errors import JointErrors, JointErrorsView
from evostudio.views.numerals import numeral

CAPTIONS = {"mpjpe_mm": "MPJPE", "pa_mpjpe_mm": "PA-MPJPE", "n_mpjpe_mm": "N-MPJPE", "pck150": "PCK@150", "auc": "AUC"}
FAINT = 0.5
"""How much is seen of figures that are not of what is chosen."""
PROTOCOLS = {"P1": "P1 (2D of a detector)", "P1*": "P1* (true 2D)"}


class EvaluateResults(QWidget):
    """Filled anew by each evaluation."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title, self.about = Elided(""), text("", "small")
        self.title.setProperty("role", "title")
        self.notices, self.aside = text("", "warning"), text("", "small")
        self.figures, self.table = FiguresRow(theme), FiguresTable()
        self.joints, self.worst = JointErrorsView(), WorstPane(theme)
        self.splitters: dict[str, QSplitter] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        numbers = QSplitter(childrenCollapsible=False)
        numbers.addWidget(self.table)
        numbers.addWidget(_titled("By joint, in millimetres", self.joints))
        numbers.setStretchFactor(0, 2)
        numbers.setStretchFactor(1, 1)
        numbers.setSizes([640, 280])
        halves = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        halves.addWidget(numbers)
        halves.addWidget(self.worst)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        self.splitters = {"evaluate numbers": numbers, "evaluate halves": halves, "evaluate worst": self.worst.splitter}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        self._faint = QGraphicsOpacityEffect(self.figures)
        self._faint.setOpacity(FAINT)
        self.figures.setGraphicsEffect(self._faint)
        self.show_aside("")
        for widget in (self.title, self.aside, self.figures, self.about, self.notices):
            column.addWidget(widget)
        column.addWidget(halves, 1)

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        for view in (self.figures, self.joints, self.worst):
            view.set_theme(theme)

    def show_aside(self, words: str) -> None:
        """Why what is shown is not what one would think, its figures faint; empty if it is."""
        self.aside.setText(words)
        self.aside.setVisible(bool(words))
        self._faint.setEnabled(bool(words))

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show this."""
        found = evaluation.found
        self.title.set_text(evaluation.title)
        self.figures.show_figures([_large(found, measure) for measure, _, _ in MEASURES])
        self.about.setText(about(found))
        self.notices.setText("\n".join(f"⚠ {notice}" for notice in found.notices))
        self.notices.setVisible(bool(found.notices))
        self.table.show_evaluated(found)
        values = [found.per_joint.get(name) for name in H36M_17.joints]
        self.joints.show_scene(JointErrors("Errors by joint", np.array([np.nan if v is None else v for v in values])))
        self.worst.show_worst(evaluation.worst)


def about(found: Evaluated) -> str:
    """On what, over which joints, and how sure."""
    poses = count(found.poses, "pose")
    seen = f"{poses} in {count(found.views, 'view')}" if found.views != found.poses else poses
    over16 = "" if found.mpjpe16_mm is None else f"MPJPE over the 16 others {numeral(found.mpjpe16_mm, 1)} mm"
    clips = found.clips if found.intervals_over == "clips" else found.poses
    sure = f"95 % intervals over {clips:,} {found.intervals_over}" if found.intervals else "too few clips for intervals"
    convention = "means over 17 joints, the root's zero among them"
    protocol = PROTOCOLS.get(found.protocol, found.protocol)
    return " · ".join(filter(None, (protocol, seen, convention, over16, sure)))


def _large(found: Evaluated, measure: str) -> tuple[str, str]:
    """The number and what stands below it."""
    value, unit = getattr(found, measure), "%" if measure in SHARES else "mm"
    number = f"{shown(measure, value)} {unit}" if value is not None else "–"
    between = found.intervals.get(measure)
    return (
        number,
        f"{CAPTIONS[measure]}  {'–'.join(shown(measure, end) for end in between) if between else ''}".rstrip(),
    )


def _titled(title: str, view: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(8, 0, 0, 0)
    column.setSpacing(4)
    label = QLabel(title)
    label.setProperty("role", "title")
    column.addWidget(label)
    column.addWidget(view, 1)
    return holder
