/* What stands in the dialog of a traced figure: where it comes from, and the rows behind it. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const MOST = 200;
  const make = (...given) => guatu.make(...given);
  const written = (value, decimals) => value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const whole = (value) => (value === null ? "—" : value.toLocaleString("en-US"));

  /* Heading, figure, and two columns: the origin, and the rows. `link(code)` makes the link of a village. */
  guatu.traceContent = function (found, state, excel, link) {
    const { words } = found;
    const closing = make("button", { type: "button", class: "trace-close", title: words.close, "aria-label": words.close }, "×");
    closing.addEventListener("click", () => guatu.navigate({ trace: null }));
    const head = make("header", { class: "trace-head" },
      make("div", {}, make("h2", { id: "trace-title" }, found.title),
        make("p", { class: "trace-place" }, found.place + " · " + found.period + (found.demo ? " · " + found.demo : ""))),
      make("p", { class: "trace-figure" }, make("strong", { "data-figure": "trace." + found.figure, "data-region": found.region }, found.value), make("span", {}, found.unit)),
      closing);
    const body = make("div", { class: "trace-body" }, origin(found, words), rows(found, words, excel, link));
    return [head, body];
  };

  function origin(found, words) {
    const days = found.tables.map(([table, day]) => make("li", {}, make("code", {}, table), day ? make("span", {}, day) : null));
    const parts = found.parts.map(([meaning, value], k) =>
      make("li", {}, make("span", {}, (k ? words.denominator : words.numerator) + " · " + meaning), make("b", {}, value)));
    const facts = [
      [words.definition, make("p", {}, found.definition)],
      [words.formula, make("p", { class: "trace-formula" }, found.formula), found.poverty ? make("p", {}, found.poverty) : null, parts.length ? make("ul", { class: "trace-parts" }, ...parts) : null],
      [words.published, ...published(found, words)],
      [words.tables, make("ul", { class: "trace-tables" }, ...days), make("p", {}, words.as_of.replace("{date}", found.asOf) + " · " + found.reporting)],
    ];
    return make("dl", { class: "trace-origin" }, ...facts.flatMap(([name, ...said]) => [make("dt", {}, name), make("dd", {}, ...said)]));
  }

  function published(found, words) {
    if (!found.published.length) return [make("p", { class: "is-quiet" }, words.none_published)];
    return found.published.map((row) => make("figure", { class: "trace-published" },
      make("figcaption", {}, row.name + " · " + row.period + (row.about ? " · " + row.about : ""), make("b", {}, row.value + " " + row.unit)),
      row.quote ? make("blockquote", {}, "“" + row.quote + "”") : null,
      row.note ? make("p", { class: "is-quiet" }, row.note) : null));
  }

  function rows(found, words, excel, link) {
    const count = found.villages.codes.length;
    const bar = make("div", { class: "trace-bar" },
      make("h3", {}, words.villages.replace("{count}", count.toLocaleString("en-US"))),
      found.isBook ? make("a", { class: "trace-excel", href: excel, download: "", title: words.excel_hint }, words.excel) : null);
    const box = make("div", { class: "trace-rows", tabindex: "0" }, table(found, link));
    const more = count > MOST ? make("p", { class: "is-quiet" }, words.more.replace("{count}", MOST)) : null;
    const households = found.lists ? make("div", { class: "trace-households", "aria-live": "polite" }) : null;
    return make("section", { class: "trace-behind" }, bar, box, more, households);
  }

  /* The villages, sortable by each column, the largest first; bands of income stand in their own order. */
  function table(found, link) {
    const { villages } = found;
    const parts = villages.numerators.length > 0;
    const places = villages.townships.length > 0;
    const columns = [
      { key: places ? villages.names : null }, ...(places ? [{ key: villages.townships }] : []),
      ...(parts ? [{ key: villages.numerators, number: true }, { key: villages.denominators, number: true }] : []),
      { key: villages.values, number: true },
    ];
    const body = make("tbody", {});
    const heads = villages.heads.map((name, k) => {
      const button = make("button", { type: "button" }, name);
      button.addEventListener("click", () => sort(k));
      return make("th", { scope: "col", class: columns[k].number ? "number" : null }, button);
    });
    let by = places ? columns.length - 1 : 0;
    let sign = places ? -1 : 1;

    function sort(k) {
      sign = k === by ? -sign : columns[k].number ? -1 : 1;
      by = k;
      fill();
    }

    function order() {
      const { key, number } = columns[by];
      const byCode = (a, b) => (villages.codes[a] < villages.codes[b] ? -1 : 1);
      if (!key) return villages.codes.map((code, i) => (sign > 0 ? i : villages.codes.length - 1 - i));
      return villages.codes.map((code, i) => i).sort((a, b) => {
        if (key[a] === null || key[b] === null) return (key[a] === null) - (key[b] === null) || byCode(a, b);
        return sign * (number ? key[a] - key[b] : key[a].localeCompare(key[b], "zh-CN")) || byCode(a, b);
      });
    }

    function fill() {
      heads.forEach((head, k) => head.setAttribute("aria-sort", k !== by ? "none" : sign > 0 ? "ascending" : "descending"));
      body.replaceChildren(...order().slice(0, MOST).map((i) => {
        const name = places ? link(villages.codes[i]) : make("span", {});
        name.append(villages.names[i]);
        const value = villages.values[i] === null
          ? make("td", { class: "number is-missing" }, villages.states[i]) : make("td", { class: "number" }, written(villages.values[i], villages.decimals));
        return make("tr", {}, make("th", { scope: "row" }, name), places ? make("td", {}, villages.townships[i]) : null,
          ...(parts ? [villages.numerators[i], villages.denominators[i]].map((said) => make("td", { class: "number" }, whole(said))) : []), value);
      }));
    }

    fill();
    return make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  }

  /* A page of masked households; each opens its card. */
  guatu.traceHouseholds = function (answer, { words }, turn) {
    const head = make("h3", {}, words.households.replace("{count}", answer.total.toLocaleString("en-US")));
    if (!answer.rows.length) return [head, make("p", { class: "is-quiet" }, words.households_none)];
    const said = (value) => (value === null ? "—" : value === true ? words.yes : value === false ? words.no : String(value));
    const counted = answer.counted ? ["count"] : [];
    const cells = (row) => ["members", "status", "job", "helper", ...counted].map((key) => make("td", {}, said(row[key])));
    const line = (row) => {
      const open = make("button", { type: "button" }, row.head);
      open.addEventListener("click", () => guatu.navigate({ region: row.region, household: row.token, trace: null }));
      return make("tr", {}, make("th", { scope: "row" }, open), ...cells(row));
    };
    const names = ["head", "members", "status", "job", "helper", ...counted].map((key) => words[key]);
    const step = (name, to) => {
      const button = make("button", { type: "button", class: "tiles-turn", disabled: to < 0 || to >= answer.pages }, name);
      button.addEventListener("click", () => turn(to));
      return button;
    };
    const pager = answer.pages > 1
      ? make("nav", { class: "tiles-pager" }, step(words.previous, answer.page - 1), make("span", {}, answer.page + 1 + " / " + answer.pages), step(words.next, answer.page + 1)) : null;
    const moved = answer.moved ? make("p", { class: "is-quiet" }, answer.moved) : null;
    return [head, moved, make("div", { class: "trace-rows" }, make("table", {},
      make("thead", {}, make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...answer.rows.map(line)))), pager].filter(Boolean);
  };
})();
