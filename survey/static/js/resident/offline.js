// A page that was opened once opens again without a connection: a service worker keeps the
// document, which is the same for everybody and holds no answer.

const PAGES = "porchlight-pages";
let pageKept = false;

function keepPage() {
  if (pageKept || !navigator.serviceWorker || !window.caches || say.preview) return;
  pageKept = true;
  navigator.serviceWorker.register(say.worker).then(() => caches.open(PAGES))
    // From the browser's own cache: no further request.
    .then((pages) => fetch(location.pathname, { cache: "force-cache" })
      .then((page) => page.ok && pages.put(location.pathname, page)))
    .catch(() => {});
}

// Once everything is sent, or somebody wants to be gone, there is nothing to come back for.
function dropPages() {
  if (window.caches && !say.kiosk && !waiting().length) caches.delete(PAGES).catch(() => {});
}

// Whether another page can be opened now: from the network, or because it was kept.
function canOpen(address) {
  const limit = new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS));
  return Promise.race([fetch(address, { credentials: "omit" }), limit])
    .then((page) => page.ok, () => window.caches ? caches.match(address).then(Boolean, () => false) : false);
}
