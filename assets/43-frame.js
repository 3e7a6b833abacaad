/* The words around the map that come from the release: title, facts, tabs, periods, layers. They came with the page;
   when another release comes into an open page, they are put in anew where they differ. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);

  /* Put `wanted` nodes in the place of those that `selector` finds among the children of `box`. */
  function exchange(box, selector, wanted) {
    const old = Array.from(box.children).filter((node) => node.matches(selector));
    const first = old.length ? old[0].previousSibling : null;
    const at = old.length ? (first ? first.nextSibling : box.firstChild) : null;
    wanted.forEach((node) => box.insertBefore(node, at));
    old.forEach((node) => node.remove());
  }

  function said(box, selector, attribute) {
    return Array.from(box.querySelectorAll(selector)).map((node) => node.getAttribute(attribute));
  }

  function button(className, attribute, value, ...children) {
    return guatu.make("button", { type: "button", class: className, [attribute]: value, "aria-pressed": "false" }, ...children);
  }

  function facts(frame) {
    const place = byId("freshness").parentNode;
    const shown = Array.from(place.children).filter((node) => node.id !== "freshness");
    if (shown.map((node) => node.textContent).join("|") === frame.status.join("|")) return;
    const [day, ...others] = frame.status;
    const button = shown[0];
    shown.slice(1).forEach((node) => node.remove());
    if (button) guatu.put(button, day);
    place.append(...others.map((fact) => guatu.make("span", {}, fact)));
  }

  function tabs(config) {
    const box = byId("map-tabs");
    const { frame } = config;
    const names = Object.fromEntries(frame.tabs);
    Object.entries(config.tabs).forEach(([view, codes]) => {
      const set = box.querySelector('[data-tabs="' + view + '"]');
      if (!set || said(set, "[data-indicator]", "data-indicator").join() === codes.join()) return;
      exchange(set, "[data-indicator]", codes.map((code) => {
        const tab = button("tab", "data-indicator", code, names[code]);
        tab.title = config.indicators[code].name;
        return tab;
      }));
    });
    const list = box.querySelector("select");
    if (!list) return;
    const options = Array.from(list.options).slice(1);
    if (options.map((option) => option.value).join() === frame.more.join()) return;
    options.forEach((option) => option.remove());
    list.append(...frame.more.map((code) => guatu.make("option", { value: code }, config.indicators[code].name)));
  }

  function periods(config) {
    const box = byId("map-periods");
    if (said(box, "[data-period]", "data-period").join() === config.periods.join()) return;
    const holder = (box.querySelector("[data-period]") || box.firstChild || box).parentNode;
    exchange(holder, "[data-period]", config.periods.map((year) =>
      button("period", "data-period", String(year), guatu.make("span", { class: "dot" }), String(year))));
  }

  function layers(config) {
    const box = byId("map-layers");
    const names = Object.keys(config.layerNames);
    if (said(box, "[data-layer]", "data-layer").join() === names.join()) return;
    const made = names.map((name) => {
      const { symbol, colour } = config.layerLooks[name];
      return button("layer", "data-layer", name, guatu.make("span", { class: "mark mark-" + symbol + " ink-" + colour }), config.layerNames[name]);
    });
    guatu.keepLayers(box, made);
  }

  guatu.frame = function (config) {
    guatu.speak(guatu.state());
    const title = document.querySelector("h1.title");
    if (title && title.textContent !== config.frame.title) title.textContent = config.frame.title;
    facts(config.frame);
    tabs(config);
    periods(config);
    layers(config);
  };
})();
