/* Saves the scenes, unless somebody else did meanwhile; pairs this page with a wall where that is asked for. */
(function () {
  "use strict";
  const page = window.guatuScenes;
  const { data, texts, say } = page;
  const byId = (id) => document.getElementById(id);
  const TOKEN = "guatu-scenes-token";
  const pairing = byId("pairing");
  const ask = (address, options) => fetch(address, Object.assign({ credentials: "same-origin", signal: AbortSignal.timeout(20000) }, options));
  const send = (address, method, body, headers) =>
    ask(address, { method, body: JSON.stringify(body), headers: Object.assign({ "Content-Type": "application/json" }, headers) });
  const programmeAddress = "/scenes.json?" + new URLSearchParams({ lang: data.lang });

  async function load() {
    const response = await ask(programmeAddress, { cache: "no-cache" }).catch(() => null);
    if (!response || !response.ok) return say(texts.lost, "bad");
    page.take(await response.json(), response.headers.get("ETag"));
    return say("");
  }

  async function save() {
    const token = window.sessionStorage.getItem(TOKEN);
    const headers = Object.assign({ "If-Match": page.etag() }, token ? { Authorization: "Bearer " + token } : {});
    const response = await send(programmeAddress, "PUT", page.body(), headers).catch(() => null);
    const answer = response && (await response.json().catch(() => null));
    if (!answer) return say(texts.lost, "bad");
    if (response.ok) {
      page.take(answer, response.headers.get("ETag"));
      return say(texts.saved, "good");
    }
    if (response.status === 412) return say(texts.stale, "bad");
    if (answer.faults) {
      page.accuse(answer.faults);
      page.redraw();
      say(texts.wrong, "bad");
      const first = document.querySelector("[aria-invalid=true]");
      if (first) first.focus();
      return null;
    }
    if (response.status === 401) askForPairing();
    return say(data.lang === "en" ? answer.error.message : answer.error.message_zh, "bad");
  }

  async function askForPairing() {
    pairing.hidden = false;
    const response = await ask("/live/walls").catch(() => null);
    const walls = response && response.ok ? await response.json() : [];
    pairing.elements.wall.replaceChildren(...walls.map((wall) => page.make("option", { value: wall.name }, wall.name)));
    byId("pair-state").textContent = walls.length ? "" : texts.pair_none;
  }

  const wall = () => "/live/walls/" + encodeURIComponent(pairing.elements.wall.value);

  byId("show-code").addEventListener("click", async () => {
    if (!pairing.elements.wall.value) return askForPairing();
    const response = await send(wall() + "/code", "POST", {}).catch(() => null);
    byId("pair-state").textContent = response && response.ok ? "" : texts.lost;
    return pairing.elements.code.focus();
  });

  pairing.addEventListener("submit", async (event) => {
    event.preventDefault();
    const response = await send(wall() + "/pair", "POST", { code: pairing.elements.code.value }).catch(() => null);
    const answer = response && response.ok ? await response.json() : null;
    byId("pair-state").textContent = answer ? texts.paired : texts.pair_wrong;
    if (answer) window.sessionStorage.setItem(TOKEN, answer.token);
    if (answer) pairing.hidden = true;
    if (answer) say(texts.paired, "good");
  });

  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  byId("reload").addEventListener("click", load);
  window.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });

  page.take(data.programme, null);
  load();
})();
