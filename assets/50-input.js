/* Hands, keys and the remote's back button: each input becomes a change of the URL. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* Somebody is here: whatever runs by itself waits. A wall that is blank lights up, and the touch does nothing else. */
  let touched = 0;
  ["pointerdown", "keydown", "wheel", "touchstart"].forEach((kind) => window.addEventListener(kind, (event) => {
    if (guatu.config && kind !== "wheel" && guatu.state().blank === "on") {
      event.preventDefault();
      event.stopPropagation();
      guatu.navigate({ blank: "off" });
    }
    if (event.timeStamp - touched < 250) return;
    touched = event.timeStamp;
    window.dispatchEvent(new CustomEvent("guatu:touched"));
  }, { capture: true, passive: false }));

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-indicator],[data-period],[data-layer],[data-household],[data-set],[data-go],[data-close],[data-hide]");
    if (!target || !guatu.config) return;
    const data = target.dataset;
    if (data.indicator) guatu.navigate({ indicator: data.indicator });
    else if (data.period) guatu.navigate({ period: Number(data.period) });
    else if (data.household) guatu.navigate({ region: data.householdRegion || guatu.state().region, household: data.household });
    else if (data.set) set(data.set);
    else if (data.go) go(event, data.go);
    else if (data.close !== undefined) guatu.navigate({ household: null });
    else if (data.hide !== undefined) target.hidden = true;
    else if (data.layer) {
      const now = guatu.read(window.location.search, guatu.config).layers;
      const names = Object.keys(guatu.config.layerNames);
      guatu.navigate({ layers: names.filter((name) => now.includes(name) !== (name === data.layer)) });
    }
  });

  /* A link to a region in what the server drew; with a key held it opens as a link does. */
  function go(event, code) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    guatu.open(code);
  }

  /* A control that names the parameter and the value; one that is pressed already puts the default back. */
  function set(said) {
    const [name, value] = said.split("=");
    const now = guatu.state();
    guatu.navigate({ [name]: String(now[name]) === value && ["spotlight", "aloud"].includes(name) ? guatu.config.defaults[name] : value });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("#map-tabs select") && event.target.value) guatu.navigate({ indicator: event.target.value });
  });

  const typing = (node) => node.matches("input,textarea,[contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (!guatu.config || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "Escape" || event.key === "Backspace") {
      const open = document.querySelector("details[open]");
      if (open) open.open = false;
      else guatu.up();
      event.preventDefault();
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !event.target.matches("select")) {
      const state = guatu.read(window.location.search, guatu.config);
      const periods = guatu.config.periods;
      const next = periods[periods.indexOf(state.period) + (event.key === "ArrowRight" ? 1 : -1)];
      if (next) guatu.navigate({ period: next });
    }
  });

  document.addEventListener("contextmenu", (event) => {
    if (event.target.closest("#map")) {
      event.preventDefault();
      guatu.up();
    }
  });

  /* One menu open at a time; a click elsewhere closes it. */
  document.addEventListener("click", (event) => {
    const kept = event.target.closest("details");
    document.querySelectorAll("details[open]").forEach((node) => {
      if (node !== kept) node.open = false;
    });
  });

  /* The card is a dialog: it takes the focus when it opens and gives it back when it goes. */
  let before = null;
  new MutationObserver(() => {
    const card = document.querySelector('#card:not([hidden]) [role="dialog"]');
    if (card && !before) {
      before = document.activeElement || document.body;
      const first = card.querySelector("button,[href],[tabindex]");
      if (first) first.focus();
    } else if (!card && before) {
      if (before.isConnected) before.focus();
      before = null;
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });

  document.addEventListener("keydown", (event) => {
    const card = document.querySelector('#card [role="dialog"]');
    if (!card || event.key !== "Tab") return;
    const stops = Array.from(card.querySelectorAll("button,[href],[tabindex='0']")).filter((node) => node.offsetParent);
    if (!stops.length) return;
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement === edge || !card.contains(document.activeElement)) {
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
      event.preventDefault();
    }
  });

  let waiting = 0;
  window.addEventListener("resize", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { if (guatu.config) guatu.resized(); }, 150);
  });
})();
