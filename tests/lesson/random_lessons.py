"""Random lessons, as wide as lesson files allow."""

from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Network, activation, locked
from squiggle.lesson import Group, Lesson, Names
from squiggle.lesson.interval import is_wide
from squiggle.lesson.kinds import LANGUAGES, MARKS, PACINGS, THEMES

LETTERS = st.sampled_from("abcxyzABC019 ąćęłńóśźżäöüßéñ→µ°²½'\"\\/#[]{}=.,;%&<>$_-−")
texts = {
    most: st.text(LETTERS, min_size=1, max_size=most).filter(lambda t: t == t.strip(" ") != "")
    for most in (8, 12, 16, 60)
}
sizes = st.floats(-1e12, 1e12)
numbers = st.one_of(
    st.integers(-40_000, 40_000).map(lambda hundredths: hundredths / 1000),
    st.floats(-50, 50),
    sizes,
    st.sampled_from([0.0, -0.0, 1e-300, -1e12, 1e12, 5e-324, 0.1 + 0.2]),
)


@st.composite
def bends(draw: st.DrawFn) -> object:
    name = draw(st.sampled_from(sorted(ACTIVATIONS)))
    beta = draw(st.floats(1e-3, 1e3)) if name == "softplus" else 1.0
    return activation(name, beta)


@st.composite
def lessons(draw: st.DrawFn) -> Lesson:
    """A lesson with any network, data, names and settings."""
    nodes = draw(st.sampled_from([*(1, 2, 3, 4) * 4, 64]))
    row = st.tuples(numbers, numbers, numbers)
    network = Network.of_bends(
        draw(st.lists(row, min_size=nodes, max_size=nodes)),
        draw(numbers),
        activation=draw(bends()),
        output=draw(bends()),
    )
    inputs = sorted(draw(st.lists(numbers, max_size=8)))
    targets = draw(st.lists(numbers, min_size=len(inputs), max_size=len(inputs)))
    low, high = sorted(draw(st.tuples(numbers, numbers)))
    low, high = min([low, *inputs]), max([high, *inputs])
    if not is_wide(low, high):
        low, high = min(low, -1e12 / 2), max(high, 1e12 / 2)
    question = min(high, max(low, draw(numbers)))
    groups, start = [], 0
    if inputs and draw(st.booleans()):
        cuts = sorted(draw(st.sets(st.integers(1, len(inputs)), max_size=3)) | {len(inputs)})
        names = draw(st.lists(texts[12], min_size=len(cuts), max_size=len(cuts), unique=True))
        for name, end in zip(names, cuts, strict=True):
            groups.append(Group(name, locked(inputs[start:end]), locked(targets[start:end])))
            start = end
    return Lesson(
        name="random",
        title=draw(texts[60]),
        network=network,
        inputs=locked(inputs),
        targets=locked(targets),
        groups=tuple(groups),
        interval=(low, high),
        question=question,
        names=Names(
            draw(texts[16]),
            draw(texts[16]),
            draw(st.one_of(st.just(""), texts[16])),
            draw(st.one_of(st.just(""), texts[8])),
            draw(st.one_of(st.just(""), texts[8])),
        ),
        decimals={name: draw(st.integers(0, 17)) for name in network.parameters},
        pacing=draw(st.sampled_from(PACINGS)),
        theme=draw(st.sampled_from(THEMES)),
        captions=draw(st.booleans()),
        language=draw(st.sampled_from(LANGUAGES)),
        decimal_mark=draw(st.sampled_from(MARKS)),
    )
