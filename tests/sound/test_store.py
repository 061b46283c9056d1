"""Sounds are kept beside the chapters: whole or not at all, and made anew when damaged."""

import numpy as np
import pytest

from squiggle.render.cache import Cache
from squiggle.sound.store import Store

from .made import sentence

SOUND = sentence(0.5).astype(np.float32)


@pytest.fixture
def store(tmp_path):
    return Store(Cache(tmp_path))


def test_what_is_kept_is_found_as_it_was_returned(store):
    kept = store.keep("kind", "text", SOUND)
    found = store.find("kind", "text")
    assert found is not None and np.array_equal(kept, found)
    assert np.abs(kept - SOUND).max() <= 1 / 2**15
    assert store.find("kind", "other") is None and store.find("other", "text") is None


def test_a_sound_is_made_once(store):
    made = []

    def make():
        made.append(1)
        return SOUND

    for _ in range(3):
        assert len(store.made("kind", "text", make)) == len(SOUND)
    assert made == [1]


@pytest.mark.parametrize("damage", [b"", b"fLaC", None])
@pytest.mark.parametrize("name", ["sound.flac", "entry.json"])
def test_a_damaged_sound_is_made_anew(store, damage, name):
    store.keep("kind", "text", SOUND)
    (entry,) = store.cache.entries()
    file = entry.folder / name
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    assert store.find("kind", "text") is None
    store.keep("kind", "text", SOUND)
    assert store.find("kind", "text") is not None and len(store.cache.entries()) == 1


def test_sounds_are_counted_and_cleared_with_the_chapters(store):
    store.keep("kind", "text", SOUND)
    store.keep("kind", "other", SOUND)
    assert [entry.kind for entry in store.cache.entries()] == ["sounds", "sounds"]
    store.cache.clear()
    assert not store.cache.entries() and store.find("kind", "text") is None


def test_old_sounds_make_room_for_new_ones(tmp_path):
    small = Store(Cache(tmp_path, limit=30_000))
    for text in range(8):
        small.keep("kind", text, sentence(0.5).astype(np.float32))
        small.trim()
    assert 0 < len(small.cache.entries()) < 8


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path):
    (tmp_path / "file").touch()
    store = Store(Cache(tmp_path / "file"))
    assert len(store.made("kind", "text", lambda: SOUND)) == len(SOUND)
    assert store.find("kind", "text") is None


def test_silence_and_nothing_are_kept_too(store):
    for name, sound in {"silence": SOUND * 0, "nothing": SOUND[:0], "one": SOUND[:1]}.items():
        assert len(store.made("kind", name, lambda sound=sound: sound)) == len(sound)
        assert len(store.made("kind", name, lambda sound=sound: sound)) == len(sound)
