"""How numbers are written: true minus, never a signed zero, short, and sums that check."""

import copy
import pickle
from decimal import Decimal
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from squiggle.errors import SquiggleError
from squiggle.lesson.numbers import (
    DECIMALS,
    MARKS,
    MINUS,
    Numbers,
    add_up,
    as_given,
    multiply_out,
    short,
    show,
    show_as,
)

from .some import DOSAGE

PLAIN, COMMA = Numbers(), Numbers(",")
usual = st.floats(-1e6, 1e6)
powers = st.builds(
    lambda mantissa, power: mantissa * 10.0**power, st.floats(-10, 10), st.integers(-40, 36)
)
numbers = st.one_of(usual, powers, st.just(0.0))
decimals = st.integers(0, 9)
ways = st.sampled_from([PLAIN, COMMA])


def last_digit(text, way=PLAIN):
    """The size of one unit of the last digit of a shown number."""
    return Decimal(1).scaleb(int(way.read(text).as_tuple().exponent))


def is_rounded(text, value, way=PLAIN):
    """Whether a shown number is the value to within half a unit of its last digit."""
    return abs(way.read(text) - Decimal(value)) <= last_digit(text, way) / 2


def written(way, value, places):
    """The value in every way of writing it."""
    return [way.show(value, places), way.short(value), way.weight(value, places)]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2.14, 2, "2.14"),
        (-1.3, 2, "−1.30"),
        (-3.7e-07, 2, "0.00"),
        (-0.0, 2, "0.00"),
        (-0.4, 0, "0"),
        (-0.005, 2, "−0.01"),  # the double is -0.005000000000000000104
        (-10, 0, "−10"),
        (99_999.99, 2, "99999.99"),
        (99_999.996, 2, "100e3"),  # large as shown
        (1e6, 1, "1.00e6"),
        (12_345_678, 2, "12.3e6"),
        (-123e9, 2, "−123e9"),
        (999_600, 2, "1.00e6"),
        (-1e36, 2, "−1.00e36"),
    ],
)
def test_show(value, places, text):
    assert show(value, places) == text
    assert COMMA.show(value, places) == text.replace(".", ",")


@given(value=st.floats(-99_999, 99_999), places=decimals)
def test_what_is_shown_is_the_value_rounded_with_a_true_minus(value, places):
    text = show(value, places)
    read = PLAIN.read(text)
    assert abs(read - Decimal(value)) <= Decimal(1).scaleb(-places) / 2
    assert text.startswith(MINUS) == (read < 0)
    assert len(text.partition(".")[2]) == places


@given(way=ways, value=numbers, places=decimals)
def test_what_is_written_can_be_read_back(way, value, places):
    for text in written(way, value, places):
        assert is_rounded(text, value, way)
        assert "-" not in text and "+" not in text
        assert text.startswith(MINUS) == (way.read(text) < 0)
        assert (way.decimal == ".") or "." not in text


@given(way=ways, value=numbers, places=decimals)
def test_both_signs_are_written_alike(way, value, places):
    for text, other in zip(written(way, value, places), written(way, -value, places), strict=True):
        assert text.lstrip(MINUS) == other.lstrip(MINUS)


@given(one=numbers, other=numbers, places=decimals)
def test_the_larger_of_two_is_never_written_as_the_smaller(one, other, places):
    low, high = sorted([one, other])
    for less, more in zip(written(PLAIN, low, places), written(PLAIN, high, places), strict=True):
        assert PLAIN.read(less) <= PLAIN.read(more)


@given(value=numbers, places=decimals)
def test_an_exponent_is_a_multiple_of_three_behind_three_digits(value, places):
    for text in written(PLAIN, value, places):
        mantissa, _, exponent = text.lstrip(MINUS).partition("e")
        if exponent:
            assert int(exponent.replace(MINUS, "-")) % 3 == 0
            assert 1 <= float(mantissa) < 1000 and len(mantissa.replace(".", "")) <= 3
        else:
            assert abs(PLAIN.read(text)) < 100_000


@given(value=numbers, places=st.integers(0, 17))
def test_a_weight_has_eight_characters_at_most_and_is_0_only_if_it_is(value, places):
    assume(value == 0 or abs(value) >= 1e-99)
    for text in (PLAIN.weight(value, places), PLAIN.short(value)):
        assert len(text) <= 8
        assert (PLAIN.read(text) == 0) == (value == 0)


@given(value=numbers, places=decimals)
def test_a_number_shown_is_as_wide_as_its_decimals_ask(value, places):
    assert len(PLAIN.show(value, places)) <= max(8, 7 + places)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (-34.4, 1, "−34.4"),
        (0.00045, 5, "0.00045"),  # as given
        (0.00045, 2, "450e−6"),
        (-0.00045, 2, "−450e−6"),
        (-1.234e-12, 2, "−1.2e−12"),
        (0.004, 2, "0.00400"),
        (0.4, 0, "0.400"),
        (0.0, 2, "0.00"),
        (-0.0, 9, "0.00000"),
        (-1234.56789, 5, "−1234.57"),
        (0.123456789, 9, "0.12346"),
        (12.3e6, 1, "12.3e6"),
        (1e12, 0, "1.00e12"),
    ],
)
def test_weight(value, places, text):
    assert PLAIN.weight(value, places) == text
    assert COMMA.weight(value, places) == text.replace(".", ",")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.1, "0.1"),
        (1.0, "1"),
        (-0.25, "−0.25"),
        (100.0, "100"),
        (-0.0, "0"),
        (1 / 3, "0.33333"),
        (0.1 + 0.2, "0.3"),
        (1e6, "1e6"),
        (123_456, "123e3"),
        (-0.00045, "−0.00045"),
        (0.000451, "451e−6"),
    ],
)
def test_short(value, text):
    assert short(value) == text
    assert COMMA.short(value) == text.replace(".", ",")


@given(ticks=st.integers(-99_999, 99_999), places=st.integers(0, 4))
def test_short_loses_nothing_of_five_digits(ticks, places):
    value = ticks / 10**places
    assert float(PLAIN.read(short(value))) == value


def test_another_decimal_mark_is_refused():
    with pytest.raises(SquiggleError, match="unknown decimal mark: ';'"):
        Numbers(";")
    assert set(MARKS) == {".", ","}


def test_a_way_of_writing_is_a_record():
    assert Numbers() == PLAIN != COMMA
    assert hash(Numbers()) == hash(PLAIN)
    assert copy.deepcopy(COMMA) == pickle.loads(pickle.dumps(COMMA)) == COMMA
    assert Numbers(decimals={"gap": 4}).show_as("gap", 1) == "1.0000"


def test_parameters_as_given():
    shown = [as_given(DOSAGE, name) for name in DOSAGE.parameters]
    assert shown == ["−34.4", "2.14", "−2.52", "1.29", "−1.30", "2.28", "−0.58"]
    with pytest.raises(KeyError):
        as_given(DOSAGE, "w9")


def test_the_top_node_as_the_film_shows_it():
    top = DOSAGE.trace.node("top")
    assert [show_as("biased", x) for x in top.biased] == [
        "2.14", "−1.30", "−11.62", "−15.06", "−28.82", "−32.26",
    ]  # fmt: skip
    assert [show_as("bent", y) for y in top.bent] == ["2.251", "0.241"] + ["0.000"] * 4
    assert [show_as("scaled", y) for y in top.scaled] == ["−2.93", "−0.31"] + ["0.00"] * 4
    assert [show_as("sum", y) for y in DOSAGE.trace.sum] == [
        "0.57", "2.74", "1.92", "1.61", "0.73", "0.58",
    ]  # fmt: skip


def test_every_sum_of_the_film_checks_on_a_calculator_but_one():
    trace = DOSAGE.trace
    terms = zip(*(node.scaled for node in trace.nodes), strict=True)
    signs = [add_up(t, total, 2) for t, total in zip(terms, trace.sum, strict=True)]
    assert signs == ["=", "≈", "=", "=", "=", "="]
    shifted = [add_up([s, trace.bias], y, 2) for s, y in zip(trace.sum, trace.output, strict=True)]
    assert signs.count("≈") == 1 and set(shifted) == {"="}


def test_every_product_of_the_film_checks_on_a_calculator():
    scales = [as_given(DOSAGE, "w3"), as_given(DOSAGE, "w4")]
    for scale, node in zip(scales, DOSAGE.trace.nodes, strict=True):
        for bent, scaled in zip(node.bent, node.scaled, strict=True):
            assert multiply_out([scale, show_as("bent", bent)], show_as("scaled", scaled)) == "="


@given(terms=st.lists(usual, min_size=1, max_size=4), total=usual, places=st.integers(0, 6))
def test_add_up_says_what_a_calculator_says(terms, total, places):
    shown = [Decimal(show(x, places).replace(MINUS, "-")) for x in terms]
    if any("e" in show(x, places) for x in (*terms, total, sum(shown))):
        return
    cents = sum(round(x.scaleb(places)) for x in shown)
    goal = round(Decimal(show(total, places).replace(MINUS, "-")).scaleb(places))
    assert add_up(terms, total, places) == ("=" if cents == goal else "≈")


@given(way=ways, terms=st.lists(numbers, min_size=1, max_size=4), places=decimals)
def test_the_sum_of_what_is_shown_is_exact_and_another_is_not(way, terms, places):
    shown = [way.read(way.show(term, places)) for term in terms]
    total = float(sum(shown))
    assert way.add_up([float(x) for x in shown], total, places) in ("=", "≈")
    text = way.show(sum(shown), places)
    if text == way.show(total, places):  # doubles are no decimals
        assert way.add_up(terms, total, places) == "="
    assert way.add_up(terms, total + 2 * float(last_digit(text, way)), places) == "≈"


@pytest.mark.parametrize(
    ("terms", "total", "sign"),
    [
        ([12.3e6, 0.57], 12_300_000.57, "="),
        ([12.34e6, 12.34e6], 24.68e6, "≈"),  # 12.3e6 + 12.3e6 = 24.6e6, not 24.7e6
        ([12.34e6, -12.3e6], 40_000, "≈"),  # 12.3e6 − 12.3e6 = 0
        ([60_000, 60_000], 120_000, "="),
        ([1e36, 1e36], 2e36, "="),
        ([1e36, -1.0], 1e36, "="),
    ],
)
def test_large_numbers_add_up_as_shown(terms, total, sign):
    assert PLAIN.add_up(terms, total, 2) == COMMA.add_up(terms, total, 2) == sign


@given(way=ways, values=st.lists(numbers, min_size=1, max_size=3), places=decimals)
def test_multiply_out_says_what_a_calculator_says(way, values, places):
    factors = [way.weight(value, places) for value in values]
    exact = prod((way.read(factor) for factor in factors), start=Decimal(1))
    product = way.show(exact, places)
    assert way.multiply_out(factors, product) == "="
    step = 2 * last_digit(product, way)
    other = way.show(exact + step, places)
    if last_digit(other, way) == last_digit(product, way):
        assert way.multiply_out(factors, other) == "≈"


@pytest.mark.parametrize(
    ("factors", "product", "sign"),
    [
        (["12.3e6", "2.00"], "24.6e6", "="),
        (["12.3e6", "2.251"], "27.7e6", "="),
        (["12.3e6", "2.251"], "27.8e6", "≈"),
        (["450e−6", "2.251"], "0.00", "="),
        (["−450e−6", "100e3"], "−45.00", "="),
        (["1.00e36", "99999.99"], "100e39", "="),
        (["1.00e36", "1.00e36"], "0.00", "≈"),
    ],
)
def test_large_and_small_numbers_multiply_out(factors, product, sign):
    assert multiply_out(factors, product) == sign
    comma = [text.replace(".", ",") for text in (*factors, product)]
    assert COMMA.multiply_out(comma[:-1], comma[-1]) == sign


def test_each_kind_of_number_has_its_decimals():
    assert {DECIMALS[kind] for kind in ("biased", "scaled", "sum", "output")} == {2}
    assert DECIMALS["bent"] == 3
