"""What a mannequin looks like: materials, clothes, hair; drawn at random from colours that go together."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from evopose.model.array import NDArray

SKIN, TOP, BOTTOM, SHOES, SOLE, HAIR, EYES, PROP, ACCENT = range(9)
"""Numbers of the materials."""

Top = Literal["t-shirt", "long sleeves", "tank top"]
Bottom = Literal["trousers", "shorts", "leggings"]
Hair = Literal["short", "bun", "ponytail", "bob", "cap", "none"]


@dataclass(frozen=True, eq=False)
class Wardrobe:
    """One person's clothes."""

    colours: Float[NDArray, "9 3"]
    """Linear RGB of each material."""
    top: Top
    bottom: Bottom
    hair: Hair
    barefoot: bool = False


_SKINS = ("#f2cdb4", "#e8b796", "#d9a07c", "#b97d56", "#8f5a3a", "#633c28")
_HAIRS = ("#241a17", "#3a2519", "#6b4426", "#a8763e", "#1a1a1d", "#8c8a88")
_OUTFITS = (
    ("#e4572e", "#2b3a55"), ("#2e86ab", "#3b3b45"), ("#f2b134", "#2c4251"), ("#3aa17e", "#e9e4d8"),
    ("#e8e6e1", "#34558b"), ("#8e5ea2", "#2a2a33"), ("#d64560", "#5b6470"), ("#1f6f78", "#c9b79c"),
    ("#f28482", "#3d405b"), ("#4d6cfa", "#22242b"), ("#f4f1de", "#81563c"), ("#263c6b", "#c2c5cc"),
    ("#7fb069", "#38423b"), ("#f6c5af", "#4a5a78"), ("#20252e", "#b0413e"),
)  # fmt: skip
"""Top and bottom."""
_SHOES = ("#f3f3f0", "#d8433b", "#2b2e36", "#f0a202", "#3f88c5", "#e9d8c0")


def random_wardrobe(rng: np.random.Generator, barefoot: bool = False) -> Wardrobe:
    """Clothes, skin and hair for one picture."""
    skin, hair = _SKINS[int(rng.integers(len(_SKINS)))], _HAIRS[int(rng.integers(len(_HAIRS)))]
    outfits = [outfit for outfit in _OUTFITS if all(_differ(colour, skin) for colour in outfit)]
    top, bottom = outfits[int(rng.integers(len(outfits)))]
    shoes = skin if barefoot else _SHOES[int(rng.integers(len(_SHOES)))]
    sole = skin if barefoot else "#f4f2ec"
    colours = np.stack([linear(c) for c in (skin, top, bottom, shoes, sole, hair, "#1d1716", "#ffffff", "#ffffff")])
    tops: tuple[Top, ...] = ("t-shirt", "t-shirt", "long sleeves", "tank top")
    bottoms: tuple[Bottom, ...] = ("trousers", "shorts", "leggings")
    styles: tuple[Hair, ...] = ("short", "bun", "ponytail", "bob", "short", "cap", "none")
    return Wardrobe(
        colours,
        tops[int(rng.integers(len(tops)))],
        "leggings" if barefoot and rng.random() < 0.7 else bottoms[int(rng.integers(len(bottoms)))],
        styles[int(rng.integers(len(styles)))],
        barefoot,
    )


def _differ(a: str, b: str) -> bool:
    """Whether cloth of this colour is told from skin of that."""
    return any(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) > 70 for i in (1, 3, 5))


def linear(colour: str) -> Float[NDArray, "3"]:
    """'#rrggbb' (sRGB) as linear light."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4))
