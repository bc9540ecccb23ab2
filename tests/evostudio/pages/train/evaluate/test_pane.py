"""The Evaluate part is made when it is first looked at, is never empty, and fits the smallest screen."""

from evostudio import lifters
from evostudio.documents.document import Document
from evostudio.pages.train.evaluate_part import EvaluatePart
from evostudio.theme import LIGHT
from evostudio.views import lifter_field
from evostudio.views.intro import Intro


def test_the_pane_is_made_when_it_is_first_looked_at_and_its_actions_rest_until_then(qtbot, studio, data):
    part = EvaluatePart(studio)
    qtbot.addWidget(part)
    part.open_project(Document())
    part.action_set.trigger("train.measure")
    assert part.made is None
    assert not any(action.can_run() for action in part.action_set)
    part.show()  # No event is worked on before the next line waits for some.
    assert part.made is None
    assert part.currentWidget().findChild(Intro).isVisible()
    qtbot.waitUntil(part.is_ready)
    assert part.currentWidget() is part.pane
    assert part.action_set["train.measure_lifter"].can_run()


def test_without_evaluations_it_says_what_it_is_for_and_measures_the_lifter_that_ships(make):
    pane = make()
    assert pane.intro.isVisible()
    assert pane.intro.button.isEnabled()


def test_without_a_lifter_it_says_what_is_lacking(make, monkeypatch):
    monkeypatch.setattr(lifters, "default_lifter", lambda: None)
    monkeypatch.setattr(lifter_field, "default_lifter", lambda: None)
    pane = make()
    assert pane.intro.isVisible()
    assert not pane.intro.button.isEnabled()
    assert "Train a lifter first" in pane.setup.lifter.line.text()


def test_the_words_of_the_intro_do_not_lie_over_its_picture_at_any_size(make, qtbot):
    pane = make()
    for size in ((1500, 840), (1200, 640)):
        pane.window().resize(*size)
        qtbot.waitUntil(lambda: pane.intro.labels[0].width() > 0)
        picture, (title, words) = pane.intro.picture.geometry(), pane.intro.labels
        assert picture.bottom() < title.geometry().top()
        for label in (title, words):
            assert label.height() >= label.heightForWidth(label.width())


def test_all_fits_on_the_smallest_screen_and_wears_both_themes(shown):
    assert shown.minimumSizeHint().width() <= 1200
    assert shown.minimumSizeHint().height() <= 580
    dark = shown.results.grab().toImage()
    shown.set_theme(LIGHT)
    assert shown.results.grab().toImage() != dark
