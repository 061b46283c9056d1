// The lesson's page: the film out of the page's own text, chapters and sentences that seek, and a
// mark on the one that the film is at.
"use strict"

const film = document.getElementById("film")
const reading = document.querySelector(".reading")
const isCalm = matchMedia("(prefers-reduced-motion: reduce)")
const START = "data:video/mp4;base64,"
const SOON = 0.001 // seconds: a browser may stop just short of where it was sent

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
  film.currentTime = seconds
  follow()
}

// Mark the last place that has begun; true when it is another one than before.
function mark(places) {
  const now = places.findLast(place => startOf(place) <= film.currentTime + SOON)
  const before = places.find(place => place.ariaCurrent)
  if (now === before) return
  before?.removeAttribute("aria-current")
  now?.setAttribute("aria-current", "true")
  return { before, now }
}

function follow() {
  mark(chapters)
  const moved = mark(sentences)
  if (moved?.before && moved.now && isInSight(moved.before)) bringIntoSight(moved.now)
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
  const behavior = isCalm.matches ? "instant" : "smooth"
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
film.addEventListener("loadeddata", () => { show("arriving", false) })
film.addEventListener("error", () => {
  show("arriving", false)
  show("trouble", true)
})

function show(note, isTrue) {
  document.getElementById(note).hidden = !isTrue
}

// The film stands at the end of the page, as text: a browser that has come so far has all of it. (To
// decode it here takes half the time of fetching its address.)
function load() {
  const held = document.getElementById("held").textContent
  const begin = held.indexOf(START) + START.length
  const text = atob(held.slice(begin, held.indexOf('"', begin)))
  const bytes = new Uint8Array(text.length)
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place)
  const wanted = film.currentTime
  film.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }))
  const link = document.getElementById("save")
  link.href = film.src
  link.download = link.dataset.name
  if (wanted) film.currentTime = wanted
}

document.addEventListener("DOMContentLoaded", load)
