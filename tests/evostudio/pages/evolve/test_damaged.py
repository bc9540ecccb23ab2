"""Records that somebody or a disk has damaged: the page lists them, draws them and compares them all the same."""

import json

import pytest

from evopose.runs import runs_in
from evostudio.pages.evolve.comparing import results
from evostudio.pages.evolve.expecting import Speeds
from evostudio.runs.comparing import differences
from evostudio.runs.keeping import result_of

DAMAGES = (
    {"started": 9e99},
    {"started": "x"},
    {"done": "a", "total": "b"},
    {"result": 3},
    {"result": {"removed": 3, "candidates": 5}},
    {"result": {"population": 5}},
    {"result": {"coverage": {"after": 7}}},
    {"result": {"candidates": 5}},
    {"state": ["finished"]},
    {"state": "running", "done": 3, "total": -1},
)


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_a_damaged_record_is_drawn_and_compared(damage, page, make_run, qtbot):
    folder = make_run("a", preset=[1])
    make_run("b", recipe=[1])
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**state, **damage}))
    (make_run("c") / "state.json").write_text("")
    with qtbot.waitSignal(page.watcher.changed):
        page.watcher.look()
    assert sorted(record.folder.name for record in page.runs.model.records) == ["a", "b", "c"]
    page.runs.view.selectAll()
    with qtbot.capture_exceptions() as raised:
        page.grab()
    assert raised == []
    records = runs_in(folder.parent)
    assert differences(records) and results(records)
    Speeds.of(records)
    assert [result_of(record) for record in records if record.folder.name == "c"] == [None]
