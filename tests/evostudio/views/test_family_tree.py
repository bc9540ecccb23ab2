"""The family tree: parents and grandparents where they can be seen and clicked."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from evostudio.theme import DARK, LIGHT
from evostudio.views.family_tree import FamilyTree, Kin
from tests.evostudio.views.test_tile_scene import WORLD


def kin(row: int, depth: int) -> Kin:
    parents = tuple(kin(2 * row + side, depth - 1) for side in (0, 1)) if depth else ()
    return Kin(row, WORLD, f"{row}", f"Pose {row}", parents)


@pytest.fixture
def tree(qtbot) -> FamilyTree:
    made = FamilyTree(DARK)
    made.show_kin(kin(1, 2))
    made.resize(320, made.sizeHint().height())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_two_parents_and_four_grandparents_lie_side_by_side_inside(tree):
    places = {place.kin.row: place.rect for place in tree._places}
    assert set(places) == {1, 2, 3, 4, 5, 6, 7}
    ancestors = [rect for row, rect in places.items() if row != 1]
    assert all(tree.rect().contains(rect) for rect in ancestors)
    assert not any(a.intersects(b) for a in ancestors for b in ancestors if a is not b)
    assert places[2].center().x() < places[3].center().x()
    assert places[4].top() > places[2].bottom()


def test_a_click_tells_whose_picture_it_was_and_elsewhere_nothing(tree):
    told = []
    tree.chosen.connect(told.append)
    for place in tree._places[1:]:
        QTest.mouseClick(tree, Qt.MouseButton.LeftButton, pos=place.rect.center())
    QTest.mouseClick(tree, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert told == [2, 4, 5, 3, 6, 7]
    assert tree.kin_at(QPointF(1, 1)) is None


def test_without_a_family_it_takes_no_room(tree):
    tree.show_kin(None)
    assert tree.sizeHint().height() == 0
    tree.set_theme(LIGHT)
    assert tree.grab().toImage().height() > 0
