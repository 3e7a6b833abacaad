/* Everything that follows the map without asking the server: the frame's words, tabs, legend, table twin, sentence. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);
  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    });
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  guatu.make = make;

  guatu.notice = function (text) {
    const node = byId("notice");
    if (!node || !text) return;
    node.textContent = text;
    node.hidden = false;
    window.clearTimeout(guatu.noticeTimer);
    guatu.noticeTimer = window.setTimeout(() => { node.hidden = true; }, 9000);
  };

  function link(state, changes, text, extra) {
    const search = guatu.write(Object.assign({}, state, { household: null }, changes), guatu.config);
    const node = make("a", Object.assign({ href: window.location.pathname + search }, extra || {}), text);
    node.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      guatu.navigate(Object.assign({ household: null }, changes));
    });
    return node;
  }

  function breadcrumb(state, shown) {
    const parts = shown.path.map(([code, name], i) =>
      make("li", {}, link(state, { region: code }, name, i === shown.path.length - 1 ? { "aria-current": "page" } : {})));
    const below = shown.selected ? null : make("li", { class: "breadcrumb-below" }, shown.belowText);
    byId("breadcrumb").replaceChildren(make("ol", {}, ...parts, below));
  }

  function press(container, attribute, value) {
    byId(container).querySelectorAll("[" + attribute + "]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.getAttribute(attribute) === String(value)));
    });
  }

  function tabs(state) {
    press("map-tabs", "data-indicator", state.indicator);
    press("map-periods", "data-period", state.period);
    const more = byId("map-tabs").querySelector("select");
    if (more) {
      const among = guatu.config.tabs.includes(state.indicator);
      more.value = among ? "" : state.indicator;
      more.classList.toggle("is-chosen", !among);
    }
    byId("map-layers").querySelectorAll("[data-layer]").forEach((button) => {
      button.setAttribute("aria-pressed", String(state.layers.includes(button.dataset.layer)));
    });
  }

  function classText(k, breaks, indicator) {
    const cut = (value) => value.toLocaleString("en-US");
    if (k === 0) return "< " + cut(breaks[1] ?? breaks[0]);
    if (k === breaks.length - 1) return "≥ " + cut(breaks[k]);
    return cut(breaks[k]) + "–" + cut(breaks[k + 1]);
  }

  function legend(state, shown, values) {
    const indicator = guatu.indicator(state.indicator, shown);
    const colours = guatu.config.ramps[indicator.breaks.length];
    const counts = colours.map(() => 0);
    const without = { missing: 0 };
    values.forEach((value, i) => {
      const k = guatu.classOf(value, indicator.breaks);
      if (k >= 0) counts[k] += 1;
      else without[guatu.absence(shown, state.indicator, i)] = (without[guatu.absence(shown, state.indicator, i)] || 0) + 1;
    });
    const rows = colours.map((colour, k) => {
      const swatch = make("span", { class: "swatch" });
      swatch.style.backgroundColor = colour;
      const button = make("button", { type: "button", "data-class": k, "aria-pressed": String(guatu.onlyClass === k) },
        swatch, make("span", { class: "legend-range" }, indicator.breaks.length > 1 ? classText(k, indicator.breaks, indicator) : guatu.config.texts.all),
        make("span", { class: "legend-count" }, String(counts[k])));
      button.addEventListener("click", () => {
        guatu.onlyClass = guatu.onlyClass === k ? null : k;
        guatu.paint(guatu.read(window.location.search, guatu.config));
      });
      return button;
    });
    Object.entries(without).forEach(([why, count]) => rows.push(make("div", { class: "legend-missing" },
      make("span", { class: why === "missing" ? "swatch hatch" : "swatch plain" }),
      make("span", { class: "legend-range" }, guatu.config.texts[why]), make("span", { class: "legend-count" }, String(count)))));
    byId("map-legend").replaceChildren(
      make("p", { class: "legend-title" }, indicator.name + (indicator.unit ? " · " + indicator.unit : "")), ...rows);
  }

  /* The table twin of the map: the same rows, sortable, each with its region. */
  let order = "value";
  function table(state, shown, values, counts) {
    const indicator = guatu.indicator(state.indicator, shown);
    const texts = guatu.config.texts;
    const colours = guatu.config.ramps[indicator.breaks.length];
    const largest = Math.max(...values.map((v) => Math.abs(v ?? 0)), 1e-9);
    const rows = shown.codes.map((code, i) => i);
    const sign = indicator.direction > 0 ? 1 : -1;
    rows.sort((a, b) => {
      if (order === "name") return shown.codes[a] < shown.codes[b] ? -1 : 1;
      if (values[a] === null || values[b] === null) return (values[a] === null) - (values[b] === null) || (shown.codes[a] < shown.codes[b] ? -1 : 1);
      return sign * (values[a] - values[b]) || (shown.codes[a] < shown.codes[b] ? -1 : 1);
    });
    const head = (key, text) => {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", () => { order = key; table(state, shown, values, counts); });
      return make("th", { scope: "col", "aria-sort": order === key ? (key === "name" || sign > 0 ? "ascending" : "descending") : "none" }, button);
    };
    const body = rows.map((i) => {
      const value = values[i];
      const bar = make("span", { class: "bar" });
      bar.style.width = value === null ? "0" : Math.max(1.5, (100 * Math.abs(value)) / largest) + "%";
      if (value !== null) bar.style.backgroundColor = colours[guatu.classOf(value, indicator.breaks)];
      const ratio = counts && counts[1][i] !== null && counts[1][i] !== undefined
        ? (counts[0][i] ?? "—").toLocaleString("en-US") + " / " + counts[1][i].toLocaleString("en-US") : "";
      const row = make("tr", { "data-region": shown.codes[i], "aria-selected": String(shown.codes[i] === shown.selected), title: ratio },
        make("th", { scope: "row" }, link(state, { region: shown.codes[i] }, shown.names[i])),
        make("td", { class: "bar-cell" }, bar),
        make("td", { class: "number" + (value === null ? " is-missing" : "") },
          value === null ? guatu.absent(shown, state.indicator, i) : guatu.format(value, indicator)));
      row.addEventListener("click", () => guatu.open(shown.codes[i]));
      return row;
    });
    byId("map-table").replaceChildren(make("table", {},
      make("caption", { class: "visually-hidden" }, indicator.name + " " + state.period),
      make("thead", {}, make("tr", {}, head("name", texts.region), make("th", { class: "bar-cell", scope: "col" }), head("value", indicator.unit || texts.value))),
      make("tbody", {}, ...body)));
    const list = byId("map-table");
    list.classList.toggle("is-sparse", rows.length <= 11);
    list.classList.toggle("is-long", list.scrollHeight > list.clientHeight + 4);
    const title = document.querySelector("[data-ranking-title]");
    if (title) title.textContent = shown.rankingText;
    const unit = document.querySelector("[data-ranking-unit]");
    if (unit) unit.textContent = indicator.name;
  }

  /* Go to a region; the one that is already open leads back up to its parent. */
  guatu.open = (code) => guatu.navigate({ region: code, household: null });

  guatu.tip = function (code, event) {
    const node = byId("map-tip");
    document.querySelectorAll("#map-table tr.is-hovered").forEach((row) => row.classList.remove("is-hovered"));
    if (!code || !guatu.shown) { node.hidden = true; return; }
    const state = guatu.read(window.location.search, guatu.config);
    const i = guatu.shown.codes.indexOf(code);
    if (i < 0) { node.hidden = true; return; }
    const indicator = guatu.config.indicators[state.indicator];
    const columns = guatu.shown.values[state.indicator];
    const value = columns ? columns[0][i] : null;
    const row = document.querySelector('#map-table tr[data-region="' + CSS.escape(code) + '"]');
    const place = row ? Array.from(row.parentNode.children).indexOf(row) + 1 : null;
    if (row) row.classList.add("is-hovered");
    const ratio = columns && columns[2][i] !== null && columns[2][i] !== undefined
      ? (columns[1][i] ?? "—").toLocaleString("en-US") + " / " + columns[2][i].toLocaleString("en-US") : null;
    node.replaceChildren(make("strong", {}, guatu.shown.names[i]), make("span", {}, indicator.name + " "),
      make("b", {}, value === null ? guatu.absent(guatu.shown, state.indicator, i) : guatu.format(value, indicator) + (["%", "‰"].includes(indicator.unit) ? "" : " " + indicator.unit)),
      ratio ? make("span", { class: "tip-ratio" }, ratio) : null,
      place && value !== null ? make("span", { class: "tip-ratio" }, guatu.config.texts.place.replace("{place}", place).replace("{count}", guatu.shown.codes.length)) : null);
    stand(node, event);
  };

  guatu.tipText = function (text, event) {
    const node = byId("map-tip");
    node.replaceChildren(make("strong", {}, text));
    stand(node, event);
  };

  function stand(node, event) {
    node.hidden = false;
    const area = byId("map").getBoundingClientRect();
    const x = event.clientX - area.left;
    const y = event.clientY - area.top;
    node.style.left = Math.min(x + 18, area.width - node.offsetWidth - 4) + "px";
    node.style.top = Math.min(y + 18, area.height - node.offsetHeight - 4) + "px";
  }

  /* A card stands only while the address names its household: never another's, however late the server answers. */
  function showCard(state) {
    const slot = byId("card");
    slot.hidden = !state.household || slot.dataset.card !== state.household;
  }

  new MutationObserver((changes) => changes.forEach((change) => {
    if (change.target.id === "card" && guatu.config) showCard(guatu.read(window.location.search, guatu.config));
    if (change.target.id === "notice") guatu.notice(change.target.dataset.said.replace(/^\d+ /, ""));
  })).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-card", "data-said"] });

  /* Paint all that the browser paints for one state. The old picture stays until the new one is whole. */
  let turn = 0;
  guatu.paint = async function (state) {
    const mine = ++turn;
    guatu.wanted = guatu.pictureOf(state);
    showCard(state);
    let shown;
    try {
      shown = await guatu.values(state);
    } catch {
      if (mine !== turn) return;
      guatu.wanted = null; // so that the next try is one
      guatu.notice(guatu.config.texts.lost);
      return;
    }
    if (mine !== turn) return;
    if (shown.unknown) {
      guatu.notice(guatu.config.texts.refused_region);
      guatu.navigate({ region: guatu.config.region, household: null }, { replace: true });
      return;
    }
    if (guatu.shown !== shown) guatu.onlyClass = guatu.shownIndicator === state.indicator ? guatu.onlyClass : null;
    if (guatu.shownIndicator !== state.indicator) guatu.onlyClass = null;
    const layers = state.layers;
    const around = shown.selected ? shown.parent : shown.region.code;
    const [outlines, inner, ...columns] = await Promise.all([
      guatu.outlines(shown.boundaries, guatu.mapWidth()).catch(() => null),
      guatu.innerLines(shown.boundaries).catch(() => ({ lon: [], lat: [] })),
      ...layers.map((layer) => guatu.points(around, layer).catch(() => null)),
    ]);
    if (mine !== turn) return;
    guatu.shown = shown;
    guatu.shownIndicator = state.indicator;
    const points = Object.fromEntries(layers.map((layer, i) => [layer, columns[i]]));
    const column = shown.values[state.indicator];
    const values = column ? column[0] : shown.codes.map(() => null);
    const wall = byId("wall");
    wall.dataset.level = shown.region.level;
    wall.classList.toggle("has-households", shown.households);
    await guatu.ready;
    legend(state, shown, values);
    await guatu.drawMap(state, shown, outlines, inner, points);
    if (mine !== turn) return;
    tabs(state);
    breadcrumb(state, shown);
    table(state, shown, values, column ? [column[1], column[2]] : null);
    byId("sentence").textContent = shown.sentences[state.indicator] || "";
    const empty = byId("map-empty");
    empty.hidden = Boolean(outlines);
    guatu.tip(null);
    guatu.painted = { region: state.region, indicator: state.indicator, period: state.period, at: performance.now() };
    window.dispatchEvent(new CustomEvent("guatu:painted", { detail: guatu.painted }));
    guatu.prefetch(state, shown);
  };

  /* Ask for plotly.js at once, from where Dash would ask for it when the first chart comes: the map is first. */
  function fetchPlotly() {
    if (window.Plotly) return;
    const script = document.createElement("script");
    script.src = JSON.parse(document.getElementById("_dash-config").textContent).requests_pathname_prefix + "_dash-component-suites/plotly/package_data/plotly.min.js";
    document.body.append(script);
  }

  /* Painting waits for plotly.js, the frame of the wall and its type. */
  guatu.ready = new Promise((resolve) => {
    const look = () => (window.Plotly && byId("map") ? document.fonts.ready.then(resolve) : window.setTimeout(look, 15));
    fetchPlotly();
    look();
  });
})();
