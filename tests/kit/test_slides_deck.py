"""slides.html in Chromium, from the disk: keys and touch move steps, clips play and rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from squiggle.lesson import load
from squiggle.lesson.words import Words

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STATE = """() => {
  const slide = document.querySelector("section.present");
  const shown = [...slide.children].find(
    (part) => part.matches("img, video") && getComputedStyle(part).display !== "none");
  const { paused, ended, currentTime, duration } = slide.querySelector("video");
  return {
    step: [...document.querySelectorAll(".slides > section")].indexOf(slide),
    shown: shown.tagName, playing: !paused, ended, rests: currentTime === duration,
  };
}"""
REFUSED_ONCE = """
const { play } = HTMLMediaElement.prototype;
HTMLMediaElement.prototype.play = () => {
  HTMLMediaElement.prototype.play = play;
  return Promise.reject(new DOMException("as for sound that nobody asked for", "NotAllowedError"));
};
"""
FAST = """for (const video of document.querySelectorAll("video")) {
  video.defaultPlaybackRate = video.playbackRate = 16;
}"""


@contextmanager
def opened(browser: Any, path: Path, first: str = "", **kinds: Any) -> Iterator[Any]:
    """A deck from the disk. It must ask for nothing but itself, and complain of nothing.

    `first` is a script that runs before the deck's.
    """
    context = browser.new_context(**kinds)
    context.add_init_script(first)
    asked, trouble = list[str](), list[str]()
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda line: trouble.append(line.text))
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".reveal.ready")
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [path.as_uri()]
    assert trouble == []


@pytest.fixture
def deck(browser: Any, kit: Path) -> Iterator[Any]:
    with opened(browser, kit / "slides.html") as page:
        yield page


def wait_for(page: Any, **wanted: Any) -> None:
    """Wait until the deck is in a state."""
    page.wait_for_function(
        f"wanted => Object.entries(wanted).every(([key, is]) => ({STATE})()[key] === is)",
        arg=wanted,
    )


def test_keys_move_through_all_steps_and_each_clip_plays_and_rests_on_its_end(deck, kit):
    deck.evaluate(FAST)
    steps = len(list((kit / "steps").glob("*.mp4")))
    for step in range(steps):
        wait_for(deck, step=step, shown="VIDEO", ended=True, rests=True, playing=False)
        deck.keyboard.press(("ArrowRight", "Space", "PageDown")[step % 3])
    assert deck.evaluate(STATE)["step"] == steps - 1  # the last one stays


def test_going_back_shows_how_the_step_before_ended(deck):
    deck.keyboard.press("ArrowRight")
    wait_for(deck, step=1, shown="VIDEO", playing=True)
    deck.keyboard.press("ArrowLeft")
    wait_for(deck, step=0, shown="IMG", playing=False)
    deck.keyboard.press("r")
    wait_for(deck, step=0, shown="VIDEO", playing=True)
    deck.mouse.click(400, 300)
    wait_for(deck, playing=False)
    deck.mouse.click(400, 300)
    wait_for(deck, playing=True)


def test_a_clip_begins_with_the_picture_that_was_seen_before(deck):
    deck.keyboard.press("ArrowRight")
    wait_for(deck, step=1, playing=True)
    posters = deck.evaluate(
        "[...document.querySelectorAll('section')].slice(0, 2)"
        ".map((slide) => [slide.querySelector('img').src, slide.querySelector('video').poster])"
    )
    assert posters[1][1] == posters[0][0]


def test_a_finger_moves_steps_on_a_phone(browser, kit):
    with opened(browser, kit / "slides.html", **PHONE) as page:
        wait_for(page, step=0, playing=True)
        swipe(page, 330, 60)
        wait_for(page, step=1, playing=True)
        page.touchscreen.tap(200, 420)
        wait_for(page, step=1, playing=False)
        swipe(page, 60, 330)
        wait_for(page, step=0, shown="IMG")


def swipe(page: Any, start: int, end: int) -> None:
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *places: int) -> None:
        points = [{"x": x, "y": 420} for x in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", start)
    for share in (1, 2, 3, 4):
        send("touchMove", start + (end - start) * share // 4)
    send("touchEnd")


def test_the_speakers_view_shows_words_and_what_comes_and_moves_the_deck(deck, kit):
    with deck.expect_popup() as waited:
        deck.keyboard.press("s")
    view = waited.value
    view.wait_for_selector("text=Put both curves on one plane")
    assert view.evaluate("document.documentElement.lang") == "en"
    now, after = (view.locator(f"[data-{name}]") for name in ("now", "next"))
    coming = after.get_attribute("src")
    view.keyboard.press("ArrowRight")
    wait_for(deck, step=1, playing=True)
    view.wait_for_selector("text=At dose 0 the heights are")
    assert now.get_attribute("src") == coming
    view.focus("[data-onward]")
    view.keyboard.press("Space")  # presses the button, and is not the deck's too
    wait_for(deck, step=2)
    view.click("[data-back]")
    view.click("[data-back]")
    wait_for(deck, step=0)
    view.wait_for_selector("text=1 / ")
    assert axe.Axe().run(view).response["violations"] == []


def test_a_black_screen_wakes_at_the_next_key_that_moves(deck):
    for black, wake in (("b", "ArrowRight"), (".", "Space"), ("b", "PageUp"), (".", "b")):
        deck.keyboard.press(black)
        deck.wait_for_selector(".reveal.paused")
        deck.keyboard.press("r")  # not one that moves
        deck.keyboard.press("Alt")
        assert deck.locator(".reveal.paused").count() == 1
        deck.keyboard.press(wake)
        deck.wait_for_selector(".reveal:not(.paused)")
        assert deck.evaluate(STATE)["step"] == 0
    with deck.expect_popup() as waited:
        deck.keyboard.press("s")
    deck.keyboard.press("b")
    for step in (0, 1):
        waited.value.click("[data-onward]")
        deck.wait_for_selector(".reveal:not(.paused)")
        wait_for(deck, step=step)


def test_no_list_of_keys_comes_that_is_not_of_this_deck(deck):
    deck.keyboard.press("Shift+?")
    assert deck.locator(".r-overlay").count() == 0
    deck.keyboard.press("ArrowRight")
    wait_for(deck, step=1)


def test_a_thin_line_tells_how_far_one_is_and_is_not_in_the_way(deck, kit):
    steps = len(list((kit / "steps").glob("*.mp4")))
    line = deck.locator(".progress")
    for step in range(3):
        wait_for(deck, step=step, playing=True)
        scale = deck.evaluate("document.querySelector('.progress span').style.transform")
        assert float(scale[len("scaleX(") : -1]) == pytest.approx(step / (steps - 1))
        assert line.bounding_box()["height"] <= 4
        deck.keyboard.press("ArrowRight")
    wait_for(deck, step=3, playing=True)
    deck.mouse.click(100, deck.viewport_size["height"] - 2)
    wait_for(deck, step=3, playing=False)


@pytest.mark.parametrize("width", [320, 640])
def test_the_overview_has_rows_and_a_click_chooses(browser, kit, width):
    boxes = """() => [...document.querySelectorAll(".slides > section")].map((slide) => {
      const { left, right, top, width, height } = slide.getBoundingClientRect();
      return { left, right, top, shape: width / height };
    })"""
    with opened(browser, kit / "slides.html", viewport={"width": width, "height": 300}) as page:
        page.keyboard.press("End")
        page.keyboard.press("Escape")
        shown = page.evaluate(boxes)
        assert len({box["left"] for box in shown}) >= 2
        assert len({box["top"] for box in shown}) >= 2
        assert all(box["left"] >= 0 and box["right"] <= width for box in shown)
        assert all(box["shape"] == pytest.approx(16 / 9, rel=0.02) for box in shown)
        assert 0 <= shown[-1]["top"] < 300  # the step at hand is in sight
        page.keyboard.press("Home")
        assert page.evaluate(boxes)[0]["top"] >= 0
        page.click("section >> nth=1")
        wait_for(page, step=1, playing=True)
        assert page.locator(".overview").count() == 0


def test_where_no_window_may_open_notes_stand_beside_the_slide(deck):
    deck.evaluate("window.open = () => null")
    deck.keyboard.press("s")
    deck.wait_for_selector(".speaker-notes >> text=Put both curves")
    box = deck.locator("section.present").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280


def test_who_wants_little_motion_gets_pictures_and_a_button(browser, kit):
    with opened(browser, kit / "slides.html", reduced_motion="reduce") as page:
        wait_for(page, step=0, shown="IMG", playing=False)
        page.keyboard.press("ArrowRight")
        wait_for(page, step=1, shown="IMG", playing=False)
        page.focus("#play")
        page.keyboard.press("Enter")
        wait_for(page, step=1, shown="VIDEO", playing=True)
        page.keyboard.press("Space")
        wait_for(page, step=1, playing=False)


def test_where_sound_may_not_start_the_first_key_starts_it(browser, kit):
    with opened(browser, kit / "slides.html", REFUSED_ONCE) as page:
        page.wait_for_selector(".waiting #play")
        wait_for(page, step=0, playing=False)
        page.keyboard.press("ArrowRight")
        wait_for(page, step=0, playing=True)
        page.keyboard.press("ArrowRight")
        wait_for(page, step=1, playing=True)


def test_axe_finds_nothing(deck):
    assert deck.evaluate("document.documentElement.lang") == "en"
    for key in ("ArrowRight", "Escape"):  # a step, then the overview
        assert axe.Axe().run(deck).response["violations"] == []
        deck.keyboard.press(key)


def test_slides_and_pictures_have_names(deck, kit):
    deck.keyboard.press("ArrowRight")
    assert deck.get_by_role("region", name="Sum and shift (2 of 6)").count() == 1
    alts = deck.evaluate("[...document.images].map((image) => image.alt)")
    labels = deck.evaluate("[...document.querySelectorAll('video')].map((v) => v.ariaLabel)")
    onward = Words(load("dosage")).kit("onward")
    assert deck.get_by_role("button", name=onward).count() == 1  # reveal.js's own, in our words
    assert alts == labels and all("." in alt for alt in alts)
