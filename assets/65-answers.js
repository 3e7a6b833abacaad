/* The answer to a question that no panel answers, laid over the wall; which one stands in the address (ask=). */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const make = (...given) => guatu.make(...given);
  const SCREENFUL = 40;
  let dialog = null;
  let shown = "";

  function address({ ask, region, period, lang, era }) {
    const parts = [guatu.config.release, ask, region, period, lang].map(encodeURIComponent);
    return guatu.config.base + "wall/answers/" + parts.join("/") + (era === "auto" ? "" : "?era=" + era);
  }

  function close() {
    if (guatu.state().ask !== "none") guatu.navigate({ ask: "none" });
  }

  function frame() {
    const made = make("dialog", { class: "trace answer", "aria-labelledby": "answer-title" });
    made.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    made.addEventListener("click", (event) => { if (event.target === made) close(); });
    document.getElementById("wall").append(made);
    return made;
  }

  async function show(state) {
    if (state.ask === "none") {
      if (dialog && dialog.open) dialog.close();
      shown = "";
      return;
    }
    const wanted = address(state);
    if (wanted === shown) return;
    shown = wanted;
    const found = await guatu.ask(wanted).catch(() => null);
    if (wanted !== shown) return;
    if (!found || found.unknown) {
      shown = "";
      guatu.notice(found ? guatu.config.texts.refused_option : guatu.config.texts.lost);
      guatu.navigate({ ask: "none" }, { replace: true, by: "history" });
      return;
    }
    if (!dialog || !dialog.isConnected) dialog = frame();
    dialog.replaceChildren(...content(found));
    dialog.dataset.answer = found.number;
    if (!dialog.open) dialog.showModal();
  }

  const opens = (figure, region) => (figure ? { "data-trace": figure, "data-trace-region": region, role: "button", tabindex: "0", "aria-haspopup": "dialog" } : {});

  function content(found) {
    const closing = make("button", { type: "button", class: "trace-close", title: found.words.close, "aria-label": found.words.close }, "×");
    closing.addEventListener("click", close);
    const head = make("header", { class: "trace-head" },
      make("div", {}, make("h2", { id: "answer-title" }, found.title), make("p", { class: "trace-place" }, found.place + " · " + found.period + " · " + found.asOf)), closing);
    const facts = make("dl", { class: "answer-facts" }, ...found.facts.map(([label, said, unit, figure, key]) =>
      make("div", {}, make("dt", {}, label), make("dd", {}, make("strong", { "data-figure": "answer." + key, ...opens(figure) }, said), unit ? make("span", {}, unit) : null))));
    const notes = found.notes.map((note) => make("p", { class: "is-quiet" }, note));
    const table = found.rows.length ? make("div", { class: "trace-rows answer-rows whole-rows", tabindex: "0" }, tableOf(found)) : null;
    return [head, make("div", { class: "answer-body" }, facts, table, ...notes)];
  }

  /* As many rows as a screen shows, and the others when these are painted. */
  function bodyOf(rows, line) {
    const body = make("tbody", {}, ...rows.slice(0, SCREENFUL).map(line));
    const rest = () => { if (body.isConnected) body.append(...rows.slice(SCREENFUL).map(line)); };
    if (rows.length > SCREENFUL) window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(rest)));
    return body;
  }

  function tableOf({ heads, rows, hasAbove }) {
    const titles = heads.map(([said, isNumber]) => make("th", { scope: "col", class: isNumber ? "number" : null }, said));
    const line = ([code, name, above, cells]) => make("tr", { "data-row": code || name },
      make("th", { scope: "row" }, code ? place(code, name) : name), hasAbove ? make("td", {}, above) : null,
      ...cells.map(([said, figure, number], i) => make("td", { class: heads[i + (hasAbove ? 2 : 1)][1] ? "number" : null, "data-value": number },
        figure ? make("span", opens(figure, code), said) : said)));
    return make("table", {}, make("thead", {}, make("tr", {}, ...titles)), bodyOf(rows, line));
  }

  /* A place of the table: the wall goes there, and the answer makes way. */
  function place(code, name) {
    const changes = { region: code, household: null, ask: "none" };
    const node = make("a", { href: window.location.pathname + guatu.write({ ...guatu.state(), ...changes }, guatu.config) }, name);
    node.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      guatu.navigate(changes);
    });
    return node;
  }

  const now = () => { if (guatu.config) show(guatu.state()); };
  window.addEventListener("guatu:navigated", ({ detail }) => show(detail.state));
  window.addEventListener("guatu:painted", now);
  window.addEventListener("popstate", now);
})();
