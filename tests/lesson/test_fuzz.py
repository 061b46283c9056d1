"""Whatever a file holds, reading it ends in a lesson or in one line.

4,000 files are tried: 2,500 lesson files, 1,500 CSV files.
"""

from importlib import resources
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from squiggle.core import ACTIVATIONS
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson, Overrides, read
from squiggle.lesson.file import LessonFile
from squiggle.lesson.measurements import read_csv
from squiggle.lesson.overrides import SETTINGS
from squiggle.lesson.refusal import _table
from squiggle.lesson.starter import starter
from squiggle.lesson.toml import quoted
from squiggle.lesson.written import written

DOSAGE = (resources.files("squiggle.lesson") / "lessons" / "dosage.toml").read_text("utf-8")

many = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def tell(text: str, overrides: Overrides | None = None) -> Lesson | None:
    """Read a text: what comes out holds together, what is refused is told in one short line."""
    try:
        lesson = read("mine", text, None, overrides)
    except SquiggleError as error:
        assert error.status == 2
        said = str(error)
        assert said.isprintable() and 10 < len(said) < 500, said
        return None
    low, high = lesson.interval
    assert low <= lesson.question <= high and low < high
    assert len(lesson.inputs) == len(lesson.targets) <= 10_000
    assert (np.diff(lesson.inputs) >= 0).all()
    assert not lesson.has_data or low <= lesson.inputs[0] <= lesson.inputs[-1] <= high
    assert 2 <= len(lesson.marks) <= 6
    assert np.isfinite(lesson.trace.output).all()
    assert list(lesson.decimals) == list(lesson.parameters)
    assert read("again", written(lesson)).digest == lesson.digest
    return lesson


tokens = st.sampled_from(
    [
        *'\n"=[]{}.,#-+_\\ \t',
        "'''",
        '"""',
        "[[",
        "]]",
        "\r\n",
        "0",
        "1e308",
        "-1e13",
        "1e-400",
        "nan",
        "inf",
        "true",
        "2020-01-01",
        "0x1F",
        "9" * 30,
        "w1 = ",
        "b9 = 1\n",
        "[data]\n",
        "\0",
        "\ufeff",
        "\u200b",
        "🙂",
        "é",
        "\ud7ff",
        "inputs = []\n",
        "[network.parameters]\n",
    ]
)


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A good file after a few slips of the hand."""
    text = draw(st.sampled_from([DOSAGE, starter()]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        put = draw(st.one_of(tokens, st.just(""), st.text(max_size=3)))
        text = text[:start] + put + text[end:]
    return text


@settings(many, max_examples=1000)
@given(edited())
def test_an_edited_file(text):
    tell(text)


numbers = st.one_of(
    st.integers(-5, 5),
    st.floats(-3, 3).map(repr),
    st.sampled_from(["1e12", "-1e12", "1.1e12", "1e-300", "-0.0", "0.50", "nan", "-inf", "1e400"]),
).map(str)
words = st.sampled_from(
    [
        *ACTIVATIONS,
        "dark",
        "light",
        "en",
        "pl",
        "short",
        "lesson",
        "slow",
        ".",
        ",",
        "",
        "dose",
        "low",
        "TopNode",
        "Recap",
        "a" * 99,
        "🙂",
        "a\nb",
        "\u0301",
        "{input}",
        "%s",
        "../x",
        "\0",
    ]
).map(quoted)
rows = st.lists(numbers, max_size=4).map(lambda row: f"[{', '.join(row)}]")
plain = st.one_of(numbers, words, rows, st.sampled_from(["true", "false", "{}", "[[]]", "[{}]"]))
strange = st.sampled_from(["w1", "b1", "w2", "b2", "low", "pl", "en", "Title", "é", "a.b", ""])


@st.composite
def tables(draw: st.DrawFn, kind: type[BaseModel] | None = None, depth: int = 3) -> dict[str, str]:
    """Known keys with any values, and now and then another key."""
    keys = st.sampled_from(sorted(kind.model_fields)) if kind else strange
    told = {}
    wanted = draw(st.sets(keys, max_size=5))
    if draw(st.sampled_from([False] * 7 + [True])):
        wanted.add(draw(strange))
    for key in sorted(wanted):
        inner = kind and key in kind.model_fields and _table(kind.model_fields[key].annotation)
        value = tables(inner or None, depth - 1).map(inline) if depth else plain
        told[key] = draw(value if inner and draw(st.booleans()) else st.one_of(plain, value))
    return told


def inline(told: dict[str, str]) -> str:
    """A table in one line."""
    return "{ " + ", ".join(f"{quoted(key)} = {part}" for key, part in told.items()) + " }"


setting = st.sampled_from([*SETTINGS, "w1", "b2", "w9", "W1", "", "names"])
typed = st.one_of(
    st.none(),
    st.builds(
        Overrides,
        data=st.sampled_from([None, Path("no.csv")]),
        weights=st.sampled_from([None, Path("no.json")]),
        settings=st.dictionaries(setting, st.one_of(numbers, st.text(max_size=5)), max_size=2),
        theme=st.sampled_from([None, "dark", "drak"]),
        captions=st.sampled_from([None, False]),
    ),
)


@settings(many, max_examples=700)
@given(tables(LessonFile), typed)
@example({"network": "{ parameters = { w1 = 1, b1 = 2, w2 = 3, b2 = 4 } }"}, None)
def test_known_keys_with_any_values(told, overrides):
    tell("\n".join(f"{quoted(key)} = {value}" for key, value in told.items()), overrides)


optional = {
    "title": words,
    "question": numbers,
    "chapters": st.sampled_from(['["Recap"]', '["topnode"]', "[]"]),
    "pacing": words,
    "language": words,
    "input.range": rows,
    "data.inputs": rows,
    "data.targets": rows,
    "data.groups": st.sampled_from(["{ low = 1 }", "{ low = 1, high = 1 }", "{}"]),
    "network.activation": st.sampled_from(sorted(ACTIVATIONS)).map(quoted),
    "network.beta": numbers,
    "network.output_activation": st.sampled_from(sorted(ACTIVATIONS)).map(quoted),
    "network.decimals": st.just("{ w1 = 3 }"),
}
good = st.floats(-1e12, 1e12).map(repr)


@st.composite
def nearly_good(draw: st.DrawFn) -> str:
    """A network that is one, with a few other keys: what is read is looked at in earnest."""
    nodes = draw(st.integers(1, 3))
    keys = [f"w{n}" for n in range(1, 2 * nodes + 1)] + [f"b{n}" for n in range(1, nodes + 2)]
    number = st.one_of(numbers.filter(lambda t: t[-1].isdigit() and t not in HUGE), good)
    lines = [f"network.parameters.{key} = {draw(number)}" for key in keys]
    told = draw(st.sets(st.sampled_from(sorted(optional)), max_size=4))
    return "\n".join([*lines, *(f"{key} = {draw(optional[key])}" for key in sorted(told))])


HUGE = ("1.1e12", "1e400")


@settings(many, max_examples=800)
@given(nearly_good())
def test_a_network_with_a_few_other_keys(text):
    tell(text)
    tell(text, Overrides.typed(["w1=1.50", "activation=tanh"], language="pl"))


cells = st.one_of(
    numbers, st.text(max_size=4), st.sampled_from(["", '"', "1,5", "x", "1e-400", "²", "½"])
)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """Something like a table, in some encoding."""
    separator = draw(st.sampled_from([",", ";", "\t", " ", "\0"]))
    width = draw(st.integers(1, 4))
    lines = draw(st.lists(st.lists(cells, min_size=width - 1, max_size=width), max_size=5))
    end = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    text = end.join(separator.join(line) for line in lines)
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])), "surrogatepass")


@settings(many, max_examples=1500)
@given(st.one_of(sheets(), st.binary(max_size=40)))
def test_a_file_of_measurements(tmp_path, content):
    path = tmp_path / "measured.csv"
    path.write_bytes(content)
    try:
        inputs, targets = read_csv(path)
    except SquiggleError as error:
        assert str(error).isprintable() and len(str(error)) < 500
    else:
        assert len(inputs) == len(targets) > 0
        assert all(abs(number) <= 10**12 for number in (*inputs, *targets))
