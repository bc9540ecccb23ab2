"""`evopose bench`, as it is typed: figures by name, at tiny sizes."""

import json
from dataclasses import replace

import pytest

from evopose.__main__ import main
from evopose.commands.bench import BENCHMARKS

QUICK = {"geometry", "lifting", "population", "project"}
"""Those that need no real data."""


@pytest.fixture
def bench(capsys):
    """Runs the command at a thousandth of the sizes; gives its status, what it printed and what it said."""

    def run(*words):
        status = main(["bench", *map(str, words), "--scale", "0.001"])
        out, told = capsys.readouterr()
        return status, out, told

    return run


@pytest.mark.parametrize("name", sorted(QUICK))
def test_one_benchmark_gives_its_figures_alone(bench, name):
    status, out, _ = bench(name, "--json")
    result = json.loads(out.splitlines()[-1])
    assert status == 0
    assert list(result["benchmarks"]) == [name]
    assert result["benchmarks"][name]
    assert result["machine"]["cores"] >= 1


def test_without_a_name_all_run_that_can_and_the_others_say_what_they_lack(bench, tmp_path, monkeypatch):
    """What each of them measures is not in question here, and takes long."""
    quick = {name: replace(each, run=lambda data, scale: {"one": 1}) for name, each in BENCHMARKS.items()}
    monkeypatch.setattr("evopose.commands.bench.BENCHMARKS", quick)
    status, out, _ = bench("--data", tmp_path, "--json")
    result = json.loads(out.splitlines()[-1])
    assert status == 0
    assert set(result["benchmarks"]) == QUICK
    assert set(result["skipped"]) == set(BENCHMARKS) - QUICK
    assert all("cmu.npz" in reason and "--data" in reason for reason in result["skipped"].values())


def test_a_benchmark_asked_for_by_name_fails_without_its_data(bench, tmp_path):
    status, _, told = bench("limits", "--data", tmp_path)
    assert status == 1
    assert "cmu.npz" in told and "--data" in told


def test_its_help_names_every_benchmark(capsys):
    with pytest.raises(SystemExit):
        main(["bench", "--help"])
    told = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert ", ".join(list(BENCHMARKS)[:-1]) in told and list(BENCHMARKS)[-1] in told


def test_an_unknown_benchmark_is_told_with_those_there_are(bench):
    status, _, told = bench("geometri")
    assert status == 1
    assert "did you mean 'geometry'" in told


def test_people_get_lines_to_read(bench):
    status, out, _ = bench("geometry")
    assert status == 0
    assert "one pose ms median" in out
    assert BENCHMARKS["geometry"].about in out


def test_sizes_follow_the_scale(bench):
    figures = json.loads(bench("population", "--json")[1].splitlines()[-1])["benchmarks"]["population"]
    assert (figures["poses"], figures["rows"]) == (500, 10)


def test_sizes_beyond_the_usual_are_refused(bench, capsys):
    assert main(["bench", "geometry", "--scale", "3"]) == 1
    assert "--scale: 3.0 was given" in capsys.readouterr().err
