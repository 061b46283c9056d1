"""Plural forms: which form of a noun goes with a number, by the rule of a language's file.

A rule is a table of forms, tried in order, as Unicode's CLDR describes them for whole numbers: a
form is taken when the number is one of `is`, or when it ends in one of `ends` and not in one of
`but` (its last two digits). The form without conditions takes the rest.
"""

from collections.abc import Mapping, Sequence


def plural_form(rule: Mapping[str, Mapping[str, Sequence[int]]], number: int) -> str:
    """The name of the form.

    >>> polish = {"one": {"is": [1]}, "few": {"ends": [2, 3, 4], "but": [12, 13, 14]}, "many": {}}
    >>> [plural_form(polish, number) for number in (1, 3, 5, 13, 22)]
    ['one', 'few', 'many', 'many', 'few']
    """
    for form, condition in rule.items():
        if not condition or number in condition.get("is", ()):
            return form
        ends = number % 10 in condition.get("ends", ())
        if ends and number % 100 not in condition.get("but", ()):
            return form
    raise KeyError(number)
