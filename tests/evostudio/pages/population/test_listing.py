"""Filtering and sorting: each filter leaves just what it says, and sorting is stable, either way, with nan last."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from evopose.coverage.survey import ALL_VALID
from evopose.jobs import finish
from evostudio.pages.population import listing as module
from evostudio.pages.population.listing import Listing, Wish, listing
from evostudio.pages.population.ranking import ranked
from evostudio.pages.population.table import Table


def rows(table: Table, **wish) -> list[int]:
    found: Listing = finish(listing(table, Wish(**wish)))
    listed = list(range(len(table))) if found.order is None else found.order.tolist()
    if found.listed is not None:
        assert sorted(listed) == np.flatnonzero(found.listed).tolist()
    return listed


@pytest.fixture(autouse=True, params=[7, 1 << 20])
def chunk(request, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", request.param)


def test_without_a_wish_all_are_there_in_their_order(table):
    assert finish(listing(table, Wish())).order is None


def test_each_filter_leaves_what_it_says(table):
    survey, population = table.survey, table.population
    degrees = np.degrees(survey.heading.astype(np.float32))
    expected = {
        "generation": ({"generation": (1, 2)}, population.generation >= 1),
        "novelty": ({"novelty": (10, 20)}, (np.degrees(survey.novelty) >= 10) & (np.degrees(survey.novelty) <= 20)),
        "valid": ({"validity": "valid"}, survey.valid == ALL_VALID),
        "invalid": ({"validity": "invalid"}, survey.valid != ALL_VALID),
        "one limb": ({"validity": "invalid", "directions": frozenset({8})}, survey.valid & 256 == 0),
        "heading": ({"heading": (-30, 40)}, (degrees >= -30) & (degrees <= 40)),
        "behind": ({"heading": (170, -170)}, (degrees >= 170) | (degrees <= -170)),
        "lowest": ({"lowest": frozenset({3})}, survey.lowest == 3),
        "text": ({"text": "JUMP"}, population.clip == 1),
    }
    for name, (wish, mask) in expected.items():
        assert rows(table, **wish) == np.flatnonzero(mask).tolist(), name


def test_filters_join(table):
    both = set(rows(table, generation=(1, 1), lowest=frozenset({3})))
    assert both == set(rows(table, generation=(1, 1))) & set(rows(table, lowest=frozenset({3})))


def test_the_bin_is_hidden_until_it_is_asked_for(table):
    table.binned[[3, 4]] = True
    table.marked[[4, 5]] = True
    assert len(rows(table)) == len(table) - 2
    assert rows(table, which="bin") == [3, 4]
    assert rows(table, which="marked") == [5]
    assert 5 not in rows(table, which="unmarked")


def test_sorting_orders_what_is_left(table):
    found = rows(table, sorting="novelty", descending=True, generation=(0, 1))
    assert set(found) == set(range(40))
    assert (np.diff(table.survey.novelty[found]) <= 0).all()
    assert rows(table, sorting="generation", descending=True)[:2] == [40, 41]
    assert rows(table, sorting="row", descending=True)[0] == len(table) - 1


def test_likeness_begins_with_the_pose_itself(table):
    found = rows(table, sorting="likeness", like=30)
    assert found[0] == 30
    assert set(found[1:3]) == {29, 31}


def test_without_a_survey_the_rest_is_done_all_the_same(table):
    poor = Table(table.path, table.population)
    assert rows(poor, generation=(2, 2), novelty=(0, 1), sorting="heading", descending=True) == list(range(40, 60))


def test_a_pose_without_a_heading_faces_nowhere(table):
    table.survey.heading[3] = np.nan
    assert 3 not in rows(table, heading=(-180, 180))
    assert rows(table, sorting="heading")[-1] == 3
    assert rows(table, sorting="heading", descending=True)[-1] == 3


keys = st.one_of(
    hnp.arrays(np.float32, st.integers(0, 40), elements=st.floats(width=32)),
    hnp.arrays(np.float16, st.integers(0, 40), elements=st.floats(width=16)),
    hnp.arrays(np.uint8, st.integers(0, 40)),
    hnp.arrays(np.uint32, st.integers(0, 40)),
)


@given(keys)
def test_ranking_is_numpys_stable_sort(key):
    key = key + key.dtype.type(0)  # −0 is 0
    assert finish(ranked(key)).tolist() == np.argsort(key, kind="stable").tolist()


@given(keys)
def test_ranking_down_keeps_the_order_of_equals_and_nan_last(key):
    key = key + key.dtype.type(0)
    order = finish(ranked(key, descending=True))
    values = key[order]
    real = values[~np.isnan(values)] if key.dtype.kind == "f" else values
    assert (real[:-1] >= real[1:]).all()
    assert np.isnan(values[len(real) :].astype(float)).all()
    ties = values[:-1] == values[1:]
    assert (order[:-1][ties] < order[1:][ties]).all()
