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

function send() {
  if (sending || sent || say.preview) return;
  sending = true;
  keep();
  const data = new URLSearchParams({ submission_id: held.id });
  if (code) data.append("code", code.value);
  for (const id of applicable()) {
    for (const value of given(id)) data.append(id, value);
  }
  byId("next").textContent = say.sending;
  byId("next").setAttribute("aria-disabled", "true");
  post(form.getAttribute("action"), data).then(takeReply, () => takeReply({})).then(() => {
    sending = false;
    byId("next") && byId("next").removeAttribute("aria-disabled");
  });
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
  form.remove();
  byId("main").append(byId(template).content);
  if (receipt) byId("receipt").textContent = receipt;
  root.classList.remove("begun");
  history.replaceState(null, "");
  const heading = byId("main").querySelector("h1");
  document.title = heading.textContent + " - " + say.survey;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
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
  document.title = say.error + " " + document.title;
  box.focus();
}

function showProblem(id, text) {
  const line = byId("e-" + id);
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
  byId("q-" + id).classList.toggle("bad", Boolean(text));
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
