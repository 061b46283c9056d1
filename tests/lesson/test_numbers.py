"""How numbers are written: true minus, never a signed zero, and sums that check."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.lesson.numbers import (
    DECIMALS,
    MINUS,
    add_up,
    as_given,
    multiply_out,
    short,
    show,
    show_as,
)

from .some import DOSAGE

numbers = st.floats(-1e6, 1e6)
decimals = st.integers(0, 6)


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
        (1e6, 1, "1000000.0"),
    ],
)
def test_show(value, places, text):
    assert show(value, places) == text


@given(value=numbers, places=decimals)
def test_what_is_shown_is_the_value_rounded_with_a_true_minus(value, places):
    text = show(value, places)
    read = Decimal(text.replace(MINUS, "-"))
    assert abs(read - Decimal(value)) <= Decimal(1).scaleb(-places) / 2
    assert "-" not in text
    assert text.startswith(MINUS) == (read < 0)
    assert len(text.partition(".")[2]) == places


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.1, "0.1"), (1.0, "1"), (-0.25, "−0.25"), (100.0, "100"), (-0.0, "0")],
)
def test_short(value, text):
    assert short(value) == text


@given(value=numbers)
def test_short_loses_nothing(value):
    assert float(short(value).replace(MINUS, "-")) == value


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


@given(terms=st.lists(numbers, min_size=1, max_size=4), total=numbers, places=decimals)
def test_add_up_says_what_a_calculator_says(terms, total, places):
    cents = [round(Decimal(show(x, places).replace(MINUS, "-")).scaleb(places)) for x in terms]
    shown = round(Decimal(show(total, places).replace(MINUS, "-")).scaleb(places))
    assert add_up(terms, total, places) == ("=" if sum(cents) == shown else "≈")


def test_each_kind_of_number_has_its_decimals():
    assert {DECIMALS[kind] for kind in ("biased", "scaled", "sum", "output")} == {2}
    assert DECIMALS["bent"] == 3
