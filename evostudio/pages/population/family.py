"""The family of a pose as its tree shows it, from the population's parents and operators."""

import numpy as np

from evostudio.pages.population.table import PoseFacts, Table
from evostudio.views.family_tree import Kin

DEPTH = 2
"""Parents and grandparents."""


def family(table: Table, row: int, depth: int = DEPTH) -> Kin:
    """A pose with as many generations of its ancestors as asked for."""
    facts = table.facts(row)
    parents = tuple(family(table, parent, depth - 1) for parent in facts.parents) if depth else ()
    return Kin(row, np.asarray(table.population.positions[row], float), caption(facts), made(facts), parents)


def caption(facts: PoseFacts) -> str:
    """Below a picture: which row, of which generation."""
    number = f"{facts.row:,}".replace(",", "\u202f")
    return number if facts.generation is None else f"{number} · g{facts.generation}"


def made(facts: PoseFacts) -> str:
    """How a pose came to be, in words."""
    if facts.operators:
        return ", ".join(facts.operators)
    if facts.clip:
        return f"was there first: {facts.clip}"
    return "was there first" if facts.generation == 0 or not facts.parents else "a child; what was done is not noted"
