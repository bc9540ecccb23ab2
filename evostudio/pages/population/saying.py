"""What the wall says of a pose in passing: the label under the mouse, and the signs in the corners."""

from jaxtyping import Int

from evopose.model.array import NDArray
from evostudio.pages.population.pose_card import valid_words
from evostudio.pages.population.table import Table


def label(table: Table | None, row: int) -> str:
    """Row, generation and clip, and below what the survey knows."""
    if table is None:
        return ""
    facts = table.facts(row)
    first = [f"{row:,}"]
    if facts.generation is not None and table.generations:
        first.append(f"generation {facts.generation:,}")
    if facts.clip:
        first.append(facts.clip)
    second = [] if facts.novelty is None else [f"novelty {facts.novelty:.1f}°"]
    if facts.valid is not None and not all(facts.valid):
        second.append(valid_words(facts.valid))
    return "\n".join("  ·  ".join(line) for line in (first, second) if line)


def signs(table: Table | None, rows: Int[NDArray, " k"]) -> list[str]:
    """'★' for the marked, '!' for those outside the joint limits, '⌫' for those in the bin."""
    if table is None or table.marked is None or table.binned is None:
        return [""] * len(rows)
    flags = zip(table.marked[rows], table.is_invalid(rows), table.binned[rows], strict=True)
    return ["★" * bool(marked) + "!" * bool(invalid) + "⌫" * bool(binned) for marked, invalid, binned in flags]
