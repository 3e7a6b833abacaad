/* The line between a remote and its wall: which walls there are, pairing, what the wall shows, what it is told. */
(function () {
  "use strict";
  const KEPT = "guatu.remote";
  const SOONEST = 1000;
  const LATEST = 15000;
  const origin = Math.random().toString(36).slice(2, 14);
  let paired = null;
  let source = null;
  let failures = 0;
  let retry = 0;
  let heardAt = 0;

  const wallOf = (name) => "/live/walls/" + encodeURIComponent(name);

  /* Ask as the project's routes want it; a refusal is thrown with its status and its words. */
  async function ask(method, address, body) {
    const headers = { Accept: "application/json" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (paired) headers.Authorization = "Bearer " + paired.token;
    const answer = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(10000) });
    const said = answer.status === 204 ? null : await answer.json().catch(() => null);
    if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status, error: (said && said.error) || {} });
    return said;
  }

  function keep(value) {
    paired = value;
    try {
      if (value) window.localStorage.setItem(KEPT, JSON.stringify(value));
      else window.localStorage.removeItem(KEPT);
    } catch { /* pairs again after the next visit */ }
  }

  /* What is told goes out in the order of the taps, one after the other: two at once may overtake each other. */
  let line = Promise.resolve();
  const inTurn = (what) => (line = line.then(what, what));

  function tell(name, detail) {
    window.dispatchEvent(new CustomEvent("remote:" + name, { detail }));
  }

  function listen() {
    hush();
    if (!paired) return;
    heardAt = performance.now();
    source = new EventSource("/live?role=remote&wall=" + encodeURIComponent(paired.name));
    const mine = source;
    ["view", "version", "beat"].forEach((name) => mine.addEventListener(name, (event) => {
      if (mine !== source) return;
      heardAt = performance.now();
      failures = 0;
      tell("connected", {});
      tell(name, JSON.parse(event.data));
    }));
    mine.addEventListener("error", () => {
      if (mine !== source) return;
      tell("lost", {});
      if (mine.readyState !== EventSource.CLOSED) return;
      hush();
      failures += 1;
      retry = window.setTimeout(listen, Math.min(LATEST, SOONEST * 2 ** failures));
    });
  }

  function hush() {
    if (source) source.close();
    source = null;
    window.clearTimeout(retry);
  }

  /* A phone that slept, or a connection that broke without a word: listen anew. */
  function wake() {
    if (paired && !document.hidden && performance.now() - heardAt > 25000) listen();
  }
  window.setInterval(wake, 5000);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (paired && (!source || performance.now() - heardAt > 12000)) listen();
  });
  window.addEventListener("online", () => { if (paired) listen(); });

  window.remote = {
    origin,
    paired: () => paired,
    walls: () => ask("GET", "/live/walls"),
    askCode: (name) => ask("POST", wallOf(name) + "/code", {}),
    async pair(name, code) {
      const { token } = await ask("POST", wallOf(name) + "/pair", { code });
      keep({ name, token });
      listen();
    },
    /* The pairing of the last visit, where it still holds. */
    async resume() {
      try { paired = JSON.parse(window.localStorage.getItem(KEPT) || "null"); } catch { paired = null; }
      if (!paired || !paired.token) return false;
      try {
        await ask("GET", wallOf(paired.name) + "/pair");
      } catch (error) {
        if (error.status === 403 || error.status === 400) {
          keep(null);
          return false;
        }
      }
      listen();
      return true;
    },
    async leave() {
      if (paired) await ask("DELETE", wallOf(paired.name) + "/pair").catch(() => null);
      hush();
      keep(null);
    },
    forget() {
      hush();
      keep(null);
    },
    move: (search) => inTurn(() => ask("POST", wallOf(paired.name) + "/view", { search, origin, keep_card: true })),
    command: (kind, command, n) => inTurn(() => ask("POST", wallOf(paired.name) + "/" + kind, n === undefined ? { command } : { command, n })),
    get: (address) => ask("GET", address),
    /* The map of a region by its address; a village's answer leaves out what its township's has. */
    async map(address, code) {
      const own = await ask("GET", address);
      const said = (one) => "/" + encodeURIComponent(one) + "/";
      return own.around ? { ...(await ask("GET", address.replace(said(code), said(own.around)))), ...own } : own;
    },
  };
})();
