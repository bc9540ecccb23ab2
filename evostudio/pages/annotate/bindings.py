"""The actions of the Annotate page and the keys they have in the preset "EvoSkeleton" (design §13)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

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


def actions(page: "AnnotatePage") -> list[Action]:
    """All of them, in the order of the key map."""
    return [
        *_select(page),
        *_turn(page),
        *_move(page),
        *_pose(page),
        *_keypoints(page),
        *_go(page),
        *_view(page),
    ]


def _action(
    page: "AnnotatePage", verb: str, text: str, keys: tuple[str, ...], callback: Callable[[], object], group: str,
    *, needs: Callable[[], bool] | None = None, checked: Callable[[], bool] | None = None, repeat: bool = False,
    tip: str = "",
) -> Action:  # fmt: skip
    return Action(
        id=f"annotate.{verb}", text=text, keys=keys, callback=callback, group=group,
        enabled=needs or page.has_person, checked=checked, repeat=repeat, tip=tip,
    )  # fmt: skip


def _select(page: "AnnotatePage") -> list[Action]:
    selection, group = page.selection, "Select"
    numbered = [
        _action(
            page, f"select_{number}", f"Select {'the whole body' if number == 0 else PARTS[number].name}",
            (str(number),), lambda number=number: selection.set(part=PARTS[number]), group,
        )
        for number in range(10)
    ]  # fmt: skip
    torso = [
        _action(
            page,
            f"select_{one.name.replace(' ', '_')}",
            f"Select {one.name}",
            (),
            lambda one=one: selection.set(part=one),
            group,
        )
        for one in PARTS[10:]
    ]
    return [
        *numbered,
        _action(page, "next_part", "Next bone", ("Tab",), lambda: selection.step_part(1), group, repeat=True),
        _action(page, "previous_part", "Previous bone", ("Shift+Tab",), lambda: selection.step_part(-1), group, repeat=True),
        *torso,
        _action(page, "next_axis", "Next axis", ("D",), lambda: selection.step_axis(1), group,
                tip="The axis of the bone's own frame that the arrow keys turn about"),
        _action(page, "previous_axis", "Previous axis", ("F",), lambda: selection.step_axis(-1), group),
    ]  # fmt: skip


def _turn(page: "AnnotatePage") -> list[Action]:
    return [
        _action(
            page, f"turn_{word.strip()}{'_' if word else ''}{name.lower()}",
            f"Turn {name.lower()} {word}{degrees:g}°", (f"{modifier}{name}",),
            lambda arrow=arrow, degrees=degrees: page.annotator.arrow(arrow, degrees, page.gesture()),
            "Turn", needs=page.has_pose, repeat=True,
        )
        for modifier, word, degrees in STEPS
        for name, arrow in ARROWS
    ]  # fmt: skip


def _move(page: "AnnotatePage") -> list[Action]:
    annotator = page.annotator
    shifts = [
        _action(
            page, f"move_{'coarse_' if pixels > 1 else ''}{name.lower()}", f"Move the person {name.lower()} {pixels} px",
            (f"Alt+{modifier}{name}",),
            lambda x=x, y=y, pixels=pixels: annotator.shift(x * pixels, y * pixels, page.gesture()),
            "Move", needs=page.has_pose, repeat=True,
        )
        for modifier, pixels in (("", 1), ("Ctrl+", 10))
        for name, x, y in MOVES
    ]  # fmt: skip
    return [
        *shifts,
        _action(page, "nearer", "Bring the person nearer 2 %", ("Alt+PgDown",),
                lambda: annotator.approach(NEARER, page.gesture()), "Move", needs=page.has_pose, repeat=True),
        _action(page, "farther", "Push the person away 2 %", ("Alt+PgUp",),
                lambda: annotator.approach(1 / NEARER, page.gesture()), "Move", needs=page.has_pose, repeat=True),
    ]  # fmt: skip


def _pose(page: "AnnotatePage") -> list[Action]:
    annotator, group = page.annotator, "Pose"
    return [
        _action(page, "fit", "Fit the pose to the keypoints", ("R",), annotator.fit, group,
                tip="Root, directions and size from the 2D keypoints alone"),
        _action(page, "fit_all", "Fit everybody in the project", ("Ctrl+Shift+R",), page.fit_all, group, needs=page.has_project),
        _action(page, "restore", "Back to the first fit", (), annotator.restore_initial, group),
        _action(page, "done", "Mark done", ("M",), lambda: annotator.toggle(Status.DONE), group),
        _action(page, "reject", "Mark rejected", ("Shift+M",), lambda: annotator.toggle(Status.REJECTED), group),
        _action(page, "lock", "Lock or unlock the bone", ("L",), annotator.toggle_lock, group,
                tip="Locked bones are left alone by automatic steps"),
        _action(page, "copy", "Copy the pose", ("Ctrl+C",), annotator.copy, group, needs=page.has_pose),
        _action(page, "paste", "Paste the pose", ("Ctrl+V",), annotator.paste, group),
        _action(page, "paste_mirrored", "Paste the pose mirrored", ("Ctrl+Shift+V",), lambda: annotator.paste(mirror=True), group),
        _action(page, "copy_previous", "Copy from the previous image", ("B",), page.navigator.copy_previous, group),
        _action(page, "numeric", "Type the angles", ("Return", "Enter"), page.type_numbers, group, needs=page.has_pose),
    ]  # fmt: skip


def _keypoints(page: "AnnotatePage") -> list[Action]:
    group = "Keypoints"
    nudges = [
        _action(
            page, f"keypoint_{name.lower()}", f"Move the keypoint {name.lower()} 1 px", (f"Alt+Shift+{name}",),
            lambda x=x, y=y: page.keypoints.nudge(x, y), group, repeat=True,
        )
        for name, x, y in MOVES
    ]  # fmt: skip
    return [
        _action(page, "place", "Place keypoints by clicking", ("P",), page.keypoints.toggle_placing, group,
                checked=lambda: page.selection.placing, tip="In the order of the original tool, right ankle first"),
        _action(page, "visibility", "Keypoint visible or occluded", ("V",), page.keypoints.cycle_visibility, group,
                tip="Of the keypoint touched last, or the selected bone's end"),
        _action(page, "remove_keypoint", "Remove the keypoint", ("Del",), page.keypoints.remove, group),
        _action(page, "next_keypoint", "Next keypoint", ("N",), lambda: page.keypoints.step(1), group, repeat=True),
        _action(page, "previous_keypoint", "Previous keypoint", ("Shift+N",), lambda: page.keypoints.step(-1), group, repeat=True),
        *nudges,
    ]  # fmt: skip


def _go(page: "AnnotatePage") -> list[Action]:
    group, project = "Go", page.has_project
    return [
        _action(page, "next_to_do", "Next image that needs work", ("Space",), page.navigator.to_work, group, needs=project),
        _action(page, "next_image", "Next image", ("PgDown",), lambda: page.navigator.step(1), group, needs=project, repeat=True),
        _action(page, "previous_image", "Previous image", ("PgUp",), lambda: page.navigator.step(-1), group, needs=project, repeat=True),
        _action(page, "next_person", "Next person", ("]",), lambda: page.document.step_person(1), group),
        _action(page, "previous_person", "Previous person", ("[",), lambda: page.document.step_person(-1), group),
        _action(page, "add_person", "Add a person", ("Shift+P",), page.add_person, group, needs=page.has_image),
        _action(page, "search", "Search images", ("Ctrl+F",), page.search, group, needs=project),
    ]  # fmt: skip


def _view(page: "AnnotatePage") -> list[Action]:
    group, looks = "View", (("front", "F2"), ("side", "F3"), ("top", "F4"), ("camera", "F5"))
    return [
        *(
            _action(page, f"look_{name}", f"{name.capitalize()} view", (key,), lambda name=name: page.pose.view.look(name), group)
            for name, key in looks
        ),
        _action(page, "fit_view", "Fit the view", ("Home",), page.fit_view, group, needs=page.has_project),
        _action(page, "zoom_in", "Zoom in", ("+", "="), lambda: page.photo.view.zoom_by(1.25), group, repeat=True),
        _action(page, "zoom_out", "Zoom out", ("-",), lambda: page.photo.view.zoom_by(0.8), group, repeat=True),
        _action(page, "ghost", "Ghost of the first fit", ("H",), page.toggle_ghost, group, checked=lambda: page.selection.ghost),
        _action(page, "compare", "Compare with another annotation", ("C",), page.compare, group,
                tip="Lays the next other annotation of this person over it; after the last, none"),
        _action(page, "keep_zoom", "Keep zoom between images", (), page.toggle_keep_zoom, group, needs=project_always,
                checked=lambda: page.studio.preferences.value.keep_zoom),
        _action(page, "cancel", "Cancel", ("Esc",), page.cancel, group, needs=project_always),
    ]  # fmt: skip


def project_always() -> bool:
    """For what works with nothing open."""
    return True
