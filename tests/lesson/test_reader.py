"""What a lesson file may say, what it need not say, and how its mistakes are told."""

import pytest

from squiggle.errors import SquiggleError
from squiggle.lesson import read
from squiggle.lesson.reader import film_name

NETWORK = """\
[network]
activation = "relu"
[network.parameters]
w1 = 1.0
b1 = -2.0
w2 = -1.30
b2 = 4
"""
DATA = """\
[data]
inputs = [0, 1, 2, 3]
targets = [0, 1, 1, 0]
"""
LAYERS = """\
[[network.layers]]
weights = [[-34.4], [-2.52]]
biases = [2.14, 1.29]
[[network.layers]]
weights = [[-1.30, 2.28]]
biases = [-0.58]
"""
WANTED = "wanted: w1, b1, w2, b2"
CURVE = "wanted: at most 1e+12 in size, beyond which no curve can be drawn"
KEYS = (
    "known: title, question, pacing, theme, shape, language, captions, narration, voice, "
    "decimal_mark, chapters, names, network, input, data, translation"
)


def test_only_a_network_is_needed():
    lesson = read("mine", NETWORK)
    assert (lesson.name, lesson.title) == ("mine", "Input → output")
    assert (lesson.names.input, lesson.names.output, lesson.names.inputs) == ("input", "output", "")
    assert (lesson.pacing, lesson.theme, lesson.language) == ("lesson", "dark", "en")
    assert (lesson.captions, lesson.decimal_mark, lesson.chapters) == (True, ".", ())
    assert not lesson.has_data and lesson.groups == ()
    low, high = lesson.interval
    assert low < 2.0 < high
    assert lesson.question in lesson.marks
    assert dict(lesson.decimals) == {"w1": 1, "b1": 1, "w2": 2, "b2": 0}


def test_every_key_reaches_the_lesson():
    lesson = read(
        "mine",
        'title = "Ein Höcker"\nquestion = 1.5\npacing = "slow"\ntheme = "light"\nlanguage = "pl"\n'
        'captions = false\ndecimal_mark = ","\nchapters = ["prediction"]\n'
        '[names]\ninput = "dose"\ninputs = "dosen"\noutput = "effect"\ninput_unit = "mg"\n'
        'output_unit = "%"\n[input]\nrange = [-1, 4]\n'
        '[network]\nactivation = "softplus"\nbeta = 2\noutput_activation = "softplus"\n'
        "output_beta = 3\n[network.parameters]\nw1 = 1\nb1 = 2\nw2 = 3\nb2 = 4.12345\n"
        "[network.decimals]\nw1 = 3\n" + DATA + "[data.groups]\nlow = 1\nhigh = 3\n",
    )
    assert (lesson.title, lesson.question, lesson.interval) == ("Ein Höcker", 1.5, (-1.0, 4.0))
    assert (lesson.pacing, lesson.theme, lesson.language) == ("slow", "light", "pl")
    assert (lesson.captions, lesson.decimal_mark, lesson.chapters) == (False, ",", ("Prediction",))
    assert list(vars(lesson.names).values()) == ["dose", "effect", "dosen", "mg", "%"]
    assert (lesson.network.activation.beta, lesson.network.output_activation.beta) == (2.0, 3.0)
    assert dict(lesson.decimals) == {"w1": 3, "b1": 0, "w2": 0, "b2": 2}
    assert [(group.name, group.inputs.tolist()) for group in lesson.groups] == [
        ("low", [0.0]),
        ("high", [1.0, 2.0, 3.0]),
    ]


def test_layers_tell_the_same_network_as_parameters():
    lesson = read("mine", LAYERS)
    assert list(lesson.parameters.values()) == [-34.4, 2.14, -2.52, 1.29, -1.3, 2.28, -0.58]
    assert dict(lesson.decimals) == {
        "w1": 1, "b1": 2, "w2": 2, "b2": 2, "w3": 2, "w4": 2, "b3": 2,
    }  # fmt: skip
    assert lesson.network.activation.name == "softplus"


def test_data_are_sorted_together_and_may_repeat():
    lesson = read("mine", NETWORK + "[data]\ninputs = [3, 1, 2, 1]\ntargets = [0, 5, 1, 6]")
    assert lesson.inputs.tolist() == [1.0, 1.0, 2.0, 3.0]
    assert lesson.targets.tolist() == [5.0, 6.0, 1.0, 0.0]
    assert lesson.interval == (1.0, 3.0)


@pytest.mark.parametrize("inputs", ["[3]", "[3, 3]", "[1e6, 1000000.0000001]"])
def test_inputs_that_are_all_but_one_are_shown_with_room_around_them(inputs):
    count = inputs.count(",") + 1
    lesson = read("mine", f"{NETWORK}[data]\ninputs = {inputs}\ntargets = {[1] * count}")
    low, high = lesson.interval
    assert low < min(lesson.inputs[0], 2.0) and max(lesson.inputs[-1], 2.0) < high


@pytest.mark.parametrize(
    ("written", "decimals"),
    [
        ("-1.30", 2), ("5", 0), ("5.0", 1), ("1e3", 0), ("1.5e-3", 4), ("0.1234", 4),
        ("0.12345678", 3), ("0.0123456", 4), ("0.000123456", 4), ("2.123456", 2),
        ("-34.4123456", 2), ("1234.567891", 0), ("0.0", 1), ("0.00000", 0),
    ],
)  # fmt: skip
def test_a_parameter_is_shown_as_it_is_written_unless_nobody_wrote_it(written, decimals):
    lesson = read("mine", NETWORK.replace("w1 = 1.0", f"w1 = {written}"))
    assert lesson.decimals["w1"] == decimals
    assert lesson.parameters["w1"] == float(written)


@pytest.mark.parametrize(
    ("parameters", "kind", "low", "high"),
    [
        ("w1=1\nb1=-2\nw2=1\nb2=0", "relu", 1.0, 3.0),
        ("w1=0\nb1=5\nw2=1\nb2=0", "relu", 0.0, 1.0),
        ("w1=3\nb1=5\nw2=1\nb2=0", "identity", 0.0, 1.0),
        ("w1=1e-11\nb1=10\nw2=1\nb2=0", "tanh", -1e12, -6e11),
        ("w1=1e-12\nb1=10\nw2=1\nb2=0", "tanh", -1e12, -1e12 + 1e6),
        ("w1=1e12\nb1=0\nw2=1\nb2=0", "tanh", -1e-9, 1e-9),
    ],
)
def test_without_data_every_bend_is_shown(parameters, kind, low, high):
    text = f'[network]\nactivation = "{kind}"\n[network.parameters]\n{parameters}'
    shown = read("mine", text).interval
    assert shown[0] <= low < high <= shown[1]


def test_a_bend_that_is_far_too_wide_to_be_seen_beside_the_others_is_not_waited_for():
    wide = "w1=0.01\nb1=-30\nw2=1\nb2=0\nw3=1\nw4=1\nb3=0"
    low, high = read("mine", "[network.parameters]\n" + wide).interval
    assert (low, high) == (-4.0, 4.0)


def test_another_language_brings_its_own_names():
    text = f"""language = "pl"
title = "A bump"
[names]
input = "dose"
inputs = "doses"
output = "effect"
{NETWORK}{DATA}[data.groups]
low = 2
high = 2
[translation.pl]
title = "Garb"
input = "dawka"
output = "efekt"
groups = {{ low = "mała" }}
"""
    lesson = read("mine", text)
    assert (lesson.title, lesson.names.input, lesson.names.inputs) == ("Garb", "dawka", "")
    assert [group.name for group in lesson.groups] == ["mała", "high"]
    english = read("mine", text.replace('language = "pl"', ""))
    assert (english.title, english.names.inputs) == ("A bump", "doses")
    assert read("mine", 'language = "pl"\n' + NETWORK).names.input == "wejście"


def test_letters_are_composed_and_hard_spaces_are_spaces():
    lesson = read("mine", 'title = " Gru\u0308n\u00a0und rot "\n' + NETWORK)
    assert lesson.title == "Grün und rot"


WRONG = {
    # the text itself
    "title = ": "mine.toml, line 1: invalid value - wanted: TOML, key = value",
    "question = 1\nquestion = 2": "mine.toml, line 2: cannot overwrite a value - "
    "wanted: TOML, key = value",
    "\n\n[network": "mine.toml, line 3: expected ']' at the end of a table declaration - "
    "wanted: TOML, key = value",
    "a = " + "[" * 100_000: "mine.toml is nested too deep - wanted: tables and lists",
    "a" + ".a" * 5000 + " = 1": "mine.toml, line 1: a key of many parts - wanted: 100 at most",
    "question = " + "9" * 5000: "mine.toml holds a number too long to read - wanted: 1e12 at most",
    "question = 1e99999999999999999999": "mine.toml holds a number too long to read - "
    "wanted: 1e12 at most",
    "": "mine.toml has no network - wanted: a table [network]",
    # keys
    "titel = 'x'\n" + NETWORK: "mine.toml: unknown key 'titel' - did you mean 'title'?",
    "xyz = 1": f"mine.toml: unknown key 'xyz' - {KEYS}",
    "[netwrok]": "mine.toml: unknown key 'netwrok' - did you mean 'network'?",
    "[network]\nActivation = 'relu'": "mine.toml, network: unknown key 'Activation' - "
    "did you mean 'activation'?",
    "[names]\nunit = 'mg'\n" + NETWORK: "mine.toml, names: unknown key 'unit' - "
    "known: input, inputs, output, input_unit, output_unit",
    LAYERS.replace("biases", "biasses"): "mine.toml, network.layers, number 1: "
    "unknown key 'biasses' - did you mean 'biases'?",
    # kinds
    "network = 3": "mine.toml, network: 3 - wanted: a table",
    "[[network]]": "mine.toml, network: [{}] - wanted: a table",
    "title = 3\n" + NETWORK: "mine.toml, title: 3 - wanted: a text",
    "captions = 1\n" + NETWORK: "mine.toml, captions: 1 - wanted: true or false",
    "captions = 'no'\n" + NETWORK: "mine.toml, captions: 'no' - wanted: true or false",
    "chapters = 'TopNode'\n" + NETWORK: "mine.toml, chapters: 'TopNode' - wanted: a list",
    "chapters = [1]\n" + NETWORK: "mine.toml, chapters, number 1: 1 - wanted: a text",
    "question = true\n" + NETWORK: "mine.toml, question: true - wanted: a number",
    "question = '0.5'\n" + NETWORK: "mine.toml, question: '0.5' - wanted: a number",
    "question = 2020-01-01\n" + NETWORK: "mine.toml, question: 2020-01-01 - wanted: a number",
    "question = []\n" + NETWORK: "mine.toml, question: [] - wanted: a number",
    "question = {}\n" + NETWORK: "mine.toml, question: a table - wanted: a number",
    "question = nan\n" + NETWORK: "mine.toml, question: NaN - wanted: an ordinary number",
    "question = -inf\n" + NETWORK: "mine.toml, question: -infinite - wanted: an ordinary number",
    "question = 1e300\n" + NETWORK: f"mine.toml, question: 1e+300 - {CURVE}",
    "question = 0x" + "f" * 3000 + "\n" + NETWORK: "mine.toml, question: "
    f"a whole number of 3600 digits - {CURVE}",
    # choices
    "theme = 'drak'\n" + NETWORK: "mine.toml, theme: unknown theme 'drak' - did you mean 'dark'?",
    "theme = 3\n" + NETWORK: "mine.toml, theme: 3 - wanted: one of dark, light",
    "pacing = 'fast'\n" + NETWORK: "mine.toml, pacing: unknown pacing 'fast' - "
    "known: short, lesson, slow",
    "language = 'de'\n" + NETWORK: "mine.toml, language: unknown language 'de' - known: en, pl",
    "decimal_mark = ';'\n" + NETWORK: "mine.toml, decimal_mark: unknown decimal mark ';' - "
    "known: ., ,",
    "[network]\nactivation = 'rleu'": "mine.toml, network.activation: unknown activation 'rleu' - "
    "did you mean 'relu'?",
    "chapters = ['TopNod']\n" + LAYERS: "mine.toml, chapters: unknown chapter 'TopNod' - "
    "did you mean 'TopNode'?",
    # texts
    "title = ''\n" + NETWORK: "mine.toml, title: '' - wanted: 1 to 60 characters",
    "title = '  '\n" + NETWORK: "mine.toml, title: '  ' - wanted: 1 to 60 characters",
    f"title = '{'a' * 61}'\n{NETWORK}": f"mine.toml, title: '{'a' * 38}… has 61 characters - "
    "wanted: 1 to 60 characters",
    "names.input = 'concentrations of it'\n" + NETWORK: "mine.toml, names.input: "
    "'concentrations of it' has 20 characters - wanted: 1 to 16 characters",
    "names.input_unit = 'milligrams'\n" + NETWORK: "mine.toml, names.input_unit: "
    "'milligrams' has 10 characters - wanted: 0 to 8 characters",
    'title = "a\\nb"\n' + NETWORK: "mine.toml, title: 'a\\nb' holds U+000A - "
    "wanted: letters that can be seen",
    'title = "a\\u200bb"\n' + NETWORK: "mine.toml, title: 'a\\u200bb' holds U+200B - "
    "wanted: letters that can be seen",
    "title = 'dose 🙂'\n" + NETWORK: "mine.toml, title: 🙂 (U+1F642) in 'dose 🙂' - "
    "wanted: letters that the film's typeface, Inter, has",
    "names.output = '効果'\n" + NETWORK: "mine.toml, names.output: 効 (U+52B9) in '効果' - "
    "wanted: letters that the film's typeface, Inter, has",
    # the network
    "[network]": "mine.toml, network: no numbers - wanted: parameters, layers or weights",
    "[network.parameters]": "mine.toml, network: no numbers - "
    "wanted: parameters, layers or weights",
    NETWORK.replace("w1 = 1.0", "w1 = 'much'"): "mine.toml, network.parameters.w1: 'much' - "
    "wanted: a number",
    NETWORK.replace("1.0", "-2e12"): f"mine.toml, network.parameters.w1: -2e+12 - {CURVE}",
    NETWORK.replace("b2 = 4", ""): f"mine.toml, network.parameters: no b2 - {WANTED}",
    NETWORK.replace("b2", "b3"): "mine.toml, network.parameters: unknown parameter 'b3' - "
    "known: w1, b1, w2, b2",
    NETWORK.replace("w1", "W1"): "mine.toml, network.parameters: unknown parameter 'W1' - "
    "did you mean 'w1'?",
    NETWORK.replace("w1", "weight"): "mine.toml, network.parameters: unknown parameter 'weight' - "
    "known: w1, b1, w2, b2",
    NETWORK + "w3 = 1": "mine.toml, network.parameters: no w4, b3 - "
    "wanted: w1, b1, w2, b2, w3, w4, b3",
    "network.parameters = { " + ", ".join(f"w{n} = 1" for n in range(1, 201)) + " }": "mine.toml, "
    "network.parameters: 200 numbers - wanted: at most 64 hidden nodes",
    NETWORK + "[network.decimals]\nw9 = 1": "mine.toml, network.decimals: "
    "unknown parameter 'w9' - known: w1, b1, w2, b2",
    NETWORK + "[network.decimals]\nw1 = 1.5": "mine.toml, network.decimals.w1: 1.5 - "
    "wanted: a whole number from 0 to 17",
    "network.beta = 2\n" + NETWORK: "mine.toml, line 2: cannot declare network twice - "
    "wanted: TOML, key = value",
    NETWORK.replace("[network]", "[network]\nbeta = 2"): "mine.toml, network.beta: "
    "relu with beta 2 - only softplus has a beta",
    "[network]\nbeta = 1e9\n" + LAYERS: "mine.toml, network.beta: beta is 1e+09 - "
    "wanted: from 0.001 to 1000",
    "[network]\nlayers = []": "mine.toml, network.layers: 0 of them - "
    "wanted: two, the hidden layer and the output",
    LAYERS + "[[network.layers]]\nweights = [[1]]\nbiases = [1]": "mine.toml, network.layers: 3 - "
    "wanted: 2 at most",
    LAYERS.replace("[-2.52]", "[-2.52, 1]"): "mine.toml, network.layers, number 1: 2 rows of "
    "1 or 2 weights, 2 biases - wanted: a row of one weight and a bias for each node",
    LAYERS.replace("2.28", "2.28, 1"): "mine.toml, network.layers, number 2: 1 row of "
    "3 weights, 1 bias - wanted: one row of 2 weights and one bias",
    LAYERS.replace("-2.52", "'x'"): "mine.toml, network.layers, number 1, weights, number 2, "
    "number 1: 'x' - wanted: a number",
    LAYERS.replace("biases = [2.14, 1.29]", ""): "mine.toml has no network.layers, number 1, "
    "biases - wanted: numbers",
    "network.weights = 'a.json'\n" + LAYERS: "mine.toml, network: weights and layers - "
    "wanted: one of them",
    # data
    NETWORK + "[data]\ninputs = [1]": "mine.toml, data: 1 input but 0 targets - "
    "wanted: a target for each input",
    NETWORK + "[data]\ninputs = 3": "mine.toml, data.inputs: 3 - wanted: a list",
    NETWORK + "[data]\ninputs = [1, 'two']": "mine.toml, data.inputs, number 2: 'two' - "
    "wanted: a number",
    f"{NETWORK}[data]\ninputs = {[0] * 10_001}": "mine.toml, data.inputs: 10001 - "
    "wanted: 10000 at most",
    NETWORK + DATA + "file = 'a.csv'": "mine.toml, data: a file and numbers - wanted: one of them",
    NETWORK + DATA + "columns = ['a', 'b']": "mine.toml, data.columns: columns without a file - "
    'wanted: file = "measured.csv"',
    NETWORK + "[data]\ncolumns = ['a']": "mine.toml, data.columns: ['a'] - wanted: two of them",
    NETWORK + DATA + "groups = { low = 0 }": "mine.toml, data.groups.low: 0 - "
    "wanted: a whole number from 1 to 10000",
    NETWORK + DATA + "groups = { low = 3 }": "mine.toml, data.groups: 3 of 4 measurements - "
    "wanted: each in one group",
    NETWORK + DATA + "groups = { a-very-long-name = 4 }": "mine.toml, data.groups"
    ".'a-very-long-name': 'a-very-long-name' has 16 characters - wanted: 1 to 12 characters",
    NETWORK + DATA.replace("2, 3", "3, 2") + "groups = { low = 4 }": "mine.toml, data.groups: "
    "the inputs are not in order - wanted: rising inputs, for groups count along them",
    "language = 'pl'\n" + NETWORK + DATA + "groups = { low = 4 }\n"
    "[translation.pl]\ngroups = { lo = 'x' }": "mine.toml, translation.pl.groups: "
    "unknown group 'lo' - did you mean 'low'?",
    "language = 'pl'\n" + NETWORK + DATA + "groups = { low = 2, high = 2 }\n"
    "[translation.pl]\ngroups = { low = 'high' }": "mine.toml, translation.pl.groups: "
    "'high' twice - wanted: another name for each group",
    "[translation.fr]\n" + NETWORK: "mine.toml, translation.fr: unknown language 'fr' - "
    "known: en, pl",
    # range and question
    "input.range = [1, 1]\n" + NETWORK: "mine.toml, input.range: from 1 to 1 - "
    "wanted: a start well below the end",
    "input.range = [3, 1]\n" + NETWORK: "mine.toml, input.range: from 3 to 1 - "
    "wanted: a start well below the end",
    "input.range = [1e12, 1000000000000.5]\n" + NETWORK: f"mine.toml, input.range, number 2: "
    f"1000000000000.5 - {CURVE}",
    "input.range = [1e9, 1000000000.5]\n" + NETWORK: "mine.toml, input.range: from 1e+09 to 1e+09"
    " - wanted: a start well below the end",
    "input.range = [1]\n" + NETWORK: "mine.toml, input.range: [1] - wanted: two of them",
    "input.range = [1, 9]\n" + NETWORK + DATA: "mine.toml, input.range: from 1 to 9, "
    "but 0 was measured - wanted: all inputs inside",
    "question = 5\n" + NETWORK + DATA: "mine.toml, question: 5 - wanted: from 0 to 3",
    "question = -1\n" + NETWORK: "mine.toml, question: -1 - wanted: from 1 to 3",
}


@pytest.mark.parametrize("text", WRONG, ids=WRONG.get)
def test_a_mistake_is_told_in_one_line(text):
    with pytest.raises(SquiggleError) as caught:
        read("mine", text)
    assert str(caught.value) == WRONG[text]
    assert caught.value.status == 2


def test_a_translation_that_is_not_used_is_not_held_against_the_data():
    assert read("mine", NETWORK + DATA + "[translation.pl]\ngroups = { lo = 'x' }").groups == ()


def test_a_row_of_dots_in_a_remark_is_no_key():
    assert read("mine", "# " + "." * 300 + "\n" + NETWORK).parameters["w1"] == 1.0


def test_sixty_four_nodes_are_not_too_many():
    from squiggle.lesson.network import _names

    lesson = read("mine", "[network.parameters]\n" + "\n".join(f"{n} = 1" for n in _names(64)))
    assert len(lesson.parameters) == 193


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("my-lesson", "my-lesson"), ("Dawka_2.ł", "Dawka_2.ł"), ("..", "lesson-5ec1f7"),
        ("a b", "a-b-c8687a"), ("a/b", "a-b-c14cdd"), ("-rf", "rf-6ae57d"), ("🙂", "lesson-9d1ea1"),
    ],
)  # fmt: skip
def test_a_film_name_is_a_plain_folder_name(stem, name):
    assert film_name(stem)[:-6] == name[:-6]
    assert not set(film_name(stem)) & set("/\0 ") and not film_name(stem).startswith((".", "-"))


def test_names_that_look_alike_get_folders_of_their_own():
    stems = ["a b", "a-b", "a  b", "dosage", "a" * 61, "a" * 62, "", "lesson", "?", "!"]
    assert len({film_name(stem) for stem in stems}) == len(stems)
    assert "dosage" not in map(film_name, stems)
