/* At night the wall is dimmed, as the file of scenes says; a touch lights it up until it has been left alone again.
   Against burn-in the still frame moves by a few pixels every ten minutes. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const SHIFT_EVERY = 600000;
  const STEPS = 8;
  let night = null;
  let idle = 120;
  let awakeUntil = 0;

  function look() {
    const page = document.documentElement;
    const dark = Boolean(night) && guatu.holds(night.hours, guatu.minute()) && performance.now() >= awakeUntil;
    const level = dark ? String(night.dim) : "";
    if (page.style.getPropertyValue("--night-dim") === level) return;
    if (dark) page.style.setProperty("--night-dim", level);
    else page.style.removeProperty("--night-dim");
    page.toggleAttribute("data-night", dark);
  }

  window.addEventListener("guatu:scenes", ({ detail }) => {
    night = detail.night;
    idle = detail.idle_seconds;
    look();
  });
  window.addEventListener("guatu:touched", () => {
    awakeUntil = performance.now() + idle * 1000;
    look();
  });
  window.setInterval(look, 5000);

  let step = 0;
  window.setInterval(() => {
    step = (step + 1) % STEPS;
    document.documentElement.dataset.shift = String(step);
  }, SHIFT_EVERY);
})();
