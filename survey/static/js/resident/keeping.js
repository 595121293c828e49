// What stays on the phone while somebody answers: in this tab only, gone once it is sent.

const shelf = "porchlight:" + say.slug;
const held = { id: newId(), known: false, at: -2 };

// Letters that no two phones share; sending again with the same ones replaces, never doubles.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[byte & 31]).join("");
}

// Whether it could be kept: a browser may refuse.
function keep() {
  if (say.preview) return true;
  const all = { answers: allGiven(), code: code ? code.value : "", held: held };
  try {
    sessionStorage.setItem(shelf, JSON.stringify(all));
    return true;
  } catch (refused) {
    return false;
  }
}

function forget() {
  try {
    sessionStorage.removeItem(shelf);
  } catch (refused) {
    return;
  }
}

// What was kept, unless it belongs to another code: phones are shared.
function restore(letters) {
  let all = null;
  try {
    all = JSON.parse(sessionStorage.getItem(shelf));
  } catch (refused) {
    return false;
  }
  if (!all || (letters && letters !== all.code)) return false;
  Object.assign(held, all.held);
  if (code) code.value = all.code;
  for (const id of say.ids) {
    const values = all.answers[id] || [];
    for (const field of fields[id]) {
      if (field.type === "textarea") field.value = values[0] || "";
      else field.checked = values.includes(field.value);
    }
  }
  return true;
}

// A code in the address's fragment reaches no server; it goes into the form, not into history.
function codeInAddress() {
  const letters = location.hash.slice(1);
  return code && /^[0-9A-Za-z-]{12,20}$/.test(letters) ? letters : "";
}

function takeCode(letters) {
  if (!letters) return;
  code.value = letters;
  held.known = true;
  history.replaceState(history.state, "", location.pathname);
}
