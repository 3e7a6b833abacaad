/* Alerts since this screen last looked: the look is the day up to which the data reached that it showed before these.
   It is kept by this browser alone; a screen that never looked shows the last seven days. */
(function () {
  "use strict";
  const KEY = "guatu.look";
  const DAY = 86400000;

  function kept() {
    try {
      return JSON.parse(window.localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  /* The day of the data before those shown now, null when there was none; what is shown now becomes the next one's. */
  function before(asOf) {
    const said = kept();
    if (said.seen === asOf) return said.before || null;
    const last = said.seen && said.seen < asOf ? said.seen : null;
    try {
      window.localStorage.setItem(KEY, JSON.stringify({ seen: asOf, before: last }));
    } catch { /* a browser that keeps nothing: always the first look */ }
    return last;
  }

  function show(look) {
    const { asOf } = look.dataset;
    const words = JSON.parse(look.dataset.words);
    const last = before(asOf);
    const since = last || new Date(Date.parse(asOf) - 7 * DAY).toISOString().slice(0, 10);
    let total = 0;
    look.querySelectorAll(".look-row").forEach((row) => {
      const count = Object.entries(JSON.parse(row.dataset.days)).reduce((sum, [day, n]) => sum + (day > since ? n : 0), 0);
      row.hidden = count === 0;
      row.querySelector(".look-count").textContent = "+" + count;
      total += count;
    });
    look.querySelector(".look-head").textContent = (last ? words.since.replace("{date}", last) : words.first) + " +" + total;
    look.querySelector(".look-none").hidden = total > 0;
    look.dataset.shown = asOf;
  }

  let watch = null;
  window.addEventListener("guatu:painted", () => {
    const box = document.getElementById("monitor-warnings");
    if (!box || watch) return;
    const looked = () => {
      const look = box.querySelector(".look:not([data-shown])");
      if (look && box.offsetParent) show(look);
    };
    watch = new MutationObserver(looked);
    watch.observe(box, { childList: true, subtree: true });
    looked();
  });
})();
