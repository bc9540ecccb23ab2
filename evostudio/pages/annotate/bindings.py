"""The actions of the Annotate page and the keys they have in the preset "EvoSkeleton" (design §13)."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from evopose.editing.arrows import Arrow
from evopose.model.annotation import Status
from evopose.model.part import PARTS
from evostudio.actions import Action

if TYPE_CHECKING:
    from evostudio.pages.annotate.page import AnnotatePage

STEPS = (("", "", 3.0), ("Shift+", "fine ", 0.5), ("Ctrl+", "coarse ", 15.0))
"""Modifier, word and degrees of an arrow key."""
ARROWS = (("Up", Arrow.UP), ("Down", Arrow.DOWN), ("Left", Arrow.LEFT), ("Right", Arrow.RIGHT))
MOVES = (("Up", 0, -1), ("Down", 0, 1), ("Left", -1, 0), ("Right", 1, 0))
NEARER = 1 / 1.02
LOOKS = (("front", "F2"), ("side", "F3"), ("top", "F4"), ("camera", "F5"))


class _Group:
    """Makes the actions of one heading; they need a person unless they say otherwise."""

    def __init__(self, page: "AnnotatePage", name: str, needs: Callable[[], bool] | None = None) -> None:
        self._page, self._name, self._needs = page, name, needs or page.has_person

    def __call__(
        self, verb: str, text: str, keys: tuple[str, ...], do: Callable[..., object], *args: Any, **more: Any
    ) -> Action:
        needs = more.pop("needs", self._needs)
        call = partial(do, *args)
        return Action(f"annotate.{verb}", text, keys, call, self._name, enabled=needs, **more)


def actions(page: "AnnotatePage") -> list[Action]:
    """All of them, in the order of the key map."""
    kinds = (_select, _turn, _move, _pose, _keypoints, _go, _view)
    return [action for kind in kinds for action in kind(page)]


def _select(page: "AnnotatePage") -> list[Action]:
    add, chosen = _Group(page, "Select"), page.select
    names = ["the whole body", *(one.name for one in PARTS[1:])]
    axis_tip = "The axis of the bone's own frame that the arrow keys turn about"
    return [
        *(add(f"select_{n}", f"Select {names[n]}", (str(n),), chosen, PARTS[n]) for n in range(10)),
        *(add(f"select_{one.name.replace(' ', '_')}", f"Select {one.name}", (), chosen, one) for one in PARTS[10:]),
        add("next_part", "Next bone", ("Tab",), page.selection.step_part, 1, repeat=True),
        add("previous_part", "Previous bone", ("Shift+Tab",), page.selection.step_part, -1, repeat=True),
        add("next_axis", "Next axis", ("D",), page.selection.step_axis, 1, tip=axis_tip),
        add("previous_axis", "Previous axis", ("F",), page.selection.step_axis, -1, tip=axis_tip),
    ]


def _turn(page: "AnnotatePage") -> list[Action]:
    add = _Group(page, "Turn", page.has_pose)
    return [
        add(
            f"turn_{word.replace(' ', '_')}{name.lower()}",
            f"Turn {name.lower()} {word}{degrees:g}°",
            (f"{modifier}{name}",),
            page.steering.turn,
            arrow,
            degrees,
            repeat=True,
        )
        for modifier, word, degrees in STEPS
        for name, arrow in ARROWS
    ]


def _move(page: "AnnotatePage") -> list[Action]:
    add = _Group(page, "Move", page.has_pose)
    shifts = [
        add(
            f"move_{word}{name.lower()}",
            f"Move the person {name.lower()} {pixels} px",
            (f"Alt+{modifier}{name}",),
            page.steering.move,
            x * pixels,
            y * pixels,
            repeat=True,
        )
        for modifier, word, pixels in (("", "", 1), ("Ctrl+", "coarse_", 10))
        for name, x, y in MOVES
    ]
    return [
        *shifts,
        add("nearer", "Bring the person nearer 2 %", ("Alt+PgDown",), page.steering.approach, NEARER, repeat=True),
        add("farther", "Push the person away 2 %", ("Alt+PgUp",), page.steering.approach, 1 / NEARER, repeat=True),
    ]


def _pose(page: "AnnotatePage") -> list[Action]:
    add, annotator, pose = _Group(page, "Pose"), page.annotator, page.has_pose
    fit_tip = "Root, directions and size from the 2D keypoints alone"
    lock_tip = "Locked bones are left alone by automatic steps"
    return [
        add("fit", "Fit the pose to the keypoints", ("R",), annotator.fit, tip=fit_tip),
        add("fit_all", "Fit everybody in the project", ("Ctrl+Shift+R",), page.fit_all, needs=page.has_project),
        add("restore", "Back to the first fit", (), annotator.restore_initial),
        add("done", "Mark done", ("M",), annotator.toggle, Status.DONE),
        add("reject", "Mark rejected", ("Shift+M",), annotator.toggle, Status.REJECTED),
        add("lock", "Lock or unlock the bone", ("L",), annotator.toggle_lock, tip=lock_tip),
        add("copy", "Copy the pose", ("Ctrl+C",), annotator.copy, needs=pose),
        add("paste", "Paste the pose", ("Ctrl+V",), annotator.paste),
        add("paste_mirrored", "Paste the pose mirrored", ("Ctrl+Shift+V",), annotator.paste, True),
        add("copy_previous", "Copy from the previous image", ("B",), page.navigator.copy_previous),
        add("numeric", "Type the angles", ("Return", "Enter"), page.type_numbers, needs=pose),
    ]


def _keypoints(page: "AnnotatePage") -> list[Action]:
    add, tool = _Group(page, "Keypoints"), page.keypoints
    place_tip = "In the order of the original tool, right ankle first"
    state_tip = "Of the keypoint touched last, or the selected bone's end"
    return [
        add(
            "place",
            "Place keypoints by clicking",
            ("P",),
            tool.toggle_placing,
            checked=lambda: page.selection.placing,
            tip=place_tip,
        ),
        add("visibility", "Keypoint visible or occluded", ("V",), tool.cycle_visibility, tip=state_tip),
        add("remove_keypoint", "Remove the keypoint", ("Del",), tool.remove, tip=state_tip),
        add("next_keypoint", "Next keypoint", ("N",), tool.step, 1, repeat=True),
        add("previous_keypoint", "Previous keypoint", ("Shift+N",), tool.step, -1, repeat=True),
        *(
            add(
                f"keypoint_{name.lower()}",
                f"Move the keypoint {name.lower()} 1 px",
                (f"Alt+Shift+{name}",),
                tool.nudge,
                x,
                y,
                repeat=True,
            )
            for name, x, y in MOVES
        ),
    ]


def _go(page: "AnnotatePage") -> list[Action]:
    add, go = _Group(page, "Go", page.has_project), page.navigator
    somebody = page.has_person
    return [
        add("next_to_do", "Next image that needs work", ("Space",), go.to_work),
        add("next_image", "Next image", ("PgDown",), go.step, 1, repeat=True),
        add("previous_image", "Previous image", ("PgUp",), go.step, -1, repeat=True),
        add("next_person", "Next person", ("]",), lambda: page.document.step_person(1), needs=somebody),
        add("previous_person", "Previous person", ("[",), lambda: page.document.step_person(-1), needs=somebody),
        add("add_person", "Add a person", ("Shift+P",), page.add_person, needs=page.has_image),
        add(
            "remove_person", "Remove the person", ("Shift+Del",), lambda: page.document.remove_person(), needs=somebody
        ),
        add("search", "Search images", ("Ctrl+F",), page.search),
    ]


def _view(page: "AnnotatePage") -> list[Action]:
    add, always = _Group(page, "View"), _always
    photo, selection, preferences = page.photo.view, page.selection, page.studio.preferences
    compare_tip = "Lays the next other annotation of this person over it; after the last, none"
    ghost, keep = (lambda: selection.ghost), (lambda: preferences.value.keep_zoom)
    return [
        *(add(f"look_{name}", f"{name.capitalize()} view", (key,), page.pose.view.look, name) for name, key in LOOKS),
        add("fit_view", "Fit the view", ("Home",), page.fit_view, needs=page.has_project),
        add("zoom_in", "Zoom in", ("+", "="), photo.zoom_by, 1.25, needs=page.has_image, repeat=True),
        add("zoom_out", "Zoom out", ("-",), photo.zoom_by, 0.8, needs=page.has_image, repeat=True),
        add("ghost", "Ghost of the first fit", ("H",), page.toggle_ghost, checked=ghost),
        add("compare", "Compare with another annotation", ("C",), page.compare, tip=compare_tip),
        add("keep_zoom", "Keep zoom between images", (), page.toggle_keep_zoom, needs=always, checked=keep),
        add("cancel", "Cancel", ("Esc",), page.cancel, needs=always),
    ]


def _always() -> bool:
    """For what works with nothing open."""
    return True
