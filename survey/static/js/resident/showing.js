// One screen at a time. Screens are numbers: -2 the promise, -1 the code, then the questions in
// the order of say.ids, and last the check. Numbers, so that history says nothing of anybody.

const root = document.documentElement;
const CHECK = say.ids.length;
const PROMISE = -2;
const CODE = -1;

function screens() {
  const ids = applicable();
  const questions = say.ids.map((id, at) => at).filter((at) => ids.includes(say.ids[at]));
  return [PROMISE].concat(code && !held.known ? [CODE] : [], questions, [CHECK]);
}

function sectionOf(at) {
  if (at === PROMISE) return byId("promise");
  if (at === CODE) return byId("q-code");
  return byId("q-" + (at === CHECK ? "check" : say.ids[at]));
}

// The nearest screen that applies, for whoever comes back to one that no longer does.
function nearest(at) {
  return screens().filter((one) => one <= at).pop();
}

function show(at, moveFocus) {
  held.at = nearest(at);
  for (const old of form.querySelectorAll(".shown")) old.classList.remove("shown");
  const section = sectionOf(held.at);
  section.classList.add("shown");
  root.classList.toggle("begun", held.at !== PROMISE);
  if (held.at === CHECK) listAnswers();
  showProgress();
  showButtons();
  hush();
  offerVoice();
  note("");
  if (held.at === PROMISE) offerLater();
  else keepPage();
  const heading = section.querySelector("h1, h2[tabindex]");
  document.title = heading.lastChild.textContent.trim() + " - " + say.survey;
  if (moveFocus) showHeading(heading);
  keep();
}

function showProgress() {
  const ids = applicable();
  const place = ids.indexOf(say.ids[held.at]);
  const asking = place >= 0;
  const part = say.windows.findIndex((size, at) => held.at < sum(say.windows.slice(0, at + 1)));
  byId("section").textContent = asking ? say.sections[held.at] : "";
  byId("count").textContent = !asking ? "" : say.counted
    ? put(say.question_of, place + 1, ids.length) : put(say.part_of, part + 1, say.windows.length);
  const windows = byId("windows");
  windows.hidden = !asking;
  windows.replaceChildren(...say.windows.map((size, at) => {
    const pane = document.createElement("i");
    if (at < part) pane.className = "on";
    if (at === part) pane.className = "now";
    return pane;
  }));
}

function sum(sizes) {
  return sizes.reduce((total, size) => total + size, 0);
}

// "Question {n} of {total}" with its numbers.
function put(sentence, n, total) {
  return sentence.replace("{n}", n).replace("{total}", total);
}

function showButtons() {
  const id = say.ids[held.at];
  byId("skip").hidden = id === undefined;
  if (id !== undefined) byId("skip").textContent = given(id).length ? say.clear : say.skip;
  const next = byId("next");
  next.textContent = held.at === PROMISE ? say.start : held.at === CHECK ? say.send : say.next;
  next.disabled = held.at === CHECK && say.preview;
  byId("later").hidden = Boolean(say.kiosk) || say.preview || held.at < 0;
}

// Letters left, once the end is near; too many are allowed, and said.
function showLength(field) {
  const left = Number(field.dataset.max) - Array.from(field.value.trim()).length;
  const line = byId("c-" + field.name);
  line.textContent = left < 0 ? put(say.over, -left) : left <= 100 ? put(say.left, left) : put(say.room, field.dataset.max);
  line.classList.toggle("err", left < 0);
}
