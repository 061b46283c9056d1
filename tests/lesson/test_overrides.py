"""Changes to a lesson on the way in: other weights, other data, single settings."""

from pathlib import Path

import pytest

from squiggle.core import Network
from squiggle.errors import SquiggleError
from squiggle.lesson import Overrides, open_lesson, read
from squiggle.weights import write

from .some import DOSAGE

LAYERS = """
[[network.layers]]
weights = [[1.50], [2.5]]
biases = [3.5, 4.5]
[[network.layers]]
weights = [[5.5, 6.5]]
biases = [7.5]
"""
NUMBERS = "w1, b1, w2, b2, w3, w4, b3"


def changed(*words: str, **others: object):
    return open_lesson("dosage", Overrides.typed(words, **others)).lesson


def test_nothing_is_changed_by_nothing():
    assert changed().digest == DOSAGE.digest


def test_parameters_keep_their_decimals():
    lesson = changed("w1=-20", "b3=-0.580", "w3=−2.50")
    assert lesson.parameters == DOSAGE.parameters | {"w1": -20.0, "w3": -2.5}
    assert dict(lesson.decimals) == dict(DOSAGE.decimals) | {"w1": 0, "b3": 3, "w3": 2}


def test_parameters_of_layers_are_changed_too():
    lesson = read("mine", LAYERS, None, Overrides.typed(["w1=9.25"]))
    assert lesson.parameters["w1"] == 9.25 and lesson.decimals["w1"] == 2
    assert lesson.parameters["b3"] == 7.5


def test_every_setting_is_set():
    lesson = changed(
        *("title=A bump", "question=0.25", "pacing=slow", "theme=light", "language=pl"),
        *("captions=false", "decimal_mark=,", "chapters=Prediction,Recap", "activation=softplus"),
        *("beta=2", "output_activation=softplus", "output_beta=3"),
    )
    assert (lesson.question, lesson.pacing, lesson.theme) == (0.25, "slow", "light")
    assert (lesson.captions, lesson.decimal_mark) == (False, ",")
    assert lesson.chapters == ("Prediction", "Recap")
    assert (lesson.network.activation.beta, lesson.network.output_activation.beta) == (2.0, 3.0)
    assert changed("title=A bump = x").title == "A bump = x"


def test_options_go_before_settings():
    lesson = changed("theme=dark", "title=A", theme="light", title="B", captions=False)
    assert (lesson.theme, lesson.title, lesson.captions) == ("light", "B", False)
    assert lesson.parameters == DOSAGE.parameters


def test_another_activation_does_not_keep_the_sharpness_of_the_one_before():
    text = "[network]\nbeta = 2\n" + LAYERS
    assert read("mine", text).network.activation.beta == 2.0
    lesson = read("mine", text, None, Overrides.typed(["activation=relu"]))
    assert repr(lesson.network.activation) == "relu: max(0, x)"
    lesson = read("mine", text, None, Overrides.typed(["beta=3", "activation=softplus"]))
    assert lesson.network.activation.beta == 3.0


def test_other_data_take_the_place_of_all_that_belonged_to_those_before(tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text("x;y\n30;1\n10;0,5\n20;0\n")
    reading = open_lesson("dosage", Overrides(data=path))
    lesson = reading.lesson
    assert lesson.inputs.tolist() == [10.0, 20.0, 30.0]
    assert lesson.targets.tolist() == [0.5, 0.0, 1.0]
    assert (lesson.groups, lesson.interval, lesson.question) == ((), (10.0, 30.0), 20.0)
    assert reading.notes == ("question 0.5 is not shown: asks about 20",)
    assert open_lesson("dosage", Overrides.typed(["question=12"], data=path)).notes == ()


def test_other_weights_take_the_place_of_the_network(tmp_path, monkeypatch):
    network = Network.of_bends([(1.25, 0.5, 3.0)], 2.0, activation="tanh")
    write(network, tmp_path / "trained.json", decimals=None)
    reading = open_lesson("dosage", Overrides(weights=tmp_path / "trained.json"))
    assert reading.lesson.parameters == network.parameters
    assert reading.lesson.network.activation.name == "tanh"
    assert reading.lesson.inputs.tolist() == DOSAGE.inputs.tolist()
    assert any("trained.json" in note for note in reading.notes)
    monkeypatch.chdir(tmp_path)
    both = Overrides.typed(["b2=-1.50", "activation=relu"], weights=Path("trained.json"))
    lesson = open_lesson("dosage", both).lesson
    assert lesson.parameters == network.parameters | {"b2": -1.5}
    assert lesson.decimals["b2"] == 2
    assert lesson.network.activation.name == "relu"


def test_names_stay_when_a_language_has_none_of_its_own():
    english = 'title = "A"\n' + LAYERS
    overrides = Overrides(language="pl")
    assert read("mine", english, None, overrides).title == "A"
    assert open_lesson("dosage", overrides).notes == ()
    assert open_lesson("dosage", overrides).lesson.names.input == "dawka"


def test_names_that_stay_are_told_unless_the_language_is_the_files_own(tmp_path):
    mine, note = tmp_path / "mine.toml", "has no [translation.pl]: its names stay as they are"
    for before, notes in (("", 1), ('language = "pl"\n', 0)):
        mine.write_text(f'{before}title = "A"\n{LAYERS}', "utf-8")
        told = open_lesson(str(mine), Overrides(language="pl")).notes
        assert sum(note in one for one in told) == notes


WRONG = {
    "w1": "--set 'w1' - wanted: a name and a value, such as w1=-20",
    "w1=much": "--set w1: 'much' - wanted: a number",
    "w1=": "--set w1: '' - wanted: a number",
    "w1=nan": "--set w1: NaN - wanted: an ordinary number",
    "w1=1e13": "--set w1: 1e+13 - wanted: at most 1e+12 in size, beyond which",
    "w9=1": f"--set w9: unknown parameter - known: {NUMBERS}",
    "b4=1": f"--set b4: unknown parameter - known: {NUMBERS}",
    "activaton=relu": "--set: unknown name 'activaton' - did you mean 'activation'?",
    "activation=swish": "--set activation: unknown activation 'swish' - "
    "known: identity, relu, sigmoid, softplus, tanh",
    "beta=-1": "--set beta: beta is -1 - wanted: from 0.001 to 1000",
    "question=2": "--set question: 2 - wanted: from 0 to 1",
    "captions=maybe": "--set captions: 'maybe' - wanted: true or false",
    "theme=drak": "--set theme: unknown theme 'drak' - did you mean 'dark'?",
    "chapters=Outro": "--set chapters: unknown chapter 'Outro' - known: ",
    "title=": "--set title: '' - wanted: 1 to 60 characters",
    "": "--set '' - wanted: a name and a value, such as w1=-20",
    "=1": "--set: unknown name '' - known: w1, b1, title, ",
}


@pytest.mark.parametrize("word", WRONG)
def test_a_wrong_setting_names_itself(word):
    with pytest.raises(SquiggleError) as caught:
        changed(word)
    assert str(caught.value).startswith(WRONG[word])


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"theme": "drak"}, "--theme: unknown theme 'drak' - did you mean 'dark'?"),
        ({"language": "de"}, "--lang: unknown language 'de' - known: en, pl"),
        ({"pacing": "lessons"}, "--pacing: unknown pacing 'lessons' - did you mean 'lesson'?"),
        ({"title": "🙂"}, "--title: 🙂 (U+1F642) in '🙂' - wanted: letters that the film's"),
        ({"data": Path("no.csv")}, "no such file: no.csv - wanted: a CSV file"),
        ({"weights": Path("no.npz")}, "--weights no.npz: no such file: no.npz - wanted: a file of"),
    ],
)
def test_a_wrong_option_names_itself(others, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SquiggleError) as caught:
        changed(**others)
    assert str(caught.value).startswith(message)


def test_a_parameter_that_a_file_of_weights_does_not_have(tmp_path):
    path = tmp_path / "trained.json"
    write(Network.of_bends([(1.25, 0.5, 3.0)], 2.0), path, decimals=None)
    with pytest.raises(SquiggleError) as caught:
        changed("w3=1", weights=path)
    assert str(caught.value) == "--set w3: unknown parameter - known: w1, b1, w2, b2"
