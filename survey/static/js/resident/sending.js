// Sending, once or again: the same submission id each time, so that nothing is ever doubled.

const PATIENCE_MS = 25000;
let sending = false;
let sent = false;

function post(address, data) {
  const answer = fetch(address, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json" },
    credentials: "omit",
  }).then((response) => response.json());
  const tired = new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS));
  return Promise.race([answer, tired]);
}

// Sealed where the browser can. It lies on the phone before it travels, and stays until there is a
// reply: whatever breaks on the way, it is not lost.
function send() {
  if (sending || sent || say.preview) return;
  const long = tooLong();
  if (long.length) return showTrouble({ errors: long, title: say.changes[long.length - 1], kept: say.kept });
  sending = true;
  keep();
  byId("next").textContent = say.sending;
  byId("next").setAttribute("aria-disabled", "true");
  return (seals ? sendSealed() : sendOpen()).then(() => {
    sending = false;
    byId("next") && byId("next").removeAttribute("aria-disabled");
  });
}

async function sendSealed() {
  const sealed = await sealedAnswers().catch(() => null);
  if (!sealed) return takeReply({}); // it was said that nothing leaves the phone unsealed
  const entry = { id: held.id, to: form.getAttribute("action"), sealed: sealed };
  if (code) entry.code = code.value;
  putWaiting(entry);
  const reply = await deliver(entry);
  if (reply.receipt || reply.closed || reply.errors) dropWaiting(entry);
  else return showWaiting();
  return takeReply(reply);
}

function deliver(entry) {
  const data = new URLSearchParams({ submission_id: entry.id, sealed: entry.sealed });
  if (code) data.append("code", entry.code || "");
  return post(entry.to, data).catch(() => ({}));
}

// A browser without cryptography, or without our curve, or a site without https: the server seals.
function sendOpen() {
  const data = new URLSearchParams({ submission_id: held.id });
  if (code) data.append("code", code.value);
  for (const id of applicable()) {
    for (const value of given(id)) data.append(id, value);
  }
  return post(form.getAttribute("action"), data).then(takeReply, () => takeReply({}));
}

function takeReply(reply) {
  if (reply.receipt) return finish("thanks", reply.receipt);
  if (reply.closed) return finish("late");
  showButtons();
  byId("trouble").hidden = !reply.errors;
  byId("unsent").hidden = Boolean(reply.errors);
  if (reply.errors) return showTrouble(reply);
  byId("next").textContent = say.again;
  return byId("unsent").focus();
}

// Acknowledged, or too late for ever: nothing of the answers stays on the phone.
function finish(template, receipt) {
  sent = true;
  forget();
  write(laterShelf, null);
  note("");
  form.remove();
  if (waits) waits.remove();
  byId("main").append(byId(template).content);
  if (receipt) byId("receipt").textContent = receipt;
  root.classList.remove("begun");
  history.replaceState(null, "");
  showHeading(byId("main").querySelector("h1"));
  dropPages();
  endTurn();
}

function showHeading(heading) {
  document.title = heading.textContent + " - " + say.survey;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

function tooLong() {
  return say.ids.filter((id) => fields[id][0].type === "textarea" && given(id).length).map((id) => {
    const max = Number(fields[id][0].dataset.max);
    const length = Array.from(cleaned(given(id)[0])).length;
    const text = say.too_long.replace("{over}", length - max).replace("{length}", length).replace("{max}", max);
    return { id: id, name: wordsOfQuestion(id), text: text, over: length > max };
  }).filter((one) => one.over);
}

function showTrouble(reply) {
  const box = byId("trouble");
  const lines = make("ul", "");
  lines.append(...reply.errors.map((error) => {
    showProblem(error.id, error.text);
    if (error.id === "code") held.known = false;
    const link = make("a", error.name + " " + error.text);
    link.href = "#q-" + error.id;
    const line = make("li", "");
    line.append(link);
    return line;
  }));
  box.replaceChildren(make("h2", reply.title), make("p", reply.kept), lines);
  box.hidden = false;
  document.title = say.error + " " + document.title;
  box.focus();
}

function showProblem(id, text) {
  const line = byId("e-" + id);
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
  byId("q-" + id).classList.toggle("bad", Boolean(text));
  const field = id === "code" ? code : fields[id][0];
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

// A typed code is looked up before the questions, so that nobody answers in vain.
function checkCode(done) {
  const letters = code.value;
  const data = new URLSearchParams({ code: letters });
  post(say.code_address, data).then((reply) => {
    if (reply.address && reply.address !== say.address) {
      return location.replace(reply.address + "#" + encodeURIComponent(letters));
    }
    showProblem("code", reply.address ? "" : reply.text);
    return reply.address ? done() : code.focus();
  }, done);
}
