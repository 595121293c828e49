// A tablet in the lobby: whoever walks away leaves nothing for the next person.

const IDLE_MS = 60000;
const WARNED_S = 20;
const THANKED_MS = 30000;
let idle = 0;

function beginTurn() {
  if (!say.kiosk) return;
  for (const name of ["pointerdown", "keydown", "input", "scroll"]) {
    window.addEventListener(name, stay, { passive: true });
  }
  stayHere(form);
  byId("stay").addEventListener("click", stay);
  byId("again-now").addEventListener("click", startAgain);
  stay();
}

// Somebody is here. After sending there is time to write the receipt down.
function stay() {
  clearTimeout(idle);
  byId("idle").hidden = true;
  idle = sent ? setTimeout(startAgain, THANKED_MS)
    : setTimeout(() => warn(WARNED_S), IDLE_MS - WARNED_S * 1000);
}

// The first screen, empty, may wait for ever.
function warn(seconds) {
  if (held.at === PROMISE && !waits) return;
  if (byId("idle").hidden) {
    byId("idle").hidden = false;
    byId("stay").focus();
  }
  byId("idle-left").textContent = say.idle.replace("{n}", seconds);
  if (!seconds) return startAgain();
  idle = setTimeout(() => warn(seconds - 1), 1000);
}

function endTurn() {
  if (!say.kiosk) return;
  stayHere(byId("main"));
  byId("main").append(byId("next-person"));
  byId("next-person").hidden = false;
  stay();
}

// Another page would not start again by itself: its address stands in the place of the link.
function stayHere(part) {
  for (const link of part.querySelectorAll("a[href]:not([href^='#'])")) {
    if (link.protocol !== "tel:") link.textContent = link.host + link.pathname;
    link.removeAttribute("href");
    link.className = "brk";
    link.dir = "ltr";
  }
}

// The whole tablet for the survey, where the browser allows it after a touch.
function fill() {
  if (say.kiosk && root.requestFullscreen) root.requestFullscreen().catch(() => {});
}

// The same address again: no step back leads to what was here.
function startAgain() {
  forget();
  form.reset();
  document.body.hidden = true;
  location.replace(say.kiosk);
}
