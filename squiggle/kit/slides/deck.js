"use strict";
// A step a slide. Going on plays the step's clip, which rests on its last picture; going back shows
// that picture, for it is what was seen before the step that is left.
(() => {
  const main = document.querySelector("main");
  const [settings, words] = ["settings", "words"].map((key) => JSON.parse(main.dataset[key]));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const deck = new Reveal(document.querySelector(".reveal"), { ...settings, keyboardCondition: isForSteps });
  const slides = [...document.querySelectorAll(".slides > section")];
  const pictureOf = (slide) => slide?.querySelector("img").src ?? "";

  // A blob, for not every browser plays a clip from a data: address. Made when the clip is near.
  function clipOf(slide) {
    const video = slide.querySelector("video");
    if (video.dataset.clip) {
      const bytes = Uint8Array.from(atob(video.dataset.clip), (letter) => letter.charCodeAt(0));
      delete video.dataset.clip;
      video.poster = pictureOf(slides[slides.indexOf(slide) - 1]);
      video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
      for (const event of ["play", "pause", "ended"]) video.addEventListener(event, mark);
    }
    return video;
  }

  // Whether the clip at hand stands before its end, so that the button to play it is to be seen.
  function mark() {
    const video = clipOf(deck.getCurrentSlide());
    main.classList.toggle("waiting", video.paused && !video.ended);
  }

  function play(video) {
    video.parentElement.classList.add("played");
    video.play().catch(({ name }) => {
      mark();
      if (name === "NotAllowedError") addEventListener("keydown", begin, { capture: true, once: true });
    });
    // Sound waits for a first key or click, says the browser: then the first key only begins.
    function begin(event) {
      if (!main.classList.contains("waiting")) return;
      event.stopPropagation();
      play(video);
    }
  }

  function playAgain() {
    const video = clipOf(deck.getCurrentSlide());
    video.currentTime = 0;
    play(video);
  }

  function toggle() {
    const video = clipOf(deck.getCurrentSlide());
    if (video.paused) play(video);
    else video.pause();
  }

  // A click that chose a step in the overview is spent.
  function toggleBy(click) {
    if (!click.defaultPrevented) toggle();
  }

  function enter(slide, before) {
    const goesOn = !before || slides.indexOf(before) < slides.indexOf(slide);
    if (before) {
      clipOf(before).pause();
      before.classList.remove("played");
    }
    if (goesOn && !still.matches) playAgain();
    else if (goesOn) mark();
    else main.classList.remove("waiting");
    const next = slides[slides.indexOf(slide) + 1];
    if (next) clipOf(next);
    speaker?.show();
    showInOverview();
  }

  function showInOverview() {
    if (deck.isOverview()) deck.getCurrentSlide().scrollIntoView({ block: "nearest" });
  }

  // The keys that move steps wake a screen that B made black, and do no more then.
  const MOVING = [13, 27, 32, 33, 34, 35, 36, 37, 38, 39, 40];

  function isForSteps({ keyCode }) {
    const wakes = deck.isPaused() && MOVING.includes(keyCode);
    if (wakes) deck.togglePause(false);
    return !wakes;
  }

  // The view for who speaks: a window that this one fills, so that it works from a file.
  let speaker;

  function openSpeaker() {
    if (speaker && !speaker.window.closed) return speaker.window.focus();
    const view = open("", "_blank", "popup,width=1100,height=760");
    if (!view) {
      deck.configure({ showNotes: true }); // no window allowed: notes beside the slide
      return deck.layout();
    }
    speaker = { window: view, show: fillSpeaker(view.document) };
    view.addEventListener("keydown", obey);
    const begin = Date.now();
    view.setInterval(() => tellTime(view.document, Date.now() - begin), 500);
    speaker.show();
  }

  const presses = ({ target, key }) => target.matches("button") && (key === " " || key === "Enter");

  // Keys that are pressed there are the deck's, but for those that press a button or are the browser's.
  function obey(event) {
    const isOurs = !presses(event) && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isOurs) deck.triggerKey(event.keyCode);
  }

  function fillSpeaker(page) {
    const template = document.getElementById("speaker");
    page.documentElement.lang = document.documentElement.lang;
    page.title = words.speaker_view;
    page.body.append(page.importNode(template.content, true));
    const part = (name) => page.querySelector(`[data-${name}]`);
    part("back").addEventListener("click", () => deck.triggerKey(37));
    part("onward").addEventListener("click", () => deck.triggerKey(39));
    return () => {
      const slide = deck.getCurrentSlide();
      const place = slides.indexOf(slide);
      part("name").textContent = slide.querySelector("h2").textContent;
      part("place").textContent = `${place + 1} / ${slides.length}`;
      part("now").src = pictureOf(slide);
      part("next").src = pictureOf(slides[place + 1]);
      const notes = [...slide.querySelectorAll(".notes p")].map((text) => page.importNode(text, true));
      part("words").replaceChildren(...notes);
    };
  }

  function tellTime(page, milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    const rest = String(seconds % 60).padStart(2, "0");
    page.querySelector("[data-clock]").textContent = `${Math.floor(seconds / 60)}:${rest}`;
  }

  let asleep;
  function wake() {
    main.classList.add("awake");
    clearTimeout(asleep);
    asleep = setTimeout(() => main.classList.remove("awake"), 2500);
  }

  // What reveal.js itself says is English.
  function translate() {
    document.querySelector(".navigate-left").ariaLabel = words.back;
    document.querySelector(".navigate-right").ariaLabel = words.onward;
    document.querySelector(".resume-button").textContent = words.resume;
  }

  deck.on("ready", translate);
  deck.on("ready", ({ currentSlide }) => enter(currentSlide));
  deck.on("slidechanged", ({ currentSlide, previousSlide }) => enter(currentSlide, previousSlide));
  deck.on("overviewshown", showInOverview);
  deck.on("paused", () => clipOf(deck.getCurrentSlide()).pause());
  for (const slide of slides) {
    for (const shown of slide.querySelectorAll("img, video")) shown.addEventListener("click", toggleBy);
  }
  const button = document.getElementById("play");
  button.addEventListener("click", toggle);
  button.addEventListener("keydown", (event) => presses(event) && event.stopPropagation());
  for (const event of ["pointermove", "pointerdown"]) addEventListener(event, wake);
  addEventListener("pagehide", () => speaker?.window.close());
  deck.addKeyBinding(82, playAgain); // R
  deck.addKeyBinding(83, openSpeaker); // S
  deck.initialize();
})();
