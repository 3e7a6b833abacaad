/* How old is this picture? The screen says when it last heard from the server, and says so when it hears nothing. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const EVERY = 15000;
  let lost = null;

  const clock = (date) => String(date.getHours()).padStart(2, "0") + ":" + String(date.getMinutes()).padStart(2, "0");

  let listening = false;

  async function hear() {
    if (listening) return;
    listening = true;
    try {
      await listen();
    } finally {
      listening = false;
    }
  }

  async function listen() {
    if (document.querySelector(".no-release")) {
      const found = await fetch("/readyz", { cache: "no-store" }).catch(() => null);
      if (found && found.ok) window.location.reload();
      return;
    }
    const node = document.getElementById("freshness");
    if (!node || !guatu.config) return;
    try {
      const response = await fetch(guatu.config.base + "readyz", { cache: "no-store", signal: AbortSignal.timeout(8000) });
      const body = await response.json();
      if (!response.ok && response.status !== 503) throw new Error(String(response.status));
      lost = null;
      const state = guatu.read(window.location.search, guatu.config);
      if (!guatu.stands(state)) guatu.paint(state);
      node.textContent = guatu.config.texts.heard.replace("{time}", clock(new Date()));
      node.dataset.state = response.ok ? "good" : "warn";
      if (response.ok && (body.release !== guatu.config.release || body.edition !== guatu.config.edition)) window.location.reload();
    } catch {
      lost = lost || new Date();
      node.textContent = guatu.config.texts.lost_since.replace("{time}", clock(lost));
      node.dataset.state = "bad";
    }
  }

  window.addEventListener("guatu:painted", () => hear(), { once: true });
  window.setTimeout(hear, 3000);
  window.setInterval(hear, EVERY);

  /* Against burn-in the still frame moves by a few pixels every ten minutes. */
  let step = 0;
  window.setInterval(() => {
    step = (step + 1) % 4;
    const wall = document.getElementById("wall");
    if (wall) wall.dataset.shift = String(step);
  }, 600000);
})();
