"""The film's words: complete, filled, short enough to read, and free of the network's digits."""

import copy
import re
import string
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from squiggle.core import ACTIVATIONS, activation, locked
from squiggle.errors import SquiggleError
from squiggle.lesson.lines import fits
from squiggle.lesson.node_slots import NODE_SLOTS
from squiggle.lesson.pacing import tell
from squiggle.lesson.slots import SLOTS
from squiggle.lesson.storyboard import NAMES, find_chapter
from squiggle.lesson.words import LANGUAGES, Words, read_words

from .some import DOSAGE, lessons, measured, of_bends

WORDS = Words(DOSAGE)
CHAPTERS = tell(DOSAGE)
BEATS = [(chapter, beat) for chapter in CHAPTERS for beat in chapter.beats]
KEYS = [f"{chapter.name}.{beat.name}" for chapter, beat in BEATS]
REACH = np.linspace(-10.0, 10.0, 2001)


def strings(table):
    for value in table.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value
        else:
            yield from strings(value)


def lines(text):
    """The cue in as few lines as hold 42 characters each, broken between words."""
    rows = [""]
    for word in text.split():
        if len(f"{rows[-1]} {word}".strip()) > 42:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def said(lesson, chapter, beat):
    """The captions of a beat of a lesson."""
    words = Words(lesson)
    return words.cues(find_chapter(tell(lesson, words), chapter), beat)


def all_said(lesson):
    """Every caption of a lesson in one text."""
    words = Words(lesson)
    beats = [(chapter, beat) for chapter in tell(lesson, words) for beat in chapter.beats]
    return " ".join(cue for chapter, beat in beats for cue in words.cues(chapter, beat.name))


@pytest.mark.parametrize(("chapter", "beat"), BEATS, ids=KEYS)
def test_each_beat_has_its_captions(chapter, beat):
    cues = WORDS.cues(chapter, beat.name)
    assert len(cues) >= len(beat.parts)
    for cue, part in zip(cues, beat.parts, strict=False):
        assert 2 <= part.seconds <= 7
        assert len(lines(cue)) <= 2
        assert len(cue) <= 15 * part.seconds
        assert (cue[0].isupper() and cue[-1] in ".?!") or beat.name == "open_nodes"
        assert not re.search(r"[{}]|  |-\d|--", cue)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_of_any_lesson_has_a_title(language):
    assert set(read_words(language)["titles"]) == set(NAMES)


def test_titles_are_those_of_the_file():
    titles = read_words("en")["titles"]
    assert [WORDS.title(chapter) for chapter in CHAPTERS] == [titles[c.name] for c in CHAPTERS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_over(language):
    many = [
        of_bends([(2.0, -1.0, 1.5)] * count, 0.5, output="tanh", language=language)
        for count in (1, 2, 3, 5)
    ]
    chapters = [chapter for lesson in many for chapter in tell(lesson)]
    beats = {(chapter.scene, beat.name) for chapter in chapters for beat in chapter.beats}
    cues = read_words(language)["cues"]
    assert {(scene, beat) for scene, told in cues.items() for beat in told} == beats


def test_the_captions_tell_the_numbers_of_the_lesson():
    told = all_said(DOSAGE)
    for number in (
        "−34.4", "2.14", "2.251", "−1.30", "1.29", "1.533", "2.28", "−2.93", "3.50", "0.57",
        "−0.58", "1.61", "1.03", "0.34", "2.16", "4.827", "0.001",
    ):  # fmt: skip
        assert number in told
    assert "Low and high doses did nothing. Medium doses worked." in told
    assert "turns upside down" in told and "grows taller" in told
    assert (
        "Four of six measurements fit" in told and "close to 1: the network says it works" in told
    )


def test_every_label_that_needs_no_more_fills():
    for key, text in read_words("en")["labels"].items():
        asked = {name for _, name, *_ in string.Formatter().parse(text) if name}
        extra = {name: "x" for name in asked if name.lower() not in SLOTS}
        assert WORDS.label(key, **extra)


@settings(deadline=None, max_examples=100)
@given(lesson=lessons())
def test_every_caption_fills_and_reads_well_for_any_lesson(lesson):
    words = Words(lesson)
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            for cue in words.cues(chapter, beat.name):
                assert len(lines(cue)) <= 2 and fits(cue), cue
                assert not re.search(r"[{}]|  |-\d|−0\.0*\b(?!\.?\d)", cue), cue


@settings(deadline=None, max_examples=60)
@given(lesson=lessons())
def test_every_slot_can_be_filled_for_any_lesson_and_node(lesson):
    words = Words(lesson)
    assert set(words.slots) == set(SLOTS)
    for place in range(len(lesson.network.bends())):
        assert all(isinstance(words.slot(name, place), str) for name in NODE_SLOTS)


@settings(deadline=None, max_examples=60)
@given(lesson=lessons())
def test_the_numbers_of_a_node_are_its_own(lesson):
    words, write = Words(lesson), lesson.numbers
    for place, (weight, bias, scale) in enumerate(lesson.network.bends()):
        bent = float(lesson.activation.f(np.array([weight * lesson.marks[0] + bias]))[0])
        assert words.slot("biased", place) == write.show_as(
            "biased", weight * lesson.marks[0] + bias
        )
        assert words.slot("bent", place) == write.show_as("bent", bent)
        assert words.slot("scaled", place) == write.show_as("scaled", scale * bent)
        for name, value in (("weight", weight), ("bias", bias), ("scale", scale)):
            shown = write.read(words.slot(name, place))
            assert abs(float(shown) - value) <= 0.05 + 1e-3 * abs(value)


def bent(name):
    """The captions of the chapter about activations, for one of them."""
    network = of_bends([(-34.4, 2.14, -1.3), (-2.52, 1.29, 2.28)], bend=name)
    return [said(network, "ActivationFunctions", beat)[0] for beat in ("ride", "light_formula")]


def seen(kind):
    """What the eye meets on the way from far left to far right."""
    slopes = kind.df(REACH)
    left, right = ("flat" if abs(slopes[end]) < 0.01 else "slope" for end in (0, -1))
    if np.ptp(slopes) == 0:
        return [left]
    corner = np.abs(np.diff(slopes)).max() > 0.5
    return [left, "corner" if corner else "climb" if left == right else "bend", right]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_each_activation_is_described_as_it_looks(name):
    sentence = bent(name)[0]
    assert sentence.lower().startswith(name)
    told = re.findall(r"flat|slope|corner|climb|bend", sentence.partition(" without ")[0])
    assert told == seen(ACTIVATIONS[name])


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_heights_lie_between_the_numbers_that_are_told(name):
    sentence, heights = bent(name)[1], ACTIVATIONS[name].f(REACH)
    low, high = (float(number.replace("−", "-")) for number in re.findall(r"−?\d+", sentence))
    assert "always lie between" in sentence
    assert low < heights.min() < low + 1e-3 and high - 1e-3 < heights.max() < high


@pytest.mark.parametrize(
    ("name", "claim", "same"),
    [
        ("identity", "What goes in comes out", REACH),
        ("relu", "Whichever of the two is larger: zero, or what came in", np.maximum(0, REACH)),
        ("softplus", "far left near zero, far right near x itself", np.maximum(0, REACH)),
    ],
)
def test_what_is_told_of_a_formula_is_what_it_does(name, claim, same):
    assert claim in bent(name)[1]
    off = np.abs(ACTIVATIONS[name].f(REACH) - same)
    far = np.abs(REACH) > 8
    assert off[far].max() < 1e-3
    assert name == "softplus" or off.max() == 0


def test_a_soft_softplus_is_not_said_to_be_flat():
    lesson = of_bends([(1.0, 0.0, 1.0)], bend=activation("softplus", 0.3))
    assert "flat" not in said(lesson, "ActivationFunctions", "ride")[0]


def test_a_total_that_the_shown_terms_do_not_make_is_told_as_about():
    terms, total = said(replace(DOSAGE, question=0.1), "Prediction", "run")[:2]
    assert "−0.31" in terms and "3.06" in terms  # -0.31 + 3.06 - 0.58 is 2.17 on a calculator
    assert "−0.58" in total and total.endswith("about 2.16.")


@pytest.mark.parametrize(
    ("count", "hidden", "branches"),
    [
        (1, "One input, one hidden node, one output.", "the hidden node gives "),
        (2, "One input, two hidden nodes, one output.", "The top adds "),
        (3, "One input, three hidden nodes, one output.", "Top "),
        (5, "One input, five hidden nodes, one output.", "All five hidden nodes together make "),
        (20, "One input, 20 hidden nodes, one output.", "All 20 hidden nodes together make "),
    ],
)
def test_other_numbers_of_nodes_have_words_too(count, hidden, branches):
    lesson = of_bends([(3.0 - node / 2, 0.5, 1.5) for node in range(count)], 0.25)
    assert said(lesson, "TheNetwork", "grow") == (hidden,)
    assert branches in said(lesson, "Prediction", "run")[0]
    assert all_said(lesson)


@pytest.mark.parametrize(
    ("inputs", "targets", "sizes", "sentence"),
    [
        ([0, 0.2, 0.6, 1], [0, 1, 1, 0], (), "It worked in two of four measurements."),
        ([0, 0.2, 0.6, 1], [0, 0, 1, 1], (2, 2), "A ones doses did nothing. B ones doses worked."),
        ([0, 0.2, 0.6, 1], [0, 1, 1, 1], (2, 2), "It worked in three of four measurements."),
        ([0, 0.5, 1], [3, 7, 2], (), "Here are three measurements of effect."),
    ],
)
def test_what_was_measured_is_told_in_its_manner(inputs, targets, sizes, sentence):
    lesson = measured(DOSAGE, inputs, targets, sizes)
    assert said(lesson, "TheQuestion", "show_doses") == (sentence,)


def test_many_measurements_are_said_to_be_drawn_in_part():
    xs = np.linspace(0, 1, 1000)
    lesson = replace(DOSAGE, inputs=locked(xs), targets=locked(xs**2), groups=())
    told = said(lesson, "TheQuestion", "show_doses")
    assert told == ("1000 measurements; 200 of them are drawn.",)


@pytest.mark.parametrize(
    ("bends", "sentence"),
    [
        ([(2.0, 1.0, 1.0), (1.0, 0.0, 1.0)], "its slice is shorter."),
        ([(2.0, 1.0, 1.0), (5.0, 0.0, 1.0)], "a longer slice."),
        ([(2.0, 1.0, 1.0), (2.1, 0.0, 1.0)], "a slice of similar length."),
        ([(2.0, 1.0, 1.0), (2.0, 1.0, 3.0)], "same weight, same bias, same slice."),
        ([(2.0, 1.0, 1.0), (0.0, 1.0, 1.0)], "a level line: 1.313 all along."),
    ],
)
def test_what_sets_the_bottom_node_apart_is_told(bends, sentence):
    assert said(of_bends(bends), "BottomNode", "sweep")[0].endswith(sentence)


def test_a_dead_node_is_called_dead():
    lesson = of_bends([(1.0, -5.0, 2.0), (1.0, 0.0, 1.0)], bend="relu")
    assert "this node is dead here" in said(lesson, "TopNode", "sweep")[1]
    assert said(lesson, "TopNode", "scale")[1] == "The curve stays at zero."


TOP = find_chapter(CHAPTERS, "TopNode")


def without(*path):
    told = copy.deepcopy(dict(read_words("en")))
    place = told
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return told


@pytest.mark.parametrize(
    ("path", "ask", "message"),
    [
        (("titles", "TopNode"), lambda w: w.title(TOP), "has no 'TopNode' in [titles]"),
        (
            ("cues", "TopNode", "bend"),
            lambda w: w.cues(TOP, "bend"),
            "has no 'bend' in [cues.TopNode]",
        ),
        (("labels", "sum"), lambda w: w.label("sum"), "has no 'sum' in [labels]"),
        (
            ("phrases", "shaping", "bump"),
            lambda w: w.phrase("shaping", "bump"),
            "has no 'bump' in [phrases.shaping]",
        ),
    ],
)
def test_a_missing_string_names_the_file_and_the_key(path, ask, message):
    with pytest.raises(SquiggleError) as caught:
        ask(Words(DOSAGE, without(*path)))
    assert caught.value.message == f"words/en.toml {message}"
    assert caught.value.hint.startswith("known: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("at {nowhere}", "words/en.toml, [labels] sum: unknown slot {nowhere}"),
        ("at {", "words/en.toml, [labels] sum: Single '{' encountered in format string"),
    ],
)
def test_a_missing_slot_names_the_file_and_the_key(text, message):
    told = copy.deepcopy(dict(read_words("en")))
    told["labels"]["sum"] = text
    with pytest.raises(SquiggleError) as caught:
        Words(DOSAGE, told).label("sum")
    assert caught.value.message == message
    assert caught.value.hint == f"in: {text}"


def test_labels_take_more_slots_and_capitals_begin_sentences():
    told = copy.deepcopy(dict(read_words("en")))
    told["labels"]["sum"] = "{Input} {dose} of {inputs}"
    assert Words(DOSAGE, told).label("sum", dose="0.9") == "Dose 0.9 of doses"


def test_an_unknown_language_lists_the_known_ones():
    with pytest.raises(SquiggleError, match="unknown language: 'xx' - known: en"):
        read_words("xx")
