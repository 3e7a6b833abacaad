/* The editor of the scenes: a table whose rows are the scenes as they are written in the file. */
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const { texts } = data;
  const page = (window.guatuScenes = { data, texts });
  const byId = (id) => document.getElementById(id);
  const form = byId("form");
  const general = form.elements;
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const regions = new Map(data.regions.map(([code, name, level, parent]) => [code, { name, level, parent }]));
  const indicators = new Map(data.indicators);
  const VIEW = ["view", "kind", "solar", "deck", "region", "indicator", "period", "layers", "compare", "breaks", "depth", "spotlight"];

  let rows = [];
  let drawn = []; // the rows in the order in which they stand on the page
  let etag = "*";
  let open = null; // the row whose details stand below it
  let faults = [];
  let isChanged = false;

  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value === false || value === null || value === undefined) return;
      if (name === "value") node.value = value;
      else node.setAttribute(name, value === true ? "" : value);
    });
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  function say(text, state) {
    byId("state").textContent = text;
    byId("state").dataset.state = state || "";
  }

  function changed() {
    isChanged = true;
    say(texts.unsaved);
  }

  /* The programme as the server tells it becomes the rows of the table. */
  function take(programme, tag) {
    etag = tag;
    rows = programme.rows.map((row, i) => Object.assign({}, row, { origin: ["made", "demo"].includes(programme.origin) ? null : i + 1 }));
    const made = programme.origin === "file" ? "" : texts[programme.origin];
    byId("origin").textContent = made;
    byId("origin").hidden = !made;
    const night = programme.night;
    general.idle_seconds.value = programme.idle_seconds;
    general.night.checked = Boolean(night);
    const clock = (minute) => String(Math.floor((minute % 1440) / 60)).padStart(2, "0") + ":" + String(minute % 60).padStart(2, "0");
    general.from.value = night ? clock(night.hours[0]) : "22:00";
    general.to.value = night ? clock(night.hours[1]) : "06:00";
    general.dim.value = night ? Math.round(night.dim * 100) : 60;
    open = null;
    isChanged = false;
    accuse(programme.faults);
    dusk();
    draw();
  }

  function accuse(found) {
    faults = found;
    const whole = faults.filter((fault) => !fault.scene);
    byId("faults").hidden = !whole.length;
    byId("faults").replaceChildren(...whole.map((fault) => make("li", {}, fault.sentence)));
  }

  function dusk() {
    ["from", "to", "dim"].forEach((name) => { general[name].disabled = !general.night.checked; });
    byId("dim-level").textContent = general.dim.value + "%";
  }

  const hoursOf = (row) => /^\s*(\d?\d:\d\d)\s*[-–]\s*(\d?\d:\d\d)\s*$/.exec(row.hours || "") || ["", "", ""];
  const time = (written) => (written ? written.padStart(5, "0").replace("24:00", "00:00") : "");
  const regionName = (code) => (regions.has(code) ? regions.get(code).name : fill(texts.unknown, { name: code }));
  const indicatorName = (code) => (indicators.has(code) ? indicators.get(code) : fill(texts.unknown, { name: code }));

  function summary(row) {
    const parts = [regionName(row.region || data.defaults.region)];
    if (row.view === "industry") parts.push(page.kindName(row.kind || data.defaults.kind));
    parts.push(indicatorName(page.indicatorOf(row)));
    if (row.period) parts.push(row.period);
    if (row.compare && row.compare !== "auto" && row.compare !== "none") parts.push(texts.compare + " " + (regions.has(String(row.compare)) ? regionName(row.compare) : row.compare));
    if (row.spotlight && row.spotlight !== "none") parts.push((data.spotlights.find(([name]) => name === row.spotlight) || [])[1] || row.spotlight);
    return parts.join(" · ");
  }

  function address(row) {
    const said = new URLSearchParams();
    VIEW.forEach((name) => {
      const value = row[name];
      if (name === "layers" ? Array.isArray(value) : value) said.set(name, name === "layers" ? value.join(",") || "none" : value);
    });
    if (!said.has("view")) said.set("view", data.defaults.view); // an address without one may mean another
    if (data.lang) said.set("lang", data.lang);
    return "/?" + said;
  }

  function set(row, name, value) {
    row[name] = value;
    faults = faults.filter((fault) => fault.scene !== rows.indexOf(row) + 1 || fault.key !== name);
    changed();
  }

  function field(row, name, node) {
    const number = rows.indexOf(row) + 1;
    node.dataset.field = name;
    if (faults.some((fault) => fault.scene === number && fault.key === name)) node.setAttribute("aria-invalid", "true");
    return node;
  }

  function button(text, label, act, extra) {
    const node = make("button", Object.assign({ type: "button", class: "small", "aria-label": label, title: label }, extra || {}), text);
    node.addEventListener("click", act);
    return node;
  }

  function cells(row, number) {
    const label = fill(texts.scene, { number });
    const shown = field(row, "off", make("input", { type: "checkbox", "aria-label": texts.shown + " · " + label }));
    shown.checked = row.off !== true;
    shown.addEventListener("change", () => { set(row, "off", !shown.checked); draw(); });
    const name = field(row, "name", make("input", { type: "text", class: "name", maxlength: 60, placeholder: texts.unnamed, "aria-label": texts.name + " · " + label, value: row.name || "" }));
    name.addEventListener("input", () => set(row, "name", name.value));
    const dwell = field(row, "dwell", make("input", { type: "number", min: 2, max: 86400, step: 1, placeholder: "20", "aria-label": texts.dwell + " · " + label, value: row.dwell ?? "" }));
    dwell.addEventListener("input", () => set(row, "dwell", dwell.value === "" ? null : Number(dwell.value)));
    const [, from, to] = hoursOf(row);
    const times = [[texts.from, from], [texts.to, to]].map(([word, written], i) =>
      field(row, i ? "hours2" : "hours", make("input", { type: "time", "aria-label": texts.hours + " · " + word + " · " + label, value: time(written) })));
    times.forEach((node) => node.addEventListener("change", () => {
      const [start, end] = times.map((one) => one.value);
      if (start && end) set(row, "hours", start + "-" + end);
      else if (!start && !end) set(row, "hours", null);
    }));
    const isOpen = open === row;
    const wrong = faults.filter((fault) => fault.scene === number).map((fault) => make("p", { class: "wrong" }, (fault.key ? (texts[fault.key] || fault.key) + " · " : "") + fault.said));
    return [
      make("td", { class: "order" }, make("b", {}, String(number)),
        button("▲", texts.up + " · " + label, () => move(row, -1), { "data-field": "up", disabled: number === 1 }),
        button("▼", texts.down + " · " + label, () => move(row, 1), { "data-field": "down", disabled: number === rows.length })),
      make("td", { "data-name": texts.shown }, shown),
      make("td", { "data-name": texts.name }, name),
      make("td", { class: "view", "data-name": texts.what }, summary(row), ...wrong),
      make("td", { "data-name": texts.dwell }, dwell),
      make("td", { class: "hours", "data-name": texts.hours }, times[0], " – ", times[1]),
      make("td", {}, make("div", { class: "actions" },
        button(isOpen ? texts.close : texts.edit, (isOpen ? texts.close : texts.edit) + " · " + label, () => { open = isOpen ? null : row; draw(); }, { "aria-expanded": String(isOpen), "data-field": "edit" }),
        make("a", { class: "button", href: address(row), target: "_blank", rel: "noopener", "aria-label": texts.preview + " · " + label }, texts.preview),
        button(texts.remove, texts.remove + " · " + label, () => remove(row), { "data-field": "remove" }))),
    ];
  }

  /* Draw all rows; the focus stays on the field that had it. */
  function draw() {
    const active = document.activeElement;
    const at = active && active.closest("[data-row]");
    const focus = at ? [drawn[Number(at.dataset.row)], active.dataset.field] : null;
    redraw();
    if (focus && focus[1]) focusOn(focus[0], focus[1]);
  }

  function redraw() {
    drawn = rows.slice();
    const body = [];
    rows.forEach((row, i) => {
      const node = make("tr", { class: "row" + (open === row ? " is-open" : "") + (row.off === true ? " is-off" : ""), "data-row": i }, ...cells(row, i + 1));
      body.push(node);
      if (open === row) {
        const below = page.details(row);
        below.dataset.row = i;
        body.push(below);
      }
    });
    byId("rows").replaceChildren(...body);
    byId("none").hidden = rows.length > 0;
    if (isChanged) say(texts.unsaved);
  }

  function focusOn(row, name) {
    const i = rows.indexOf(row);
    const found = Array.from(document.querySelectorAll('[data-row="' + i + '"] [data-field="' + name + '"]')).find((node) => !node.disabled)
      || document.querySelector('[data-row="' + i + '"] button:not(:disabled)');
    if (found) found.focus();
  }

  function move(row, step) {
    const from = rows.indexOf(row);
    const to = from + step;
    if (to < 0 || to >= rows.length) return;
    rows.splice(to, 0, ...rows.splice(from, 1));
    faults = faults.map((fault) => Object.assign({}, fault, { scene: fault.scene === from + 1 ? to + 1 : fault.scene === to + 1 ? from + 1 : fault.scene }));
    changed();
    draw();
    say(fill(texts.moved, { number: to + 1, count: rows.length }));
  }

  function remove(row) {
    const at = rows.indexOf(row);
    rows.splice(at, 1);
    faults = faults.filter((fault) => fault.scene !== at + 1).map((fault) => Object.assign({}, fault, { scene: fault.scene > at + 1 ? fault.scene - 1 : fault.scene }));
    if (open === row) open = null;
    changed();
    redraw();
    if (rows.length) focusOn(rows[Math.min(at, rows.length - 1)], "remove");
    else byId("add").focus();
  }

  Object.assign(page, {
    make, fill, say, take, accuse, changed, draw, set, field, regions, indicators, regionName, indicatorName,
    forget: (row, keys) => { faults = faults.filter((fault) => fault.scene !== rows.indexOf(row) + 1 || !keys.includes(fault.key)); },
    redraw, etag: () => etag,
    body: () => ({
      idle_seconds: general.idle_seconds.value === "" ? null : Number(general.idle_seconds.value),
      night: general.night.checked ? { from: general.from.value, to: general.to.value, dim: Number(general.dim.value) / 100 } : null,
      scenes: rows,
    }),
  });

  byId("add").addEventListener("click", () => {
    const row = { origin: null, region: data.defaults.region, indicator: data.defaults.indicators[data.defaults.view] };
    rows.push(row);
    open = row;
    changed();
    redraw();
    focusOn(row, "name");
  });
  byId("general").addEventListener("input", () => { changed(); dusk(); });
  byId("rows").addEventListener("keydown", (event) => {
    const at = event.target.closest("[data-row]");
    if (!at || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(rows[Number(at.dataset.row)], event.key === "ArrowUp" ? -1 : 1);
  });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
})();
