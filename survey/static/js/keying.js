// The keyer's page, faster: a number that can only mean one box goes on by itself, Enter goes on, and
// a wrong number is told where it was typed. Without this the same page works with Tab.
"use strict";

const form = document.querySelector("form.keying");
const fields = [...form.querySelectorAll("input[type=text], textarea")];

function goOn(field) {
  const next = fields[fields.indexOf(field) + 1] || document.getElementById("seal");
  next.focus();
  if (next.select) next.select();
}

function numbersOf(field) {
  return field.dataset.numbers.split(" ");
}

// Digits of other scripts, and several numbers, are left to the server.
function isWrong(field) {
  if (!/^[0-9 -]*$/.test(field.value)) return /\p{L}/u.test(field.value);
  const parts = field.value.split(/\s+/).filter((part) => part && part !== "-");
  const several = "several" in field.dataset;
  return parts.some((part) => !numbersOf(field).includes(String(Number(part)))) ||
    (parts.length > 1 && !several);
}

function tell(field) {
  const wrong = isWrong(field);
  const line = document.getElementById(field.id + "-error");
  line.hidden = !wrong;
  line.textContent = wrong ? field.dataset.wrong : "";
  field.toggleAttribute("aria-invalid", wrong);
  if (wrong) field.setAttribute("aria-invalid", "true");
  return wrong;
}

function isFinished(field) {
  if ("several" in field.dataset || !numbersOf(field).includes(field.value)) return false;
  return !numbersOf(field).some((number) => number !== field.value && number.startsWith(field.value));
}

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || field.tagName !== "INPUT" || event.isComposing) return;
  event.preventDefault();
  if (!("numbers" in field.dataset) || !tell(field)) goOn(field);
});

form.addEventListener("input", (event) => {
  const field = event.target;
  if (!("numbers" in field.dataset)) return;
  if (isFinished(field)) {
    tell(field);
    goOn(field);
  }
});

form.addEventListener("change", (event) => {
  if ("numbers" in event.target.dataset) tell(event.target);
});

// A page that a browser kept brings back an empty sheet, never the last one.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(location.href);
});
