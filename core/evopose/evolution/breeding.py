"""Breeding: two parents make two children, by every operator of the recipe in turn (paper §3.2).

Crossover, local mutation, torso, lengths; how far the child is from its parents; orientation, ground. Candidate 2i has
the skeleton of the father of pair i and receives the mother's sub-tree, candidate 2i + 1 the reverse. Inside, the
first of all pairs come before the second: columns are all fathers' children, then all mothers'.
"""

from dataclasses import replace
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from evopose.evolution import columns
from evopose.evolution.crossover import bones_of, crossed, drawn_roots, limbs_at, other_half
from evopose.evolution.draws import Draws
from evopose.evolution.genome import Genome, frames, head_direction, joints_of, placed, positions_of
from evopose.evolution.ground import grounded
from evopose.evolution.lengths import changes, relengthened
from evopose.evolution.mutation import mutated
from evopose.evolution.operators import Operator
from evopose.evolution.orientation import reoriented
from evopose.evolution.recipe import Recipe
from evopose.evolution.torso import torso_mutated
from evopose.geometry import components as c

PAIRS_AT_ONCE = 4096
"""Few enough for the cache, and so many that what an operation costs before it begins hardly counts. Results do not
depend on it."""
PAIRS_AT_ONCE_ON_A_DEVICE = 1 << 18
"""The same where an operation begins late and runs wide."""
MULTIPLE = 32
"""Pairs are filled up to a multiple of this: the last few numbers of an array take another way through atan2."""


class Children(NamedTuple):
    """All candidates of some pairs, one a column."""

    joints: Float[Tensor, "3 17 n"]
    """Metres, world, in genome.ORDER."""
    operators: Int[Tensor, " n"]
    """int32, as in Brood."""
    distance: Float[Tensor, " n"]
    """Metres: mean over the joints to the nearest parent, hips laid over each other; nan for a degenerate child."""
    upper: c.Vector
    """Unit vectors as the torso sees them: head, upper arms, thighs (left before right), each component (5, n)."""
    lower: c.Vector
    """Forearms and shins, each component (4, n)."""


def breed(
    recipe: Recipe,
    fathers: Float[Tensor, "m 17 3"],
    mothers: Float[Tensor, "m 17 3"],
    draws: Draws,
    template: Float[Tensor, " 16"],
) -> tuple[Float[Tensor, "k 17 3"], Int[Tensor, " k"], Float[Tensor, " k"]]:
    """Positions, operators and distances of the 2m candidates whose numbers `draws` has (ascending, the first even).

    Metres, world, z up. `template` are mean lengths of the 16 bones (only lengths.source 'template' looks at them).
    """
    chunks = [
        _chunk(recipe, fathers, mothers, draws, template, start) for start in range(0, len(fathers), PAIRS_AT_ONCE)
    ]
    empty = (fathers.new_zeros(0, 17, 3), draws.index.new_zeros(0, dtype=torch.int32), fathers.new_zeros(0))
    positions, operators, distance = zip(*(chunks or [empty]), strict=True)
    return torch.cat(positions), torch.cat(operators), torch.cat(distance)


def _chunk(
    recipe: Recipe, fathers: Tensor, mothers: Tensor, draws: Draws, template: Tensor, start: int
) -> tuple[Tensor, Tensor, Tensor]:
    some = slice(start, min(start + PAIRS_AT_ONCE, len(fathers)))
    both = torch.stack([fathers[some], mothers[some]])
    children = bred(recipe, both, draws.of(slice(2 * some.start, 2 * some.stop)), template)
    order = interleaved(both.shape[1], filled(both.shape[1]), both.device)
    return positions_of(children.joints)[order], children.operators[order], children.distance[order]


def bred(recipe: Recipe, parents: Float[Tensor, "2 m 17 3"], draws: Draws, template: Float[Tensor, " 16"]) -> Children:
    """Children of one chunk (fathers, mothers), m filled up to a multiple of MULTIPLE; see `interleaved`."""
    pairs, kids = _numbers(draws, filled(parents.shape[1]))
    joints = joints_of(_filled(parents))
    hip = joints[:, 0]
    root = drawn_roots(recipe.crossover, pairs)
    cross = crossed(recipe.crossover, joints - hip[:, None], root)
    grown, operators = _grown(recipe, cross, root, kids, template)
    body = placed(grown)
    distance = least_distance(body.joints, cross.joints)
    turned = body.joints
    if recipe.orientation.rate > 0:
        turned, chosen = reoriented(recipe.orientation, turned, kids)
        operators = _marked(operators, Operator.ORIENTATION, chosen)
    standing = grounded(recipe.ground, hip, turned, kids)
    return Children(standing, operators, distance, *limit_directions(body.seen, grown.lengths))


def _grown(
    recipe: Recipe, genome: Genome, root: Int[Tensor, " m"], kids: Draws, template: Tensor
) -> tuple[Genome, Int[Tensor, " n"]]:
    """What changes the shape of a child, after crossover; and the operators so far."""
    operators = root.to(torch.int32).repeat(2)
    trunk, limbs, lengths = genome.trunk, genome.limbs, genome.lengths
    if recipe.local.rate > 0:
        limbs, touched = mutated(recipe.local, limbs, lengths, _eligible(recipe, root), kids)
        operators = _marked(operators, Operator.LOCAL, touched)
    if recipe.torso.rate > 0:
        trunk, bent = torso_mutated(recipe.torso, trunk, kids)
        operators = _marked(operators, Operator.TORSO, bent)
    if changes(recipe.lengths):
        trunk, lengths, changed = relengthened(
            recipe.lengths, trunk, lengths, bones_of(recipe.crossover, root).repeat(1, 2), template, kids
        )
        operators = _marked(operators, Operator.LENGTHS, changed)
    torso = genome.torso if trunk is genome.trunk else frames(trunk)
    return genome._replace(trunk=trunk, torso=torso, limbs=limbs, lengths=lengths), operators


def _marked(operators: Int[Tensor, " n"], operator: Operator, chosen: Bool[Tensor, " n"]) -> Int[Tensor, " n"]:
    return operators | (chosen.to(torch.int32) * int(operator))


def _eligible(recipe: Recipe, root: Int[Tensor, " m"]) -> Bool[Tensor, "9 n"]:
    """Which limbs may mutate."""
    if recipe.local.bones == "exchanged":
        return limbs_at(recipe.crossover, root).repeat(1, 2)
    movable = torch.tensor([recipe.crossover.head, *(True,) * 8], device=root.device)
    return movable[:, None].expand(9, 2 * len(root))


def least_distance(child: Float[Tensor, "3 17 n"], base: Float[Tensor, "3 17 n"]) -> Float[Tensor, " n"]:
    """Mean distance of the joints to the nearer parent; `base` has each child's own skeleton's, all from the hip."""
    return torch.minimum(_mean_distance(child, base), _mean_distance(child, other_half(base)))


def limit_directions(seen: Float[Tensor, "3 10 n"], lengths: Float[Tensor, "10 n"]) -> tuple[c.Vector, c.Vector]:
    """What limits look at: unit vectors of head, upper arms and thighs; of forearms and shins."""
    upper = torch.cat([head_direction(seen, lengths)[:, None], seen[:, 1:3], seen[:, 6:8]], dim=1)
    return c.split(upper), c.split(torch.cat([seen[:, 4:6], seen[:, 8:]], dim=1))


def filled(pairs: int) -> int:
    """The next multiple of MULTIPLE."""
    return -(-pairs // MULTIPLE) * MULTIPLE


def interleaved(pairs: int, columns: int, device: torch.device) -> Int[Tensor, " k"]:
    """Columns of the candidates 2i, 2i + 1 of `pairs` pairs, where the mothers' children begin at `columns`."""
    return (torch.arange(pairs, device=device)[:, None] + torch.tensor([0, columns], device=device)).reshape(-1)


def _mean_distance(a: Float[Tensor, "3 17 n"], b: Float[Tensor, "3 17 n"]) -> Float[Tensor, " n"]:
    apart = a - b
    return torch.sqrt(columns.dot(apart, apart)).sum(0) / 17


def _filled(parents: Float[Tensor, "2 m 17 3"]) -> Float[Tensor, "n 17 3"]:
    short = filled(parents.shape[1]) - parents.shape[1]
    full = torch.cat([parents, parents[:, -1:].expand(2, short, 17, 3)], dim=1) if short else parents
    return full.reshape(-1, 17, 3)


def _numbers(draws: Draws, columns: int) -> tuple[Draws, Draws]:
    """Draws of the pairs, and of the candidates as they stand in columns; the last pair stands in for what lacks."""
    numbers = draws.index.view(-1, 2)
    full = torch.cat([numbers, numbers[-1:].expand(columns - len(numbers), 2)])
    return replace(draws, index=full[:, 0] // 2), replace(draws, index=full.T.reshape(-1))
