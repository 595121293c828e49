// "Finish later" is the resident's own choice: answers that can be read then stay on this phone for
// some days. On the next visit the first screen offers to go on, or to remove them.

const laterShelf = shelf + ":later";

function offerLater() {
  const all = read(laterShelf);
  byId("begun-here").hidden = Boolean(say.kiosk) || !belongs(all, codeInAddress() || (held.known ? code.value : ""));
}

function askLater() {
  form.hidden = true;
  byId("main").append(byId("later-page").content.cloneNode(true));
  byId("keep-here").addEventListener("click", keepLater);
  byId("not-later").addEventListener("click", closeLater);
  showHeading(byId("laters").querySelector("h1"));
}

function closeLater() {
  byId("laters").remove();
  form.hidden = false;
  show(held.at, true);
}

function keepLater() {
  const until = Date.now() + DAYS_KEPT * DAY_MS;
  if (!write(laterShelf, Object.assign(everything(), { until: until }))) {
    byId("laters-text").textContent = say.unkept;
    return;
  }
  forget();
  form.reset();
  sent = true;
  history.replaceState(null, "");
  byId("laters-text").textContent = say.kept_until.replace("{day}", dayOf(until));
  byId("laters-do").remove();
  byId("laters-done").hidden = false;
  byId("remove-later").addEventListener("click", () => {
    write(laterShelf, null);
    byId("laters-text").textContent = say.removed;
    byId("laters-done").hidden = true;
    showHeading(byId("laters").querySelector("h1"));
  });
  showHeading(byId("laters").querySelector("h1"));
}

// The day as the page's language writes it, which not every browser knows.
function dayOf(moment) {
  const day = new Date(moment);
  return say.days[day.getMonth()].replace("{d}", day.getDate());
}

function goOnLater() {
  const all = read(laterShelf);
  write(laterShelf, null);
  byId("begun-here").hidden = true;
  if (restore(all, "")) go(nearest(held.at === PROMISE ? 0 : held.at));
}

function removeLater() {
  write(laterShelf, null);
  byId("begun-here").hidden = true;
  note(say.removed);
}
