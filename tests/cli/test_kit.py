"""`squiggle kit`: what it makes, what it leaves alone, what it refuses."""

import pytest

from squiggle.kit import PIECES

from .command import run

SMALL = ("--set", "chapters=Recap", "-q", "l", "--workers", "1")
QUICK = ("--only", "captions", "--only", "transcript")

WRONG = {
    "--only films": f"unknown piece: 'films' - known: {', '.join(PIECES)}",
    "-q x": "unknown quality: 'x' - known: l (480p15), m (720p30), h (1080p60), "
    "p (1440p60), k (2160p60)",
    "nothing": "unknown lesson: 'nothing' - known: dosage; a lesson file ends in .toml",
    "--lang xx": "--lang: unknown language 'xx' - known: en, pl",
    "--workers 0": "--workers 0 - wanted: 1 or more",
    "-o /proc/kit": "cannot write to /proc/kit: no such file or directory - "
    "choose another folder with -o",
    "-o file": "cannot write to file: file exists - choose another folder with -o",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_wrong_is_told_in_a_line_before_any_work(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    done = run(capsys, "kit", *words.split())
    assert done.status == 2
    assert done.err == f"squiggle: {WRONG[words]}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_kit_makes_what_is_missing_or_has_changed(capsys, tmp_path):
    folder = tmp_path / "kit"
    done = run(capsys, "kit", *SMALL, *QUICK, "-o", str(folder))
    assert (done.status, done.out) == (0, f"{folder}\n")
    words = (folder / "transcript.md").read_text("utf-8")
    assert (folder / "lesson.srt").read_text("utf-8").startswith("1\n00:00:00,000 --> ")
    assert not (folder / "steps").exists()

    again = run(capsys, "kit", *SMALL, *QUICK, "-o", str(folder))
    assert again.err.splitlines()[-2:] == ["captions: unchanged", "transcript: unchanged"]

    other = run(capsys, "kit", *SMALL, *QUICK, "--set", "w3=-1.5", "-o", str(folder))
    assert "unchanged" not in "".join(other.err.splitlines()[-2:])
    assert "| w3 | −1.5 |" in (folder / "transcript.md").read_text("utf-8") != words


def test_a_kit_of_a_film_has_the_chapters_of_the_film(capsys, tmp_path):
    film = tmp_path / "film"
    run(capsys, "render", "--only", "Recap", "-q", "l", "--workers", "1", "-o", str(film))
    done = run(
        capsys, "kit", "--from", str(film / "lesson.mp4"), *QUICK, "-o", str(tmp_path / "kit")
    )
    assert done.status == 0
    titles = [
        line
        for line in (tmp_path / "kit" / "transcript.md").read_text("utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert titles == ["## 1. Looking back (0:00)", "## The numbers"]


def test_a_kit_that_was_ended_is_made_whole_by_the_next_one(capsys, tmp_path, monkeypatch):
    from squiggle.kit import captioned

    folder = tmp_path / "kit"

    def fail(*_):
        raise OSError(28, "No space left on device", str(folder / "lesson.vtt"))

    with monkeypatch.context() as patch:
        patch.setattr(captioned, "chapters_vtt", fail)
        done = run(capsys, "kit", *SMALL, *QUICK, "-o", str(folder))
    assert done.status == 1
    assert done.err.splitlines()[-1] == f"squiggle: No space left on device: {folder}/lesson.vtt"
    assert sorted(path.name for path in folder.iterdir()) == [
        "clips",
        "lesson.mp4",
        "light",
        "manifest.json",
    ]
    assert run(capsys, "kit", *SMALL, *QUICK, "-o", str(folder)).status == 0
    assert (folder / "lesson.vtt").exists()


def test_a_film_of_another_lesson_is_replaced_with_a_word(capsys, tmp_path):
    folder, mine = tmp_path / "kit", tmp_path / "mine.toml"
    assert run(capsys, "new", str(mine)).status == 0
    assert run(capsys, "kit", *SMALL, "--only", "captions", "-o", str(folder)).status == 0
    done = run(capsys, "kit", str(mine), *SMALL, "--only", "captions", "-o", str(folder))
    assert done.status == 0
    assert f"note: the film of dosage in {folder} was replaced" in done.err.splitlines()
