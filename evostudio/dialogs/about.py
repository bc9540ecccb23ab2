"""What this program is, and whom to cite."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from evopose import __version__
from evostudio.figure import Figure
from evostudio.theme import Theme

PAPER = "https://arxiv.org/abs/2006.07778"


class AboutDialog(QDialog):
    """Name, version, paper, licence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About EvoStudio")
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(Figure(theme))
        name = QLabel(f"EvoStudio {__version__}", alignment=Qt.AlignmentFlag.AlignHCenter)
        name.setProperty("role", "headline")
        column.addWidget(name)
        about = QLabel(
            "A desktop studio for 3D human pose data. It builds on “Cascaded Deep Monocular 3D Human Pose Estimation "
            f'With Evolutionary Training Data” (<a href="{PAPER}">Li et al., CVPR 2020</a>); please cite it where you '
            "use its method. MIT licence.",
            wordWrap=True,
            openExternalLinks=True,
        )
        column.addWidget(about)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
