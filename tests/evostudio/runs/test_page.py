"""Pages of runs list them wherever they were begun, follow them, and say what becomes of them."""

import json

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.evostudio.runs.conftest import TOLD
from tests.evostudio.runs.making import Begun, Failing, at_work, choose, listed

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_runs_of_the_folder_are_listed_the_newest_first(page, make_run, qtbot):
    make_run("old", started=1e9)
    make_run("new", "stopped", started=2e9)
    listed(page, qtbot, 2)
    assert [record.folder.name for record in page.runs.model.records] == ["new", "old"]
    words = page.runs.model.data(page.runs.model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert "finished" in words
    assert page.described(page.watcher.records[1]) in words


def test_a_run_of_a_terminal_is_followed_while_it_grows(page, make_run, qtbot):
    folder = make_run("elsewhere", "stopped")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    before = dict(page.follower.courses[folder].last)
    with (folder / "log.jsonl").open("a") as log:
        log.write(json.dumps(TOLD[page.command].line(4)) + "\n")
    qtbot.waitUntil(lambda: page.follower.courses[folder].last != before)
    assert page.runner.can_resume()


def test_the_list_hears_how_far_a_run_of_our_own_is_as_soon_as_its_pane(page, make_run, qtbot):
    folder = make_run("ours", "running")
    with at_work(folder):
        listed(page, qtbot, 1)
        qtbot.waitUntil(lambda: page.runs.model.records[0].state == "running")
        assert "60 %" in page.described(page.runs.model.records[0])
        page.process.progressed.emit(folder, 4, 5)
        assert "80 %" in page.described(page.runs.model.records[0])
        page.listing.refresh()  # of a record that is older
        assert "80 %" in page.described(page.runs.model.records[0])


def test_a_failed_run_says_why_and_the_way_out(page, make_run, qtbot):
    folder = make_run("bad", "failed")
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    assert page.panes.live.message.text().startswith("Ouch.")
    assert "Resume" in page.panes.live.message.text()
    assert page.runner.can_resume()
    assert not page.chosen.has_result()


def test_resuming_is_promised_only_where_it_can_help(page, make_run, qtbot):
    folder = make_run("bad", "failed")
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps(state | {"futile": True}))
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    qtbot.waitUntil(lambda: page.panes.live.message.text().startswith("Ouch."))
    assert "Resume" not in page.panes.live.message.text()


def test_a_failure_is_told_once_where_it_is_looked_at(page, make_run, qtbot, studio, monkeypatch):
    """In the run's pane; above Start where it could not begin; in a notice only where neither is seen."""
    monkeypatch.setattr("evostudio.runs.process.Task", Failing)
    notices = []
    studio.noticed.connect(lambda notice: notices.append(notice.text))
    bad, other = make_run("bad", "failed", started=2e9), make_run("other", "stopped", started=1e9)
    listed(page, qtbot, 2)
    choose(page, qtbot, bad)
    page.process.resume(bad)
    assert not notices and not page.setup.problem.text()
    page.process.start(["evolve"], bad.with_name("new"))
    assert not notices and page.setup.problem.text().endswith("Ouch.")
    page.form.say("")
    monkeypatch.setattr(page.listing, "looked_at", lambda: ([], other))
    page.process.resume(bad)
    assert len(notices) == 1 and notices[0].endswith("bad: Ouch.") and not page.setup.problem.text()
    page.hide()
    page.process.start(["evolve"], bad.with_name("new"))
    assert len(notices) == 2


def test_runs_wait_until_those_before_them_have_ended(page, qtbot):
    begun = Begun(page)
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    for _ in range(2):
        QTest.keyClick(page, Qt.Key.Key_Q, CTRL | SHIFT)
    assert [record.state for record in page.runs.model.records] == ["waiting", "waiting", "starting"]
    assert page.saved_text() == "2 runs waiting"
    page.runs.select(page.queue.places()[:1])
    qtbot.waitUntil(lambda: page.panes.live.message.text().startswith("Waits until"))
    begun.end()
    qtbot.waitUntil(lambda: len(begun.words) == 2)
    begun.end()
    qtbot.waitUntil(lambda: len(begun.words) == 3)
    assert [name[-2:] for name in begun.names()] == ["-1", "-2", "-3"]
    assert page.saved_text().startswith("closing asks")


def test_options_of_another_version_are_refused_in_a_sentence(page, make_run, qtbot, studio):
    folder = make_run("old", antennae=2)
    listed(page, qtbot, 1)
    choose(page, qtbot, folder)
    before = page.setup.options
    with qtbot.waitSignal(studio.noticed) as noticed:
        QTest.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert f"no options of this version's {page.command} (antennae" in noticed.args[0].text
    assert page.setup.options == before


def test_a_shown_population_is_what_the_next_run_reads(page, poses, tmp_path):
    other = tmp_path / "other.safetensors"
    other.write_bytes(poses.read_bytes())
    page.show_population(other)
    assert page.sources() == page.setup.options.population == (other,)


def test_every_action_has_a_key_that_its_tip_tells_and_no_two_the_same(page):
    keys = [key for action in page.action_set for key in page.action_set.keys(action.id)]
    assert len(keys) == len(set(keys))
    for action in page.action_set:
        assert page.action_set.keys(action.id), action.id
        assert "(" in page.action_set.qaction(action.id).toolTip(), action.id
