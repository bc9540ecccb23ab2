"""What the palette finds for a few letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evostudio.fuzzy import score, search

NAMES = ["Turn up 3°", "Turn down 3°", "Open project…", "New project from photos…", "Copy the pose", "Dark or light"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("tu", "Turn up 3°"),
        ("td", "Turn down 3°"),
        ("open", "Open project…"),
        ("photos new", "New project from photos…"),
        ("dl", "Dark or light"),
    ],
)
def test_the_best_answer_comes_first(query, first):
    assert search(query, NAMES, str)[0] == first


@given(st.text(max_size=8), st.text(max_size=30))
def test_a_text_is_found_only_if_it_has_all_letters(query, text):
    found = score(query, text) is not None
    assert not found or set(query.casefold()) - set(" \t\n\r\x0b\x0c") <= set(text.casefold()) | {
        c for c in query if c.isspace()
    }


@given(st.lists(st.text(max_size=10)))
def test_an_empty_query_keeps_all_in_order(items):
    assert search(" ", items, str) == items


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_every_text_is_found_by_itself(text):
    assert score(text, text) is not None
