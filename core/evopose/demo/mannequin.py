"""The mannequin: a figure's joints and segments clothed in shapes."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from evopose.demo.figure import SIDES, Figure
from evopose.demo.head import Head
from evopose.demo.shapes import Group, Limb
from evopose.demo.wardrobe import BOTTOM, SHOES, SKIN, SOLE, TOP, Wardrobe
from evopose.model.array import NDArray

Vector = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Anatomy:
    """Finds places on one frame of a figure."""

    figure: Figure
    frame: int = 0

    @property
    def scale(self) -> float:
        """Metres for a metre of someone of 1.70 m."""
        return self.figure.body.scale

    @property
    def girth(self) -> float:
        """The same across the limbs."""
        return self.scale * self.figure.body.girth

    def joint(self, number: int) -> Float[NDArray, "3"]:
        """Where it is."""
        return np.asarray(self.figure.positions[self.frame, number])

    def axes(self, segment: str) -> Float[NDArray, "3 3"]:
        """Its right, ahead and up as columns."""
        return np.asarray(self.figure.segments[segment][self.frame])

    def at(self, joint: int, segment: str, offset: Vector) -> Float[NDArray, "3"]:
        """A place near a joint, in the axes of a segment (metres at 1.70 m)."""
        return np.asarray(self.joint(joint) + self.axes(segment) @ (self.scale * np.asarray(offset)))

    def tube(
        self,
        start: NDArray,
        end: NDArray,
        radii: tuple[float, ...],
        material: int,
        blend: float = 0.02,
        flat: tuple[NDArray, float] | None = None,
        cuts: tuple[tuple[NDArray, NDArray], ...] = (),
    ) -> Limb:
        """A limb with radii at 1.70 m and usual girth."""
        sized = tuple(radius * self.girth for radius in radii)
        a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
        if flat is None:
            return Limb(a, b, sized, material, cuts=cuts, blend=blend)
        return Limb(a, b, sized, material, np.asarray(flat[0], np.float32), flat[1], cuts, blend)


def mannequin(figure: Figure, clothes: Wardrobe, curl: float = 24.0, frame: int = 0) -> tuple[Group, ...]:
    """The shapes of one frame; fingers bent by `curl` degrees."""
    body = Anatomy(figure, frame)
    groups = [Group("pelvis", _pelvis(body)), Group("trunk", _trunk(body), 0.004)]
    for side, shoulder, hip, outward in SIDES:
        groups.append(Group(f"{side} thigh", _thigh(body, clothes, side, hip), 0.04))
        groups.append(Group(f"{side} shin", _shin(body, clothes, side, hip), 0.012))
        groups.append(Group(f"{side} foot", _foot(body, clothes, side, hip), 0.008))
        groups.append(Group(f"{side} upper arm", _upper_arm(body, clothes, side, shoulder), 0.022))
        groups.append(Group(f"{side} forearm", _forearm(body, clothes, side, shoulder), 0.01))
        groups.append(Group(f"{side} hand", _hand(body, side, shoulder + 2, outward, curl), 0.01))
    head = Head(body.joint(10), body.axes("head"), body.scale)
    groups.append(Group("head", head.shapes(clothes.hair), 0.02, head.spots()))
    return tuple(groups)


def _pelvis(body: Anatomy) -> tuple[Limb, ...]:
    ahead, hips = body.axes("pelvis")[:, 1], body.figure.body.hips
    return (
        body.tube(body.at(0, "pelvis", (0, 0.004, -0.03)), body.at(0, "pelvis", (0, 0, 0.1)),
                  (0.142 * hips, 0.148 * hips, 0.124), BOTTOM, flat=(ahead, 1.38)),
        *(body.tube(body.at(0, "pelvis", (x, -0.05, -0.035)), body.at(0, "pelvis", (x, -0.035, 0.01)),
                    (0.082, 0.07), BOTTOM, 0.05) for x in (-0.07, 0.07)),
    )  # fmt: skip


def _trunk(body: Anatomy) -> tuple[Limb, ...]:
    ahead, chest = body.axes("pelvis")[:, 1], body.axes("chest")[:, 1]
    wide, hips = body.figure.body.shoulders, body.figure.body.hips
    hem, down = body.at(0, "pelvis", (0, 0, 0.062)), -body.axes("pelvis")[:, 2]
    return (
        body.tube(body.at(0, "pelvis", (0, -0.006, 0.0)), body.joint(7),
                  (0.17 * hips, 0.155, 0.136), TOP, 0.01, (ahead, 1.3), ((hem, down),)),
        body.tube(body.joint(7), body.at(8, "chest", (0, 0, -0.11)),
                  (0.136, 0.142, 0.148 * wide), TOP, 0.06, (chest, 1.34)),
        body.tube(body.at(8, "chest", (-0.085, 0.01, -0.1)), body.at(8, "chest", (0.085, 0.01, -0.1)),
                  (0.094, 0.094), TOP, 0.07),
        *(body.tube(body.at(8, "chest", (x, 0.05, -0.12)), body.at(8, "chest", (x * 1.1, 0.044, -0.1)),
                    (0.068, 0.064), TOP, 0.06) for x in (-0.072, 0.072)),
        *(body.tube(body.at(8, "chest", (x, -0.014, -0.052)), body.joint(joint), (0.048, 0.052), TOP, 0.06)
          for x, joint in ((-0.03, 11), (0.03, 14))),
        body.tube(body.at(8, "chest", (0, -0.01, -0.03)), body.at(10, "head", (0, -0.022, -0.15)),
                  (0.06, 0.051, 0.052), SKIN, 0.018),
    )  # fmt: skip


def _upper_arm(body: Anatomy, clothes: Wardrobe, side: str, shoulder: int) -> tuple[Limb, ...]:
    start, end = body.joint(shoulder), body.joint(shoulder + 1)
    sleeved = clothes.top == "long sleeves"
    shapes = [body.tube(start, end, (0.053, 0.05, 0.044, 0.041), TOP if sleeved else SKIN, 0.02)]
    if clothes.top == "t-shirt":
        cuff = start + 0.56 * (end - start)
        along = (end - start) / np.linalg.norm(end - start)
        shapes.insert(
            0, body.tube(start, start + 0.7 * (end - start), (0.06, 0.063, 0.064), TOP, 0.0, cuts=((cuff, along),))
        )
    return tuple(shapes)


def _forearm(body: Anatomy, clothes: Wardrobe, side: str, shoulder: int) -> tuple[Limb, ...]:
    start, end = body.joint(shoulder + 1), body.joint(shoulder + 2)
    bare = body.tube(start, end, (0.041, 0.0425, 0.034, 0.026), SKIN)
    if clothes.top != "long sleeves":
        return (bare,)
    along = (end - start) / np.linalg.norm(end - start)
    cuff = start + 0.9 * (end - start)
    return (body.tube(start, end, (0.045, 0.047, 0.041, 0.037), TOP, 0.0, cuts=((cuff, along),)), bare)


def _hand(body: Anatomy, side: str, wrist: int, outward: float, curl: float) -> tuple[Limb, ...]:
    name, palm = f"{side} hand", -outward

    def at(across: float, along: float, inward: float = 0.0) -> NDArray:
        return body.at(wrist, name, (palm * inward, across, -along))

    flat = (body.axes(name)[:, 0], 1.9)
    shapes = [
        body.tube(body.joint(wrist), at(0, 0.03), (0.027, 0.03), SKIN, 0.02, (flat[0], 1.3)),
        body.tube(at(0.002, 0.035), at(-0.002, 0.078), (0.036, 0.041), SKIN, 0.03, flat),
        body.tube(at(0.026, 0.025, 0.006), at(0.05, 0.062, 0.014), (0.015, 0.0115), SKIN, 0.015),
        body.tube(at(0.05, 0.062, 0.014), at(0.056, 0.09, 0.018), (0.0115, 0.009), SKIN, 0.004),
    ]
    first, second = np.radians(curl * 0.6), np.radians(curl * 1.7)
    for across, length in ((0.03, 0.042), (0.0105, 0.046), (-0.009, 0.043), (-0.028, 0.034)):
        base = (0.085 if abs(across) < 0.02 else 0.079, 0.0)
        middle = (base[0] + length * np.cos(first), length * np.sin(first))
        tip = (middle[0] + 0.8 * length * np.cos(second), middle[1] + 0.8 * length * np.sin(second))
        points = [at(across * (1 + 0.9 * (along - 0.08)), along, inward) for along, inward in (base, middle, tip)]
        shapes.append(body.tube(points[0], points[1], (0.0105, 0.0095), SKIN, 0.008))
        shapes.append(body.tube(points[1], points[2], (0.0095, 0.0078), SKIN, 0.003))
    return tuple(shapes)


def _thigh(body: Anatomy, clothes: Wardrobe, side: str, hip: int) -> tuple[Limb, ...]:
    start, end = body.joint(hip), body.joint(hip + 1)
    along = (end - start) / np.linalg.norm(end - start)
    radii = (0.09, 0.085, 0.069, 0.055)
    if clothes.bottom == "shorts":
        cuff = start + 0.66 * (end - start)
        wide = body.tube(start, start + 0.85 * (end - start), (0.094, 0.095, 0.09), BOTTOM, 0.0, cuts=((cuff, along),))
        return (wide, body.tube(start, end, radii, SKIN, 0.0))
    if clothes.bottom == "trousers":
        radii = (0.093, 0.091, 0.078, 0.066)
    return (body.tube(start, end, radii, BOTTOM),)


def _shin(body: Anatomy, clothes: Wardrobe, side: str, hip: int) -> tuple[Limb, ...]:
    start, end, name = body.joint(hip + 1), body.joint(hip + 2), f"{side} shin"
    along = (end - start) / np.linalg.norm(end - start)
    material = BOTTOM if clothes.bottom == "leggings" else SKIN
    calf = body.at(hip + 1, name, (0, -0.022, -0.07)), body.at(hip + 1, name, (0, -0.016, -0.2))
    bare = (
        body.tube(start, end, (0.054, 0.05, 0.042, 0.034), material),
        body.tube(*calf, (0.043, 0.04), material, 0.05),
    )
    if clothes.bottom != "trousers":
        return bare
    cuff = end + 0.035 * body.scale * -along
    return (body.tube(start, end, (0.066, 0.064, 0.06, 0.056), BOTTOM, 0.0, cuts=((cuff, along),)), bare[0])


def _foot(body: Anatomy, clothes: Wardrobe, side: str, hip: int) -> tuple[Limb, ...]:
    name, ankle = f"{side} foot", hip + 2

    def at(y: float, z: float) -> NDArray:
        return body.at(ankle, name, (0, y, z))

    if clothes.barefoot:
        return (
            body.tube(at(-0.03, -0.045), at(0.1, -0.058), (0.034, 0.031, 0.022), SKIN),
            body.tube(at(0, 0), at(0.06, -0.045), (0.034, 0.03), SKIN, 0.03),
            body.tube(at(0.08, -0.06), at(0.145, -0.067), (0.039, 0.034), SKIN, 0.03, (body.axes(name)[:, 2], 2.4)),
        )
    up = body.axes(name)[:, 2]
    below = body.at(ankle, name, (0, 0, -0.079)), -up
    return (
        body.tube(at(-0.05, -0.066), at(0.15, -0.066), (0.037, 0.04, 0.046, 0.041), SOLE, 0.0, (up, 2.6), (below,)),
        body.tube(at(-0.035, -0.038), at(0.1, -0.046), (0.038, 0.038, 0.034), SHOES, 0.004),
        body.tube(at(0.0, 0.002), at(0.07, -0.03), (0.041, 0.033), SHOES, 0.03),
        body.tube(at(0.09, -0.05), at(0.145, -0.058), (0.042, 0.036), SHOES, 0.03, (up, 1.6)),
    )
