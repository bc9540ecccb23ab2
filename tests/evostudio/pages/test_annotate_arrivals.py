"""Images that come while another page is shown."""

import numpy as np
import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget

from evopose.project.project import Project
from evopose.project.records import Photo
from evostudio.documents.document import Document
from evostudio.pages.annotate.page import AnnotatePage


@pytest.fixture
def pages(qtbot, studio) -> QStackedWidget:
    stack = QStackedWidget()
    stack.addWidget(AnnotatePage(studio))
    stack.addWidget(QWidget())
    qtbot.addWidget(stack)
    stack.resize(1200, 700)
    stack.show()
    return stack


def test_an_image_that_came_while_the_page_was_hidden_is_marked_and_in_view(qtbot, pages, tmp_path):
    path, document, page = tmp_path / "mine.evo", Document(), pages.widget(0)
    with Project.create(path, images_root=tmp_path) as made:
        made.add_images([Photo(f"old_{number:02}.png", (64, 48)) for number in range(40)])
    document.open(path)
    page.open_project(document)
    view = page.images.view
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)  # laid out, in all its height
    pages.setCurrentIndex(1)
    came = document.project.add_images([Photo(f"sent_{number:02}.png", (64, 48)) for number in range(20)])
    document.refresh()
    document.select_named("sent_05.png")
    pages.resize(1200, 500)  # of which a hidden list hears nothing
    pages.setCurrentIndex(0)
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.currentIndex())), timeout=2000)
    assert page.images.current() == np.asarray(came.ids)[5]
    assert view.selectionModel().isSelected(view.currentIndex())
