/* Who is signed in, said in the menu; a page whose right has ended goes to the door and does not stand there. Scenes that
   go on by themselves are no use of a session: without a hand it is ended from here. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const AGAIN = 5000;
  const LOOK = 20000;
  const USES = ["pointerdown", "keydown", "wheel", "touchstart"];
  let askedAt = -Infinity;
  let usedAt = performance.now();
  let told = null;

  function show() {
    const row = document.querySelector("[data-who]");
    if (!row || !told) return;
    row.querySelector("[data-said]").textContent = told.said;
    row.querySelectorAll("[data-own]").forEach((node) => { node.hidden = !told.is_signed_in; });
    const ways = new Set(told.ways.map(([name]) => name));
    document.querySelectorAll("[data-way]").forEach((node) => { node.hidden = !ways.has(node.dataset.way); });
  }

  function toTheDoor() {
    window.location.replace("/sign-in?next=" + encodeURIComponent(window.location.pathname + window.location.search));
  }

  async function endWhenIdle() {
    if (!told || !told.is_signed_in || performance.now() - usedAt < told.idle_minutes * 60000) return;
    await fetch("/sign-out", { method: "POST", signal: AbortSignal.timeout(10000) }).catch(() => null);
    toTheDoor();
  }

  async function ask() {
    if (performance.now() - askedAt < AGAIN) return;
    askedAt = performance.now();
    const lang = new URLSearchParams(window.location.search).get("lang") || (guatu.config && guatu.config.lang) || "";
    const answer = await fetch("/who.json?lang=" + encodeURIComponent(lang), { cache: "no-store", signal: AbortSignal.timeout(10000) }).catch(() => null);
    if (!answer) return;
    if (answer.status === 401) {
      toTheDoor();
      return;
    }
    if (!answer.ok) return;
    told = await answer.json().catch(() => null);
    show();
  }

  USES.forEach((name) => window.addEventListener(name, () => { usedAt = performance.now(); }, { passive: true, capture: true }));
  window.setInterval(endWhenIdle, LOOK);
  window.addEventListener("guatu:painted", ask, { once: true });
  window.addEventListener("guatu:silent", () => window.setTimeout(ask, 500));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  document.addEventListener("toggle", show, true); // the menu may have been drawn anew
})();
