/* Let the periods pass: each step waits for its picture and stays a while; the newest one ends it, any hand stops it. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const DWELL = 1600;
  let timer = 0;
  let awaited = null; // the period whose picture is on its way, while it plays
  let playing = false;

  const button = () => document.querySelector("[data-play]");
  const now = () => guatu.read(window.location.search, guatu.config).period;

  function show() {
    const node = button();
    if (!node) return;
    guatu.set(node, "aria-pressed", String(playing));
    guatu.set(node, "aria-label", playing ? node.dataset.labelPause : node.dataset.labelPlay);
    node.classList.toggle("is-playing", playing);
  }

  function stop() {
    playing = false;
    awaited = null;
    window.clearTimeout(timer);
    show();
  }

  function step() {
    const periods = guatu.config.periods;
    const next = periods[periods.indexOf(now()) + 1];
    if (!playing || next === undefined || document.hidden) return stop();
    awaited = next;
    guatu.navigate({ period: next }, { replace: true });
  }

  /* From the newest period it starts again with the first. */
  function play() {
    const periods = guatu.config.periods;
    playing = true;
    show();
    if (now() !== periods[periods.length - 1]) return step();
    awaited = periods[0];
    guatu.navigate({ period: periods[0] });
  }

  guatu.isPlaying = () => playing;

  window.addEventListener("guatu:painted", (event) => {
    if (!playing) return;
    if (event.detail.period !== awaited) return stop(); // somebody else chose another one
    window.clearTimeout(timer);
    timer = window.setTimeout(step, DWELL);
  });

  function toggle() {
    if (playing) stop();
    else play();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-play]") && guatu.config) toggle();
  });

  /* The space bar on the period that is shown already, which would choose what is chosen. */
  const isSpace = (event) => event.type === "keydown" && event.key === " " && Boolean(event.target.closest('[data-period][aria-pressed="true"]'));
  document.addEventListener("keydown", (event) => {
    if (!isSpace(event) || !guatu.config) return;
    event.preventDefault();
    if (!event.repeat) toggle();
  });

  const touch = (event) => {
    const own = event.target.closest && (event.target.closest("[data-play]") || isSpace(event));
    if (playing && event.isTrusted && !own) stop();
  };
  ["pointerdown", "keydown", "wheel", "touchstart"].forEach((name) => document.addEventListener(name, touch, { capture: true, passive: true }));
})();
