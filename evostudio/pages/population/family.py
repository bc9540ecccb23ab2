"""The family of a pose as its tree shows it, from the lineage that evolution noted."""

import numpy as np

from evopose.evolution.lineage import Member, lineage
from evostudio.pages.population.table import PoseFacts, Table
from evostudio.views.family_tree import Kin

DEPTH = 2
"""Parents and grandparents."""


def family(table: Table, row: int) -> Kin | None:
    """A pose with its parents and theirs; None where it has none."""
    if not table.parents(row):
        return None
    return _kin(table, lineage(table.population, row, DEPTH))


def _kin(table: Table, member: Member) -> Kin:
    how = ", ".join(member.done) or (f"was there first: {member.clip}" if member.clip else "was there first")
    tip = f"Pose {member.row:,}, generation {member.generation}\n{how}"
    parents = tuple(_kin(table, parent) for parent in member.parents)
    positions = np.asarray(table.population.positions[member.row], float)
    return Kin(member.row, positions, f"{member.row:,} · g{member.generation}", tip, parents)


def made(facts: PoseFacts) -> str:
    """How a pose came to be, in words."""
    if facts.operators:
        return ", ".join(facts.operators)
    if facts.parents:
        return "a child; what was done is not noted"
    return f"was there first: {facts.clip}" if facts.clip else "was there first"
