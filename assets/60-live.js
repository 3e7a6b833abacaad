/* The channel on which the server speaks: another release, another product, what a remote says. The page asks nothing
   by the clock; while nothing can be heard it tries again, later and later. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const EVENTS = ["version", "screen", "view", "code", "scene", "card", "beat"];
  const SILENT_AFTER = 25000; // the server beats every ten seconds
  const HIDDEN_FOR = 60000;
  const SOONEST = 2000;
  const LATEST = 30000;
  const base = () => (guatu.config ? guatu.config.base : "/");
  let source = null;
  let heardAt = -Infinity; // by the page's own running time, which no clock moves
  let openedAt = 0;
  let failures = 0;
  let retry = 0;
  let hiding = 0;

  /* The server's time: a clock of the PC that is wrong, or jumps, is not believed. */
  let anchor = null;
  guatu.clock = {
    now: () => (anchor ? anchor.time + performance.now() - anchor.at : Date.now()),
    text: function (time) {
      const ahead = anchor ? anchor.ahead : -new Date().getTimezoneOffset();
      const said = new Date(time + ahead * 60000).toISOString();
      const day = new Date(guatu.clock.now() + ahead * 60000).toISOString().slice(0, 10);
      return (said.startsWith(day) ? "" : said.slice(5, 10) + " ") + said.slice(11, 16);
    },
  };

  guatu.now = guatu.clock.now;

  function tell(name, detail) {
    window.dispatchEvent(new CustomEvent("guatu:" + name, { detail }));
  }

  function heard() {
    heardAt = performance.now();
    failures = 0;
    tell("heard", { at: guatu.clock.now() });
  }

  function open() {
    close();
    if (!window.EventSource) return ask();
    const wall = new URLSearchParams(window.location.search).get("wall");
    openedAt = performance.now();
    source = new EventSource(base() + "live" + (wall ? "?wall=" + encodeURIComponent(wall) : ""));
    const mine = source;
    EVENTS.forEach((name) => mine.addEventListener(name, (event) => {
      if (mine !== source) return;
      const said = JSON.parse(event.data);
      if (name === "beat") anchor = { time: said.time * 1000, ahead: said.ahead, at: performance.now() };
      heard();
      tell(name, said);
    }));
    source.addEventListener("error", () => {
      if (mine !== source) return;
      tell("silent", {});
      if (mine.readyState === EventSource.CLOSED) later();
    });
  }

  function close() {
    if (source) source.close();
    source = null;
    window.clearTimeout(retry);
    retry = 0;
  }

  /* The browser itself tries again after a break; after a refusal this does, and asks the short question first. */
  function later() {
    close();
    failures += 1;
    retry = window.setTimeout(async () => {
      if (failures > 2) await ask();
      open();
    }, Math.min(LATEST, SOONEST * 2 ** (failures - 1)));
  }

  async function ask() {
    const answer = await fetch(base() + "readyz", { cache: "no-store", signal: AbortSignal.timeout(8000) }).catch(() => null);
    const body = answer && (await answer.json().catch(() => null));
    if (!body || !body.release) return;
    tell("heard", { at: guatu.clock.now() });
    tell("version", { release: body.release, edition: body.edition, product: body.product, scenes: null });
  }

  /* A connection that broke without a word is noticed by its silence. */
  function look() {
    if (document.hidden && hiding) return;
    const now = performance.now();
    if (now - Math.max(heardAt, openedAt) > SILENT_AFTER && !retry) {
      tell("silent", {});
      open();
    }
  }

  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(hiding);
    hiding = document.hidden ? window.setTimeout(() => close(), HIDDEN_FOR) : 0;
    if (!document.hidden && (!source || performance.now() - heardAt > SILENT_AFTER)) open();
  });
  window.addEventListener("online", () => open());
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => { if (event.persisted) open(); });

  let begun = false;
  function begin() {
    if (begun) return;
    begun = true;
    open();
    window.setInterval(look, 5000);
  }
  guatu.live = { reopen: open, heardAt: () => heardAt };

  /* The first picture before everything else: the stream would take one of its few connections. */
  window.addEventListener("guatu:painted", begin, { once: true });
  window.setTimeout(begin, 3000);
})();
