// What has been answered, read from the form itself, and which questions apply.

const byId = (id) => document.getElementById(id);
const form = byId("survey");
const say = JSON.parse(byId("say").textContent);
const code = byId("code");

const fields = {};
for (const field of Array.from(form.elements)) {
  if (say.ids.includes(field.name)) {
    (fields[field.name] = fields[field.name] || []).push(field);
  }
}

// The values given to one question, as the form would send them.
function given(id) {
  if (fields[id][0].type === "textarea") {
    return fields[id][0].value.trim() ? [fields[id][0].value] : [];
  }
  return fields[id].filter((field) => field.checked).map((field) => field.value);
}

function allGiven() {
  const answers = {};
  for (const id of say.ids) {
    if (given(id).length) answers[id] = given(id);
  }
  return answers;
}

function clearAnswer(id) {
  for (const field of fields[id]) {
    if (field.type === "textarea") field.value = "";
    else field.checked = false;
  }
}

// The same rules as survey/core/flow/applying.py: a term about a skipped question is false.
function holds(term, answers) {
  const answer = answers[term[0]];
  const op = term[1];
  const value = String(term[2]);
  if (!answer || answer[0] === "na" || answer[0] === "pns") return false;
  const several = fields[term[0]][0].type === "checkbox";
  if (op === "includes") return several && answer.includes(value);
  if (op === "eq") return !several && answer[0] === value;
  if (op === "ne") return several || answer[0] !== value;
  if (several || typeof term[2] !== "number") return false;
  return op === "ge" ? Number(answer[0]) >= term[2] : Number(answer[0]) <= term[2];
}

function applies(condition, answers) {
  if (!condition) return true;
  return condition.all.every((term) => holds(term, answers)) &&
    (!condition.any.length || condition.any.some((term) => holds(term, answers)));
}

// The questions to ask. An answer that no longer counts may be what another question hangs on.
function applicable() {
  const answers = allGiven();
  for (;;) {
    const ids = say.ids.filter((id) => applies(say.conditions[id], answers));
    const gone = Object.keys(answers).filter((id) => !ids.includes(id));
    if (!gone.length) return ids;
    for (const id of gone) delete answers[id];
  }
}

// An exclusive choice takes the others away, and any other takes it away.
function keepExclusive(changed) {
  if (changed.type !== "checkbox" || !changed.checked) return;
  const alone = changed.hasAttribute("data-alone");
  for (const field of fields[changed.name]) {
    if (field !== changed && (alone || field.hasAttribute("data-alone"))) field.checked = false;
  }
}
