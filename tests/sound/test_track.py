"""Sound in the container: in step with the pictures, and decoded alike by two programs."""

import base64
import shutil
import subprocess

import av
import numpy as np
import pytest

from squiggle.render.film import rewrap
from squiggle.sound.pcm import RATE, silence
from squiggle.sound.track import SoundTrack

from .made import tone

FPS, FRAMES = 15, 105
CLICKS = (0.0, 0.5, 1.0, 2.5, 6.9)
SYNC = 0.010  # seconds
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def clicks():
    pcm = silence(FRAMES / FPS)
    for at in CLICKS:
        start = round(at * RATE)
        pcm[start : start + 48] = tone(0.001, 2000.0, 0.8)
    return pcm


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Seven seconds of pictures with a track of clicks."""
    folder = tmp_path_factory.mktemp("clip")
    with av.open(str(folder / "silent.mp4"), "w") as file:
        stream = file.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.options = {"bf": "0"}
        for _ in range(FRAMES):
            picture = np.zeros((48, 64, 3), np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    target = folder / "clip.mp4"
    assert rewrap(folder / "silent.mp4", target, FPS, {}, [SoundTrack(clicks(), "eng")]) == FRAMES
    return target


def onsets(sound) -> list[float]:
    """The seconds at which something is heard after silence."""
    loud = np.flatnonzero(np.abs(sound) > 0.2)
    first = np.flatnonzero(np.diff(loud, prepend=-RATE) > RATE // 10)
    return (loud[first] / RATE).tolist()


def test_clicks_are_where_they_were_put(clip):
    with av.open(str(clip)) as file:
        stream = file.streams.audio[0]
        frames = list(file.decode(stream))
    assert frames[0].time == 0
    sound = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    for loudspeaker in sound:
        assert np.allclose(onsets(loudspeaker), CLICKS, atol=SYNC)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg")
def test_another_decoder_hears_them_there_too(clip):
    command = ["ffmpeg", "-v", "warning", "-i", str(clip), "-f", "f32le", "-ac", "1", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr
    assert np.allclose(onsets(np.frombuffer(done.stdout, "<f4")), CLICKS, atol=SYNC)


LISTEN = """async data => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
  const video = document.createElement("video")
  video.src = URL.createObjectURL(new Blob([bytes], {type: "video/mp4"}))
  await video.play()
  await new Promise(done => { video.ontimeupdate = () => video.currentTime > 0.2 && done() })
  const context = new OfflineAudioContext(1, 1, 48000)
  const sound = await context.decodeAudioData(bytes.buffer)
  const onsets = []
  let last = -Infinity
  sound.getChannelData(0).forEach((sample, place) => {
    if (Math.abs(sample) <= 0.2) return
    if (place - last > 4800) onsets.push(place / sound.sampleRate)
    last = place
  })
  return [video.webkitAudioDecodedByteCount, sound.duration, onsets]
}"""


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium")
def test_a_browser_plays_them_there_too(clip):
    playwright = pytest.importorskip("playwright.sync_api")
    data = base64.b64encode(clip.read_bytes()).decode()
    flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        page.set_content("<body></body>")
        decoded, seconds, heard = page.evaluate(LISTEN, data)
        browser.close()
    assert decoded > 0 and seconds == pytest.approx(FRAMES / FPS, abs=0.002)
    assert np.allclose(heard, CLICKS, atol=SYNC)


def test_the_stream_is_what_players_take(clip):
    with av.open(str(clip)) as file:
        (stream,) = file.streams.audio
        assert (stream.codec_context.name, stream.codec_context.profile) == ("aac", "LC")
        assert (stream.sample_rate, stream.layout.name) == (48_000, "stereo")
        assert stream.language == "eng"
        assert float(stream.duration * stream.time_base) == pytest.approx(FRAMES / FPS, abs=0.002)
        assert file.streams.video[0].frames == FRAMES
    data = clip.read_bytes()
    assert data.find(b"moov") < data.find(b"mdat")


def test_the_same_sound_is_the_same_packets(tmp_path, clip):
    again = tmp_path / "again.mp4"
    rewrap(clip.with_name("silent.mp4"), again, FPS, {}, [SoundTrack(clicks(), "eng")])
    assert again.read_bytes() == clip.read_bytes()
