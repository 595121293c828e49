// What stays on the phone while somebody answers: in this tab only, gone once it is sent. And, if
// they choose so, what they want to finish later.

const shelf = "porchlight:" + say.slug;
const DAY_MS = 86400000;
const DAYS_KEPT = 7;
const held = { id: newId(), known: false, at: -2 };

// Letters that no two phones share; sending again with the same ones replaces, never doubles.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[byte & 31]).join("");
}

function everything() {
  return { answers: allGiven(), code: code ? code.value : "", held: held };
}

// Whether it could be kept: a browser may refuse. A shared tablet keeps nothing by itself.
function keep(always) {
  if (say.preview || (say.kiosk && !always)) return true;
  try {
    sessionStorage.setItem(shelf, JSON.stringify(everything()));
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

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(shelf));
  } catch (refused) {
    return null;
  }
}

// Put back what was kept, unless it belongs to another code: phones are shared.
function restore(all, letters) {
  if (!belongs(all, letters)) return false;
  Object.assign(held, all.held);
  if (code) code.value = all.code;
  for (const id of say.ids) {
    const values = all.answers[id] || [];
    for (const field of fields[id]) {
      if (field.type === "textarea") field.value = values[0] || "";
      else field.checked = values.includes(field.value);
    }
  }
  if (say.kiosk) forget();
  return true;
}

function belongs(all, letters) {
  return Boolean(all && all.held && all.answers && (!letters || letters === all.code));
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

// What somebody has chosen to finish later, here or in another survey, does not outlive its days.
function dropExpired() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!/^porchlight:.*:later$/.test(name)) continue;
      const later = read(name);
      if (!later || !(later.until > Date.now())) localStorage.removeItem(name);
    }
  } catch (refused) {
    return;
  }
}
