"""Embeds in Chromium: animated pictures move and stop, an overlay lets the page be seen."""

import io
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from squiggle.kit.embeds import Found, embed, find, snippet

from .served import serve

STEP = "*-hook.mp4"
DECODE = """async ({ data, type }) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const decoder = new ImageDecoder({ data: bytes, type });
  await decoder.tracks.ready;
  await decoder.completed;
  const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
  const lengths = [];
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex += 1) {
    const { image } = await decoder.decode({ frameIndex });
    lengths.push(image.duration);
    image.close();
  }
  return { lengths, repetitions: repetitionCount };
}"""
PLAY = "{ const video = document.querySelector('video'); video.muted = true; video.play() }"
PAGE = "rgb(200, 40, 160)"  # nothing in a film has this colour
COLOUR = (200, 40, 160)


@pytest.fixture(scope="module")
def folder(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A step's clip with all that stands beside it, and what can be made of it."""
    place = tmp_path_factory.mktemp("beside")
    stem = sorted((kit / "steps").glob(STEP))[0].stem
    for path in (kit / "steps").glob(f"{stem}.*"):
        (place / path.name).write_bytes(path.read_bytes())
    for kind in (".webp", ".apng", ".webm"):
        embed(find(place / f"{stem}.mp4"), place / f"{stem}{kind}")
    return place


@pytest.fixture(scope="module")
def step(folder: Path) -> Found:
    (clip,) = folder.glob("*.mp4")
    return find(clip)


def opened(browser: Any, folder: Path, body: str, address: str = "") -> Any:
    """A page with this in its body, 854 pixels wide, from the disk or from an address."""
    style = (
        f"<style>body {{ margin: 0; background: {PAGE} }} img, video {{ display: block }}</style>"
    )
    (folder / "page.html").write_text(f"<!doctype html>{style}{body}", "utf-8")
    page = browser.new_page(viewport={"width": 854, "height": 480})
    page.goto(f"{address}/page.html" if address else (folder / "page.html").as_uri())
    return page


def seen(page: Any) -> np.ndarray:
    """What the page shows, in RGB."""
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def test_animated_pictures_stop_on_their_last_picture(browser, folder, step):
    with Image.open(step.clip.with_suffix(".png")) as poster:
        wanted = np.asarray(poster.convert("RGB")).astype(int)
    names = [step.clip.with_suffix(kind).name for kind in (".gif", ".webp", ".apng")]
    page = opened(browser, folder, "".join(f'<img src="{name}">' for name in names))
    page.set_viewport_size({"width": 854, "height": 3 * 480})
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    page.wait_for_timeout(1000 * float(step.footage.seconds) + 700)
    last = seen(page)
    page.wait_for_timeout(400)
    assert np.array_equal(seen(page), last)
    for shown in np.split(last, 3):
        assert np.abs(shown - wanted).mean() < 1.5
    page.close()


@pytest.mark.parametrize(("kind", "name"), [(".gif", "gif"), (".webp", "webp"), (".apng", "png")])
def test_the_browser_finds_its_moments(browser, folder, step, kind, name):
    data = b64encode(step.clip.with_suffix(kind).read_bytes()).decode()
    with serve(folder) as served:  # only there a browser lets its decoder be asked
        page = opened(browser, folder, "", served.address)
        told = page.evaluate(DECODE, {"data": data, "type": f"image/{name}"})
        page.close()
    assert told["repetitions"] == 0
    assert sum(told["lengths"]) / 1e6 == pytest.approx(float(step.footage.seconds), abs=0.006)
    with Image.open(step.clip.with_suffix(kind)) as image:
        assert len(told["lengths"]) == image.n_frames


def test_an_overlay_plays_over_the_page_and_rests_on_its_last_picture(browser, folder, step):
    video = f'<video muted src="{step.clip.with_suffix(".webm").name}"></video>'
    page = opened(browser, folder, video)
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("document.querySelector('video').ended", timeout=60_000)
    told = page.evaluate("[document.querySelector('video')].map(v => [v.duration, v.currentTime])")
    assert told == [[pytest.approx(float(step.footage.seconds), abs=0.002)] * 2]
    shown = seen(page)
    there = np.abs(shown - COLOUR).max(axis=-1) < 4
    assert 0.6 < there.mean() < 0.97  # of the page is seen
    with Image.open(step.clip.with_suffix(".png")) as poster:
        wanted = np.asarray(poster.convert("RGB")).astype(int)
    ink = np.abs(wanted - wanted[2, 2]).max(axis=-1) > 120  # where it differs from the background
    assert np.abs(shown - wanted)[ink].mean() < 40
    assert (there & ink).mean() < 0.001
    page.close()


@pytest.mark.parametrize("moment", [0.0, 0.5, 0.98])
def test_an_overlay_can_be_sought_where_it_holds(browser, folder, step, moment):
    page = opened(browser, folder, f'<video src="{step.clip.with_suffix(".webm").name}"></video>')
    seconds = moment * float(step.footage.seconds)
    page.evaluate(
        """seconds => new Promise((done) => {
             const video = document.querySelector("video");
             video.addEventListener("seeked", () => requestAnimationFrame(() =>
               requestAnimationFrame(done)), { once: true });
             video.currentTime = seconds;
           })""",
        seconds,
    )
    shown = seen(page)
    assert (np.abs(shown - COLOUR).max(axis=-1) < 4).mean() < 0.97
    page.close()


def test_the_html_snippet_plays_and_has_its_captions(browser, folder, step):
    with serve(folder) as served:  # from the disk a browser takes no captions
        page = opened(browser, folder, snippet("html", step, folder), served.address)
        page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
        page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length > 0")
        page.evaluate(PLAY)
        page.wait_for_function("document.querySelector('video').currentTime > 0.3")
        page.wait_for_function(
            "document.querySelector('video').textTracks[0].activeCues.length > 0"
        )
        told = page.evaluate("[document.querySelector('video')].map(v => [v.poster, v.ariaLabel])")
        poster = step.clip.with_suffix(".png").name
        assert told == [[f"{served.address}/{poster}", step.seen]]
        page.close()
