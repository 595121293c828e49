// "Exit this page" on the pages beside the survey itself: the page is covered at once, what lies on
// this phone goes, and a neutral page takes its place. Shift three times does the same. Without
// this script it is a link.
"use strict";

const PRESSES = 3;
const PRESS_WITHIN_MS = 3000;
const ways = document.querySelectorAll(".exit-now");
const goal = ways[0].href;
let presses = 0;
let pause = 0;

function empty(shelves) {
  for (const name of Object.keys(shelves)) {
    if (name.startsWith("porchlight:")) shelves.removeItem(name);
  }
}

function leave(event) {
  if (event) event.preventDefault();
  document.body.replaceChildren();
  document.title = "";
  try {
    empty(sessionStorage);
    empty(localStorage);
    if (window.caches) caches.delete("porchlight-pages").catch(() => {});
  } catch (refused) {
    // A browser that lets nothing be kept has kept nothing.
  }
  location.replace(goal);
}

for (const way of ways) way.addEventListener("click", leave);
window.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = 0;
  } else if (!event.repeat) {
    presses += 1;
    clearTimeout(pause);
    pause = setTimeout(() => { presses = 0; }, PRESS_WITHIN_MS);
    if (presses === PRESSES) leave();
  }
});
