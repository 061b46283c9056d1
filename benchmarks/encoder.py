"""What x264's settings cost and give on this film's own pictures.

    python -m benchmarks.encoder [--chapter TopNode] [--quality h] [--rounds 3]

A chapter's pictures are drawn once and kept. Each round encodes them with every setting in turn, in
one thread. Printed are CPU milliseconds a picture (median), bytes, and the SSIM of the brightness
against what was drawn: the lowest of the pictures looked at, and their mean.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

import av

from benchmarks.drawn import brightness, pictures, ssim
from squiggle.lesson import load
from squiggle.render.encoder import OPTIONS, Encoder
from squiggle.render.plan import plan_film
from squiggle.render.preset import Preset, preset

FLAGS = OPTIONS["x264-params"]
SETTINGS: dict[str, dict[str, str]] = {
    "ours": {},
    "ultrafast": {"preset": "ultrafast", "x264-params": f"{FLAGS}:cabac=1:8x8dct=1"},
    "veryfast": {"preset": "veryfast"},
    "medium": {"preset": "medium"},
    "crf 20": {"crf": "20"},
    "crf 24": {"crf": "24"},
    "constant quantizer 20": {"crf": "", "qp": "20"},
    "with half pixels": {"x264-params": f"{FLAGS}:subme=1:me=hex"},
}
EVERY = 15  # one of so many pictures is looked at


def encode(
    frames: Sequence[av.VideoFrame], path: Path, look: Preset, told: dict[str, str]
) -> float:
    """CPU seconds it takes to encode the pictures."""
    options = {name: value for name, value in (OPTIONS | told).items() if value}
    begun = time.process_time()
    with Encoder(path, look, options) as encoder:
        for frame in frames:
            encoder.encode(frame)
    return time.process_time() - begun


def likeness(frames: Sequence[av.VideoFrame], path: Path) -> list[float]:
    """How near the decoded pictures are to the drawn ones."""
    with av.open(str(path)) as clip:
        both = enumerate(zip(frames, clip.decode(video=0), strict=True))
        return [ssim(brightness(a), brightness(b)) for at, (a, b) in both if at % EVERY == 0]


def main() -> None:
    """Draw, encode, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chapter", default="TopNode")
    parser.add_argument("--quality", default="h")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    (job,) = plan_film(load(), preset(asked.quality), [asked.chapter]).jobs
    frames = [frame for frame, _ in pictures(job)]
    taken: dict[str, list[float]] = {name: [] for name in SETTINGS}
    with tempfile.TemporaryDirectory() as place:
        paths = {name: Path(place) / f"{name}.mp4" for name in SETTINGS}
        for _ in range(asked.rounds):
            for name, told in SETTINGS.items():
                taken[name].append(encode(frames, paths[name], job.preset, told))
        print(f"{asked.chapter} at {job.preset.name}: {len(frames)} pictures")
        print(f"{'':24}   ms     MB   SSIM lowest, mean")
        for name, path in paths.items():
            pace, size = median(taken[name]) / len(frames) * 1e3, path.stat().st_size / 1e6
            near = likeness(frames, path)
            print(f"{name:24} {pace:4.1f}  {size:5.2f}   {min(near):.5f} {mean(near):.5f}")


if __name__ == "__main__":
    main()
