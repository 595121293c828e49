// Sealed answers that wait to be sent. They outlive the page, and go only when the server has
// answered for them or somebody takes them away. The newest stands last.

const outbox = "porchlight:waiting:" + say.slug;
const RETRY_MS = 30000;
let unkept = null;
let waits = null;

// What is kept, or nothing: a browser may refuse, and what lies there may be damaged.
function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch (refused) {
    return null;
  }
}

function write(name, value) {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
    return true;
  } catch (refused) {
    return false;
  }
}

// Another tab, or another person, may have put answers here since.
function waiting() {
  return unkept || read(outbox) || [];
}

function keepWaiting(entries) {
  const kept = !unkept && write(outbox, entries.length ? entries : null);
  if (!kept) unkept = entries.length ? entries : null;
}

// Sent again, or with the same code: the server would replace the first by the second.
function putWaiting(entry) {
  const others = waiting().filter((one) => one.id !== entry.id && !(one.code && one.code === entry.code));
  keepWaiting(others.concat(entry));
}

function dropWaiting(entry) {
  keepWaiting(waiting().filter((one) => one.id !== entry.id));
}

// Whether what this tab kept has been sealed already: it was left in the middle of sending, or the
// browser has not yet heard in this tab that it is gone.
function isWaiting(all) {
  return Boolean(all && all.held) && waiting().some((entry) => entry.id === all.held.id);
}

// From now on nothing on this page, or in this tab, can be read any more.
function showWaiting() {
  if (!waits) {
    forget();
    form.reset();
    form.hidden = true;
    root.classList.remove("begun");
    byId("main").append(byId("waiting").content.cloneNode(true));
    waits = byId("waits");
    byId("sealed").hidden = Boolean(unkept);
    byId("unkept").hidden = !unkept;
    byId("retry").addEventListener("click", sendWaiting);
    byId("another").addEventListener("click", () => answerAgain(""));
    byId("unwait").addEventListener("click", removeNewest);
    history.replaceState(null, "");
    setTimeout(retry, RETRY_MS);
    showHeading(waits.querySelector("h1"));
  }
  byId("retry").textContent = say.again;
}

function retry() {
  if (!waits) return;
  setTimeout(retry, RETRY_MS);
  if (!document.hidden && byId("again-code").hidden) sendWaiting();
}

// One after the other, the oldest first.
function sendWaiting() {
  const entry = waiting()[0];
  if (sending || !entry) return;
  if (waits) {
    if (!byId("again-code").hidden) entry.code = byId("code-again").value;
    byId("retry").textContent = say.sending;
  }
  sending = true;
  deliver(entry).then((reply) => {
    sending = false;
    takeLate(entry, reply);
  });
}

function takeLate(entry, reply) {
  if (reply.receipt || reply.closed) dropWaiting(entry);
  if (reply.closed) return finish("late");
  if (reply.receipt && waiting().length) return sendWaiting();
  if (reply.receipt) return waits ? finish("thanks", reply.receipt) : note(say.went);
  if (!waits) return undefined;
  showWaiting();
  const wrong = (reply.errors || [])[0];
  byId("again-code").hidden = !wrong || wrong.id !== "code";
  byId("wrong").textContent = wrong ? wrong.text : "";
  if (wrong && wrong.id === "code") {
    byId("code-again").value = entry.code;
    byId("code-again").focus();
  }
  return undefined;
}

function removeNewest() {
  keepWaiting(waiting().slice(0, -1));
  if (!waiting().length) answerAgain(say.removed);
}

// A clean page for whoever answers next on this phone; what waits goes on waiting.
function answerAgain(words) {
  waits.remove();
  waits = null;
  form.hidden = false;
  Object.assign(held, { id: newId(), known: false });
  show(PROMISE, true);
  note(words);
}

function note(words) {
  byId("note").textContent = words;
  byId("note").hidden = !words;
}
