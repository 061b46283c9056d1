"""The film's words: complete, filled, short enough to read, and free of the network's digits."""

import copy
import re
import string
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from squiggle.core import ACTIVATIONS, Network
from squiggle.errors import SquiggleError
from squiggle.lesson.storyboard import STORYBOARD
from squiggle.lesson.words import LANGUAGES, Words, read_words

from .some import DOSAGE, lessons, retold

WORDS = Words(DOSAGE)
BEATS = [(chapter.name, beat) for chapter in STORYBOARD for beat in chapter.beats]
NAMES = [f"{chapter}.{beat.name}" for chapter, beat in BEATS]
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


@pytest.mark.parametrize(("chapter", "beat"), BEATS, ids=NAMES)
def test_each_beat_has_its_captions(chapter, beat):
    cues = WORDS.cues(chapter, beat.name)
    assert len(cues) == (2 if beat.seconds > 7 else 1)
    assert 2 <= beat.seconds / len(cues) <= 7
    for cue in cues:
        assert len(lines(cue)) <= 2
        assert len(cue) <= 15 * beat.seconds / len(cues)
        assert cue[0].isupper() and cue[-1] in ".?!"
        assert not re.search(r"[{}]|  |-\d|--", cue)


@pytest.mark.parametrize("chapter", STORYBOARD, ids=lambda chapter: chapter.name)
def test_each_chapter_has_a_title_of_three_words_or_fewer(chapter):
    assert 1 <= len(WORDS.title(chapter.name).split()) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_over(language):
    told = read_words(language)
    assert set(told["titles"]) == {chapter.name for chapter in STORYBOARD}
    cues = {(chapter, beat) for chapter, beats in told["cues"].items() for beat in beats}
    assert cues == {(chapter, beat.name) for chapter, beat in BEATS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_written_into_the_words(language):
    for text in strings(read_words(language)):
        fixed = "".join(literal for literal, *_ in string.Formatter().parse(text))
        assert not re.search(r"\d", fixed), text


def test_the_captions_tell_the_numbers_of_the_lesson():
    told = " ".join(cue for chapter, beat in BEATS for cue in WORDS.cues(chapter, beat.name))
    for number in (
        "−34.4", "2.14", "2.251", "−1.30", "1.29", "1.533", "2.28", "−2.93", "3.50", "0.57",
        "−0.58", "1.61", "1.03", "0.34", "2.16", "4.83", "0.001",
    ):  # fmt: skip
        assert number in told
    assert "Low and high doses did nothing. Medium doses worked." in told
    assert "turns upside down" in told and "grows taller" in told
    assert "Four of six doses fit" in told and "close to 1: this dose works" in told


def test_every_label_that_needs_no_more_fills():
    for key, text in read_words("en")["labels"].items():
        asked = {name for _, name, *_ in string.Formatter().parse(text) if name}
        extra = {name: "x" for name in asked if name.lower() not in WORDS.slots}
        assert WORDS.label(key, **extra)


@settings(deadline=None, max_examples=200)
@given(lesson=lessons)
def test_every_caption_fills_and_reads_well_for_any_lesson(lesson):
    words = Words(lesson)
    for chapter, beat in BEATS:
        cues = words.cues(chapter, beat.name)
        for cue in cues:
            assert len(lines(cue)) <= 2, cue
            assert len(cue) <= 17 * beat.seconds / len(cues), cue
            assert not re.search(r"[{}]|-\d|−0\.0*\b(?!\.?\d)", cue), cue


def bent(name):
    """The captions of the chapter about activations, for one of them."""
    network = Network.two_bends(**DOSAGE.parameters, activation=name)
    words = Words(retold(network))
    beats = ("ride_softplus", "light_formula")
    return [words.cues("ActivationFunctions", beat)[0] for beat in beats]


def seen(activation):
    """What the eye meets on the way from far left to far right."""
    slopes = activation.df(REACH)
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


def test_a_total_that_the_shown_terms_do_not_make_is_told_as_about():
    words = Words(replace(DOSAGE, question=0.1))  # -0.31 + 3.06 - 0.58 is 2.17 on a calculator
    terms, total = words.cues("Prediction", "run")
    assert "−0.31" in terms and "3.06" in terms
    assert "−0.58" in total and total.endswith("about 2.16.")


@pytest.mark.parametrize("count", [1, 3, 5])
def test_other_numbers_of_nodes_have_words_too(count):
    network = Network.of_bends([(3.0 - node, 0.5, 1.5) for node in range(count)], 0.25)
    words = Words(replace(DOSAGE, network=network, groups=(), decimals=_two(network)))
    chapters = set(NAMES) if count == 3 else {n for n in NAMES if "Node." not in n}
    told = {n: words.cues(*n.split(".")) for n in chapters if not n.startswith(("Sum", "Pred"))}
    assert all(told.values())
    assert words.cues("TheQuestion", "show_doses") == ("Two of six doses worked.",)


def _two(network):
    return dict.fromkeys(network.parameters, 2)


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
        (("titles", "TopNode"), lambda w: w.title("TopNode"), "has no 'TopNode' in [titles]"),
        (
            ("cues", "TopNode", "bend"),
            lambda w: w.cues("TopNode", "bend"),
            "has no 'bend' in [cues.TopNode]",
        ),
        (("labels", "sum"), lambda w: w.label("sum"), "has no 'sum' in [labels]"),
        (
            ("phrases", "shaping", "bump"),
            lambda w: w,
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
