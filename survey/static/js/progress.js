// Keeps the page of a long piece of work up to date, and goes on when the work is done.
(function () {
  "use strict";
  const shown = document.getElementById("progress");
  async function look() {
    try {
      const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById("progress");
      if (!reply.ok || reply.redirected || !fresh) {
        location.reload();
        return;
      }
      shown.replaceChildren(...fresh.childNodes);
    } catch {
      // The connection is away: the next look comes in a moment.
    }
    setTimeout(look, 1000);
  }
  setTimeout(look, 1000);
})();
