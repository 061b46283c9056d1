"""The page in Chromium: played, read, walked through by keyboard, and looked at by axe-core."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from squiggle.core import Network
from squiggle.kit import make
from squiggle.kit.told import parts
from squiggle.lesson import Names, Overrides, load
from squiggle.render.cache import Cache

from .conftest import CHAPTERS
from .page_material import material, page_of
from .served import serve

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

DOSAGE = load("dosage", Overrides.typed([f"chapters={CHAPTERS}"]))
WIDTHS = (320, 390, 768, 1024, 1280, 1920)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
LYING, LAPTOP = {"width": 844, "height": 390}, {"width": 1366, "height": 768}
RATE = 15  # frames a second of the kit's films
READY = "new Promise(done => film.readyState > 1 ? done() : film.onloadeddata = done)"
WAIT = """void (shown = new Promise((done, fail) => {
  let picture, isOver
  function look() { // the picture may come before the end of the seek or after it
    if (isOver && Math.abs(picture - film.currentTime) < 1) done(picture)
  }
  film.addEventListener("seeked", () => { isOver = true; look() }, {once: true})
  film.requestVideoFrameCallback(function next(_, frame) {
    picture = frame.mediaTime
    look()
    film.requestVideoFrameCallback(next)
  })
  setTimeout(() => fail("no picture"), 20_000)
}))"""
WHICH = "at => [at.tagName, at.dataset.start ?? at.getAttribute('href')?.slice(0, 20) ?? '']"


@dataclass
class Opened:
    """A page that is open, what it asked for, and what it complained of."""

    page: Any
    asked: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def tell(self, script: str, given: Any = None) -> Any:
        """What a script in the page returns."""
        return self.page.evaluate(script, given)

    def now(self, places: str) -> str:
        """The text of the place that is marked as the film's."""
        told: str = self.page.locator(f"{places} [aria-current=true]").inner_text()
        return told.split("\n")[0]

    def lands(self, act: Callable[[], Any]) -> float:
        """The time stamp of the picture that is shown after an act that seeks."""
        self.tell(WAIT)
        act()
        landed: float = self.tell("shown")
        return landed

    def seek(self, seconds: float) -> float:
        """The time stamp of the picture that is shown there."""
        return self.lands(lambda: self.tell("at => { film.currentTime = at }", seconds))


@pytest.fixture(scope="module")
def polish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("polish")
    lesson = load("dosage", Overrides.typed(["chapters=Recap", "language=pl"]))
    cache = Cache(folder / "cache")  # both of its films are of one size here
    return make(lesson, folder / "kit", quality="l", only=["page"], cache=cache).folder


@contextmanager
def opened(browser: Any, path: Path, **kinds: Any) -> Iterator[Opened]:
    """A page from the disk. It must ask for nothing but itself, and complain of nothing."""
    context = browser.new_context(**{"viewport": DESKTOP} | kinds)
    told = Opened(context.new_page())
    told.page.on("request", lambda request: told.asked.append(request.url))
    told.page.on("console", lambda line: told.trouble.append(line.text))
    told.page.on("pageerror", lambda error: told.trouble.append(str(error)))
    told.page.goto(path.as_uri())
    yield told
    context.close()
    outside = [url for url in told.asked if not url.startswith(("data:", "blob:"))]
    assert outside == [path.as_uri()]
    assert told.trouble == []


@pytest.fixture
def page(browser: Any, kit: Path) -> Iterator[Opened]:
    with opened(browser, kit / "lesson.html") as told:
        told.tell(READY)
        yield told


def said(kit: Path) -> list[tuple[str, float]]:
    told = parts(material(kit, DOSAGE).light)
    return [(one.text, one.start) for part in told for s in part.scenes for one in s.sentences]


def test_it_waits_to_be_played_then_time_runs_and_cues_and_sentences_come(page, kit):
    assert page.tell("[film.paused, film.currentTime]") == [True, 0]
    assert page.page.locator("#arriving").is_hidden()
    page.tell("film.textTracks[0].mode = 'showing'")
    (first, _), (second, start), *_ = said(kit)
    assert page.now(".reading") == first
    page.seek(start - 0.5)
    page.page.locator("#film").focus()
    page.page.keyboard.press("Space")
    page.tell(
        "at => new Promise(go => film.ontimeupdate = () => film.currentTime > at && go())", start
    )
    assert not page.tell("film.paused")
    assert page.now(".reading") == second
    cue = page.tell("film.textTracks[0].activeCues[0].text")
    assert cue.replace("\n", " ") == second


def test_each_known_time_has_its_cue_chapter_and_sentence(page, kit):
    page.tell("for (const track of film.textTracks) track.mode = 'hidden'")
    told = list(parts(material(kit, DOSAGE).light))
    for part in told:
        for scene in part.scenes:
            for one in scene.sentences:
                page.seek(one.start + 0.2)
                page.tell("new Promise(requestAnimationFrame)")
                cues = page.tell("[...film.textTracks].map(track => track.activeCues[0].text)")
                assert [cue.replace("\n", " ") for cue in cues] == [one.text, part.title]
                assert page.now(".chapters") == part.title
                assert page.now(".reading") == one.text


def test_a_chapter_and_a_sentence_seek_to_their_first_picture(page, kit):
    _, recap = parts(material(kit, DOSAGE).light)
    chapter = page.page.get_by_role("button", name=recap.title)
    assert page.lands(chapter.click) == pytest.approx(recap.start, abs=0.001)
    assert page.now(".chapters") == recap.title
    text, start = said(kit)[3]
    page.page.get_by_role("button", name=text).focus()
    landed = page.lands(lambda: page.page.keyboard.press("Enter"))
    assert landed == pytest.approx(start, abs=0.001)
    assert page.now(".reading") == text
    assert page.tell("film.paused")
    for place, (text, start) in enumerate(said(kit)):
        landed = page.lands(page.page.locator(".reading button").nth(place).click)
        assert landed == pytest.approx(start, abs=0.001)
        assert page.now(".reading") == text


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("viewport", [LAPTOP, LYING])
@pytest.mark.parametrize("places", [".chapters", ".reading"])
def test_what_is_chosen_is_seen(browser, kit, places, viewport, motion):
    seen = """() => {
        const { top, bottom } = document.querySelector(".film").getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
    }"""
    with opened(browser, kit / "lesson.html", viewport=viewport, reduced_motion=motion) as told:
        told.tell(READY)
        last = told.page.locator(f"{places} button").last
        last.evaluate("at => at.scrollIntoView({ block: 'end' })")
        told.tell("scrollTo({ top: Math.max(scrollY, 300), behavior: 'instant' })")
        assert not told.tell(seen)
        last.evaluate("at => at.click()")
        if motion == "reduce":
            assert told.tell(seen)
        told.page.wait_for_function(seen)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sentence_stands_below_the_film_and_moves_nothing(browser, kit, width):
    with opened(browser, kit / "lesson.html", viewport={"width": width, "height": 800}) as told:
        told.tell(READY)
        words = told.page.locator("#words")
        assert words.inner_text() == ""  # below the poster, which shows another moment
        before = told.page.locator(".film").bounding_box()
        for text, start in said(kit):
            told.seek(start + 0.2)
            assert words.inner_text() == text
            assert told.page.locator(".film").bounding_box()["height"] == before["height"]
        film, below = (told.page.locator(place).bounding_box() for place in ("#film", "#words"))
        assert film["y"] + film["height"] <= below["y"]
        assert below["height"] <= 80


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_a_shade_tells_that_the_transcript_goes_on(browser, kit, scheme):
    def edge() -> tuple[int, ...]:
        picture = Image.open(BytesIO(told.page.locator(".reading").screenshot()))
        return picture.convert("RGB").getpixel((2, picture.height - 2))

    with opened(browser, kit / "lesson.html", color_scheme=scheme) as told:
        told.tell(READY)
        more = edge()
        told.tell("document.querySelector('.reading').scrollTop = 1e6")
        end = edge()
        assert sum(abs(a - b) for a, b in zip(more, end, strict=True)) > 30


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(page, kit):
    stops: list[list[str]] = []
    while not stops or stops[-1][0] != "BODY":
        page.page.keyboard.press("Tab")
        stop = page.tell(f"({WHICH})(document.activeElement)")
        if not stops or stop != stops[-1] or stop[0] != "VIDEO":  # it has stops of its own inside
            stops.append(stop)
        assert page.tell("document.activeElement.matches('body, video, :focus-visible')")
    reached = "a[href], button, video, [tabindex='0']"
    order = page.tell(
        f"""[...document.querySelectorAll("{reached}")]
            .filter(one => one.checkVisibility()).map({WHICH})"""
    )
    assert stops[:-1] == order
    tags = [tag for tag, _ in order]
    sentences, chapters = len(said(kit)), len(DOSAGE.chapters)
    assert tags.count("VIDEO") == 1 and tags.count("BUTTON") == sentences + chapters + 1
    assert tags[:3] == ["A", "A", "VIDEO"] and tags[-1] == "A"


def test_links_that_skip_go_where_they_say(page):
    for place in ("transcript", "numbers"):
        page.page.locator(f".skip[href='#{place}']").first.focus()
        page.page.keyboard.press("Enter")
        assert page.tell("document.activeElement.id") == place


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_axe_finds_nothing_at_any_width_and_nothing_scrolls_sideways(
    browser, kit, polish, language, scheme
):
    path = {"en": kit, "pl": polish}[language] / "lesson.html"
    with opened(browser, path, color_scheme=scheme) as told:
        told.tell(READY)
        assert told.tell("document.documentElement.lang") == language
        for width in WIDTHS:
            told.page.set_viewport_size({"width": width, "height": 800})
            assert told.tell("document.documentElement.scrollWidth") <= width
            if width in (320, 768, 1280):
                found = axe.Axe().run(told.page)
                assert found.violations_count == 0, found.generate_report()


def test_long_names_and_many_nodes_do_not_make_the_page_wider(browser, kit, tmp_path):
    network = Network.of_bends([(1e9 * place, -1e9, 1.0) for place in range(64)], 0.5)
    long = replace(
        DOSAGE,
        title="W" * 120,
        network=network,
        decimals=dict.fromkeys(network.parameters, 2),
        names=Names("concentration of the drug in whole blood", "effect"),
    )
    with opened(browser, page_of(kit, long, tmp_path)) as told:
        for width in WIDTHS:
            told.page.set_viewport_size({"width": width, "height": 800})
            assert told.tell("document.documentElement.scrollWidth") <= width
        told.page.set_viewport_size(PHONE)
        scrolls = (
            "[...document.querySelectorAll('.scroll')].map(at => at.scrollWidth - at.clientWidth)"
        )
        assert max(told.tell(scrolls)) > 10


def test_the_transcript_goes_along_but_not_with_who_has_scrolled_away(browser, kit):
    inside = """() => {
        const box = document.querySelector(".reading").getBoundingClientRect()
        const now = document.querySelector(".reading [aria-current]").getBoundingClientRect()
        return now.top >= box.top && now.bottom <= box.bottom
    }"""
    with opened(browser, kit / "lesson.html", reduced_motion="reduce") as told:
        told.tell(READY)
        for _, start in said(kit):
            told.seek(start)
            assert told.tell(inside)
        assert told.tell("scrollY") == 0
        told.tell("document.querySelector('.reading').scrollTop = 0")
        told.seek(said(kit)[-2][1])
        assert told.tell("document.querySelector('.reading').scrollTop") == 0


def test_on_a_phone_the_film_stays_above_what_is_read(browser, kit):
    with opened(
        browser, kit / "lesson.html", viewport=PHONE, has_touch=True, is_mobile=True
    ) as told:
        told.tell(READY)
        text, start = said(kit)[-1]
        sentence = told.page.get_by_role("button", name=text)
        assert told.lands(sentence.tap) == pytest.approx(start, abs=1 / RATE)
        film, sentence = (
            told.page.locator(place).bounding_box()
            for place in (".film", ".reading [aria-current]")
        )
        assert film["y"] >= 0 and film["y"] + film["height"] <= sentence["y"]


@pytest.mark.parametrize(("viewport", "most"), [(DESKTOP, 0.8), (PHONE, 0.4)])
def test_a_film_of_any_shape_is_seen_whole_and_leaves_room(browser, kit, viewport, most):
    shape = """([wide, high]) => {
        document.documentElement.style.setProperty("--wide", wide)
        document.documentElement.style.setProperty("--high", high)
    }"""
    with opened(browser, kit / "lesson.html", viewport=viewport) as told:
        for wide, high in ((16, 9), (4, 3), (1, 1), (9, 16)):
            told.tell(shape, [wide, high])
            box = told.page.locator("#film").bounding_box()
            assert box["width"] / box["height"] == pytest.approx(wide / high, rel=0.01)
            assert box["height"] <= most * viewport["height"] + 1


def test_the_film_can_be_saved_out_of_the_page(page, kit, tmp_path):
    with page.page.expect_download() as saved:
        page.page.locator("#save").click()
    assert saved.value.suggested_filename == "dosage.mp4"
    saved.value.save_as(tmp_path / "film.mp4")
    assert (tmp_path / "film.mp4").read_bytes() == (kit / "light" / "lesson.mp4").read_bytes()
    page.asked = [url for url in page.asked if not url.startswith("blob:")]


def test_without_scripts_there_are_a_film_a_transcript_and_numbers(browser, kit):
    with opened(browser, kit / "lesson.html", java_script_enabled=False) as told:
        video = told.page.locator("noscript video")
        video.wait_for(state="visible")
        assert video.bounding_box()["y"] < told.page.locator(".chapters").bounding_box()["y"]
        assert not told.page.locator("#film").is_visible()
        assert told.page.locator("button:visible").count() == 0
        assert told.page.get_by_text(said(kit)[-1][0]).is_visible()
        assert told.page.locator("table").first.is_visible()
        assert told.page.locator(".with-script").first.is_hidden()


def test_on_paper_there_are_the_transcript_and_the_numbers(page, kit):
    page.page.emulate_media(media="print")
    for place in ("#film", "#words", ".chapters", ".downloads", ".with-script >> nth=0"):
        assert page.page.locator(place).is_hidden()
    for text, _ in said(kit):
        assert page.page.get_by_role("button", name=text).is_visible()
    assert page.tell("getComputedStyle(document.querySelector('.reading')).overflowY") == "visible"
    assert page.page.locator("table").last.is_visible()


def test_a_film_that_cannot_be_played_is_said_to_be_so(browser, kit, tmp_path):
    made = page_of(kit, DOSAGE, tmp_path)
    text = made.read_text("utf-8")
    begin = text.index("AAAA", text.index('src="data:video/mp4'))
    made.write_text(text[:begin] + "AAAA" + text[text.index('"', begin) :], "utf-8")
    with opened(browser, made) as told:
        told.page.locator("#trouble").wait_for(state="visible")
        assert told.page.locator("#arriving").is_hidden()


def test_a_browser_that_refuses_the_films_address_plays_it_from_a_blob(browser, kit, tmp_path):
    text = page_of(kit, DOSAGE, tmp_path).read_text("utf-8")
    refusing = text.replace('content="default-src', 'content="media-src blob:; default-src', 1)
    (tmp_path / "lesson.html").write_text(refusing, "utf-8")
    with opened(browser, tmp_path / "lesson.html") as told:
        told.tell(READY)
        assert told.tell("film.src").startswith("blob:")
        assert told.seek(40) == pytest.approx(40, abs=1 / RATE)
        assert told.page.locator("#trouble").is_hidden()
        assert all("media-src" in line for line in told.trouble)
        told.trouble.clear()


def test_the_page_and_the_film_beside_it_play_from_a_server(browser, kit):
    with serve(kit) as served:
        told = Opened(browser.new_page())
        told.page.goto(f"{served.address}/lesson.html")
        told.tell(READY)
        assert told.seek(40) == pytest.approx(40, abs=1 / RATE)
        assert served.asked == ["lesson.html"]
        told.page.goto(f"{served.address}/lesson.mp4")  # it has captions of its own inside
        told.tell("void (film = document.querySelector('video'))")
        told.tell(f"film.pause(); {READY}")
        for moment in (50, 1, 30):
            assert told.seek(moment) == pytest.approx(moment, abs=1 / RATE)
        told.page.close()
    assert {name for name, *_ in served.parts} == {"lesson.mp4"}
