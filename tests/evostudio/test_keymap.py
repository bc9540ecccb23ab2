"""Laws of the key map: presets and overrides, and conflicts explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evopose.errors import UnknownName
from evostudio.actions import Action
from evostudio.keymap import KeyMap, Preset, conflicts, normal, preset, presets, shown

UP = Action("page.up", "Turn up", ("Up",))
DOWN = Action("page.down", "Turn down", ("Down",))
OTHER = Action("other.up", "Other", ("Up",))
EVERYWHERE = Action("window.keys", "Keys", ("F1",))

keys = st.lists(st.sampled_from(["A", "Ctrl+A", "Shift+Up", "Space", "F5", "1"]), max_size=3, unique=True)


@given(keys)
def test_what_was_bound_is_read_back(chosen):
    assert KeyMap().rebound(UP, chosen).keys(UP) == tuple(chosen)


@given(keys)
def test_reset_undoes_any_rebinding(chosen):
    assert KeyMap().rebound(UP, chosen).reset(UP) == KeyMap()


def test_binding_the_preset_s_keys_again_leaves_no_override():
    key_map = KeyMap().rebound(UP, ["W"]).rebound(UP, ["Up"])
    assert not key_map.is_own(UP)


def test_user_wins_over_preset_and_preset_over_action():
    with_preset = KeyMap(Preset("P", "", {"page.up": ("U",)}))
    assert with_preset.keys(UP) == ("U",)
    assert with_preset.rebound(UP, ["W"]).keys(UP) == ("W",)
    assert with_preset.keys(DOWN) == ("Down",)


def test_two_actions_of_one_page_on_one_key_conflict_and_are_named():
    (found,) = conflicts(KeyMap().rebound(DOWN, ["Up"]), [UP, DOWN])
    assert found.actions == (UP, DOWN)
    assert "Turn up" in str(found)
    assert "Turn down" in str(found)


def test_two_pages_may_use_the_same_key():
    assert not conflicts(KeyMap(), [UP, DOWN, OTHER])


def test_the_window_conflicts_with_every_page():
    assert conflicts(KeyMap().rebound(EVERYWHERE, ["Up"]), [EVERYWHERE, OTHER])


def test_spelling_does_not_matter():
    assert normal("ctrl+shift+p") == normal("Shift+Ctrl+P") == "Ctrl+Shift+P"


def test_arrows_are_shown_as_arrows():
    assert shown("Shift+Up") == "Shift+↑"


def test_the_default_preset_comes_first_and_unknown_ones_are_named():
    assert next(iter(presets())) == "EvoSkeleton"
    with pytest.raises(UnknownName, match="EvoSkeleton"):
        preset("EvoSkelton")
