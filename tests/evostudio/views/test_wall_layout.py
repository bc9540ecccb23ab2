"""Where the tiles of a wall lie: laws for any number of poses, also for more than Qt can count."""

from hypothesis import given
from hypothesis import strategies as st

from evostudio.views.wall_layout import BAR_STEPS, WallLayout

layouts = st.builds(
    WallLayout,
    count=st.one_of(st.integers(0, 300), st.integers(0, 10**11)),
    width=st.integers(1, 3000),
    height=st.integers(1, 2000),
    tile=st.sampled_from((64, 96, 192)),
)
shares = st.floats(0, 1)


@given(layouts, shares)
def test_every_visible_place_is_found_again_under_its_middle(layout, share):
    top = layout.held(int(share * layout.farthest))
    for place in layout.visible(top):
        x, y = layout.corner(place, top)
        assert layout.place_at(x + layout.tile / 2, y + layout.tile / 2, top) == place


@given(layouts, shares)
def test_a_revealed_place_is_whole_in_view_where_it_can_be_and_a_second_time_nothing_moves(layout, share):
    if not layout.count:
        return
    place = min(int(share * layout.count), layout.count - 1)
    top = layout.revealing(place, 0)
    assert place in layout.visible(top) or layout.height <= layout.margin
    _, y = layout.corner(place, top)
    if layout.height >= layout.tile + 2 * layout.margin:
        assert 0 <= y <= layout.height - layout.tile
        assert layout.revealing(place, top) == top


@given(layouts, shares)
def test_the_bar_stays_within_what_qt_counts_and_reaches_both_ends(layout, share):
    assert 0 <= layout.bar_range <= BAR_STEPS < 2**31
    assert layout.from_bar(0) == 0
    assert layout.from_bar(layout.bar_range) == layout.farthest
    value = int(share * layout.bar_range)
    assert layout.to_bar(layout.from_bar(value)) == value


@given(layouts)
def test_scrolled_to_the_end_the_last_pose_is_seen(layout):
    seen = layout.visible(layout.farthest)
    if layout.count and layout.height > 2 * layout.margin:
        assert seen.stop == layout.count


def test_ten_million_poses_are_a_million_lines_and_none_is_lost():
    layout = WallLayout(10_000_000, 1000, 800, 96)
    assert layout.columns == 10
    assert layout.visible(layout.farthest)[-1] == 9_999_999
    assert len(layout.visible(layout.farthest // 2)) <= 100
