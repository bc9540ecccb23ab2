"""The stances of the pictures: everyday ones, and those of sports, yoga and dance that are worth annotating."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from evopose.demo.body import Body
from evopose.demo.figure import Figure, figure
from evopose.demo.ground import flat_footed, grounded, on_hands, planted
from evopose.demo.stance import stance

Support = Literal["both", "left", "right", "toes", "hands", "knees", "none"]


@dataclass(frozen=True)
class Posed:
    """One stance of a picture."""

    name: str
    angles: Mapping[str, float]
    support: Support = "both"
    """Which feet are set flat on the ground; 'hands' and 'knees': hands and toes or knees; 'none': as it lies."""
    lift: float = 0.0
    """Metres above the ground, for jumps."""
    prop: str = ""
    """'ball', 'box', 'mat', … of `evopose.demo.props`."""

    def performed(self, body: Body) -> Figure:
        """One frame of a body in it, on the ground, hip above the origin."""
        made = grounded(figure(body, stance(self.angles)))
        if self.support == "hands":
            made = on_hands(made)
        elif self.support == "knees":
            made = on_hands(made, feet=(2, 5))
        elif self.support != "none" and self.support != "toes":
            made = planted(made, (self.support != "right", self.support != "left"))
        made = flat_footed(made).moved(-made.positions[:, 0] * (1, 1, 0))
        return made.moved(made.positions[:, 0] * 0 + (0, 0, self.lift))


POSES: tuple[Posed, ...] = (
    Posed("walking", {
        "left hip": 30, "left knee": 6, "right hip": -16, "right knee": 22, "lean": 3,
        "left raise": -22, "right raise": 24, "right elbow": 30, "left elbow": 14, "twist": -8,
        "left ankle": 12, "right ankle": -12}, "toes"),
    Posed("warrior", {
        "right hip": 10, "right spread": 72, "right toe out": 85, "right knee": 78,
        "left spread": 42, "left toe out": 8, "left knee": 2, "abduct": 88, "raise": 0, "elbow": 2,
        "roll": 80, "look": -72}, "both", prop="mat"),
    Posed("soccer kick", {
        "right hip": -34, "right knee": 82, "right spread": 12, "left hip": 22, "left knee": 26,
        "lean": 10, "bend": 8, "twist": -20, "left raise": 30, "left abduct": 62, "left elbow": 24,
        "right raise": -32, "right abduct": 40, "right elbow": 30, "right ankle": -30, "nod": 16},
        "left", prop="football"),
    Posed("waving", {
        "right abduct": 70, "right raise": 18, "right roll": -72, "right elbow": 88,
        "right palm": 30, "head side": 7, "left raise": -6, "left abduct": 14, "tilt": -3,
        "right hip": 6, "right knee": 10}, "both"),
    Posed("tree", {
        "right hip": 34, "right spread": 48, "right toe out": 62, "right knee": 128,
        "right ankle": -30, "raise": 168, "abduct": 13, "elbow": 34, "roll": 84, "palm": 10,
        "left knee": 1}, "left", prop="mat"),
    Posed("sitting", {
        "hip": 86, "knee": 86, "lean": -4, "bend": 14, "spread": 12, "right raise": 40,
        "right elbow": 46, "right roll": 24, "left raise": 22, "left elbow": 62, "left roll": 44,
        "nod": 8, "look": 18}, "both", prop="box"),
    Posed("tennis serve", {
        "right abduct": 96, "right roll": -88, "right elbow": 104, "right raise": -10,
        "left raise": 165, "left abduct": 12, "left elbow": 4, "bend": -16, "side": 10,
        "twist": -28, "left hip": 20, "left knee": 28, "right hip": 6, "right knee": 34, "nod": -30,
        "look": 24}, "both", prop="tennis"),
    Posed("arabesque", {
        "right hip": -53, "right knee": 12, "right spread": 12, "right toe out": 22,
        "right ankle": -42, "lean": 44, "bend": -34, "left hip": 44, "left knee": 0,
        "left toe out": 20, "left raise": 128, "left abduct": 8, "left elbow": 10,
        "right abduct": 88, "right raise": -12, "right elbow": 10, "nod": -14}, "left"),
    Posed("squat", {
        "hip": 108, "knee": 116, "lean": 34, "bend": 6, "spread": 16, "toe out": 20, "raise": 82,
        "elbow": 6, "nod": -22, "abduct": 4, "roll": 10}, "both"),
    Posed("downward dog", {
        "hip": 96, "knee": 2, "raise": 166, "abduct": 10, "elbow": 2, "bend": 6, "lean": 50,
        "nod": 8, "ankle": 22, "palm": 70, "wrist": 48, "spread": 7}, "hands", prop="mat"),
    Posed("sprint", {
        "left hip": 84, "left knee": 96, "right hip": -22, "right knee": 22, "lean": 18,
        "right raise": 52, "right elbow": 96, "left raise": -58, "left elbow": 88, "twist": -14,
        "right ankle": -28, "left ankle": 8, "nod": -14, "abduct": 14}, "toes"),
    Posed("directing traffic", {
        "left abduct": 84, "left raise": 10, "left elbow": 4, "left roll": 60, "right abduct": 86,
        "right raise": -14, "right elbow": 121, "right roll": 38, "look": 74, "spread": 16,
        "toe out": 14, "side": -2}, "both"),
    Posed("star jump", {
        "abduct": 138, "raise": 4, "elbow": 6, "roll": -20, "spread": 36, "knee": 6, "ankle": -30,
        "hip": 4, "nod": -8}, "toes", lift=0.3),
    Posed("triangle", {
        "right spread": 76, "right toe out": 34, "left spread": -10, "knee": 1, "tilt": 42,
        "side": 30, "abduct": 90, "raise": 0, "elbow": 2, "roll": 60, "look": 34}, "both", prop="mat"),
    Posed("reaching up", {
        "right raise": 168, "right elbow": 8, "right abduct": 6, "nod": -28, "left raise": 14,
        "left abduct": 18, "side": -10, "right knee": 6, "left knee": 10, "left hip": 8,
        "left ankle": -22, "right ankle": -22}, "toes"),
    Posed("boxing", {
        "left raise": 84, "left elbow": 12, "left roll": 34, "left palm": 60, "left abduct": 6,
        "right raise": 34, "right elbow": 128, "right roll": 26, "twist": -24, "heading": -10,
        "left hip": 26, "left knee": 26, "right hip": -14, "right knee": 24, "spread": 9,
        "bend": 12, "nod": 8, "look": 20}, "both"),
    Posed("plank", {
        "hip": -2, "knee": 2, "raise": 82, "abduct": 6, "elbow": 3, "lean": 78, "bend": -2,
        "nod": -14, "ankle": 4, "palm": 80, "wrist": 76}, "hands", prop="mat"),
    Posed("dancing", {
        "left abduct": 150, "left raise": 14, "left elbow": 42, "left roll": -40,
        "right abduct": 74, "right raise": 34, "right elbow": 34, "right hip": 58, "right knee": 96,
        "right spread": 28, "right toe out": 40, "right ankle": -36, "side": -12, "tilt": 5,
        "bend": -8, "head side": -14, "look": 24}, "left"),
    Posed("basketball shot", {
        "raise": 142, "abduct": 12, "right elbow": 58, "left elbow": 66, "roll": 14,
        "right wrist": 40, "hip": 12, "knee": 18, "ankle": -34, "nod": -22, "lean": -3},
        "toes", lift=0.16, prop="basketball"),
    Posed("lunge", {
        "left hip": 92, "left knee": 88, "right hip": -20, "right knee": 52, "lean": 2,
        "raise": 168, "abduct": 10, "elbow": 6, "right ankle": 24, "nod": -12}, "left", prop="mat"),
    Posed("seated stretch", {
        "hip": 97, "knee": 16, "spread": 14, "toe out": 8, "bend": 26, "lean": 16, "raise": 78,
        "abduct": 6, "elbow": 10, "ankle": 4, "nod": 4, "palm": 60}, "none", prop="mat"),
    Posed("bowing", {
        "lean": 48, "bend": 30, "hip": 50, "nod": 10, "raise": 20, "elbow": 8, "knee": 4}, "both"),
    Posed("throwing", {
        "right abduct": 92, "right roll": -80, "right elbow": 84, "right raise": -14, "twist": -34,
        "left raise": 78, "left abduct": 26, "left elbow": 10, "bend": -10, "left hip": 34,
        "left knee": 14, "right hip": -20, "right knee": 20, "look": 32, "left ankle": 16, "side": 8},
        "right", prop="tennis"),
    Posed("on the phone", {
        "right raise": 36, "right abduct": 16, "right roll": 24, "right elbow": 138,
        "left raise": 8, "left elbow": 86, "left roll": 62, "head side": 8, "left hip": 8,
        "left knee": 14, "left spread": 8, "tilt": 4, "nod": 10}, "both"),
    Posed("side kick", {
        "right spread": 82, "right hip": 20, "right toe out": -10, "right knee": 8, "tilt": -26,
        "side": -10, "left spread": 24, "left knee": 10, "right ankle": 8, "left raise": 36,
        "left elbow": 110, "right raise": 22, "right abduct": 30, "right elbow": 70, "look": -62,
        "left toe out": 40}, "left"),
    Posed("all fours", {
        "hip": 88, "knee": 92, "raise": 84, "elbow": 3, "abduct": 6, "lean": 84, "bend": 6,
        "nod": -24, "ankle": -60, "palm": 80, "wrist": 76}, "knees", prop="mat"),
    Posed("golf swing", {
        "left raise": 62, "left abduct": -14, "left elbow": 10, "right raise": 70,
        "right abduct": 10, "right elbow": 64, "right roll": 50, "left roll": 40, "twist": -46,
        "lean": 22, "bend": 10, "hip": 30, "knee": 18, "spread": 14, "look": 38, "nod": 6}, "both"),
    Posed("thinking", {
        "right raise": 30, "right elbow": 132, "right roll": 38, "left raise": 26, "left elbow": 92,
        "left roll": 66, "nod": 14, "head side": -6, "right hip": 4, "left hip": 12,
        "left knee": 14, "left spread": 10, "look": -12}, "both"),
    Posed("hurdle", {
        "right hip": 92, "right knee": 14, "left hip": 36, "left spread": 62, "left knee": 104,
        "left toe out": -8, "lean": 38, "bend": 12, "left raise": 96, "left elbow": 24,
        "right raise": -34, "right elbow": 66, "right ankle": 6, "left ankle": -6, "nod": -28}, "none", lift=0.55),
    Posed("stretching", {
        "left abduct": 152, "left raise": 4, "left elbow": 34, "left roll": -40, "right raise": 4,
        "right abduct": 16, "right elbow": 62, "right roll": 40, "side": 28, "tilt": 6,
        "spread": 15, "head side": 10}, "both"),
)  # fmt: skip
"""Thirty, the most telling first."""
