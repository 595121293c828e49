// Keeps the page of a long piece of work up to date, and goes on when the work is done. Only the
// part that tells of it is changed: what somebody is typing elsewhere on the page stays.
(function () {
  "use strict";
  const shown = document.getElementById("progress");
  const pause = 1000 * (shown.dataset.seconds || 1);
  async function look() {
    try {
      const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById("progress");
      if (!reply.ok || reply.redirected || !fresh) {
        location.reload();
        return;
      }
      if (fresh.textContent !== shown.textContent) shown.replaceChildren(...fresh.childNodes);
      if ("done" in fresh.dataset) return;
    } catch {
      // The connection is away: the next look comes in a moment.
    }
    setTimeout(look, pause);
  }
  setTimeout(look, pause);
})();
