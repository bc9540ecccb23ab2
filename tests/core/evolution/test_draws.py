"""Random numbers depend on their names alone."""

import torch

from evopose.evolution.draws import Draws, Stream

DRAWS = Draws(3, 1, torch.arange(40_000))


def test_numbers_of_some_are_those_they_have_among_all():
    some = torch.tensor([17, 4, 39_999])
    assert torch.equal(DRAWS.of(some).normal(Stream.GROUND, 2), DRAWS.normal(Stream.GROUND, 2)[some])


def test_a_lane_for_each_gives_what_each_lane_gives():
    lanes = DRAWS.index % 7
    each = DRAWS.normal(Stream.LOCAL_NOISE, lanes)
    for lane in range(7):
        assert torch.equal(each[lanes == lane], DRAWS.normal(Stream.LOCAL_NOISE, lane)[lanes == lane])


def test_a_coin_falls_as_its_uniform_number_says():
    coins = DRAWS.coins(Stream.LOCAL_COIN, 0.25, 3)
    for lane in range(3):
        assert torch.equal(coins[lane], DRAWS.uniform(Stream.LOCAL_COIN, lane) < 0.25)


def test_coins_never_fall_at_0_and_always_at_1():
    assert not DRAWS.coins(Stream.LOCAL_COIN, 0.0, 2).any()
    assert DRAWS.coins(Stream.LOCAL_COIN, 1.0, 2).all()


def test_streams_lanes_generations_and_seeds_share_nothing():
    rows = [
        draws.uniform(stream, lane)
        for draws in (DRAWS, Draws(4, 1, DRAWS.index), Draws(3, 2, DRAWS.index))
        for stream in (Stream.ROOT, Stream.GROUND)
        for lane in (0, 1)
    ]
    correlation = torch.corrcoef(torch.stack(rows)) - torch.eye(len(rows))
    assert correlation.abs().max() < 0.03


def test_normal_numbers_have_mean_0_and_deviation_1():
    drawn = DRAWS.normal(Stream.GROUND)
    assert abs(float(drawn.mean())) < 0.02
    assert abs(float(drawn.std()) - 1) < 0.02
