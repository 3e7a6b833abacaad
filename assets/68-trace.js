/* Every number opens: a figure that carries `data-trace`, or a point of a chart (68-trace-points.js), leads to the dialog that says where it comes from. Which figure is
   laid open stands in the address (figure..region..period), so a link, a scene and the remote open it too. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const OF = "..";
  let dialog = null;
  let shown = "";
  let pages = 0;

  const named = (parts) => parts.join(OF).replace(/(\.\.)+$/, "");
  const figureOf = ({ trace, traceRegion, tracePeriod }) => named([trace, traceRegion || "", tracePeriod || ""]);

  /* Figure, region and period that the state lays open. */
  function told(state) {
    const [figure, region, period] = state.trace.split(OF);
    return { figure, region: region || state.region, period: period || state.period, own: Boolean(region || period) };
  }

  const era = (state) => (state.era === "auto" ? "" : "era=" + state.era);

  function address(state) {
    const { figure, region, period } = told(state);
    const parts = [guatu.config.release, figure, region, period, state.lang].map(encodeURIComponent);
    return guatu.config.base + "wall/trace/" + parts.join("/") + (era(state) ? "?" + era(state) : "");
  }

  /* Hands: the mouse, Enter and Space on a figure, and a click on a point of a chart. */
  function opened(event) {
    const node = event.target.closest && event.target.closest("[data-trace]");
    if (!node || !guatu.config) return false;
    const inner = event.target.closest("a[href],button,select,summary");
    return inner && inner !== node && node.contains(inner) ? false : open(figureOf(node.dataset), event);
  }

  function open(figure, event) {
    event.preventDefault();
    event.stopPropagation();
    guatu.navigate({ trace: figure });
    return true;
  }

  document.addEventListener("click", (event) => { if (!opened(event)) pointed(event); }, true);
  document.addEventListener("keydown", (event) => {
    const isPress = event.key === "Enter" || event.key === " ";
    if (isPress && event.target.matches && event.target.matches("[data-trace]:not(button)")) opened(event);
  }, true);

  function pointed(event) {
    const figure = guatu.config && guatu.pointedFigure(event);
    if (figure) open(figure, event);
  }

  /* The dialog itself. */
  function frame() {
    const made = guatu.make("dialog", { class: "trace", "aria-labelledby": "trace-title" });
    made.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    made.addEventListener("click", (event) => { if (event.target === made) close(); });
    document.getElementById("wall").append(made);
    return made;
  }

  function close() {
    if (guatu.state().trace) guatu.navigate({ trace: null });
  }

  async function show(state) {
    if (!state.trace) {
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
      guatu.navigate({ trace: null }, { replace: true, by: "history" });
      return;
    }
    if (!dialog || !dialog.isConnected) dialog = frame();
    dialog.replaceChildren(...guatu.traceContent(found, state, excel(state), (region) => link(found, state, region)));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    pages += 1;
    if (found.lists) list(found, state, 0, pages);
  }

  function excel(state) {
    const { figure, region, period } = told(state);
    const said = new URLSearchParams({ figure, region, period, lang: state.lang });
    return guatu.config.base + "wall/trace.xlsx?" + said + (era(state) ? "&" + era(state) : "");
  }

  /* A village of the table: the same figure of that village. */
  function link(found, state, region) {
    const { period } = told(state);
    const changes = { region, household: null, trace: named([found.figure, "", String(period) === String(state.period) ? "" : period]) };
    const node = guatu.make("a", { href: window.location.pathname + guatu.write({ ...state, ...changes }, guatu.config) });
    node.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      guatu.navigate(changes);
    });
    return node;
  }

  /* Households behind the figure: asked anew each time, kept nowhere. */
  async function list(found, state, page, turn) {
    const { figure, region, period } = found;
    const said = new URLSearchParams({ figure, region, period, lang: state.lang, page });
    const address = guatu.config.base + "wall/trace-households?" + said + (era(state) ? "&" + era(state) : "");
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(20000) })
      .then((response) => (response.ok ? response.json() : null)).catch(() => null);
    const place = dialog && dialog.querySelector(".trace-households");
    if (!place || turn !== pages) return;
    if (!answer) place.replaceChildren(guatu.make("p", {}, guatu.config.texts.lost));
    else place.replaceChildren(...guatu.traceHouseholds(answer, found, (to) => list(found, state, to, turn)));
  }

  /* The sentence below the map tells of the region and indicator shown: it opens that figure. */
  function say() {
    const sentence = document.getElementById("sentence");
    if (!sentence) return;
    const told = { role: "button", tabindex: "0", "aria-haspopup": "dialog", "data-trace": guatu.state().indicator };
    const isTold = Boolean(sentence.textContent);
    Object.entries(told).forEach(([name, value]) => (isTold ? guatu.set(sentence, name, value) : sentence.removeAttribute(name)));
  }

  const now = () => { if (guatu.config) show(guatu.state()); };
  window.addEventListener("guatu:navigated", ({ detail }) => show(detail.state));
  window.addEventListener("guatu:painted", () => { now(); say(); });
  window.addEventListener("popstate", now);
})();
