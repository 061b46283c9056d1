"""Captions are said as people say them: no digit and no sign is left to a voice."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.lesson import Overrides, load
from squiggle.lesson.numbers import Numbers
from squiggle.lesson.pacing import tell
from squiggle.lesson.words import LANGUAGES, Words, read_words
from squiggle.sound.spoken import INSIDE, PAUSES, spoken
from tests.lesson.random_lessons import lessons

ENGLISH = {
    "−34.4": "Minus thirty-four point four",
    "2.251": "Two point two five one",
    "−1.30": "Minus one point three zero",
    "0.001": "Zero point zero zero one",
    "0": "Zero",
    "13": "Thirteen",
    "21": "Twenty-one",
    "100": "One hundred",
    "999": "Nine hundred ninety-nine",
    "10000": "Ten thousand",
    "99999": "Ninety-nine thousand nine hundred ninety-nine",
    "12.3e6": "Twelve point three million",
    "100e3": "One hundred thousand",
    "−123e9": "Minus one hundred twenty-three billion",
    "450e−6": "Four hundred fifty times ten to the minus six",
    "1.00e12": "One point zero zero times ten to the twelve",
    "0, 0.5 and 1": "Zero, zero point five and one",
    "times −34.4.": "Times minus thirty-four point four.",
    "3 × 2 ≈ 6": "Three times two is about six",
    "4 of 6 fit.": "Four of six fit.",
    "w1 and CO₂": "W one and CO two",
    "25 °C": "Twenty-five degrees Celsius",
    "far left near zero": "Far left near zero",
    "“bottom”: the same": "Bottom: the same",
    "don't": "Don't",
}
POLISH = {
    "−34,4": "Minus trzydzieści cztery przecinek cztery",
    "2,251": "Dwa przecinek dwa pięć jeden",
    "1": "Jeden",
    "1000": "Tysiąc",
    "2500": "Dwa tysiące pięćset",
    "12,3e6": "Dwanaście przecinek trzy miliona",
    "5e6": "Pięć milionów",
    "450e−6": "Czterysta pięćdziesiąt razy dziesięć do potęgi minus sześć",
    "rośnie płynnie od 0 do 1.": "Rośnie płynnie od zera do jedynki.",
    "rośnie płynnie od −1 do 25": "Rośnie płynnie od minus jedynki do dwudziestu pięciu",
    "rośnie płynnie od 0 do 2,5": "Rośnie płynnie od zera do dwa przecinek pięć",
    "Krzywa pasuje w 4 z 6 pomiarów.": "Krzywa pasuje w czterech z sześciu pomiarów.",
    "w 1 z 122 pomiarów": "W jednym ze stu dwudziestu dwóch pomiarów",
    "W każdym z 10000": "W każdym z dziesięciu tysięcy",
    "blisko 1: działa": "Blisko jedynki: działa",
    "bliżej 0 niż 1": "Bliżej zera niż jedynki",
    "między −1 a 1.": "Między minus jedynką a jedynką.",
    "Razem są tu 22 liczby.": "Razem są tu dwadzieścia dwie liczby.",
    "Razem jest tu 7 liczb.": "Razem jest tu siedem liczb.",
    "Tylko dawki 0; 0,5 i 1?": "Tylko dawki zero; zero przecinek pięć i jeden?",
}


@pytest.mark.parametrize(
    ("language", "caption", "words"),
    [("en", *pair) for pair in ENGLISH.items()] + [("pl", *pair) for pair in POLISH.items()],
)
def test_numbers_and_signs_are_said_as_people_say_them(language, caption, words):
    assert spoken(caption, language) == words


def is_spoken(text: str) -> bool:
    return all(
        unicodedata.category(letter)[0] in "LM" or letter in f" {PAUSES}{INSIDE}" for letter in text
    )


def captions(lesson):
    words = Words(lesson)
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            yield from words.cues(chapter, beat.name)


@settings(max_examples=12, deadline=None)
@given(lessons())
def test_nothing_is_left_that_is_no_word(lesson):
    for caption in captions(lesson):
        words = spoken(caption, lesson.language)
        assert is_spoken(words), caption
        assert words == " ".join(words.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caption_of_the_dosage_lesson_keeps_its_words(language):
    for caption in captions(load("dosage", Overrides(language=language))):
        words = spoken(caption, language)
        plain = [word for word in caption.split() if word.isalpha()]
        assert is_spoken(words) and set(map(str.lower, plain)) <= set(
            words.lower().replace(".", " ").split()
        )


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e12, 1e12), st.integers(0, 4), st.sampled_from(LANGUAGES))
def test_two_numbers_that_are_written_differently_are_said_differently(value, decimals, language):
    numbers = Numbers(read_words(language)["numbers"]["decimal_mark"])
    one, other = (numbers.show(x, decimals) for x in (value, value * 1.01 + 1))
    assert (spoken(one, language) == spoken(other, language)) == (one == other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_that_numbers_need(language):
    told = read_words(language)["spoken"]
    used = {*told.get("after", {}).values(), *told.get("before", {}).values(), "numbers"}
    for form in used:
        lists = {key: told[form][key] for key in ("ones", "tens", "hundreds") if key in told[form]}
        assert {key: len(words) for key, words in lists.items()}.items() <= {
            *(("ones", 20), ("tens", 8), ("hundreds", 9))
        }
        assert form == "numbers" or told[form]["like"] in told
    assert {"ones", "tens", "hundreds", "hyphen", "thousand", "million", "billion"} <= set(
        told["numbers"]
    )
    assert set(told["signs"]) == set(read_words("en")["spoken"]["signs"])
    assert is_spoken("".join(told["signs"].values()))
