"""Every language says all that English says, truly, in the room that there is."""

import copy
import re
import string
from dataclasses import replace
from functools import cache
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Network, activation, curve, locked
from squiggle.errors import SquiggleError
from squiggle.lesson import Group, Lesson, Names, Overrides, load, read
from squiggle.lesson.complete import check_words
from squiggle.lesson.lines import fits
from squiggle.lesson.node_slots import NODE_SLOTS
from squiggle.lesson.pacing import tell
from squiggle.lesson.plural import plural_form
from squiggle.lesson.slots import SLOTS
from squiggle.lesson.words import LANGUAGES, Words, read_words

OTHERS = [language for language in LANGUAGES if language != "en"]
NUMBERS = {"number", "others_count", "name", "factor", "noun", "unit", "list", "count", "total"}
GIVEN = NUMBERS | {
    "inputs",
    "distance",
    "height",
    "slice",
    "target",
    "asked_0",
    "asked_1",
    "parameter",
}
GIVEN |= {"asked_2"}


@cache
def dosage(language: str) -> Lesson:
    return load("dosage", Overrides(language=language))


def texts(table, path=()):
    """Every text of a language with its path; a list counts as one for each of its texts."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from texts(value, (*path, key))
        elif isinstance(value, list):
            yield from (((*path, key, place), text) for place, text in enumerate(value))
        else:
            yield (*path, key), value


def slots_of(text):
    names = (name for _, name, *_ in string.Formatter().parse(text) if name)
    return {name[:1].lower() + name[1:] for name in names}


def comparable(language):
    told = dict(texts(read_words(language)))
    skipped = ("plural", "captions", "spoken")  # grammar
    return {
        path: text
        for path, text in told.items()
        if path[0] not in skipped and path[:2] != ("phrases", "counts")
    }


def tables(language):
    """The tables of phrases whose keys are plural forms, with their keys."""
    words = read_words(language)
    forms = words["plural"].keys() - {"one", "many"}
    phrases = words["phrases"].items()
    return {
        name: set(table)
        for name, table in phrases
        if isinstance(table, dict) and name != "counts" and forms & table.keys()
    }


def test_english_comes_first_and_polish_is_there():
    assert LANGUAGES[0] == "en" and "pl" in LANGUAGES


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_has_the_keys_of_english(language):
    counted = tables("en")
    assert tables(language).keys() == counted.keys()

    def plain(told):
        return {path for path in told if path[0] != "phrases" or path[1] not in counted}

    assert plain(comparable(language)) == plain(comparable("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_counted_things_has_every_form_it_can_need(language):
    words = read_words(language)
    for name, keys in tables(language).items():
        for number in COUNTED[name]:
            special = {0: "none", 2: "two", 3: "three"}.get(number, "")
            assert special in keys or plural_form(words["plural"], number) in keys, (name, number)


COUNTED = {
    "nodes": range(1, 65),
    "holding": range(1, 65),
    "naming": range(4, 194, 3),
    "gathering": range(1, 65),
    "hooking": range(2, 4),
    "others": range(64),
    "tinying": range(7),
    "branching": range(1, 65),
    "these_few": range(1, 4),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_slots_are_those_that_exist(language):
    for path, text in texts(read_words(language)):
        if path[0] not in ("plural", "captions"):
            assert slots_of(str(text)) <= {*SLOTS, *NODE_SLOTS, *GIVEN}, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_have_three_words_or_fewer(language):
    for title in read_words(language)["titles"].values():
        assert 1 <= len(title.split()) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_digit_is_written_into_the_words(language):
    for path, text in texts(read_words(language)):
        if path[0] != "plural":
            fixed = "".join(literal for literal, *_ in string.Formatter().parse(text))
            assert not re.search(r"\d", fixed), path


# Whole numbers by their form, as Unicode's CLDR has them (cardinal rules, release 46).
FORMS = {
    "en": {"one": [1], "other": [0, 2, 3, 4, 5, 10, 11, 12, 21, 22, 100, 101, 1000]},
    "pl": {
        "one": [1],
        "few": [2, 3, 4, 22, 23, 24, 32, 33, 34, 42, 52, 102, 103, 104, 122, 1002],
        "many": [0, *range(5, 22), 25, 26, 31, 41, 51, 100, 101, 105, 111, 112, 113, 114, 1000],
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_unicode(language):
    rule = read_words(language)["plural"]
    assert set(rule) == set(FORMS[language])
    for form, numbers in FORMS[language].items():
        assert [plural_form(rule, number) for number in numbers] == [form] * len(numbers)


@pytest.mark.parametrize(
    ("table", "number", "told"),
    [
        ("nodes", 1, "jeden neuron ukryty"),
        ("nodes", 3, "trzy neurony ukryte"),
        ("nodes", 5, "5 neuronów ukrytych"),
        ("nodes", 12, "12 neuronów ukrytych"),
        ("nodes", 22, "22 neurony ukryte"),
        ("tinying", 5, " 5 jest maleńkich, ale to nie zera."),
        ("naming", 22, "Razem są tu 22 liczby."),
        ("others", 21, "Pozostałych 21 neuronów robi to samo ze swoimi liczbami."),
    ],
)
def test_polish_counts(table, number, told):
    assert Words(dosage("pl")).counted(table, number) == told


# ---- lessons of every kind ----

cents = st.integers(-4000, 4000).map(lambda number: number / 100)
weights = st.one_of(st.sampled_from([0.0, 1.0, -1.0]), cents, st.sampled_from([1e-9, 5e4, -1e6]))
bends = st.one_of(
    st.sampled_from(sorted(ACTIVATIONS)).map(activation),
    st.sampled_from([0.01, 0.5, 40.0]).map(lambda beta: activation("softplus", beta)),
)
nouns = st.sampled_from(["dose", "x", "temperature mean", "Außentemperatur"])
spans = st.sampled_from([(0.0, 1.0), (-3.7, 12.25), (0.0, 0.003), (-80_000.0, 12_345.0)])


@st.composite
def lessons(draw: st.DrawFn) -> Lesson:
    """A lesson with any number of nodes, any measurements, and long names now and then."""
    nodes = draw(st.one_of(st.integers(1, 4), st.integers(5, 9), st.sampled_from([12, 21, 22])))
    rows = draw(st.lists(st.tuples(weights, weights, weights), min_size=nodes, max_size=nodes))
    if nodes > 1 and draw(st.booleans()):
        rows[-1] = rows[0]
    low, high = draw(spans)
    network = Network.of_bends(rows, draw(weights), activation=draw(bends), output=draw(bends))
    count = draw(st.sampled_from([0, 0, 1, 2, 3, 6, 6, 7, 250]))
    shares = sorted(draw(st.lists(st.integers(0, 10), min_size=count, max_size=count)))
    inputs = [low + share / 10 * (high - low) for share in shares]
    outcome = draw(st.sampled_from([st.sampled_from([0.0, 1.0]), cents]))
    targets = draw(st.lists(outcome, min_size=count, max_size=count))
    groups, cut = (), count // 2
    if cut and draw(st.booleans()):
        parts = {draw(st.sampled_from(["low", "twelve chars"])): slice(cut)}
        parts |= {"another one": slice(cut, None)}
        groups = tuple(
            Group(name, locked(inputs[part]), locked(targets[part])) for name, part in parts.items()
        )
    noun = draw(nouns)
    return Lesson(
        name="any",
        title="Any",
        network=network,
        inputs=locked(inputs),
        targets=locked(targets),
        groups=groups,
        interval=(low, high),
        question=draw(st.sampled_from([low, (low + high) / 2, *inputs])),
        names=Names(noun, draw(nouns), draw(st.sampled_from(["", "sixteen letters!"]))),
        decimals=dict.fromkeys(network.parameters, draw(st.sampled_from([2, 4]))),
        pacing=draw(st.sampled_from(["short", "lesson", "slow"])),
    )


def spoken(lesson: Lesson, language: str) -> Lesson:
    mark = read_words(language)["numbers"]["decimal_mark"]
    return replace(lesson, language=language, decimal_mark=mark)


def captions(lesson: Lesson, words: Words | None = None) -> list[str]:
    words = words or Words(lesson)
    return [
        cue
        for chapter in tell(lesson, words)
        for beat in chapter.beats
        for cue in words.cues(chapter, beat.name)[: len(beat.parts)]
    ]


@settings(deadline=None, max_examples=50)
@given(lesson=lessons(), language=st.sampled_from(LANGUAGES))
def test_every_caption_and_slot_of_any_lesson_is_filled_and_reads_well(lesson, language):
    lesson = spoken(lesson, language)
    words = Words(lesson)
    check_words(lesson, words)
    assert all(isinstance(text, str) for text in words.slots.values())
    assert all(isinstance(words.slot(name, 0), str) for name in NODE_SLOTS)
    for cue in captions(lesson, words):
        assert len(cue) <= 84 and fits(cue), cue
        assert cue[0].isupper() or cue[0].isdigit(), cue
        assert cue[-1] in ".?" and not re.search(r"[{}]|  |\.\.|-\d|−0(?:[.,]0+)?(?![\d.,])", cue)
        if lesson.decimal_mark == ",":
            assert not re.search(r"\d\.\d", cue), cue
        else:
            assert not re.search(r"\d,\d", cue), cue


def test_a_lesson_takes_the_decimal_mark_of_its_language():
    text = "[network.parameters]\nw1 = 1\nb1 = 0\nw2 = 2\nb2 = 0\n"
    assert read("any", 'language = "pl"\n' + text).decimal_mark == ","
    assert read("any", 'language = "pl"\ndecimal_mark = "."\n' + text).decimal_mark == "."
    assert read("any", text).decimal_mark == "."
    polish = read("any", 'language = "pl"\n' + text)
    assert (polish.names.input, polish.names.output) == ("wejście", "wyjście")
    assert Words(polish).label("inputs") == "wejścia"


def test_the_polish_dosage_lesson():
    told = captions(dosage("pl"))
    for sentence in (
        "Mała i duża dawka: nic się nie dzieje. Średnia dawka: działa.",
        "Waga rozsuwa punkty i odwraca ich kolejność.",
        "Dawka 0: wysokości to −2,93 i 3,50.",
        "Krzywa pasuje do 4 z 6 pomiarów: przechodzi blisko nich.",
        "Tylko dawki 0; 0,5 i 1? Wyszłoby 0,001 i niczego byśmy nie zauważyli.",
    ):
        assert sentence in told


# ---- what is true of networks at the edge ----


def told_of(rows, last=0.0, data=None, language="en", **kinds):
    network = Network.of_bends(rows, last, **kinds)
    lesson = replace(
        dosage(language), network=network, decimals=dict.fromkeys(network.parameters, 2)
    )
    if data is not None:
        inputs, targets = data
        lesson = replace(lesson, inputs=locked(inputs), targets=locked(targets), groups=())
    return captions(lesson)


@pytest.mark.parametrize(
    ("rows", "kinds", "sentence"),
    [
        ([(-1, -1, 3)], {"activation": "relu"}, "The curve stays at zero."),
        ([(0, 1, 3)], {"activation": "relu"}, "The curve is now level at 3.00."),
        ([(0, 1, 1)], {"activation": "relu"}, "The curve stays the same."),
        ([(0, 1, 0)], {"activation": "relu"}, "The curve is wiped out."),
        ([(-1, -40, 3)], {}, "Out comes almost nothing: near zero all along."),
        ([(1e-4, 1, 3)], {}, "Out comes an almost level line, near 1.313"),
        ([(2, 1, 3)], {"activation": "identity"}, "What goes in comes out."),
        ([(2, 1, 3)], {"output": "sigmoid"}, "Slice, stretch, bend once more."),
        ([(0, 0, 0)], {"output": "sigmoid"}, "Now a flat line appears."),
        ([(1, 0, 1), (1, 0, -1.001)], {"activation": "identity"}, "Sweep through them all: a flat"),
        ([(-1, -1, 3)], {"activation": "relu"}, "the hidden node gives zero."),
        ([(0, 0, 0)], {"output": "sigmoid"}, "halfway between 0 and 1: the network cannot decide."),
    ],
)
def test_a_network_at_the_edge_is_told_truly(rows, kinds, sentence):
    assert any(sentence in cue for cue in told_of(rows, **kinds)), told_of(rows, **kinds)


def test_one_measurement_is_spoken_of_as_one():
    told = told_of([(0, 1, 3)], data=([0.5], [9.0]), activation="relu")
    assert "The one measurement does not fit: the curve is far from it." in told
    assert "At dose 0.5 it is 6.00 too low." in told


def test_measurements_are_counted_where_inputs_repeat():
    told = told_of([(0, 1, 3)], data=([0, 0, 1], [0, 1, 1]), activation="relu")
    assert "It worked in two of three measurements." in told
    assert "None of the measurements fits: the curve is far from each." in told


def test_a_gap_alone_is_not_added_up():
    assert "Square the gap: 36.00." in told_of([(0, 1, 3)], data=([0.5], [9]), activation="relu")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_data_nothing_is_said_of_measurements(language):
    told = told_of([(0, 1, 3)], data=([], []), language=language, activation="relu")
    assert not any(re.search(r"measure|zmierz|pomiar|mierzy", cue) for cue in told)
    if language == "en":
        assert "The answer is 3.00, right on the curve." in told


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ([2, 4], "The answer is 3.00, and the average measured there is 3.00: a fit."),
        ([3, 5], "The answer is 3.00, below the average measured there, 4.00."),
        ([-9, 5], "The answer is 3.00, above the average measured there, −2.00."),
        ([5, 5], "The answer is 3.00, below the 5.00 that was measured there."),
    ],
)
def test_an_answer_is_held_against_the_average_where_measurements_differ(targets, sentence):
    told = told_of([(0, 1, 3)], data=([0.5, 0.5], targets), activation="relu")
    assert sentence in told


def test_three_nodes_are_told_as_three():
    told = told_of([(5, 0, 1), (1, 0, 1), (3, 0, 1)])
    assert "Hook each onto the one before: they make about 2.08." in told
    assert [cue for cue in told if "this weight" in cue.lower()] == [
        "This weight is nearer zero, so its slice is shorter.",
        "This weight is farther from zero: a longer slice.",
    ]


def test_some_of_many_at_one_input_are_not_called_all_of_it():
    told = told_of([(0, 1, 3)], data=([0, 0, 0, 1], [3, 9, 3, 3]), activation="relu")
    assert "With these two measurements alone we would never know: 0.000." in told or (
        "With these three measurements alone we would never know: 0.000." in told
    )


def test_an_identity_is_not_said_to_bend():
    told = told_of([(2, 1, 3)], activation="identity")
    assert "Here are three ways to bend a line, and one that leaves it straight." in told


# ---- words that are not complete ----


def spoilt(*path, text=None):
    told = copy.deepcopy(dict(read_words("en")))
    place = told
    for key in path[:-1]:
        place = place[key]
    if text is None:
        del place[path[-1]]
    else:
        place[path[-1]] = text
    return told


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        (("titles", "Recap"), None, "words/en.toml has no 'Recap' in [titles]"),
        (("labels", "gap"), None, "words/en.toml has no 'gap' in [labels]"),
        (("cues", "Recap", "follow"), None, "words/en.toml has no 'follow' in [cues.Recap]"),
        (
            ("cues", "Recap", "follow"),
            ["One."],
            "words/en.toml, [cues.Recap] follow: 1 captions",
        ),
        (
            ("labels", "gap"),
            "{nowhere}",
            "words/en.toml, [labels] gap: unknown slot {nowhere}",
        ),
        (
            ("titles", "Recap"),
            "End 🙂",
            "words/en.toml, [titles] Recap: 🙂 (U+1F642) in 'End 🙂'",
        ),
        (
            ("cues", "Recap", "follow"),
            ["So long " * 12, "End."],
            f"words/en.toml, [cues.Recap] follow: no room for {'So long ' * 12!r}",
        ),
    ],
)
def test_what_is_not_complete_is_named(path, text, message):
    lesson = dosage("en")
    with pytest.raises(SquiggleError) as caught:
        check_words(lesson, Words(lesson, spoilt(*path, text=text)))
    assert caught.value.message == message


@given(text=st.text("ab ", max_size=100).map(lambda text: " ".join(text.split())))
def test_a_caption_fits_when_some_break_leaves_two_short_lines(text):
    breaks = [place for place, letter in enumerate(text) if letter == " "]
    split = any(place <= 42 and len(text) - place - 1 <= 42 for place in breaks)
    assert fits(text) == (len(text) <= 42 or split)


def test_the_curve_of_sixty_four_nodes_is_sampled_twice_at_most_for_all_that_is_said(monkeypatch):
    rng = np.random.default_rng(5)
    network = Network.of_bends(rng.normal(0, 5, (64, 3)).tolist(), 0.3)
    decimals = dict.fromkeys(network.parameters, 2)
    lesson = replace(dosage("en"), network=network, decimals=decimals)
    assert lesson.curve is not None  # sampled once for the whole film
    sampled = Mock(wraps=curve.sample)
    monkeypatch.setattr(curve, "sample", sampled)
    check_words(lesson)
    assert 1 <= sampled.call_count <= 2
