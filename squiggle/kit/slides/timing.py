"""What happens on a PowerPoint slide by itself, as PowerPoint writes it (ECMA-376-1, 19.5).

The time nodes (`p:cTn`) are those that PowerPoint 2010 and later save when a video's *Start* is
set to *Automatically*: under the root (`tmRoot`) a main sequence (`mainSeq`) whose first child
begins with it (`evt="onBegin"`), not with a click, and holds the effect: a command to the media
(`presetClass="mediacall"`, `afterEffect`) that says `playFrom(0.0)`. The media itself (`p:video`)
holds its last picture (`fill="hold"`) and does not repeat.

A second effect, *Appear* after the one before, lays the clip's last picture over the clip when that
has ended. Until then the slide begins with the clip's own poster, which is its first picture: so
nothing flashes up between two slides, and thumbnails and prints show what the step comes to.

What PowerPoint would write for *play and pause with a click on the clip* (`interactiveSeq` with
`togglePause`, and the action `ppaction://media`) is left out: the clip fills the slide, so a click
on it has to lead to the next step.
"""

TIMING = """\
<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
  <p:seq concurrent="1" nextAc="seek">
    <p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
      <p:par><p:cTn id="3" fill="hold">
        <p:stCondLst>
          <p:cond delay="indefinite"/>
          <p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond>
        </p:stCondLst>
        <p:childTnLst>{effects}</p:childTnLst>
      </p:cTn></p:par>
    </p:childTnLst></p:cTn>
    <p:prevCondLst>
      <p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
    </p:prevCondLst>
    <p:nextCondLst>
      <p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>
    </p:nextCondLst>
  </p:seq>
  <p:video><p:cMediaNode vol="80000">
    <p:cTn id="10" fill="hold" display="0">
      <p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>
    </p:cTn>
    <p:tgtEl><p:spTgt spid="{clip}"/></p:tgtEl>
  </p:cMediaNode></p:video>
</p:childTnLst></p:cTn>
</p:par></p:tnLst></p:timing>
"""

EFFECT = """
<p:par><p:cTn id="{node}" fill="hold">
  <p:stCondLst><p:cond delay="{begin}"/></p:stCondLst>
  <p:childTnLst>
    <p:par><p:cTn id="{inner}" presetID="1" presetClass="{preset}" presetSubtype="0" fill="hold"
        nodeType="afterEffect">
      <p:stCondLst><p:cond delay="0"/></p:stCondLst>
      <p:childTnLst>{behaviour}</p:childTnLst>
    </p:cTn></p:par>
  </p:childTnLst>
</p:cTn></p:par>
"""

PLAY = """
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr>
  <p:cTn id="6" dur="{duration}" fill="hold"/>
  <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
</p:cBhvr></p:cmd>
"""

APPEAR = """
<p:set>
  <p:cBhvr>
    <p:cTn id="9" dur="1" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn>
    <p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl>
    <p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>
  </p:cBhvr>
  <p:to><p:strVal val="visible"/></p:to>
</p:set>
"""


def timing(clip: int, picture: int, seconds: float) -> str:
    """The timing of a slide: a clip plays for so many seconds, then a picture covers it.

    `clip` and `picture` are the ids of their shapes.
    """
    duration = round(seconds * 1000)
    play = PLAY.format(shape=clip, duration=duration)
    appear = APPEAR.format(shape=picture)
    effects = EFFECT.format(node=4, inner=5, begin=0, preset="mediacall", behaviour=play)
    effects += EFFECT.format(node=7, inner=8, begin=duration, preset="entr", behaviour=appear)
    return TIMING.format(effects=effects, clip=clip)
