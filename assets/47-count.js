/* A headline figure that changes counts up to its new value. The text itself is always the true one, for readers, for
   tests and for whoever looks a moment later; what runs is only drawn over it. */
(function () {
  "use strict";
  const LASTS = 560;
  const before = new Map();
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const number = (text) => (/^[\d,]+(\.\d+)?$/.test(text) ? Number(text.replaceAll(",", "")) : null);

  function run(node, from, to, text) {
    const decimals = (text.split(".")[1] || "").length;
    const started = performance.now();
    const mine = (node.guatuCount = (node.guatuCount || 0) + 1);
    const step = (now) => {
      if (mine !== node.guatuCount) return;
      const part = Math.min(1, (now - started) / LASTS);
      if (part === 1 || node.textContent !== text) return void node.removeAttribute("data-counting");
      const value = from + (to - from) * (1 - Math.pow(1 - part, 3));
      node.dataset.counting = value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
      window.requestAnimationFrame(step);
    };
    step(started);
  }

  function look() {
    document.querySelectorAll("#kpi [data-figure]").forEach((node) => {
      const text = node.textContent;
      const was = before.get(node.dataset.figure);
      before.set(node.dataset.figure, text);
      const [from, to] = [was === undefined ? null : number(was), number(text)];
      if (was === text || from === null || to === null || calm.matches || document.hidden) return;
      run(node, from, to, text);
    });
  }

  const watch = () => {
    const strip = document.getElementById("kpi");
    if (!strip) return void window.setTimeout(watch, 100);
    new MutationObserver(look).observe(strip, { childList: true, characterData: true, subtree: true });
    look();
  };
  watch();
})();
