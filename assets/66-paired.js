/* A wall with a name: it shows what its remote, or another screen of the same name, makes it show; it says what it
   shows; and it shows the code that pairs a remote. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const FACTS_AFTER = 300;
  const origin = Math.random().toString(36).slice(2, 14);
  const opened = new URLSearchParams(window.location.search);
  const name = opened.get("wall");
  if (!name) return;
  const saysNothing = !["view", "kind", "solar", "deck", "region", "indicator", "period", "layers", "compare", "since", "rank", "breaks", "depth", "spotlight", "household", "blank"].some((key) => opened.has(key));

  let token = null;
  let serial = 0; // of the last move that this screen knows
  let isGreeted = false;
  let isSending = false;
  let pending = null; // what is to be sent when the line is free
  let waiting = null; // what came while our own move was on its way
  let told = "";

  /* What of the state every screen of this wall shares. */
  function shared(state) {
    const { config } = guatu;
    const own = { wall: null, lang: config.lang, theme: config.defaults.theme, era: config.defaults.era, mode: "wall", rotate: "off" };
    return guatu.write({ ...state, ...own }, config);
  }

  function card() {
    const tiles = Array.from(document.querySelectorAll("#households [data-household]"), (node) => node.dataset.household);
    return { tiles: tiles.length, open: tiles.indexOf(guatu.state().household) };
  }

  function report(by) {
    pending = { search: shared(guatu.state()), by, origin };
    send();
  }

  async function send() {
    if (isSending || !pending || !token) return;
    isSending = true;
    let failed = false;
    const body = Object.assign(pending, { card: card() });
    pending = null;
    told = JSON.stringify(body.card);
    try {
      const answer = await fetch(guatu.config.base + "live/walls/" + encodeURIComponent(name) + "/view", {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: "Bearer " + token },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(8000),
      });
      if (answer.ok) serial = Math.max(serial, (await answer.json()).serial || 0);
      else if (answer.status === 403) { // the server forgot this screen: it is greeted anew
        token = null;
        pending = pending || body;
        window.setTimeout(guatu.live.reopen, 3000);
      }
    } catch {
      failed = true;
      pending = pending || body;
      window.setTimeout(send, 2000);
    }
    isSending = false;
    lookSoon();
    const missed = waiting;
    waiting = null;
    if (missed) follow(missed);
    if (pending && token && !failed) send();
  }

  /* The households that stand here, for the remote to step through; whose they are is not said. */
  let looking = 0;
  function lookSoon() {
    window.clearTimeout(looking);
    looking = window.setTimeout(() => {
      if (isSending || pending || !token || !isGreeted || JSON.stringify(card()) === told) return;
      pending = {};
      send();
    }, FACTS_AFTER);
  }

  /* A move of others: taken when it is newer than what this screen knows. */
  function follow(view) {
    if (view.serial <= serial) return;
    serial = view.serial;
    if (view.origin === origin && !view.greeting) return;
    pending = null;
    const search = view.greeting ? kept(view.search) : view.search;
    if (search !== shared(guatu.state())) guatu.take(search || "?", "remote");
  }

  /* A greeting does not tell whose card is open: the one that is open here stays while its village does. */
  function kept(search) {
    const { household, region } = guatu.state();
    const view = guatu.read(search, guatu.config);
    return household && view.region === region ? (search ? search + "&" : "?") + "household=" + household : search;
  }

  const ready = new Promise((resolve) => { window.addEventListener("guatu:painted", resolve, { once: true }); });

  window.addEventListener("guatu:screen", async ({ detail }) => {
    token = detail.token;
    await ready;
    if (pending) send();
  });

  window.addEventListener("guatu:view", async ({ detail }) => {
    await ready;
    const isFirst = detail.greeting && !isGreeted;
    isGreeted = isGreeted || detail.greeting;
    if (isFirst && (!detail.serial || !saysNothing)) { // the address says what this wall is to show, or nobody has yet
      serial = detail.serial;
      report("hand");
      return;
    }
    if (isSending) waiting = detail;
    else follow(detail);
  });

  window.addEventListener("guatu:navigated", ({ detail }) => {
    if (detail.by !== "remote" && isGreeted) report(detail.by === "history" ? "hand" : detail.by);
  });

  ready.then(() => {
    const label = document.getElementById("wall-name");
    if (label) {
      label.textContent = name;
      label.hidden = false;
    }
    new MutationObserver(lookSoon).observe(document.getElementById("households"), { childList: true, subtree: true });
    window.addEventListener("guatu:painted", lookSoon);
  });

  /* The remote opens, turns and closes cards by their place among the tiles. */
  window.addEventListener("guatu:card", ({ detail }) => {
    if (detail.command === "close") {
      guatu.navigate({ household: null });
      return;
    }
    const tiles = Array.from(document.querySelectorAll("#households [data-household]"), (node) => node.dataset.household);
    const now = tiles.indexOf(guatu.state().household);
    const at = detail.command === "open" ? detail.n || 0 : detail.command === "next" ? now + 1 : now < 0 ? tiles.length - 1 : now - 1;
    if (tiles[at]) guatu.navigate({ household: tiles[at] });
  });

  /* The code, large enough to be read from the last row; over everything, even a blank wall. */
  let counting = 0;
  window.addEventListener("guatu:code", async ({ detail }) => {
    await ready;
    window.clearInterval(counting);
    const shown = document.querySelector(".pair-code");
    if (shown) shown.remove();
    if (!detail.code) return;
    const until = performance.now() + detail.seconds * 1000;
    const words = guatu.config.texts;
    const left = guatu.make("p", { class: "pair-left" });
    const node = guatu.make("div", { class: "pair-code", role: "status" },
      guatu.make("p", { class: "pair-title" }, words.code_title + " · " + name),
      guatu.make("p", { class: "pair-digits" }, detail.code.slice(0, 3) + " " + detail.code.slice(3)), left);
    document.body.append(node);
    const count = () => {
      const seconds = Math.ceil((until - performance.now()) / 1000);
      left.textContent = words.code_hint.replace("{seconds}", Math.max(seconds, 0));
      if (seconds <= 0) {
        window.clearInterval(counting);
        node.remove();
      }
    };
    count();
    counting = window.setInterval(count, 1000);
  });
})();
