"""The hand-out, read by Poppler, and the presentation, read by manim-slides."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

poppler = pytest.mark.skipif(not which("pdftotext"), reason="there is no Poppler")


def told(tool: str, *words: str | Path) -> str:
    done = subprocess.run([tool, *map(str, words)], capture_output=True, text=True, check=True)
    return done.stdout


def joined(text: str) -> str:
    return " ".join(text.split())


@poppler
def test_the_hand_out_has_every_word_two_or_three_steps_a_page(kit):
    chapters = json.loads((kit / "manifest.json").read_text("utf-8"))["chapters"]
    pages = told("pdftotext", kit / "handout.pdf", "-").split("\f")[:-1]
    steps = len(list((kit / "steps").glob("*.mp4")))
    assert steps / 3 <= len(pages) <= steps / 2
    assert pages[0].startswith("How a neural network bends a line")
    for number, page in enumerate(pages, start=1):
        assert page.replace(" ", "").rstrip().endswith(f"{number}/{len(pages)}")
    text = joined(" ".join(pages))
    for chapter in chapters:
        assert f"{chapter['title']} (1 of " in text
        for beat in chapter["beats"]:
            assert all(caption["text"] in text for caption in beat["captions"])


@poppler
def test_the_hand_out_is_tagged_and_set_in_our_font(kit):
    about = told("pdfinfo", kit / "handout.pdf")
    assert b"/Lang(en)" in (kit / "handout.pdf").read_bytes()
    assert "Tagged:          yes" in about and "bends a line" in about
    fonts = told("pdffonts", kit / "handout.pdf").splitlines()[2:]
    assert fonts and all("Inter" in font and " yes yes yes " in font for font in fonts)
    pictures = told("pdfimages", "-list", kit / "handout.pdf").splitlines()[2:]
    assert len(pictures) == len(list((kit / "steps").glob("*.png")))


@poppler
def test_pictures_of_the_hand_out_are_told_in_words(kit):
    structure = joined(told("pdfinfo", "-struct-text", kit / "handout.pdf"))
    assert structure.count("Figure") == len(list((kit / "steps").glob("*.png")))


def test_manim_slides_reads_the_presentation(kit, monkeypatch):
    config = pytest.importorskip("manim_slides.config")
    monkeypatch.chdir(kit)
    read = config.PresentationConfig.from_file(Path("slides/dosage.json"))
    shown = sorted((kit / "steps").glob("*.mp4"))
    assert [slide.file.resolve() for slide in read.slides] == [path.resolve() for path in shown]
    assert all(slide.rev_file.is_file() and not slide.loop for slide in read.slides)
    assert not any(slide.auto_next for slide in read.slides)
    assert read.slides[0].notes == "Put both curves on one plane and add their heights."
    assert read.resolution == (854, 480)
    assert str(read.background_color.as_hex()) == "#10141a"
