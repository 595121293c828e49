// A code in the address's fragment (/c#CODE) finds its survey without standing in any address.
"use strict";

const form = document.getElementById("code-form");
const field = document.getElementById("code");

function find(letters) {
  fetch(form.action, {
    method: "POST",
    body: new URLSearchParams({ code: letters }),
    headers: { Accept: "application/json" },
    credentials: "omit",
  }).then((response) => response.json()).then((reply) => {
    if (reply.address) location.replace(reply.address + "#" + encodeURIComponent(letters));
    else form.submit();
  }).catch(() => {
    const line = document.getElementById("offline");
    line.hidden = false;
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  find(field.value);
});

const letters = decodeURIComponent(location.hash.slice(1));
if (letters && letters !== "main") {
  history.replaceState(null, "", location.pathname + location.search);
  field.value = letters;
  find(letters);
}
