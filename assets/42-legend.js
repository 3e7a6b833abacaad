/* The legend: classes with their bounds and counts, how they are cut, and the way to keep only one of them. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);
  const WAYS = ["policy", "quantile", "natural"];

  /* Policy's bounds are written as policy says them, others as the figures through which they were cut. */
  function bounds(k, breaks, decimals) {
    const cut = (value) => (decimals === null ? value.toLocaleString("en-US", { maximumFractionDigits: 6 }) : guatu.number(value, decimals));
    if (breaks.length === 1) return guatu.config.texts.all;
    if (k === 0) return "< " + cut(breaks[1]);
    if (k === breaks.length - 1) return "≥ " + cut(breaks[k]);
    return cut(breaks[k]) + "–" + cut(breaks[k + 1]);
  }

  /* How many regions of the first map each class holds, and why the others have none. */
  function counted(column) {
    const counts = column.colours.map(() => 0);
    const without = { missing: 0 };
    column.classes.forEach((k, i) => {
      if (k >= 0) counts[k] += 1;
      else without[column.why[i]] = (without[column.why[i]] || 0) + 1;
    });
    return [counts, Object.entries(without)];
  }

  const span = (name) => guatu.make("span", { class: name });
  const line = (node) => Object.assign(node, { swatch: node.children[0], range: node.children[1], count: node.children[2] });

  function only(k) {
    guatu.onlyClass = guatu.onlyClass === k ? null : k;
    guatu.paint(guatu.read(window.location.search, guatu.config));
  }

  function classButton(k) {
    const button = line(guatu.make("button", { type: "button", "data-class": k }, span("swatch"), span("legend-range"), span("legend-count")));
    button.addEventListener("click", () => only(k));
    return button;
  }

  const absentLine = () => line(guatu.make("div", { class: "legend-missing" }, span("swatch"), span("legend-range"), span("legend-count")));

  function frame(legend) {
    const texts = guatu.config.texts;
    const select = guatu.make("select", { class: "legend-ways", "aria-label": texts.breaks }, ...WAYS.map((way) => guatu.make("option", { value: way }, texts["breaks_" + way])));
    select.addEventListener("change", () => guatu.navigate({ breaks: select.value }));
    const all = guatu.make("button", { type: "button", class: "legend-all", hidden: true }, texts.all);
    all.addEventListener("click", () => only(guatu.onlyClass));
    legend.replaceChildren(
      guatu.make("div", { class: "legend-head" }, guatu.make("p", { class: "legend-title" }), select, all),
      guatu.make("div", { class: "legend-classes" }), guatu.make("div", { class: "legend-absent" }), guatu.make("div", { class: "legend-sizes" }));
  }

  guatu.legend = function (state, picture) {
    const { column } = picture;
    const legend = byId("map-legend");
    if (!legend.firstElementChild) frame(legend);
    const [head, classes, absent, sizes] = legend.children;
    const [counts, without] = counted(column);
    const title = column.indicator.name + (column.indicator.unit ? " · " + column.indicator.unit : "");
    guatu.put(head.children[0], title);
    guatu.set(head.children[0], "title", title);
    head.children[1].hidden = Boolean(column.ranges);
    head.children[1].value = state.breaks || "policy";
    head.children[2].hidden = !Number.isInteger(guatu.onlyClass);
    const decimals = (state.breaks || "policy") === "policy" ? null : column.indicator.decimals;
    guatu.keep(classes, column.colours.length, classButton).forEach((button, k) => {
      button.swatch.style.backgroundColor = column.colours[k];
      const said = decimals === null && column.indicator.classes[k];
      guatu.put(button.range, column.ranges ? column.ranges[k] : (said ? said + " " : "") + bounds(k, column.breaks, decimals));
      guatu.put(button.count, String(counts[k]));
      guatu.set(button, "aria-pressed", String(guatu.onlyClass === k));
    });
    guatu.keep(absent, without.length, absentLine).forEach((node, k) => {
      guatu.set(node.swatch, "class", without[k][0] === "missing" ? "swatch hatch" : "swatch plain");
      guatu.put(node.range, guatu.config.texts[without[k][0]]);
      guatu.put(node.count, String(without[k][1]));
    });
    guatu.sizeLegend(sizes, picture);
  };

  /* What the legend takes from the maps: a strip below a broad region or below two maps, else a column at the side. It
     depends on the screen alone, so that a change of indicator never moves the map. */
  guatu.legendRoom = function (bbox, map, isPair, sizes) {
    const rem = guatu.rem();
    const row = isPair || guatu.isBroad(bbox, map.width, map.height, 11 * rem);
    byId("map-legend").classList.toggle("is-row", row);
    const across = (isPair ? 2 : 1) * map.width;
    return row ? { beside: 0, below: Math.ceil(((88 + 22 * sizes) * rem) / across) * 1.75 * rem } : { beside: 13 * rem, below: 0 };
  };
})();
