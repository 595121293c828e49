// "Check your answers": what will be sent, with a way back to each question.

function wordsOf(id) {
  if (fields[id][0].type === "textarea") return given(id)[0] || "";
  const chosen = fields[id].filter((field) => field.checked);
  return chosen.map(labelOf).join(" · ");
}

function wordsOfQuestion(id) {
  return byId("q-" + id).querySelector("h2").lastChild.textContent.trim();
}

// A step of a ladder is its number, then its words.
function labelOf(field) {
  const parts = Array.from(field.nextElementSibling.childNodes, (node) => node.textContent);
  return parts.join(" ").trim();
}

function listAnswers() {
  const rows = applicable().map((id) => {
    const question = wordsOfQuestion(id);
    const words = wordsOf(id);
    const row = document.createElement("div");
    row.append(make("dt", question), make("dd", words || say.skipped));
    // A question that the community added is marked here as it is above its answers.
    const mark = byId("q-" + id).querySelector(".own");
    if (mark) row.firstChild.append(" ", mark.cloneNode(true));
    // Only words of a person's own may be of another direction than the page.
    if (words && fields[id][0].type === "textarea") row.children[1].dir = "auto";
    const link = make("a", words ? say.change : say.answer);
    link.href = "#q-" + id;
    const rest = make("span", ": " + question);
    rest.className = "hid";
    link.append(rest);
    row.append(make("dd", ""));
    row.lastChild.append(link);
    return row;
  });
  byId("answers").replaceChildren(...rows);
}

function make(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
