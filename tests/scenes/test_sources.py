"""No digit of the network stands in the sources of the film: numbers come from the core."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

from squiggle.lesson import load
from squiggle.lesson.numbers import DECIMALS
from squiggle.lesson.words import LANGUAGES, read_words

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("scenes/*.py"), *ROOT.glob("squiggle/stage/*.py")])
EVERYDAY = {0.0, 0.5, 1.0}  # doses that are also the ends and the middle of anything


def significant(value, places):
    """A number's size with so many decimals, when that is more than one digit of it."""
    text = f"{abs(value):.{places}f}"
    return text if len(text.replace(".", "").strip("0")) > 1 else ""


def network_digits():
    """Every number of the lesson, as its size is written: parameters, doses, steps of the trace."""
    lesson = load()
    digits = {significant(lesson.parameters[n], lesson.decimals[n]) for n in lesson.parameters}
    for trace in (lesson.trace, lesson.trace_at([lesson.question])):
        steps = {"sum": trace.sum, "output": trace.output}
        for node in trace.nodes:
            steps |= {(node.name, k): getattr(node, k) for k in ("biased", "bent", "scaled")}
        for key, values in steps.items():
            places = DECIMALS[key if isinstance(key, str) else key[1]]
            digits |= {significant(value, places) for value in values}
    digits |= {significant(gap, DECIMALS["gap"]) for gap in lesson.gaps}
    digits |= {significant(lesson.error, 3), significant(lesson.error_of_few, 3)}
    return {float(text) for text in digits if text}


def doses():
    lesson = load()
    return {float(x) for x in (*lesson.inputs, lesson.question)} - EVERYDAY


def literals(source):
    """The numbers in a source: its literals, and those inside its strings but docstrings."""
    tree = ast.parse(source)
    documented = ast.Module, ast.ClassDef, ast.FunctionDef
    told = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node.lineno, float(node.value)
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in told
        ):
            for number in re.findall(r"\d+\.\d+", node.value):
                yield node.lineno, float(number)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_number_of_the_network_is_written_in_a_source(path):
    forbidden = network_digits() | doses()
    found = [
        (line, number) for line, number in literals(path.read_text("utf-8")) if number in forbidden
    ]
    assert not found, f"- {path.name}: " + ", ".join(f"line {line}: {n:g}" for line, n in found)


def test_the_search_finds_what_it_looks_for():
    assert {34.4, 2.14, 2.52, 1.29, 1.3, 2.28, 0.58, 2.251, 32.26, 2.16, 4.827} <= network_digits()
    assert doses() == {0.1, 0.4, 0.9}
    source = '"""2.14"""\nx = -34.4\ny = f"at {x} 2.28"\nz = 3\n'
    assert sorted(literals(source)) == [(2, 34.4), (3, 2.28), (4, 3.0)]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    assert sum(token.type == tokenize.NUMBER for token in tokens) == 2


def keys(table, path=()):
    for key, value in table.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from keys(value, (*path, key))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_counts_have_digits_for_keys(language):
    for path in keys(read_words(language)):
        assert path[:2] == ("phrases", "counts") or not re.search(r"\d", path[-1]), path
