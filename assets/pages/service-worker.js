/* Lets a wall come up again while its server is away: the frame of the page and the last answers of the panels that hold
   sums are kept, and given only when the network gives nothing. Files with a hash in their address are the browser's own
   to keep. Nothing about a household passes through here: what is kept is on a list, and the list is all. */
"use strict";
const CACHE = "guatu-1";
const FRAME = ["/_dash-layout", "/_dash-dependencies", "/scenes.json"];
const PANELS = /^(kpi|causes|structure|progress|coverage|alerts|matrix)\.children$/;
const MOST = 120;
const PATIENCE = 12000;

/* The address under which an answer is kept: of the view only what tells one sum from another; never a household. */
function keyOf(name, given) {
  const said = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
  return "/kept" + name + "?" + said;
}

function languageOf(address) {
  return (URL.canParse(address) && new URL(address).searchParams.get("lang")) || "";
}

/* An answer without its address: that may name a household. */
async function bare(answer) {
  return new Response(await answer.blob(), { status: 200, headers: { "Content-Type": answer.headers.get("Content-Type") || "" } });
}

async function keep(key, answer) {
  const cache = await caches.open(CACHE);
  await cache.delete(key); // what is kept last stands last
  await cache.put(key, await bare(answer));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((old) => cache.delete(old)));
}

/* The network first; what is kept only when it gives nothing, or a proxy says that nobody is behind it. */
async function networkFirst(event, request, key) {
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  if (answer && answer.ok) {
    event.waitUntil(keep(key, answer.clone()));
    return answer;
  }
  if (answer && ![502, 503, 504].includes(answer.status)) return answer;
  const kept = await (await caches.open(CACHE)).match(key);
  return kept || answer || Response.error();
}

async function panel(event) {
  const said = await event.request.clone().json().catch(() => null);
  if (!said || !PANELS.test(String(said.output))) return fetch(event.request);
  const scope = (said.inputs || []).find((given) => given && given.id === "scope");
  const { region, period, lang, theme, era, rem } = (scope && scope.value) || {};
  return networkFirst(event, event.request, keyOf("/" + said.output, { region, period, lang, theme, era, rem }));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "GET" && pathname === "/") {
    event.respondWith(networkFirst(event, request, keyOf("/", {})));
  } else if (request.method === "GET" && FRAME.includes(pathname)) {
    event.respondWith(networkFirst(event, request, keyOf(pathname, { lang: languageOf(request.referrer) })));
  } else if (request.method === "POST" && pathname === "/_dash-update-component") {
    event.respondWith(panel(event));
  }
});

/* The page that brought this worker was loaded without it: its frame is fetched once more, to be kept. */
self.addEventListener("message", (event) => {
  if (event.data !== "keep the frame") return;
  const lang = languageOf(event.source.url);
  const referrer = "/" + (lang ? "?lang=" + encodeURIComponent(lang) : "");
  event.waitUntil(Promise.all(["/", ...FRAME].map(async (address) => {
    const answer = await fetch(address, { referrer }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) await keep(keyOf(address, address === "/" ? {} : { lang }), answer);
  })));
});

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
})()));
