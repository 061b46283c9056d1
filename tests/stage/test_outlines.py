"""Outlines of text: Manim's way of reading what Typst writes agrees, and nothing is shared."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from manim import VectorizedPoint, VMobject

from squiggle.core.activations import ACTIVATIONS
from squiggle.lesson import load
from squiggle.lesson.lines import wrap
from squiggle.lesson.pacing import tell
from squiggle.lesson.words import LANGUAGES, Words
from squiggle.stage import text as module
from squiggle.stage.outlines import drawing, outlines
from squiggle.stage.text import Formula, Label

from .manims_text import manims_label, manims_outlines

INK = "#EEF1F5"
ODD = [
    *("a", " ", "", "µmol/m²s", "x³ ± ½", "Zażółć gęślą jaźń", "ŁÓDŹ ĘĄ", "“quoted” – long — …"),
    *("−12.3e6", "450e−6 × (3,14) ≈ 0", 'say "x"', "fi ffl → ≤ ≥ °C", "0123456789+−×≈.,e=()" * 2),
]
FORMULAS = [
    *("max(0, x)", "x/2", "(x^2 - 1)/(2 x_1)", "sqrt(x) + overline(x y)", "abs(x) <= pi"),
    *("cases(1, 2)", "underbrace(x, 2) + mat(1, 2; 3, 4)", "sum_(i=1)^n f", "accent(x, hat)"),
]  # fmt: skip
DRAWN = [
    "H#underline[word] #strike[gone] #overline[above]",
    "H#rect(width: 5pt, height: 4pt, fill: red) #circle(radius: 3pt) #line(length: 9pt)",
    "H#rotate(20deg)[turned] #scale(150%)[wide] #box(inset: 2pt)[boxed] #text(fill: blue)[µ]",
]


def told(language):
    """Every title and every line of a caption of the dosage film."""
    lesson = replace(load(), language=language)
    words = Words(lesson)
    for plan in tell(lesson):
        yield words.title(plan), True
        for beat in plan.beats:
            for cue in words.cues(plan, beat.name):
                yield from ((line, False) for line in wrap(cue, words.breaks))


def with_every_letter(lines):
    """Lines that have every letter of all, in each weight, long ones first: Manim reads slowly."""
    seen = set()
    for line, bold in sorted(lines, key=lambda told: -len(told[0])):
        letters = {(letter, bold) for letter in line}
        if letters - seen:
            seen |= letters
            yield line, bold


def assert_same_outlines(body):
    manims, ours = manims_outlines(drawing(body)), outlines(body)
    assert len(manims) == len(ours)
    for theirs, glyph in zip(manims, ours, strict=True):
        assert glyph.dtype == theirs.points.dtype and glyph.shape == theirs.points.shape
        np.testing.assert_array_equal(glyph[:, :2], theirs.points[:, :2])  # to the last bit
        assert not glyph[:, 2].any() and np.abs(theirs.points[:, 2]).max() < 1e-14


def assert_same_parts(ours, manims):
    for part, theirs in zip(ours.get_family()[1:], manims.get_family()[1:], strict=True):
        assert type(part) is type(theirs)
        assert_alike(part, theirs)


def assert_alike(one, other):
    """Every attribute is the same, and none that can be changed in place is shared."""
    assert vars(one).keys() == vars(other).keys()
    for name, value in vars(one).items():
        theirs = vars(other)[name]
        if name == "submobjects":
            assert len(value) == len(theirs)
        elif isinstance(value, np.ndarray):
            np.testing.assert_allclose(value, theirs, rtol=0, atol=1e-12, err_msg=name)
        else:
            assert value == theirs, name
        if isinstance(value, list | dict | set | np.ndarray):
            assert value is not theirs
            assert not isinstance(value, np.ndarray) or not np.shares_memory(value, theirs)
            assert not isinstance(value, np.ndarray) or value.flags.writeable


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_captions_and_titles_is_what_manim_makes_of_it(language):
    lines = list(dict.fromkeys(told(language)))
    assert len(lines) > 60
    for line, bold in with_every_letter(lines):
        weight = "semibold" if bold else "medium"
        body = f'#text(weight: "{weight}")[H#"{line}"]'
        assert_same_outlines(body)
    label = Label(line, 33, INK, bold=bold)
    assert_same_parts(label, manims_label(manims_outlines(drawing(body)), 33, INK))


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ODD)
def test_odd_letters_are_what_manim_makes_of_them(text, bold):
    weight = "semibold" if bold else "medium"
    body = (
        f'#text(weight: "{weight}", kerning: {str(not bold).lower()})[H#"{module._literal(text)}"]'
    )
    assert_same_outlines(body)
    body = f'#text(weight: "{weight}")[H#"{module._literal(text)}"]'
    made = manims_label(manims_outlines(drawing(body)), 27, INK)
    assert_same_parts(Label(text, 27, INK, bold=bold), made)


@pytest.mark.parametrize("source", [*FORMULAS, *(kind.formula for kind in ACTIVATIONS.values())])
def test_formulas_are_what_manim_makes_of_them(source):
    body = f"H$display({source})$"
    assert_same_outlines(body)
    assert_same_parts(
        Formula(source, 49, INK), manims_label(manims_outlines(drawing(body)), 49, INK)
    )


@pytest.mark.parametrize("body", DRAWN)
def test_lines_boxes_and_transforms_are_where_manim_has_them(body):
    assert_same_outlines(body)


def test_what_is_shared_cannot_be_written_to():
    for glyph in outlines('#text(weight: "medium")[H#"top"]'):
        with pytest.raises(ValueError, match="read-only"):
            glyph += 1


def test_the_parts_of_a_label_have_nothing_in_common():
    label, other = Label("oo", 33, INK), Label("oo", 33, INK)
    parts = [*label.ink, *other.ink]
    for one, next_one in pairwise(parts):
        for name, value in vars(one).items():
            if isinstance(value, np.ndarray):
                assert not np.shares_memory(value, vars(next_one)[name]), name
            assert not isinstance(value, list) or value is not vars(next_one)[name], name


def test_a_pattern_is_what_the_constructor_makes():
    points = np.zeros((4, 3))
    glyph = VMobject(fill_color=INK, fill_opacity=1, stroke_width=0)
    glyph.points = points + 0
    assert_alike(module._like(module._glyph(INK), points), glyph)
    assert_alike(module._like(module._stop(), points[:1]), VectorizedPoint())


def test_a_text_is_set_once():
    before = outlines.cache_info().misses
    for _ in range(3):
        Label("set once in a process", 33, INK)
        Label("set once in a process", 20, "#FF0000")
    assert outlines.cache_info().misses == before + 1
