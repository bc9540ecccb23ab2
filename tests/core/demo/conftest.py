"""What the tests of the demo share: one small population and a few small pictures, made once."""

import pytest

from evopose.demo.population import make_population
from evopose.demo.project import Shot, shoot
from evopose.jobs import finish
from evopose.model.population import Population

SIDE = 120


@pytest.fixture(scope="session")
def demo_population() -> Population:
    return finish(make_population(3000, seed=3))


@pytest.fixture(scope="session")
def shots() -> list[Shot]:
    return [shoot(number, 5, SIDE) for number in range(4)]
