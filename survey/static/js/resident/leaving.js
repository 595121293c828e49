// "Exit this page": the page is covered at once, emptied, and replaced by a neutral one.

const PRESSES = 3;
const PRESS_WITHIN_MS = 3000;
let presses = 0;
let pause = 0;

function leave() {
  if (say.preview || !say.exit) return;
  if (say.kiosk) return startAgain();
  document.body.replaceChildren();
  document.title = "";
  forget();
  keepWaiting([]);
  write(laterShelf, null);
  dropPages();
  return location.replace(say.exit);
}

function countShift(event) {
  if (event.key !== "Shift") {
    presses = 0;
  } else if (!event.repeat) {
    presses += 1;
    clearTimeout(pause);
    pause = setTimeout(() => { presses = 0; }, PRESS_WITHIN_MS);
    if (presses === PRESSES) leave();
  }
}
