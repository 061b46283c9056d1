"""The voices themselves, where they are installed: they speak, and alike each time."""

import shutil
from importlib.util import find_spec

import numpy as np
import pytest

from squiggle.errors import SquiggleError
from squiggle.render.cache import Cache
from squiggle.sound.espeak import PROGRAM
from squiggle.sound.loudness import TARGET, level
from squiggle.sound.pcm import seconds
from squiggle.sound.piper import JOE, Piper
from squiggle.sound.program import run
from squiggle.sound.store import Store
from squiggle.sound.voices import VOICES, find_voice, say

THERE = {
    "piper": bool(find_spec("piper") and find_spec(JOE)),
    "pico": bool(find_spec("py_nanotts")),
    "espeak": bool(shutil.which(PROGRAM)),
}
SPOKEN = [("piper", "en"), ("pico", "en"), ("espeak", "en"), ("espeak", "pl")]
TEXTS = {
    "en": ["Zero.", "Send dose zero into the top node: times minus thirty-four point four. Two."],
    "pl": ["Zero.", "Do górnego neuronu idzie dawka zero: razy minus trzydzieści cztery."],
}


def speaking(name: str, language: str):
    if not THERE[name]:
        pytest.skip(f"the voice {name} is not installed")
    return find_voice(name, language)


def spoken(voice, texts, language, folder):
    """What a voice says in a new cache."""
    return say(voice, texts, language, Store(Cache(folder)))


@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_a_voice_speaks_alike_each_time_whatever_it_has_said_before(tmp_path, name, language):
    voice, texts = speaking(name, language), TEXTS[language]
    said = spoken(voice, texts, language, tmp_path / "one")
    again = spoken(voice, texts[::-1], language, tmp_path / "two")
    for text in texts:
        assert np.array_equal(said[text], again[text]), text
        assert abs(level(said[text]).loudness - TARGET) < 0.5
        # From very fast to very slow.
        assert 0.2 + len(text) / 30 < seconds(said[text]) < 1.0 + len(text) / 8
    kept = say(voice, texts, language, Store.usual())
    assert all(np.array_equal(kept[text], said[text]) for text in texts)


def test_only_a_voice_that_has_the_language_is_taken():
    if not THERE["pico"]:
        pytest.skip("the voice pico is not installed")
    with pytest.raises(SquiggleError, match="the voice pico does not speak 'pl'") as refused:
        find_voice("pico", "pl")
    assert refused.value.hint == ("wanted: espeak" if THERE["espeak"] else "")


def test_an_unknown_voice_is_told_those_there_are():
    with pytest.raises(SquiggleError, match="unknown voice: 'joe' - known: piper, pico, espeak"):
        find_voice("joe", "en")


@pytest.mark.parametrize("name", VOICES)
def test_a_voice_that_is_not_installed_says_what_to_type(monkeypatch, name):
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    monkeypatch.setattr("shutil.which", lambda *_: None)
    with pytest.raises(SquiggleError, match=f"the voice {name} needs .*, which is not installed"):
        find_voice(name, "en")


def test_a_voice_in_a_file_of_ones_own_speaks_its_language(tmp_path, monkeypatch):
    monkeypatch.setattr("squiggle.sound.piper.needed", lambda *_: None)
    model = tmp_path / "gosia.onnx"
    with pytest.raises(SquiggleError, match=r"gosia\.onnx is not there - wanted: a voice of Piper"):
        find_voice(str(model), "pl")
    model.touch()
    told = model.with_name("gosia.onnx.json")
    told.write_text("{}")
    with pytest.raises(SquiggleError, match="names no language"):
        find_voice(str(model), "pl")
    told.write_text('{"language": {"family": "pl"}, "espeak": {"voice": "pl"}}')
    assert isinstance(find_voice(str(model), "pl"), Piper)
    told.write_text('{"espeak": {"voice": "pl"}}')
    with pytest.raises(SquiggleError, match=r"gosia\.onnx does not speak 'en'"):
        find_voice(str(model), "en")


def test_a_program_that_fails_is_one_line_with_its_last_words():
    with pytest.raises(SquiggleError, match="the voice x failed: no such voice") as failed:
        run("x", ["sh", "-c", "echo Traceback >&2; echo no such voice >&2; exit 3"])
    assert failed.value.status == 1
    with pytest.raises(SquiggleError, match="the voice x failed: it ended with 3"):
        run("x", ["sh", "-c", "exit 3"])
    with pytest.raises(SquiggleError, match="the voice x failed: "):
        run("x", ["/no/such/program"])
