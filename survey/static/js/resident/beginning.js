// The page wakes up: listeners, what was kept, and the screen to begin with.

for (const heading of form.querySelectorAll(".q h2")) {
  if (heading.closest(".sum, .card")) continue;
  heading.tabIndex = -1;
  heading.setAttribute("aria-level", "1");
}

dropExpired();
const left = kept();
const restored = !isWaiting(left) && restore(left, codeInAddress());
takeCode(codeInAddress());
for (const field of form.querySelectorAll("textarea")) showLength(field);
show(restored ? (history.state ? history.state.at : held.at) : PROMISE, false);
history.replaceState({ at: held.at, depth: restored ? depth() : 0 }, "");
trySealing().catch(() => {});
root.classList.add("ready");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  goOn();
});
form.addEventListener("change", (event) => {
  if (fields[event.target.name]) keepExclusive(event.target);
  showButtons();
  keep();
});
form.addEventListener("input", (event) => {
  if (event.target.type !== "textarea") return;
  showLength(event.target);
  showButtons();
  keep();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").querySelector("h1, .shown h2[tabindex]").focus();
});
for (const [id, act] of [
  ["back", goBack], ["skip", skipOrClear], ["aloud", readAloud],
  ["later", askLater], ["go-on", goOnLater], ["no-later", removeLater],
]) byId(id).addEventListener("click", act);
if (speech) speech.onvoiceschanged = offerVoice;
byId("q-check").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  goTo(link.getAttribute("href").slice(3));
});
for (const link of document.querySelectorAll(".lang a, .chip")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    switchTo(link.getAttribute("href") || link.getAttribute("formaction"));
  });
}
for (const link of document.querySelectorAll(".exit-now")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}
window.addEventListener("keydown", countShift);
window.addEventListener("popstate", (event) => {
  if (sent || waits) return;
  if (byId("laters")) closeLater();
  returning = false;
  show(event.state ? event.state.at : PROMISE, true);
});
window.addEventListener("hashchange", () => { if (codeInAddress()) location.reload(); });
window.addEventListener("online", () => {
  if (sent) return;
  if (byId("unsent").hidden) sendWaiting();
  else send();
});
window.addEventListener("pagehide", hush);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
beginTurn();
if (waiting().length && !say.preview) {
  if (!say.kiosk && !restored && !held.known) showWaiting();
  sendWaiting();
}
