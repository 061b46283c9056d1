"""The page as a file: all that belongs into it is there, once, escaped; nothing leads elsewhere."""

import shutil
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from squiggle.core import Network
from squiggle.kit import PIECES
from squiggle.kit import kit as pieced
from squiggle.kit.page.downloads import OFFERED, size_of
from squiggle.kit.page.media import poster
from squiggle.kit.pieces import Piece
from squiggle.kit.told import calculations, parameters, parts
from squiggle.lesson import Overrides, load
from squiggle.lesson.words import Words

from .conftest import CHAPTERS
from .page_material import material, page_of

DOSAGE = load("dosage", Overrides.typed([f"chapters={CHAPTERS}"]))
HOSTILE = """</title></script></noscript><script>alert(1)</script> "a" & 'b' {{ 1 + 1 }} ${x}"""
VOID = {"meta", "link", "track"}
ADDRESSES = {"src", "href", "poster", "data", "action", "srcset"}


class Read(HTMLParser):
    """A page as a browser with scripts reads it: what is in `noscript` is text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []  # each with the innermost element it is in
        self.open: list[str] = []
        self.CDATA_CONTENT_ELEMENTS = ("script", "style", "noscript")
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.append((self.open[-1], data))

    def within(self, tag: str) -> list[str]:
        """The texts that stand directly in elements of a tag."""
        return [text for place, text in self.texts if place == tag]

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of the elements of a tag."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(kit: Path) -> Read:
    return Read((kit / "lesson.html").read_text("utf-8"))


def decoded(address: str) -> bytes:
    return b64decode(address.partition(";base64,")[2])


def test_the_film_is_in_it_once_and_whole(kit, page):
    (held,) = [text for text in page.within("noscript") if "data:video" in text]
    address = held.split('src="', 1)[1].split('"', 1)[0]
    assert address.startswith("data:video/mp4;base64,")
    assert decoded(address) == (kit / "light" / "lesson.mp4").read_bytes()
    assert (kit / "lesson.html").read_text("utf-8").count(address) == 1


def test_captions_and_chapters_are_tracks_with_the_words_of_the_files(kit, page):
    tracks = {track["kind"]: track for track in page.all("track")}
    for kind, name in (("captions", "lesson.vtt"), ("chapters", "lesson.chapters.vtt")):
        assert tracks[kind]["srclang"] == "en" and tracks[kind]["label"]
        assert decoded(tracks[kind]["src"]) == (kit / "light" / name).read_bytes()
    assert "default" not in tracks["captions"]  # the picture has the words


def test_without_words_in_the_picture_captions_are_shown(kit, tmp_path):
    made = page_of(kit, replace(DOSAGE, captions=False), tmp_path)
    assert "default" in Read(made.read_text("utf-8")).all("track")[0]


def test_all_that_is_said_and_seen_is_told_in_order_with_its_times(kit, page):
    told = list(parts(material(kit, DOSAGE).light))
    said = [one for part in told for scene in part.scenes for one in scene.sentences]
    spans = [span for span in page.all("span") if span.get("class") == "said"]
    assert [float(span["data-start"]) for span in spans] == [one.start for one in said]
    assert [text for text in page.within("span") if text in {one.text for one in said}] == [
        one.text for one in said
    ]
    seen = [scene.seen for part in told for scene in part.scenes]
    assert [text.strip() for text in page.within("p") if text.strip() in seen] == seen
    links = [link for link in page.all("a") if "data-start" in link]
    assert [float(link["data-start"]) for link in links] == [part.start for part in told]


def test_the_tables_have_the_numbers_of_the_transcript(page):
    texts = [text for place, text in page.texts if place in ("caption", "th", "td")]
    words = Words(DOSAGE)
    tables = [parameters(DOSAGE, words), *calculations(DOSAGE, words)]
    assert texts == [
        text
        for table in tables
        for text in (table.caption, *table.columns, *(cell for row in table.rows for cell in row))
    ]
    assert "−2.93" in texts and "−34.4" in texts
    scopes = [head["scope"] for head in page.all("th")]
    assert scopes.count("row") == sum(len(table.rows) for table in tables)
    assert scopes.count("col") == sum(len(table.columns) for table in tables)


def test_every_address_is_inside_the_page_or_a_file_beside_it(kit, page):
    addresses = [
        address
        for _, attributes in page.elements
        for name, address in attributes.items()
        if name in ADDRESSES
    ]
    assert {path for path, _ in OFFERED if (kit / path).is_file()} <= set(addresses)
    ids = {attributes.get("id") for _, attributes in page.elements}
    for address in addresses:
        if address.startswith("#"):
            assert address[1:] in ids
        elif not address.startswith("data:"):
            assert ":" not in address and (kit / address).is_file(), address
    for text in (*page.within("style"), *page.within("script")):
        assert "url(" not in text and "//" not in text.replace("// ", "")


def test_no_two_elements_have_one_id(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_only_files_that_are_there_are_offered(kit, tmp_path):
    folder = tmp_path / "kit"
    folder.mkdir()
    for name in ("manifest.json", "light", "lesson.srt"):
        (folder / name).symlink_to(kit / name)
    offered = {
        link.get("href")
        for link in Read(page_of(folder, DOSAGE, tmp_path).read_text("utf-8")).all("a")
    }
    assert "lesson.srt" in offered and "light/lesson.mp4" in offered
    assert not {"lesson.mp4", "lesson.vtt", "transcript.md"} & offered


def test_the_page_is_made_again_when_there_are_slides_to_offer(kit, tmp_path, monkeypatch):
    folder = tmp_path / "kit"
    shutil.copytree(kit, folder, ignore=shutil.ignore_patterns("kit.json", "handout.pdf", "steps"))
    monkeypatch.setattr(pieced, "_material", lambda *_: material(folder, DOSAGE))
    stub = Piece(lambda _, work: (work / "handout.pdf").write_bytes(b"%PDF"), "a hand-out")
    monkeypatch.setitem(PIECES, "slides", stub)

    def made(*only: str) -> tuple[bool, bool]:
        """Whether the page is made, and whether it then offers the hand-out."""
        done = pieced.make(DOSAGE, folder, only=only)
        return "page" in done.made, 'href="handout.pdf"' in (folder / "lesson.html").read_text()

    assert made("page") == (True, False)
    assert made("page") == (False, False)
    assert made("slides", "page") == (True, True)
    assert made("page") == (False, True)


@pytest.mark.parametrize("field", ["title", "name"])
def test_a_hostile_lesson_is_told_and_does_nothing(kit, tmp_path, page, field):
    made = page_of(kit, replace(DOSAGE, **{field: HOSTILE}), tmp_path)
    read = Read(made.read_text("utf-8"))
    assert [tag for tag, _ in read.elements] == [tag for tag, _ in page.elements]
    if field == "title":
        assert read.within("title") == read.within("h1") == [HOSTILE]
    else:
        assert f"{HOSTILE}.vtt" in [link.get("download") for link in read.all("a")]


def test_a_network_of_many_nodes_has_a_table_for_each(kit, tmp_path):
    bends = [(place - 1.5, 0.25 * place, 1.0) for place in range(64)]
    network = Network.of_bends(bends, 0.5)
    decimals = dict.fromkeys(network.parameters, 2)
    made = page_of(kit, replace(DOSAGE, network=network, decimals=decimals), tmp_path)
    assert len(Read(made.read_text("utf-8")).all("table")) == 1 + 64 + 1


def test_the_poster_is_the_finished_squiggle_or_else_the_end():
    def chapter(name: str, *curves: str) -> dict:
        planes = [{"curves": [{"name": curve} for curve in curves]}]
        return {"clip": {"poster": name}, "planes": planes}

    asked, finished, end = chapter("1", "ghost"), chapter("2", "sum", "output"), chapter("3")
    assert poster({"chapters": [asked, finished, chapter("2b", "output"), end]}) == "2"
    assert poster({"chapters": [asked, end]}) == "3"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "1 kB"), (999_499, "999 kB"), (999_999, "1.0 MB"), (1_000_000, "1.0 MB")],
)
def test_sizes_are_for_people(count, told):
    assert size_of(count) == told
