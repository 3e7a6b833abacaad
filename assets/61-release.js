/* Another release comes into the open page: the old picture stays until the new one is whole, the place is kept, and
   figures that changed say so for a while. Another product is taken up at a quiet moment. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const SAID_FOR = 30000;
  const SETTLED_AFTER = SAID_FOR;
  const QUIET_FOR = 60000;
  const RELOADED = "guatu.reloaded";
  let wanted = null;
  let busy = false;
  let touchedAt = -Infinity;

  function figures() {
    return new Map(Array.from(document.querySelectorAll("[data-figure]"), (node) => [node.dataset.figure, node.textContent]));
  }

  /* Mark what differs from before, as the panels come in; the marks go together. */
  let marking = 0;
  let watcher = null;
  function markChanges(before) {
    window.clearTimeout(marking);
    if (watcher) watcher.disconnect();
    let waiting = 0;
    const compare = () => {
      waiting = 0;
      document.querySelectorAll("[data-figure]").forEach((node) => {
        const was = before.get(node.dataset.figure);
        if (was !== undefined) node.classList.toggle("is-changed", was !== node.textContent);
      });
    };
    compare();
    watcher = new MutationObserver(() => { waiting = waiting || window.setTimeout(compare, 250); });
    watcher.observe(document.getElementById("wall"), { subtree: true, childList: true, characterData: true });
    window.setTimeout(() => watcher.disconnect(), SETTLED_AFTER);
    marking = window.setTimeout(() => {
      document.querySelectorAll(".is-changed").forEach((node) => node.classList.remove("is-changed"));
    }, SAID_FOR);
  }

  /* What the address says that this release does not have: say it, and show what it means now. */
  function fallBack(config) {
    const refused = guatu.refused(window.location.search, config);
    if (!refused.length) return;
    guatu.notice(refused.map((name) => config.texts["refused_" + name]).join(" · "));
    window.history.replaceState({}, "", window.location.pathname + guatu.write(guatu.state(), config));
  }

  async function fetchConfig() {
    const { lang, era, theme } = guatu.state();
    const address = guatu.config.base + "wall/config?" + new URLSearchParams({ lang, era, theme });
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(15000) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function swap() {
    const config = await fetchConfig();
    const before = figures();
    guatu.config = config;
    fallBack(config);
    guatu.frame(config);
    const state = guatu.state();
    await guatu.paint(state);
    if (guatu.wanted === null) throw new Error("not painted");
    guatu.told = guatu.wanted;
    window.dash_clientside.set_props("config", { data: config });
    guatu.again();
    guatu.dress(state);
    guatu.forget();
    markChanges(before);
    window.dispatchEvent(new CustomEvent("guatu:released", { detail: { release: config.release } }));
  }

  const isOld = () => wanted && wanted.release && (wanted.release !== guatu.config.release || wanted.edition !== guatu.config.edition);

  /* The release is held from now on, or let go: that alone is said, and nothing is drawn anew. */
  async function sayHeld() {
    if (wanted.is_pinned === undefined || wanted.is_pinned === guatu.config.isPinned || isOld()) return;
    const config = await fetchConfig().catch(() => null);
    if (!config || config.release !== guatu.config.release) return;
    guatu.config.isPinned = config.isPinned;
    guatu.config.frame.status = config.frame.status;
    guatu.frame(guatu.config);
  }
  const pause = (seconds) => new Promise((resolve) => { window.setTimeout(resolve, 1000 * seconds); });

  /* One after the other; while releases come faster than they are painted, only the last one is. */
  async function follow() {
    if (busy || !guatu.config || !isOld()) return;
    busy = true;
    let isDone = false;
    for (let tries = 1; tries < 6 && (!isDone || isOld()); tries += 1) {
      isDone = await swap().then(() => true, () => false);
      if (!isDone || isOld()) await pause(tries);
    }
    busy = false;
  }

  window.addEventListener("guatu:version", ({ detail }) => {
    wanted = detail;
    if (document.querySelector(".no-release")) {
      if (detail.release) window.location.reload();
      return;
    }
    follow();
    if (guatu.config && !busy) sayHeld();
  });
  window.addEventListener("guatu:heard", () => { if (!busy) follow(); });

  /* Nobody is at it: not touched for a minute, no card, nothing folded open, and the server is there. */
  function isQuiet() {
    const open = document.querySelector('#card:not([hidden]) [role="dialog"], dialog[open], details[open]');
    const now = performance.now();
    return !open && !busy && now - touchedAt > QUIET_FOR && now - guatu.live.heardAt() < 15000;
  }

  window.addEventListener("guatu:touched", () => { touchedAt = performance.now(); });
  window.setInterval(() => {
    const product = wanted && wanted.product;
    if (!product || !guatu.config || product === guatu.config.product || !isQuiet()) return;
    if (window.sessionStorage.getItem(RELOADED) === product) return; // it did not help the last time
    window.sessionStorage.setItem(RELOADED, product);
    window.location.reload();
  }, 5000);
})();
