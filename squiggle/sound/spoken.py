"""A caption as it is said: its digits and signs in words.

A voice would read "−34.4" in ways of its own, and a teacher's sheet is to say what to say. Letters
and pauses are all that is left.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from squiggle.lesson.words import read_words
from squiggle.sound.numerals import NUMBER, PLAIN, Numerals

PAUSES = ".,;:?!"
INSIDE = "'’-"  # of a word: don't, thirty-four
DASHES = str.maketrans("–\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}", ",,--")
_DIGITS = re.compile(rf"(?<!\w){NUMBER.pattern}(?!\w)|(\d+)")  # numbers; else digits of a name


def spoken(caption: str, language: str) -> str:
    """The words of a caption as they are said in a language.

    >>> spoken("Send dose 0 into the top node: times −34.4.", "en")
    'Send dose zero into the top node: times minus thirty-four point four.'
    >>> spoken("Działa w 4 z 6 pomiarów.", "pl")
    'Działa w czterech z sześciu pomiarów.'
    """
    return Speaker(read_words(language)).say(caption)


class Speaker:
    """Says captions by the words of a language: its tables [spoken] and [plural]."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """See `read_words`."""
        self._told = words["spoken"]
        self._numerals = Numerals(self._told, words["plural"])
        longest_first = sorted(self._told["signs"], key=lambda sign: -len(sign))
        self._signs = re.compile("|".join(map(re.escape, longest_first)))

    def say(self, caption: str) -> str:
        """The caption in words."""
        text = _DIGITS.sub(self._number, unicodedata.normalize("NFC", caption))
        text = self._signs.sub(self._sign, text.translate(DASHES))
        # Such as ½ or ﬁ, which are written with one sign.
        text = _DIGITS.sub(self._number, unicodedata.normalize("NFKC", text))
        text = _tidied("".join(letter if _is_said(letter) else " " for letter in text))
        for words, joined in self._told.get("joined", {}).items():
            text = re.sub(rf"\b{words}\b", joined, text)
        return text

    def _number(self, found: re.Match[str]) -> str:
        if found[0].isdigit() and found.lastindex == NUMBER.groups + 1:
            digits = NUMBER.fullmatch(str(int(found[0])))
            assert digits
            return f" {self._numerals.say(digits)} "
        whole = NUMBER.fullmatch(found[0])
        assert whole
        before = re.search(r"(\w+)\s+$", found.string[: found.start()])
        after = re.match(r"\s+(\w+)", found.string[found.end() :])
        return self._numerals.say(whole, self._form(before, after))

    def _form(self, before: re.Match[str] | None, after: re.Match[str] | None) -> str:
        """The form of a whole number between two words."""
        for table, word in (("after", before), ("before", after)):
            if word and (form := self._told.get(table, {}).get(word[1].lower())):
                return str(form)
        return PLAIN

    def _sign(self, found: re.Match[str]) -> str:
        return f" {self._told['signs'][found[0]]} "


def _is_said(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMZ" or letter in PAUSES + INSIDE


def _tidied(text: str) -> str:
    """One space between words, none before a pause, no sign of a word alone, capitals first."""
    text = re.sub(rf"(?<!\w)[{INSIDE}]+|[{INSIDE}]+(?!\w)", " ", text)
    text = re.sub(rf"[\s{PAUSES}]*([{PAUSES}])", r"\1", " ".join(text.split()))
    return re.sub(r"(^|[.?!] )(\w)", lambda first: first[1] + first[2].upper(), text)
