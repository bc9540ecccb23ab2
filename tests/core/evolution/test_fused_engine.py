"""Which engine breeds: the fastest that can, or the one that is asked for."""

import sys
from pathlib import Path

import pytest
import torch

from evopose.errors import BadOption
from evopose.evolution.draws import Stream
from evopose.evolution.eager import Eager
from evopose.evolution.engine import WORTH_COMPILING, hindrance_to_fused, make_engine
from evopose.evolution.fused_engine import Fused
from evopose.evolution.operators import Operator
from evopose.evolution.presets import PRESETS
from evopose.fused import breeding, draws
from evopose.limits.files import default
from evopose.model.limits import JointLimits

CPU = torch.device("cpu")
TEMPLATE = torch.full((16,), 0.3)


class _OtherLimits:
    name = "other limits"


def _made(name: str, limits: object = None, device: torch.device = CPU, children: int | None = None) -> object:
    chosen: JointLimits = limits or default()  # type: ignore[assignment]
    return make_engine(name, PRESETS["default"], chosen, TEMPLATE, device, children)  # type: ignore[arg-type]


def test_auto_is_fused_where_it_can_be() -> None:
    assert isinstance(_made("auto"), Fused)
    assert isinstance(_made("fused"), Fused)
    assert isinstance(_made("eager"), Eager)


def test_few_children_are_not_worth_compiling_for_unless_it_is_asked_for() -> None:
    assert isinstance(_made("auto", children=WORTH_COMPILING - 1), Eager)
    assert isinstance(_made("auto", children=WORTH_COMPILING), Fused)
    assert isinstance(_made("fused", children=2), Fused)


def test_other_limits_are_bred_by_batches_and_the_reason_is_told() -> None:
    assert isinstance(_made("auto", _OtherLimits()), Eager)
    with pytest.raises(BadOption, match="other limits"):
        _made("fused", _OtherLimits())


def test_without_numba_batches_breed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    assert "numba" in hindrance_to_fused(default(), CPU)
    assert isinstance(_made("auto"), Eager)


def test_devices_other_than_the_processor_breed_by_batches() -> None:
    assert "meta" in hindrance_to_fused(default(), torch.device("meta"))


def test_the_loops_say_the_same_names_and_bits() -> None:
    assert {Stream[name] for name in draws.STREAMS} < set(Stream)
    for operator in Operator:
        assert getattr(breeding, str(operator.name)) == operator


def test_a_numba_that_cannot_be_loaded_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text("raise ImportError('Numba needs NumPy 2.2 or less')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "numba")
    assert "cannot be loaded (Numba needs NumPy 2.2 or less)" in hindrance_to_fused(default(), CPU)
    assert isinstance(_made("auto"), Eager)
    with pytest.raises(BadOption, match=r"NumPy 2\.2 or less"):
        _made("fused")
