/* The card beside the pointer, or beside the region that the keyboard stands on: what a region's figure is made of. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);
  const make = (...given) => guatu.make(...given);
  let hovered = null;

  /* Every map outlines the region, and the table marks its row; null takes the marks away. */
  function point(code) {
    guatu.maps().forEach((map) => { if (map.over) map.outline(code); });
    if (hovered) hovered.classList.remove("is-hovered");
    hovered = code === null ? null : guatu.rowOf(code);
    if (hovered) hovered.classList.add("is-hovered");
  }

  function figure(picture, i, head) {
    const { column } = picture;
    const swatch = make("span", { class: "swatch" + (column.why[i] === "missing" ? " hatch" : "") });
    if (column.why[i] === null) swatch.style.backgroundColor = column.fills[i];
    const value = column.values[i] === null || column.sentence ? column.text(i) : guatu.written(column.values[i], column.indicator);
    return make("div", { class: "tip-figure" }, swatch, make("span", {}, head), make("b", {}, value));
  }

  /* Numerator and denominator by their names; a figure that is one amount has no parts. */
  function parts(column, i) {
    const said = (value) => (value === null || value === undefined ? "—" : value.toLocaleString("en-US"));
    const names = column.indicator.parts || [];
    if (column.denominators[i] === null || column.denominators[i] === undefined) return [];
    return [[names[0], column.numerators[i]], [names[1], column.denominators[i]]].map(([name, value]) =>
      make("div", { class: "tip-part" }, make("span", {}, name || ""), make("span", {}, said(value))));
  }

  function rank(column, i) {
    if (column.values[i] === null || column.sentence) return null;
    const [mine, isLow] = [column.values[i], column.indicator.direction > 0];
    let [place, known] = [1, 0];
    column.values.forEach((value) => {
      if (value === null) return;
      known += 1;
      if (isLow ? value < mine : value > mine) place += 1;
    });
    return make("div", { class: "tip-part" }, make("span", {}, guatu.config.texts.rank), make("span", {}, guatu.config.texts.place.replace("{place}", place).replace("{count}", known)));
  }

  /* Tell about region `code` of a map, and name the marker under the pointer; without an event, as from the keyboard, the
     tip stands by the region. */
  guatu.tip = function (map, code, event, marker) {
    const node = byId("map-tip");
    if (!map || !code || !map.drawn) {
      if (!node.hidden) { node.hidden = true; point(null); }
      return;
    }
    const { picture } = map.drawn;
    const i = guatu.placeIn(picture.shown, code);
    if (i < 0) { node.hidden = true; return; }
    if (node.hidden || node.dataset.code !== code || node.dataset.map !== map.node.id || node.dataset.marker !== (marker || "")) {
      const others = guatu.maps().filter((other) => other !== map && other.drawn && guatu.placeIn(other.drawn.picture.shown, code) >= 0);
      const pairs = [map, ...others].map((one) => ({ picture: one.drawn.picture, i: guatu.placeIn(one.drawn.picture.shown, code) }));
      const { column } = picture;
      const change = pairs.length > 1
        ? make("div", { class: "tip-part" }, make("span", {}, guatu.config.texts.difference), make("span", {}, guatu.changeOf(pairs, true))) : null;
      const told = pairs.length > 1 ? pairs.map((one) => one.picture.shown).sort((a, b) => a.period - b.period)[0].times : "";
      node.replaceChildren(make("strong", {}, picture.shown.names[i]), make("span", { class: "tip-what" }, column.indicator.name),
        ...pairs.map((one) => figure(one.picture, one.i, pairs.length > 1 ? String(one.picture.shown.period) : "")),
        ...[change, rank(column, i), ...parts(column, i), told && make("span", { class: "tip-what" }, told), marker && make("span", { class: "tip-marker" }, marker)].filter(Boolean));
      node.dataset.marker = marker || "";
      node.dataset.code = code;
      node.dataset.map = map.node.id;
      point(code);
    }
    stand(node, map, event || middle(map, code));
  };

  function middle(map, code) {
    const box = map.boxOf(code) || map.node.getBoundingClientRect();
    return { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  }

  /* Beside the pointer; on its other side where there is no room, and never out of the maps' box. */
  function stand(node, map, event) {
    node.hidden = false;
    const area = node.parentElement.getBoundingClientRect();
    const gap = guatu.rem();
    const [x, y] = [event.clientX - area.left, event.clientY - area.top];
    const [width, height] = [node.offsetWidth, node.offsetHeight];
    const left = x + gap + width <= area.width ? x + gap : x - gap - width;
    const top = y + gap + height <= area.height ? y + gap : y - gap - height;
    node.style.left = Math.min(Math.max(left, 0), area.width - width) + "px";
    node.style.top = Math.min(Math.max(top, 0), area.height - height) + "px";
  }

  /* The keyboard on a row of the table twin: the same card, at the region; a hand on the row outlines it. */
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest && event.target.closest("#map-table tr[data-region]");
    const map = guatu.config && guatu.maps()[0];
    if (row && map && map.drawn && event.target.matches(":focus-visible")) guatu.tip(map, row.dataset.region, null);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.closest && event.target.closest("#map-table") && guatu.config) guatu.tip(null);
  });
  document.addEventListener("mouseover", (event) => {
    const row = event.target.closest("#map-table tr[data-region]");
    if (row) guatu.maps().forEach((map) => { if (map.over) map.outline(row.dataset.region); });
    else if (event.target.closest("#map-table, .panel-ranking, .side")) guatu.maps().forEach((map) => { if (map.over) map.outline(null); });
  });
})();
