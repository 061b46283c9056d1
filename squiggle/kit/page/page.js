// The lesson's page: the film out of the page's own text, chapters and sentences that seek, and a
// mark on the one that the film is at.
"use strict"

const film = document.getElementById("film")
const reading = document.querySelector(".reading")
const words = document.getElementById("words")
const isCalm = matchMedia("(prefers-reduced-motion: reduce)")
const START = "data:video/mp4;base64,"
// Half a frame, in seconds: a browser that is sent to where a picture begins may stop just short of it,
// and show the one before.
const HALF = 0.5 / film.dataset.fps

// What seeks is a button, but only where there is a script to seek.
function asButton(place) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = place.className
  button.dataset.start = place.dataset.start
  button.append(...place.childNodes)
  button.addEventListener("click", () => seek(startOf(button)))
  place.replaceWith(button)
  return button
}

const startOf = button => Number(button.dataset.start)
const buttons = selector => [...document.querySelectorAll(selector)].map(asButton)
const chapters = buttons(".chapters [data-start]")
const sentences = buttons(".said")

function seek(seconds) {
  film.currentTime = seconds + HALF
  follow()
  showFilm()
}

// A picture that nobody sees tells nothing. (On a phone held upright the film is always in sight.)
function showFilm() {
  const { top, bottom } = film.parentElement.getBoundingClientRect()
  if (top < 0 || bottom > innerHeight) film.parentElement.scrollIntoView({ behavior: pace(), block: "nearest" })
}

const pace = () => isCalm.matches ? "instant" : "smooth"

// Mark the last place that has begun. Where that is another one than before, both are returned.
function mark(places) {
  const now = places.findLast(place => startOf(place) <= film.currentTime)
  const before = places.find(place => place.hasAttribute("aria-current"))
  if (now === before) return
  before?.removeAttribute("aria-current")
  now?.setAttribute("aria-current", "true")
  return { before, now }
}

function follow() {
  mark(chapters)
  const moved = mark(sentences)
  tell()
  if (moved?.before && moved.now && isInSight(moved.before)) bringIntoSight(moved.now)
}

// The sentence in words below the film, whose own the browser's controls cover when it rests. The poster
// shows another moment than the first.
function tell() {
  const now = film.currentTime ? reading.querySelector("[aria-current]") : null
  const text = now?.textContent ?? ""
  if (words.textContent !== text) words.textContent = text
}

// The transcript goes along for those who read along: who has scrolled away, or walks through it by
// keyboard, is left alone.
function isInSight(sentence) {
  if (reading.querySelector(":focus-visible")) return false
  const { top, bottom } = sentence.getBoundingClientRect()
  const around = reading.getBoundingClientRect()
  return bottom > Math.max(0, around.top) && top < Math.min(innerHeight, around.bottom)
}

function bringIntoSight(sentence) {
  const behavior = pace()
  if (reading.scrollHeight <= reading.clientHeight) {
    sentence.scrollIntoView({ behavior, block: "nearest" })
    return
  }
  const above = sentence.getBoundingClientRect().top - reading.getBoundingClientRect().top
  reading.scrollBy({ behavior, top: above - reading.clientHeight / 3 })
}

function followWhilePlaying() {
  follow()
  if (!film.paused) requestAnimationFrame(followWhilePlaying)
}

film.addEventListener("play", followWhilePlaying)
for (const event of ["seeking", "timeupdate", "loadedmetadata"]) film.addEventListener(event, follow)
film.addEventListener("loadeddata", () => show("arriving", false))

function show(note, isTrue) {
  document.getElementById(note).hidden = !isTrue
}

// The film stands at the end of the page, as text: a browser that has come so far has all of it. Most
// play it from the address that holds it (WebKitGTK, only from there); some, only from a blob.
function load() {
  const held = document.getElementById("held").textContent
  const begin = held.indexOf(START)
  const address = held.slice(begin, held.indexOf('"', begin))
  film.addEventListener("error", () => {
    film.addEventListener("error", giveUp)
    open(URL.createObjectURL(decoded(address)))
  }, { once: true })
  open(address)
  document.getElementById("save").addEventListener("click", () => save(decoded(address)))
}

function open(address) {
  const wanted = film.currentTime
  film.src = address
  if (wanted) film.currentTime = wanted
}

function giveUp() {
  show("arriving", false)
  show("trouble", true)
}

// Twice as fast as to fetch the address, in Chromium.
function decoded(address) {
  const text = atob(address.slice(START.length))
  const bytes = new Uint8Array(text.length)
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place)
  return new Blob([bytes], { type: "video/mp4" })
}

function save(blob) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = document.getElementById("save").dataset.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

document.addEventListener("DOMContentLoaded", load)
