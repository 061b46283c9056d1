"""Numbers as people say them: 2.251 is "two point two five one", 3e6 is "three million".

How a language does it stands in its words, under [spoken]: small numbers, tens, hundreds, the
counted thousands, and those again for each form in which the language declines its numerals.
"""

import re
from collections.abc import Mapping
from typing import Any

from squiggle.lesson.numbers import MINUS
from squiggle.lesson.plural import plural_form

NUMBER = re.compile(rf"([{MINUS}-]?)(\d+)(?:[.,](\d+))?(?:e([{MINUS}-]?)(\d+))?")
"""A number as captions have it: sign, whole, decimals, sign of the exponent, exponent."""
PLAIN = "numbers"  # the form of a number that nothing declines
TEEN, TEN, HUNDRED, THOUSAND = 20, 10, 100, 1000
SCALES = {3: "thousand", 6: "million", 9: "billion"}  # powers of ten that have a name
LARGEST = 10**12  # from here on a whole number is said digit by digit


class Numerals:
    """How a language says numbers, given the tables [spoken] and [plural] of its words."""

    def __init__(self, told: Mapping[str, Any], plural: Mapping[str, Any]) -> None:
        """Nothing is said before it is asked for."""
        self._told, self._plural = told, plural

    def say(self, number: re.Match[str], form: str = PLAIN) -> str:
        """What `NUMBER` has found, in words; `form` is the one in which whole numbers are said."""
        sign, whole, decimals, exponent_sign, exponent = number.groups()
        if decimals:
            digits = " ".join(self._whole(int(digit)) for digit in decimals)
            told = f"{self._whole(int(whole))} {self._told['decimal']} {digits}"
        else:
            told = self._whole(int(whole), form)
        power = int(exponent or 0)
        if power and not exponent_sign and power in SCALES:
            count = None if decimals else int(whole)
            told = self._counted(SCALES[power], count, told, form)
        elif power:
            number_of_power = self._signed(exponent_sign, self._whole(power))
            told = self._told["power"].format(count=told, number=number_of_power)
        return self._signed(sign, told)

    def _signed(self, sign: str, told: str) -> str:
        return f"{self._told['minus']} {told}" if sign else told

    def _whole(self, number: int, form: str = PLAIN) -> str:
        if number >= LARGEST:
            return " ".join(self._whole(int(digit)) for digit in str(number))
        if number == 1 and (alone := self._find(form, "one")):
            return str(alone)
        return " ".join(self._parts(number, form))

    def _parts(self, number: int, form: str) -> list[str]:
        """The words of a number >= 0: first its billions, then its millions, ..."""
        if not number:
            return [self._find(form, "ones")[0]]
        parts = []
        for power, scale in reversed(SCALES.items()):
            many, number = divmod(number, 10**power)
            if many:
                parts.append(self._counted(scale, many, " ".join(self._parts(many, form)), form))
        hundreds, number = divmod(number, HUNDRED)
        if hundreds:
            parts.append(self._find(form, "hundreds")[hundreds - 1])
        if number >= TEEN:
            tens, ones = divmod(number, TEN)
            told = self._find(form, "tens")[tens - 2]
            if ones:
                told += self._find(form, "hyphen") + self._find(form, "ones")[ones]
            parts.append(told)
        elif number:
            parts.append(self._find(form, "ones")[number])
        return parts

    def _counted(self, scale: str, many: int | None, told: str, form: str) -> str:
        """So many thousands or millions; None is a number with decimals."""
        forms = self._find(form, scale)
        key = "part" if many is None else plural_form(self._plural, many)
        if key not in forms:
            key = [*forms][-1]
        return str(forms[key].format(count=told))

    def _find(self, form: str, key: str) -> Any:
        """What a form has under a key, or the form that it is like in all else."""
        table = self._told[form]
        while key not in table:
            if "like" not in table:
                return None
            table = self._told[table["like"]]
        return table[key]
