"""What a run came to, for people to read."""

from collections.abc import Iterator, Mapping
from typing import Any

from evopose.model.limb import LIMBS


def told(result: Mapping[str, Any]) -> str:
    """Lines of what `--json` has: the file, who survived and who did not, and what is reached now and was not."""
    return "\n".join(_lines(result))


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    others = f" and {len(result['files']) - 1} more" if len(result["files"]) > 1 else ""
    yield f"{result['population']}{others}: {result['poses']:,} poses, {result['bytes'] / 1e6:,.1f} MB"
    spent = f"{result['generations']} generations, {result['seconds']:,.1f} s, {result['engine']} engine"
    yield f"{result['reason']}: {spent}"
    lost = ", ".join(f"{name} {count:,}" for name, count in result["removed"].items() if count)
    share = result["survivors"] / max(result["candidates"], 1)
    yield f"{result['candidates']:,} candidates, {share:.0%} survived; removed: {lost or 'none'}"
    if result["coverage"]:
        yield "reached of what the limits allow, by the founders and by all:"
        yield from _reached(result["coverage"]["before"], result["coverage"]["after"])
    yield from result["notices"]


def _reached(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for limb, shares in zip(LIMBS, zip(before["share"], after["share"], strict=True), strict=True):
        yield f"  {limb.name:<16} {shares[0]:6.1%} {shares[1]:6.1%}"
