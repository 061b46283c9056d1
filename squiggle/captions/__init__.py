"""Captions beside the picture: cues that keep the norms, their files, a soft track in the film."""

from squiggle.captions.cues import Cue, cues, said
from squiggle.captions.files import chapters_vtt, srt, vtt
from squiggle.captions.track import CaptionTrack, hide

__all__ = ["CaptionTrack", "Cue", "chapters_vtt", "cues", "hide", "said", "srt", "vtt"]
