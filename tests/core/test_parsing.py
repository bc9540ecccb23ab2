"""Words of a command line to options: what is out of its range is told in one sentence."""

import pytest

from evopose.__main__ import main
from evopose.commands import load
from evopose.evolution.presets import PRESETS
from evopose.parsing import parse

TRAIN = ("train", "--population", "a", "--out", "b")
EVALUATE = ("evaluate", "--pairs", "a")


@pytest.mark.parametrize(
    ("words", "flag", "given"),
    [
        (TRAIN, "--batch-size", "1"),
        (TRAIN, "--width", "7"),
        (TRAIN, "--learning-rate", "nan"),
        (TRAIN, "--steps", "0"),
        (TRAIN, "--views.count", "0"),
        (EVALUATE, "--every", "0"),
        (EVALUATE, "--most", "0"),
        (("lift", "a", "--out", "b.json"), "--every", "0"),
        (("convert", "a", "b.npz"), "--every", "0"),
        (("evolve", "--population", "a", "--out", "b"), "--local.rate", "2"),
    ],
)
def test_what_is_out_of_its_range_is_told_by_its_flag_whatever_part_it_is_of(words, flag, given, capsys):
    assert main([*words, flag, given]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"evopose: {flag}: {given}") and told.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        (("lift", "--out", "a.npz"), "SOURCES"),
        (("evolve", "--population", "--out", "a"), "--population"),
        (("experiment", "tab5", "--out", "a", "--kinds"), "--kinds"),
    ],
)
def test_where_nothing_is_named_it_is_said_how_many_are_expected(words, flag, capsys):
    assert main(list(words)) == 1
    assert capsys.readouterr().err == f"evopose: {flag}: none was given; at least 1 is expected.\n"


@pytest.mark.parametrize(
    ("command", "values"),
    [
        ("train", {"weights": (1, 2), "begin_with": "a b", "model": {"width": 16}, "views": {"cameras": "free"}}),
        *(("evolve", {"preset": preset, "poses": 9, "recipe": {"local": {"rate": 0.7}}}) for preset in PRESETS),
    ],
)
def test_options_written_as_words_are_read_as_the_same(command, values):
    options = load(command).model_validate({"population": ["a", "b c"], "out": "d", **values})
    assert parse([command, *options.to_words()], "") == options
