// From screen to screen: Next, Skip, Back, and the browser's own Back.

let returning = false;

function go(at) {
  // A shared tablet has no way back into what the last person saw.
  if (say.kiosk) history.replaceState({ at: at, depth: 0 }, "");
  else history.pushState({ at: at, depth: depth() + 1 }, "");
  show(at, true);
}

function depth() {
  return (history.state && history.state.depth) || 0;
}

function goOn() {
  if (held.at === PROMISE) fill();
  if (held.at === CHECK) return send();
  if (held.at === CODE) return checkCode(goPast);
  return goPast();
}

function goPast() {
  const after = returning ? CHECK : screens().find((at) => at > held.at);
  returning = false;
  go(after);
}

function goBack() {
  returning = false;
  if (depth()) return history.back();
  const before = screens().filter((at) => at < held.at).pop();
  history.replaceState({ at: before, depth: 0 }, "");
  return show(before, true);
}

// To the question that a link names, and from there back to the check.
function goTo(id) {
  returning = true;
  go(id === "code" ? CODE : say.ids.indexOf(id));
}

function skipOrClear() {
  const id = say.ids[held.at];
  if (!given(id).length) return goPast();
  clearAnswer(id);
  if (fields[id][0].type === "textarea") showLength(fields[id][0]);
  fields[id][0].focus();
  showButtons();
  return keep();
}

// Another language, at the same question, with the same answers.
function switchTo(address) {
  if (say.preview) return location.replace(address);
  return canOpen(address).then((open) => open ? moveTo(address) : note(say.no_language));
}

function moveTo(address) {
  if (keep(true)) return location.replace(address);
  const act = document.createElement("input");
  act.type = "hidden";
  act.name = "act";
  act.value = "switch";
  form.append(act);
  form.action = address;
  return form.submit();
}
