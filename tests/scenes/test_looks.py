"""Lines can be told from the ground and from each other, by everybody."""

from itertools import combinations

import numpy as np
import pytest

from squiggle.stage.curve import Curve

from .sight import TELL, VISIONS, apart, blend, contrast, ground_of, rgb

DISTANCE = 20.0  # CAM02-UCS, for six colours
LIGHTNESS = 0.99  # opacity from which something is at full light


def bright(snapshot):
    return [shape for shape in snapshot.shapes if shape.opacity > LIGHTNESS]


def test_every_line_at_full_light_has_a_contrast_of_three(played):
    """Rule T11."""
    background = rgb(played.scene.theme.background)
    found = set()
    for snapshot in played.ends.values():
        for shape in bright(snapshot):
            ground = ground_of(shape, snapshot, background)
            ratio = contrast(blend(shape.stroke, 1.0, ground), ground)
            if shape.width > 0 and shape.stroke[3] > LIGHTNESS and ratio < TELL:
                found.add(f"- {played.plan.name}: {shape.name}: {ratio:.1f}")
    assert not found, "\n".join(sorted(found))


def test_every_line_is_three_pixels_wide(played):
    """Rule T18."""
    for snapshot in played.snapshots:
        for shape in snapshot.shapes:
            drawn = shape.width > 0 and shape.stroke[3] > 0.1
            assert not drawn or shape.width >= 3 - 1e-6, (
                f"- {played.plan.name}, {snapshot}: {shape}"
            )


def curves_together(played):
    """Each two visible curves of different names that share a plane at a beat's end."""
    for snapshot in played.ends.values():
        curves = [s for s in bright(snapshot) if isinstance(s.mob, Curve)]
        for a, b in combinations(curves, 2):
            if a.mob.plane is b.mob.plane and a.name != b.name:
                yield snapshot, a, b


@pytest.mark.parametrize("vision", VISIONS)
def test_curves_of_one_plane_can_be_told_by_colour(played, vision):
    """Rule T13."""
    found = set()
    for _, a, b in curves_together(played):
        distance = apart(a.stroke[:3], b.stroke[:3], vision)
        if distance < DISTANCE:
            found.add(f"- {played.plan.name}: {a.name} | {b.name}: {distance:.0f}, {vision}")
    assert not found, "\n".join(sorted(found))


def is_dashed(shape):
    """Whether there are gaps in a curve."""
    pieces = shape.mob.points.reshape(-1, 4, 3)
    return bool((np.abs(pieces[1:, 0] - pieces[:-1, 3]).max(axis=1) > 1e-9).any())


def test_curves_of_one_plane_differ_in_more_than_colour(played):
    """Rule T14: in width or in dashes."""
    for snapshot, a, b in curves_together(played):
        alike = a.width == b.width and is_dashed(a) == is_dashed(b)
        assert not alike, f"- {played.plan.name}, {snapshot}: {a} | {b}"
