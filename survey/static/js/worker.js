// Opens a survey again that was opened before, when there is no connection. Network first: what
// was kept is shown only when nothing comes. It keeps the documents of surveys, which are the same
// for everybody, and nothing else.
"use strict";

const PAGES = "porchlight-pages";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate" || event.request.method !== "GET") return;
  event.respondWith(open(event.request));
});

async function open(request) {
  const path = new URL(request.url).pathname;
  const kept = await caches.match(path, { ignoreVary: true });
  if (!kept) return fetch(request);
  const fresh = fetch(request).then((page) => page.status >= 500 ? kept.clone() : renew(path, page));
  const tired = new Promise((show) => setTimeout(() => show(kept.clone()), PATIENCE_MS));
  return Promise.race([fresh, tired]).catch(() => kept.clone());
}

// A survey that has closed is no document any more: its kept page goes.
async function renew(path, page) {
  const pages = await caches.open(PAGES);
  if (page.ok && page.headers.has("ETag")) await pages.put(path, page.clone());
  else if (page.ok || page.status === 404) await pages.delete(path, { ignoreVary: true });
  return page;
}
