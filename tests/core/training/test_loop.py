"""Training in memory: what it learns, what it does without memory, and the small laws that it rests on."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from evopose.errors import BadOption, EvoError
from evopose.evaluation.viewing import seen as viewed
from evopose.evolution.recipe import Views
from evopose.jobs import Progress, finish
from evopose.model.pairs import Pairs
from evopose.model.population import Population
from evopose.training.averaging import Average
from evopose.training.data import Data
from evopose.training.dropout import Dropout, quickened
from evopose.training.judging import Judge
from evopose.training.loop import fit
from evopose.training.memory import divided
from evopose.training.options import Schedule, TrainOptions
from evopose.training.precision import precision_of
from evopose.training.rates import rate_at
from tests.core.training.conftest import people

Make = Callable[..., TrainOptions]
CPU = torch.device("cpu")


def _validation(count: int = 40) -> Pairs:
    return viewed(Population(people(count, seed=77)), Views())


def test_it_learns(tiny: Make, every_line: None) -> None:
    """Losses and errors fall, and what is told is what the lifter does."""
    lines: list[Progress] = []
    options = tiny(steps=60, width=48, batch_size=64, validate_every=15, dropout=0.0, learning_rate=5e-3)
    lifter = finish(fit(options, Data.of([people(300)]), _validation()), lines.append)
    errors = [line.metrics["validation_mpjpe_mm"] for line in lines if "validation_mpjpe_mm" in line.metrics]
    assert len(errors) == 8 and errors[3] < 0.9 * errors[0] and errors[-1] < errors[3] + 2
    losses = [line.metrics["loss"] for line in lines if "loss" in line.metrics]
    assert losses[-1] < 0.5 * losses[0]
    pairs = _validation()
    apart = lifter.predict(torch.from_numpy(pairs.pixels)).numpy() - (pairs.joints - pairs.joints[:, :1])
    assert 1000 * np.linalg.norm(apart, axis=-1).mean() == pytest.approx(errors[-1], abs=0.01)


def test_it_is_the_same_again_and_leaves_torchs_random_numbers_alone(tiny: Make) -> None:
    def weights(seed: int) -> torch.Tensor:
        lifter = finish(fit(tiny(seed=seed), Data.of([people(30)])))
        return torch.cat([value.flatten() for value in lifter.cascade.state_dict().values()])

    torch.manual_seed(3)
    before = torch.get_rng_state()
    first = weights(1)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(4)
    assert torch.equal(weights(1), first) and not torch.equal(weights(2), first)


def test_without_memory_batches_are_worked_through_in_parts_and_that_is_said(
    tiny: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half as many pairs at once, and half of those where that is too much; gradients are of the whole batch."""
    original = torch.nn.functional.linear
    limit = [5]

    def linear(x: torch.Tensor, *rest: Any) -> torch.Tensor:
        if len(x) > limit[0]:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return original(x, *rest)

    options = tiny(validation_share=0.0, stages=1, validate_every=0)
    with monkeypatch.context() as patch:
        patch.setattr("torch.nn.functional.linear", linear)
        result = finish(options.run())
    assert (result["parts"], result["batch_size"], result["samples"]) == (4, 16, 96)
    assert [notice.count("in 2 parts") + 2 * notice.count("in 4 parts") for notice in result["notices"]] == [1, 2]
    limit[0] = 1
    monkeypatch.setattr("torch.nn.functional.linear", linear)
    with pytest.raises(EvoError, match="not enough memory for a batch of 16"):
        finish(fit(options, Data.of([people(30)])))


@settings(max_examples=40, deadline=None)
@given(size=st.integers(2, 300), doublings=st.integers(0, 8))
def test_parts_are_as_large_as_each_other_and_none_is_a_lone_pair(size: int, doublings: int) -> None:
    parts = 2**doublings
    assume(size // parts >= 2)
    sizes = [len(part) for part in divided(torch.arange(size), parts)]
    assert len(sizes) == parts and sum(sizes) == size
    assert max(sizes) - min(sizes) <= 1 and min(sizes) >= 2


def test_parts_that_a_batch_cannot_be_cut_into_evenly_are_learned_from(
    tiny: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten pairs in four parts: batch norm has two of them at least."""
    original = torch.nn.functional.linear

    def linear(x: torch.Tensor, *rest: Any) -> torch.Tensor:
        if len(x) > 3:
            raise MemoryError
        return original(x, *rest)

    monkeypatch.setattr("torch.nn.functional.linear", linear)
    assert finish(fit(tiny(batch_size=10, stages=1), Data.of([people(30)])))


def test_parts_of_a_batch_add_up_to_the_whole(tiny: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a learner without batch norm, to rounding."""
    options = tiny(learner="attention", dropout=0.0, stages=1, steps=2)
    whole = finish(fit(options, Data.of([people(30)])))
    original, failed = torch.nn.functional.layer_norm, []

    def once(x: torch.Tensor, *rest: Any) -> torch.Tensor:
        if not failed:
            failed.append(True)
            raise MemoryError
        return original(x, *rest)

    monkeypatch.setattr("torch.nn.functional.layer_norm", once)
    parts = finish(fit(options, Data.of([people(30)])))
    assert failed
    for one, other in zip(whole.cascade.parameters(), parts.cascade.parameters(), strict=True):
        torch.testing.assert_close(one, other, atol=2e-3, rtol=0)


def test_other_errors_are_not_taken_for_want_of_memory(tiny: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr("torch.nn.functional.linear", broken)
    with pytest.raises(RuntimeError, match="shapes"):
        finish(fit(tiny(), Data.of([people(30)])))


def test_a_stage_ends_when_it_gets_no_better_and_keeps_its_best(tiny: Make, every_line: None) -> None:
    options = tiny(steps=60, validate_every=2, patience=2, learning_rate=0.3, decay="constant", stages=1, clip=0.0)
    lines: list[Progress] = []
    lifter = finish(fit(options, Data.of([people(30)]), _validation()), lines.append)
    errors = [line.metrics["validation_mpjpe_mm"] for line in lines if "validation_mpjpe_mm" in line.metrics]
    assert len(errors) < 30 and min(errors) < min(errors[-2:])
    pairs = _validation()
    apart = lifter.predict(torch.from_numpy(pairs.pixels)).numpy() - (pairs.joints - pairs.joints[:, :1])
    assert 1000 * np.linalg.norm(apart, axis=-1).mean() == pytest.approx(min(errors), abs=0.01)


def test_nothing_to_validate_on_is_refused() -> None:
    pairs = _validation(2)
    pixels = np.full_like(pairs.pixels, np.nan)
    with pytest.raises(BadOption, match="nothing to validate on: of 8 pairs"):
        Judge(Pairs(pixels, pairs.joints, pairs.cameras, pairs.camera), CPU)


def test_learning_rates_rise_and_fall_as_asked() -> None:
    cosine, exponential, constant = (
        [rate_at(Schedule(decay=decay, warmup=4, learning_rate=1.0), step, 100) for step in range(101)]
        for decay in ("cosine", "exponential", "constant")
    )
    assert cosine[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert cosine[52] == pytest.approx(0.5) and cosine[100] == pytest.approx(0.0)
    assert exponential[100] == pytest.approx(0.01) and exponential[52] == pytest.approx(0.1)
    assert constant[4:] == [1.0] * 97


def test_dropout_leaves_out_the_share_asked_for_and_keeps_the_mean() -> None:
    torch.manual_seed(0)
    dropout, ones = Dropout(0.3), torch.ones(1000, 101, requires_grad=True)
    out = dropout(ones)
    assert abs(float((out == 0).float().mean()) - 0.3) < 0.01 and abs(float(out.detach().mean()) - 1) < 0.02
    out.sum().backward()
    assert ones.grad is not None and torch.equal(ones.grad, out.detach())
    assert not torch.equal(dropout(ones), out) and dropout.eval()(ones) is ones
    assert Dropout(0.0)(ones) is ones


def test_dropout_that_leaves_nothing_is_no_option(tiny: Make) -> None:
    with pytest.raises(ValidationError, match=r"dropout[\s\S]*0\.95"):
        tiny(dropout=0.9999999)
    assert torch.isfinite(Dropout(0.9999999)(torch.ones(1000))).all()
    assert finish(fit(tiny(dropout=0.95), Data.of([people(30)])))


def test_only_a_cpu_needs_another_dropout() -> None:
    def kinds(device: str) -> set[type]:
        learner = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Sequential(torch.nn.Dropout(0.2)))
        return {type(each) for each in quickened(learner, torch.device(device)).modules()}

    assert Dropout in kinds("cpu") and torch.nn.Dropout not in kinds("cpu")
    assert torch.nn.Dropout in kinds("cuda")


def test_the_mean_of_weights_wanders_less_than_they_do() -> None:
    """Of weights that are 1 and 3 in turn it comes to be near 2, whatever it began with; what is counted is copied."""
    learner = torch.nn.BatchNorm1d(2)
    torch.nn.init.constant_(learner.weight, 50.0)
    average = Average(learner, 0.9)
    for step in range(100):
        with torch.no_grad():
            learner.weight.fill_(1.0 + 2 * (step % 2))
            learner.num_batches_tracked.fill_(step)
        average.follow(learner, step)
    assert torch.allclose(average.learner.weight, torch.tensor(2.0), atol=0.1)
    assert int(average.learner.num_batches_tracked) == 99 and not average.learner.weight.requires_grad


def test_the_mean_of_weights_forgets_as_fast_as_it_was_told() -> None:
    """Long after the beginning a change is followed by 1 − decay of it each step."""
    learner = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.constant_(learner.weight, 0.0)
    average = Average(learner, 0.75)
    torch.nn.init.constant_(learner.weight, 1.0)
    for step in range(100, 103):
        average.follow(learner, step)
    assert float(average.learner.weight) == pytest.approx(1 - 0.75**3)


def test_bfloat16_is_for_wide_learners_where_the_processor_has_it(tiny: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = tiny(width=1024, batch_size=8192)
    monkeypatch.setattr("torch.cpu._is_avx512_bf16_supported", lambda: True)
    assert [precision_of(options, CPU) for options in (wide, tiny())] == ["bfloat16", "float32"]
    monkeypatch.setattr("torch.cpu._is_avx512_bf16_supported", lambda: False)
    monkeypatch.setattr("torch.cpu._is_amx_tile_supported", lambda: False)
    assert precision_of(wide, CPU) == "float32"
    with pytest.raises(BadOption, match="CPU here does not multiply"):
        precision_of(tiny(precision="bfloat16"), CPU)


def test_bfloat16_learns_the_same_to_its_rounding(tiny: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cpu._is_avx512_bf16_supported", lambda: True)
    lines: dict[str, list[Progress]] = {}
    for precision in ("float32", "bfloat16"):
        options = tiny(precision=precision, steps=40, width=32, validate_every=40, stages=1, learning_rate=5e-3)
        finish(fit(options, Data.of([people(100)]), _validation()), lines.setdefault(precision, []).append)
    errors = [max(line.metrics.get("validation_mpjpe_mm", 0) for line in each) for each in lines.values()]
    assert errors[0] != errors[1] and errors[1] == pytest.approx(errors[0], rel=0.02)
