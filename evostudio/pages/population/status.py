"""What the status line says of the Population page: what is chosen, and what a key would do now."""


def selected(count: int, row: int) -> str:
    """How many poses are chosen, or which one is looked at (−1: none)."""
    if count > 1:
        return f"{count:,} poses"
    return f"pose {row:,}" if row >= 0 else ""


def hint(has_population: bool, has_pose: bool) -> str:
    """What the keys do."""
    if not has_population:
        return ""
    if not has_pose:
        return "arrows choose a pose  ·  Ctrl+wheel: size"
    return "M mark  ·  Del bin  ·  L like this one  ·  F its parent  ·  Ctrl+Enter send to Annotate"
