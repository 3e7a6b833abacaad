/* Points of the industry layers: as large as what they are, hollow where they do not run, each layer with its own sign. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const LEAST = 0.45; // rem across the smallest point, and every point of a layer without sizes
  const MOST = 1.75; // rem across the largest
  const CROWD = [1000, 0.65]; // of so many points in a layer the smallest are smaller, so that the ground is seen

  /* Rem across a point: its area is to the largest one's as its size is, but none is too small to be seen. */
  const across = (size, most, least) => (size > 0 && most > 0 ? Math.max(least, MOST * Math.sqrt(size / most)) : least);
  const leastOf = (columns) => (columns.lon.length > CROWD[0] ? CROWD[1] * LEAST : LEAST);

  const sizeOf = (columns, i) => (columns.size ? columns.size[i] : null);
  const isOff = (columns, i) => Boolean(columns.off) && Object.hasOwn(columns.off, i);

  /* Put the points of a layer into its trace. */
  guatu.fillLayer = function (trace, name, columns, rem) {
    const look = guatu.config.layerLooks[name];
    const each = columns.lon.map((_, i) => i);
    const [line, ofHollow] = [rem * 0.08, rem * 0.14].map(guatu.lineWidth);
    trace.marker = {
      color: guatu.token(look.colour),
      symbol: each.map((i) => look.symbol + (isOff(columns, i) ? "-open" : "")),
      size: each.map((i) => rem * across(sizeOf(columns, i), columns.most, leastOf(columns))),
      opacity: 1,
      line: { color: guatu.token("map-line"), width: each.map((i) => (isOff(columns, i) ? ofHollow : line)) },
    };
    Object.assign(trace, { lon: columns.lon, lat: columns.lat });
  };

  const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 1 : 0 });

  /* Name, kind, size and, where it does not run, state of one point: the lines that the tip shows. */
  guatu.pointText = function (picture, name, i) {
    const columns = picture.points[name];
    if (!columns) return null;
    const look = guatu.config.layerLooks[name];
    const size = sizeOf(columns, i);
    const off = isOff(columns, i) ? columns.off[i] : "";
    const said = [
      guatu.config.layerNames[name],
      size ? look.sizedBy + " " + number(size) + " " + (look.unit || "") : "",
      guatu.config.statusNames[off] || off,
    ];
    return [columns.name[i], said.filter(Boolean).join(" · ")].join("\n");
  };

  /* The layers of a picture whose points differ in size. */
  guatu.sizedLayers = (picture) => Object.keys(picture.points).filter((name) => picture.points[name] && picture.points[name].most);

  /* A round figure not above a value: 1, 2 or 5 times a power of ten. */
  function round(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [5, 2, 1].find((digit) => digit * power <= value * (1 + 1e-9)) * power;
  }

  /* Sizes that the legend tells: a large one, one between, and the one up to which all points are alike. */
  function steps(columns) {
    const { most, least } = columns;
    const top = round(most);
    const alike = round(most * (leastOf(columns) / MOST) ** 2);
    const told = [top, round(top / 4), alike].filter((size, k, all) => (k === 0 || size < all[k - 1]) && (size > alike || least <= alike));
    return told.map((size) => ({ size, isLeast: size <= alike }));
  }

  function step({ size, isLeast }, look, columns) {
    const mark = guatu.make("span", { class: "mark mark-" + look.symbol + " ink-" + look.colour });
    mark.style.width = mark.style.height = across(size, columns.most, leastOf(columns)) + "rem";
    return guatu.make("span", { class: "legend-size" }, mark, (isLeast ? "≤ " : "") + number(size));
  }

  guatu.sizeLegend = function (box, picture) {
    const names = guatu.sizedLayers(picture);
    const hollow = Object.values(picture.points).some((columns) => columns && Object.keys(columns.off || {}).length);
    const key = JSON.stringify([hollow, names.map((name) => [name, picture.points[name].most, guatu.config.layerNames[name]]), guatu.config.release]);
    if (box.guatuKey === key) return;
    box.guatuKey = key;
    box.replaceChildren(...names.map((name) => {
      const look = guatu.config.layerLooks[name];
      const columns = picture.points[name];
      return guatu.make("div", { class: "legend-layer" },
        guatu.make("span", { class: "legend-what" }, look.sizedBy + (look.unit ? " · " + look.unit : "")),
        ...steps(columns).map((one) => step(one, look, columns)));
    }), ...(hollow ? [guatu.make("div", { class: "legend-layer" },
      guatu.make("span", { class: "legend-size" }, guatu.make("span", { class: "mark mark-hollow" }), guatu.config.texts.points_off))] : []));
  };

  /* The switches: which are on, and of those in the sheet how many. */
  guatu.pressLayers = function (box, state) {
    box.querySelectorAll("[data-layer]").forEach((button) => {
      guatu.set(button, "aria-pressed", String(state.layers.includes(button.dataset.layer)));
    });
    const count = box.querySelector("[data-layers-on]");
    const on = box.querySelectorAll('.layers-sheet [aria-pressed="true"]').length;
    guatu.put(count, on ? String(on) : "");
    count.parentNode.classList.toggle("is-on", on > 0);
  };

  /* Another release has other layers: the first ones stand beside the map, the others in the sheet. */
  guatu.keepLayers = function (box, buttons) {
    const shown = Number(box.dataset.shown);
    box.querySelectorAll("[data-layer]").forEach((button) => button.remove());
    box.prepend(...buttons.slice(0, shown));
    box.querySelector(".layers-sheet").replaceChildren(...buttons.slice(shown));
  };
})();
