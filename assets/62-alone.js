/* A wall that nobody looks after: it says when it last heard from the server, keeps its picture while it hears nothing,
   repairs itself when it hears again, and comes back where it was after the browser was started anew. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const PATIENCE = 4000; // a server that starts again within seconds is no loss worth a band
  const LAST_VIEW = "guatu.view";
  const LAST_HEARD = "guatu.heard";
  let heardAt = Number(read(LAST_HEARD)) || null;
  let lost = 0;
  let isLost = false;
  let noted = 0;

  function read(name) {
    try { return window.localStorage.getItem(name); } catch { return null; }
  }

  function keep(name, value) {
    try { window.localStorage.setItem(name, value); } catch { /* a browser that keeps nothing is a wall all the same */ }
  }

  const texts = () => (guatu.config ? guatu.config.texts : null);

  function say() {
    const node = document.getElementById("freshness");
    const words = texts();
    if (!node || !words) return;
    const time = heardAt ? guatu.clock.text(heardAt) : "—";
    const said = (isLost ? words.lost_since : words.heard).replace("{time}", time);
    if (node.textContent !== said) node.textContent = said;
    node.dataset.state = isLost ? "bad" : "good";
    band(isLost ? words.band.replace("{time}", time) : null);
  }

  function band(said) {
    let node = document.querySelector(".lost-band");
    if (!said) {
      if (node) node.remove();
      return;
    }
    if (!node) {
      node = guatu.make("div", { class: "lost-band", role: "status" });
      document.body.append(node);
    }
    if (node.textContent !== said) node.textContent = said;
  }

  window.addEventListener("guatu:heard", ({ detail }) => {
    const back = isLost;
    heardAt = detail.at;
    window.clearTimeout(lost);
    lost = 0;
    isLost = false;
    if (performance.now() - noted > 60000 || !noted) {
      noted = performance.now();
      keep(LAST_HEARD, String(Math.round(heardAt)));
    }
    say();
    if (back) repair();
    else if (guatu.config && guatu.shown && !guatu.wanted) guatu.paint(guatu.state());
  });

  window.addEventListener("guatu:silent", () => {
    if (lost || isLost) return;
    lost = window.setTimeout(() => {
      isLost = true;
      say();
    }, PATIENCE);
  });

  /* What failed while the server was away is asked for again: the map where it does not stand, the panels all. */
  function repair() {
    if (!guatu.config) return;
    const state = guatu.state();
    if (!guatu.stands(state)) guatu.paint(state);
    guatu.again();
    window.dispatchEvent(new CustomEvent("guatu:repaired"));
  }

  window.addEventListener("guatu:painted", say);
  window.setTimeout(() => { if (guatu.live.heardAt() === -Infinity) window.dispatchEvent(new CustomEvent("guatu:silent")); }, 8000);

  /* A browser that ended without a word left its view behind: a screen without a name finds its place again. A card is
     not opened again, an address that says something is left alone, and so is the view of another window that lives. */
  const said = new URLSearchParams(window.location.search);
  const isBare = ["lang", "theme", "mode", "rotate", "era", "aloud"].reduce((left, name) => left - said.has(name), said.size) === 0;
  const left = isBare && read(LAST_VIEW);
  const windows = window.BroadcastChannel ? new BroadcastChannel("guatu") : null;
  let others = 0;
  if (windows) {
    windows.onmessage = ({ data }) => {
      if (data === "who") windows.postMessage("here");
      else others += 1;
    };
  }
  window.addEventListener("guatu:painted", () => {
    if (left && windows && guatu.state().region === guatu.config.region) {
      windows.postMessage("who");
      window.setTimeout(() => {
        if (!others) guatu.take(left, "history");
      }, 300);
    }
    window.addEventListener("guatu:painted", note); // not before: the picture does not wait for the disk
    note();
  }, { once: true });

  /* A worker in the browser keeps the frame and the last sums, for a start while the server is away. Browsers have one
     only where the address is https, or the machine's own. */
  async function keepFrame() {
    const { serviceWorker } = window.navigator;
    if (!window.isSecureContext || !serviceWorker) return;
    const isNew = !serviceWorker.controller;
    await serviceWorker.register("/service-worker.js");
    if (!isNew) return;
    const { active } = await serviceWorker.ready;
    active.postMessage("keep the frame");
    if (serviceWorker.controller) guatu.again();
    else serviceWorker.addEventListener("controllerchange", () => guatu.again(), { once: true });
  }
  /* The frame that is kept speaks of the release whose figures the browser holds. */
  window.addEventListener("guatu:released", () => window.setTimeout(() => {
    const { serviceWorker } = window.navigator;
    if (serviceWorker && serviceWorker.controller) serviceWorker.controller.postMessage("keep the frame");
  }, 5000));
  window.addEventListener("guatu:painted", () => window.setTimeout(() => keepFrame().catch(() => null), 5000), { once: true });

  function note() {
    const state = guatu.state();
    if (!state.wall) keep(LAST_VIEW, guatu.write({ ...state, household: null }, guatu.config));
  }
  window.addEventListener("pagehide", () => {
    try { window.localStorage.removeItem(LAST_VIEW); } catch { /* as above */ }
  });
})();
