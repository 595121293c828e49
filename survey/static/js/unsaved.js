// Asks before a page is left on which something was typed and not sent: the pages of staff are kept
// by no browser, so "back" would bring the page as it was filled in first.
(function () {
  "use strict";
  // What was refused stands on this page and nowhere else.
  let typed = document.querySelector(".problems") !== null;
  addEventListener("input", (event) => {
    if (event.target.closest("form[method=post]")) typed = true;
  });
  addEventListener("submit", () => {
    typed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
})();
