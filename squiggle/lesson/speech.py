"""How long the captions of a lesson are spoken; what is heard then is made in `squiggle.sound`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Speech:
    """For each beat, by chapter and name, the seconds that each of its captions takes to say.

    `running` are those in which a voice runs on from caption to caption without a pause. `digest`
    changes with anything that is heard; "" is silence.
    """

    seconds: Mapping[tuple[str, str], tuple[float, ...]] = field(default_factory=dict)
    running: frozenset[tuple[str, str]] = frozenset()
    digest: str = ""

    def of(self, chapter: str, beat: str, captions: int) -> tuple[float, ...]:
        """The seconds of each caption of a beat; 0 for those that nobody speaks.

        >>> Speech({("Recap", "follow"): (2.5,)}).of("Recap", "follow", 2)
        (2.5, 0.0)
        """
        said = self.seconds.get((chapter, beat), ())
        return (*said, *[0.0] * (captions - len(said)))


SILENCE = Speech()
SPEAKING, BREATH = 2.5, 0.5  # words a second; seconds of silence after a beat's last (rule T4)
_SAID = re.compile(r"\d|(?<=\d)[.,](?=\d)|[−+×=]|[^\W\d]+(?:['’-][^\W\d]+)*")


def words_said(caption: str) -> int:
    """How many words it takes to say a caption: each digit, sign and decimal mark is one.

    >>> words_said("Send dose 0 into the top node: times −34.4.")
    13
    """
    return len(_SAID.findall(caption))


def speaking_time(caption: str) -> float:
    """The seconds that a presenter takes to say a caption, who does not hurry.

    >>> speaking_time("Stand that height at dose 0.")
    2.4
    """
    return words_said(caption) / SPEAKING


VOICE_ENDING = ".onnx"


def is_file(voice: str) -> bool:
    """Whether a voice is called by the file that it is in.

    >>> is_file("voices/gosia.onnx"), is_file("espeak")
    (True, False)
    """
    return voice.lower().endswith(VOICE_ENDING)
