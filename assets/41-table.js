/* The table twin of the map: the same regions, sortable, each row with its region. Rows stand as long as their regions. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);
  const rows = new Map();
  const MOST = 200; // rows that stand at first, and that one more press brings
  let order = "value";
  let most = MOST;
  let listed = null;
  let last = null;

  guatu.rowOf = (code) => (rows.has(code) ? rows.get(code).node : null);

  /* A link that is an address for everybody and a change of the view for a plain click. */
  guatu.link = function (node, state, changes) {
    const search = guatu.write(Object.assign({}, state, { household: null }, changes), guatu.config);
    guatu.set(node, "href", window.location.pathname + search);
    if (!node.guatuGoes) {
      node.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        event.stopPropagation();
        guatu.open(node.guatuGoes.region);
      });
    }
    node.guatuGoes = changes;
    return node;
  };

  function row(code) {
    const { make } = guatu;
    const [link, bar, change] = [make("a"), make("span", { class: "bar" }), make("td", { class: "change" })];
    const opens = () => make("span", { role: "button", tabindex: "0", "aria-haspopup": "dialog", "data-trace-region": code });
    const [figure, difference] = [opens(), opens()];
    const number = make("td", { class: "number" }, figure);
    const node = make("tr", { "data-region": code }, make("th", { scope: "row" }, link), make("td", { class: "bar-cell" }, bar), number, change);
    node.addEventListener("click", () => guatu.open(code));
    return { node, link, bar, number, figure, change, difference };
  }

  function frame() {
    const { make } = guatu;
    const head = (key) => {
      const button = make("button", { type: "button" });
      button.addEventListener("click", () => { order = key; if (last) guatu.table(...last); });
      return make("th", { scope: "col", "data-order": key }, button);
    };
    const table = make("table", {}, make("caption", { class: "visually-hidden" }),
      make("thead", {}, make("tr", {}, head("name"), make("th", { class: "bar-cell", scope: "col" }), head("value"), make("th", { class: "change", scope: "col" }))),
      make("tbody", {}));
    const list = byId("map-table");
    const more = make("button", { type: "button", class: "more-rows", hidden: true });
    more.addEventListener("click", () => {
      const first = table.tBodies[0].rows.length;
      most += MOST;
      guatu.table(...last);
      table.tBodies[0].rows[first].querySelector("a").focus({ preventScroll: true });
    });
    list.replaceChildren(table, more);
    return table;
  }

  /* The first rows: worst first, the same order for the same figures; what has no value stands last. Of thousands only
     those are sorted that can be among them. */
  function ordered({ codes }, values, sign) {
    const byCode = (a, b) => (codes[a] < codes[b] ? -1 : 1);
    const all = codes.map((code, i) => i);
    if (order === "name") return all.sort(byCode).slice(0, most);
    const known = all.filter((i) => values[i] !== null);
    const last = known.length > most ? Float64Array.from(known, (i) => sign * values[i]).sort()[most - 1] : Infinity;
    const first = known.filter((i) => sign * values[i] <= last).sort((a, b) => sign * (values[a] - values[b]) || byCode(a, b));
    const silent = first.length < most ? all.filter((i) => values[i] === null).sort(byCode) : [];
    return [...first, ...silent].slice(0, most);
  }

  /* Fill the table from the first picture; with a second one of the same regions, each row says the difference. */
  guatu.table = function (state, picture, other) {
    last = [state, picture, other];
    const { shown, column } = picture;
    const { indicator, values } = column;
    const texts = guatu.config.texts;
    const list = byId("map-table");
    const table = list.querySelector("table") || frame();
    const sign = indicator.direction > 0 ? 1 : -1;
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value ?? 0)), 1e-9);
    const changes = other && other.shown.region.code === shown.region.code ? other : null;
    guatu.put(table.caption, indicator.name + " " + state.period);
    const heads = table.tHead.rows[0].cells;
    guatu.put(heads[0].firstChild, texts.region);
    guatu.put(heads[2].firstChild, indicator.unit || texts.value);
    guatu.put(heads[3], changes ? texts.change_since.replace("{period}", other.shown.period) : "");
    [0, 2].forEach((k) => {
      const key = heads[k].dataset.order;
      guatu.set(heads[k], "aria-sort", order === key ? (key === "name" || sign > 0 ? "ascending" : "descending") : "none");
    });
    list.classList.toggle("has-change", Boolean(changes));
    list.classList.toggle("is-sparse", shown.codes.length <= 11);
    if (listed !== shown.codes) most = MOST;
    listed = shown.codes;
    const inOrder = ordered(shown, values, sign);
    const standing = new Set(inOrder.map((i) => shown.codes[i]));
    Array.from(rows.keys()).filter((code) => !standing.has(code)).forEach((code) => rows.delete(code));
    const wanted = inOrder.map((i) => {
      const code = shown.codes[i];
      if (!rows.has(code)) rows.set(code, row(code));
      const parts = rows.get(code);
      const value = values[i];
      guatu.link(parts.link, state, { region: code });
      guatu.put(parts.link, shown.names[i]);
      guatu.set(parts.node, "aria-selected", String(code === shown.selected));
      guatu.set(parts.node, "title", ratio(column, i));
      parts.bar.style.width = value === null ? "0" : Math.max(1.5, (100 * Math.abs(value)) / largest).toFixed(2) + "%";
      parts.bar.style.backgroundColor = value === null ? "" : column.fills[i];
      guatu.set(parts.number, "class", "number" + (value === null ? " is-missing" : ""));
      guatu.set(parts.number, "data-figure", "map." + code + "." + (column.trace || column.code) + "." + shown.period);
      guatu.set(parts.figure, "data-trace", column.trace || column.code);
      guatu.put(parts.figure, column.text(i));
      parts.change.replaceChildren(...(changes ? [parts.difference] : []));
      if (changes) {
        guatu.set(parts.difference, "data-trace", column.code + "@since-" + other.shown.period);
        guatu.put(parts.difference, guatu.difference(value, changes.column.values[changes.shown.codes.indexOf(code)], indicator, false));
      }
      return parts.node;
    });
    arrange(table.tBodies[0], wanted);
    const left = shown.codes.length - wanted.length;
    const more = list.lastElementChild;
    more.hidden = !left;
    if (left) guatu.put(more, texts.more_rows.replace("{count}", Math.min(MOST, left)).replace("{all}", shown.codes.length.toLocaleString("en-US")));
    guatu.put(document.querySelector("[data-ranking-title]"), shown.rankingText);
    guatu.put(document.querySelector("[data-ranking-unit]"), indicator.name);
  };

  function ratio(column, i) {
    const [n, d] = [column.numerators[i], column.denominators[i]];
    return d === null || d === undefined ? "" : (n ?? "—").toLocaleString("en-US") + " / " + d.toLocaleString("en-US");
  }

  /* The rows in their order; the focus stays on its region. */
  function arrange(body, wanted) {
    if (wanted.length === body.children.length && wanted.every((node, i) => body.children[i] === node)) return;
    const held = body.contains(document.activeElement) ? document.activeElement : null;
    body.replaceChildren(...wanted);
    if (held && held.isConnected) held.focus({ preventScroll: true });
  }
})();
