"""Boxes against sets of pixels."""

from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.render import box as module
from squiggle.render.box import Box, regions

WHOLE = Box(0, 0, 17, 13)
sides = st.integers(0, 17), st.integers(0, 13)
boxes = st.builds(Box, *sides, *sides)
full = boxes.filter(lambda box: not box.is_empty)


def pixels(box: Box) -> set[tuple[int, int]]:
    """Every pixel of a box."""
    return {(x, y) for x in range(box.left, box.right) for y in range(box.top, box.bottom)}


@settings(deadline=None)
@given(box=boxes)
def test_a_box_is_empty_when_it_has_no_pixel(box):
    assert box.is_empty == (not pixels(box))
    if not box.is_empty:
        assert box.area == len(pixels(box))


@settings(deadline=None)
@given(one=full, other=full)
def test_boxes_meet_where_they_share_a_pixel(one, other):
    assert one.meets(other) == bool(pixels(one) & pixels(other)) == other.meets(one)


@settings(deadline=None)
@given(one=full, other=full)
def test_two_boxes_joined_are_the_smallest_that_holds_both(one, other):
    whole = one.joined(other)
    assert whole.holds(one) and whole.holds(other)
    assert one.holds(other) == (pixels(other) <= pixels(one)) == (whole == one)
    for side, step in (("left", 1), ("top", 1), ("right", -1), ("bottom", -1)):
        less = whole._replace(**{side: getattr(whole, side) + step})
        assert not (less.holds(one) and less.holds(other))


@settings(deadline=None)
@given(found=st.lists(boxes, max_size=8), small=st.sampled_from([0, 5, 40, 20_000]))
def test_regions_have_all_boxes_inside_and_are_apart(found, small):
    least, module.SMALL = module.SMALL, small
    try:
        made = regions(found)
    finally:
        module.SMALL = least
    assert set().union(*map(pixels, found)) <= set().union(*map(pixels, made))
    assert not any(region.is_empty for region in made)
    for place, region in enumerate(made):
        assert not any(region.meets(other) for other in made[:place])


@settings(deadline=None)
@given(box=full, border=st.integers(0, 3), grid=st.integers(1, 4))
def test_a_grown_box_has_its_border_and_lies_on_the_grid(box, border, grid):
    grown = box.grown(border, grid, WHOLE)
    near = Box(box.left - border, box.top - border, box.right + border, box.bottom + border)
    assert pixels(near) & pixels(WHOLE) <= pixels(grown) <= pixels(WHOLE)
    assert grown.left % grid == grown.top % grid == 0
    assert grown.right % grid == 0 or grown.right == WHOLE.right
    assert grown.bottom % grid == 0 or grown.bottom == WHOLE.bottom
    assert grown.left > box.left - border - grid or grown.left == 0


@settings(deadline=None)
@given(box=boxes, size=st.integers(1, 4), across=st.integers(-5, 5), down=st.integers(-5, 5))
def test_a_box_on_the_grid_shrinks_to_its_samples(box, size, across, down):
    grid = Box(*(side // size * size for side in box))
    assert pixels(grid.shrunk(size)) == {(x // size, y // size) for x, y in pixels(grid)}
    moved = {(x + across, y + down) for x, y in pixels(box)}
    assert pixels(box.moved(across, down)) == moved
