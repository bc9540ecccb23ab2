"""Fuzzy search: the letters of the query in their order, best where they begin words and stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_BEGINS, _FOLLOWS, _THERE = 8.0, 5.0, 1.0


def score(query: str, text: str) -> float | None:
    """How well `text` answers `query`, whose words may come in any order; None where letters are missing."""
    total = 0.0
    for word in query.casefold().split():
        found = _word(word, text.casefold())
        if found is None:
            return None
        total += found
    return total - 0.01 * len(text)


def _word(word: str, text: str) -> float | None:
    """Best over all places where the word may begin."""
    starts = [place for place, letter in enumerate(text) if letter == word[0]]
    found = [value for start in starts if (value := _from(word, text, start)) is not None]
    return max(found, default=None)


def _from(word: str, text: str, start: int) -> float | None:
    value, place = _worth(text, start), start
    for letter in word[1:]:
        following = text.find(letter, place + 1)
        if following < 0:
            return None
        value += _FOLLOWS if following == place + 1 else _worth(text, following)
        place = following
    return value


def _worth(text: str, place: int) -> float:
    return _BEGINS if place == 0 or not text[place - 1].isalnum() else _THERE


def search(query: str, items: Iterable[T], text: Callable[[T], str]) -> list[T]:
    """The items that answer the query, best first; all, in their order, where it is empty."""
    if not query.strip():
        return list(items)
    scored = [(value, item) for item in items if (value := score(query, text(item))) is not None]
    return [item for _value, item in sorted(scored, key=lambda pair: -pair[0])]
