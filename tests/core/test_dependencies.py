"""Modules that need what is optional."""

import json
import os
import sys

import pytest

from evopose.dependencies import with_torch
from evopose.errors import MissingDependency


def test_a_module_that_is_there_is_given():
    assert with_torch("json", "Reading needs") is json


def test_what_is_lacking_is_told_with_who_needs_it_and_the_way_out(monkeypatch, uninstalled):
    with pytest.raises(MissingDependency, match=r"^Training needs nowhere, .*: pip install 'evostudio\[torch\]'\.$"):
        with_torch("nowhere", "Training needs")
    monkeypatch.delitem(sys.modules, "evopose.lifting.cascade", raising=False)
    uninstalled("torch")
    with pytest.raises(MissingDependency, match=r"^Lifting needs torch"):
        with_torch("evopose.lifting.cascade", "Lifting needs")


def test_a_module_of_ours_that_is_lacking_is_a_fault_and_told_as_such():
    with pytest.raises(ModuleNotFoundError):
        with_torch("evopose.none", "Lifting needs")


@pytest.mark.parametrize(
    ("said", "waits"), [({}, "3000"), ({"GOMP_SPINCOUNT": "7"}, "7"), ({"OMP_WAIT_POLICY": "active"}, None)]
)
def test_threads_of_torch_do_not_wait_awake_for_long_unless_they_are_told_to(monkeypatch, said, waits):
    for name in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.setenv(name, "")  # so that it is as before in the end
        monkeypatch.delenv(name)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    with_torch("json", "Reading needs")
    assert os.environ.get("GOMP_SPINCOUNT") == waits
