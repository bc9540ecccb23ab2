"""The paper's tables, and what stands beside them."""

import numpy as np
import pytest

from evopose.evaluation.published import NUMBERS, published
from evopose.evaluation.report import Data, Evaluated, Figures, Group
from evopose.evaluation.tables import compared
from evopose.evaluation.telling import plain, told
from evopose.io.h36m_protocol import ACTIONS

THREE = ("TS1", "TS2", "TS3", "TS4", "TS5", "TS6")
ALL = ["S1", "S5", "S6", "S7", "S8"]


def ours(table):
    return [row for row in published(table).rows if row.ours]


def measured(
    protocol="P1", subjects=("S1",), evolved=True, stages=3, tested=("S11", "S9"), data_set="Human3.6M", actions=ACTIONS
):
    """An evaluation whose figures tell its protocol: P1 is 61, P1* 51."""
    mean = 61.0 if protocol == "P1" else 51.0
    return Evaluated(
        lifter="runs/mine/lifter.safetensors",
        lifter_about={"data": [{"subjects": list(subjects), "evolved": evolved}], "model": {"stages": stages}},
        data=(Data(path="x", kind="pairs", data_set=data_set, subjects=tested),),
        protocol=protocol,
        mpjpe_mm=99.0,
        pck150_14=0.8125,
        auc14=0.46,
        per_action={action: Group() for action in actions} | {"Eating": Group(mpjpe_mm=mean - 1, pa_mpjpe16_mm=42.5)},
        mean_of_actions=Figures(mpjpe_mm=mean, pa_mpjpe16_mm=48.875) if data_set == "Human3.6M" else Figures(),
    )


def here(table, found, method):
    """The cells of the paper's own row, by column and protocol."""
    (wanted,) = [each for each in compared(found) if each.published.table == table]
    return {
        (line.row.uses or line.row.protocol, column): value
        for line in wanted.lines
        if line.row.method == method
        for column, value in zip(wanted.published.columns, line.here, strict=True)
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_every_row_has_a_figure_for_each_column_and_says_where_it_is_from(number):
    table = published(number)
    assert table.table == number and "CVPR 2020" in table.paper
    for row in table.rows:
        assert len(row.values) == len(table.columns) and any(value is not None for value in row.values)


@pytest.mark.parametrize(("detailed", "short"), [(6, 3), (7, 2)])
def test_the_averages_of_the_detailed_tables_are_those_of_the_short_ones(detailed, short):
    assert published(detailed).columns == (*ACTIONS[:13], "Walking", "WalkTogether", "Average")
    (short_row,) = ours(short)
    for row in ours(detailed):
        *actions, average = row.values
        assert np.mean(actions) == pytest.approx(average, abs=0.06)
        assert average == short_row.values[published(short).columns.index(row.protocol)]


def test_the_last_row_of_each_half_of_table_5_is_that_of_tables_2_and_3():
    *_, weak, _, _, full = ours(5)
    assert weak.values == ours(2)[0].values[:2] and full.values == ours(3)[0].values[:2]


def test_a_lifter_made_likewise_stands_in_the_papers_own_row():
    both = [measured("P1*"), measured("P1")]
    assert here(2, both, "Evolve(S1)") == {
        ("one picture", "P1"): 61.0, ("one picture", "P1*"): 51.0, ("one picture", "P2"): 46.0
    }  # fmt: skip
    found = here(7, both, "Evolve(S1)")
    assert found["P1", "Eating"] == 60.0 and found["P2", "Eating"] == 40.0 and found["P1", "Average"] == 61.0
    assert found["P1", "Walking"] is None
    assert here(5, both, "B+C+E")["S1", "P1*"] == 51.0 and here(5, both, "B+C+E")["S15678", "P1"] is None
    assert here(5, [measured(evolved=False, stages=1)], "B")["S1", "P1"] == 61.0
    assert set(here(3, both, "Evolve(S15678)").values()) == {None}
    three = [measured("P1*", ALL, data_set="MPI-INF-3DHP", tested=THREE)]
    assert list(here(4, three, "Evolve(S15678)").values()) == [81.2, 46.0, 99.0]


def test_an_average_of_some_actions_is_none_of_human36m():
    some = [measured(actions=("Walking",))]
    assert set(here(2, some, "Evolve(S1)").values()) == {None}
    found = here(7, some, "Evolve(S1)")
    assert found["P1", "Eating"] == 60.0 and found["P1", "Average"] is None


def test_another_lifter_gets_a_row_of_its_own_and_the_papers_stays_empty():
    tables = compared([measured(subjects=("S1", "S9"))])
    for table in tables:
        of_test_set = table.published.data_set == "Human3.6M"
        assert [line.row.method for line in table.others] == (
            [] if not of_test_set else ["lifter.safetensors"] * (2 if table.published.table > 5 else 1)
        )
        assert all(line.without for line in table.lines)


def test_other_poses_than_the_test_set_fill_no_row():
    elsewhere = [
        measured(tested=("S9",)),
        measured(data_set=""),
        measured(data_set="MPI-INF-3DHP", subjects=(), tested=THREE),
    ]
    for table in compared(elsewhere[:2]):
        assert all(line.without for line in table.lines) and not table.others
    assert [table.published.table for table in compared(elsewhere) if table.others] == [4]


def test_rows_without_data_are_named_with_what_they_need():
    tables = compared([])
    assert [table.published.table for table in tables] == list(NUMBERS)
    text = told(tables[0])
    assert "60.8" in text and "no data" in text
    assert "No data here for Evolve(S1) (CVPR 2020, one picture): a cascade trained on S1 of Human3.6M and" in text
    rows = plain(tables[0])["rows"]
    assert rows[-1]["published"] == [60.8, 50.5, 46.2] and rows[-1]["here"] == [None] * 3
    assert "others" in rows[0]["without"] and "datasets/" in rows[-1]["without"]
    assert "no data" not in told(compared([measured("P1"), measured("P1*")])[0])
    assert "  here" in told(compared([measured("P1")])[5])
