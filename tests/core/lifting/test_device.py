"""Where torch works."""

import pytest

from evopose.errors import BadOption
from evopose.lifting.device import device_of


def test_what_is_there_is_taken_and_what_is_not_is_refused_when_it_is_asked_for(monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    assert [device_of(name) for name in ("auto", "cpu", "cuda")] == ["cuda", "cpu", "cuda"]
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert [device_of(name) for name in ("auto", "cpu")] == ["cpu", "cpu"]
    with pytest.raises(BadOption, match=r"There is no GPU that torch can use here \(--device cuda\)"):
        device_of("cuda")
