/* Every number opens: a figure that carries `data-trace` leads to the dialog that says where it comes from. Which figure is
   laid open stands in the address (figure..region..period), so a link, a scene and the remote open it too. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const OF = "..";
  const REACH = 6;
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

  /* The points of a chart that name a figure in their customdata. Pictures have no events of their own. */
  function pointsOf(chart) {
    return Array.from(chart.querySelectorAll("g.point, path.point")).filter((node) => typeof figureAt(node) === "string");
  }

  function figureAt(node) {
    const group = node.closest("g.trace");
    const points = group && group.__data__;
    const trace = Array.isArray(points) && points[0] && points[0].trace;
    return trace && Array.isArray(trace.customdata) ? trace.customdata[points.indexOf(node.__data__)] : null;
  }

  function under(chart, event) {
    const near = pointsOf(chart).map((node) => {
      const box = node.getBoundingClientRect();
      const out = (low, high, at) => Math.max(low - at, at - high, 0);
      return { node, far: Math.max(out(box.left, box.right, event.clientX), out(box.top, box.bottom, event.clientY)) };
    });
    const best = near.sort((a, b) => a.far - b.far)[0];
    return best && best.far <= REACH ? figureAt(best.node) : null;
  }

  function pointed(event) {
    const chart = event.target.closest && event.target.closest(".js-plotly-plot");
    if (!chart || !guatu.config || chart.closest(".map")) return;
    const figure = under(chart, event);
    if (figure) open(figure, event);
  }

  /* A chart that can be asked says so; one with events of its own tells by them. */
  document.addEventListener("pointerover", (event) => {
    const chart = event.target.closest && event.target.closest(".js-plotly-plot");
    if (!chart || chart.closest(".map") || chart.guatuTraced === chart.data) return;
    chart.guatuTraced = chart.data;
    if (pointsOf(chart).length) chart.classList.add("is-traced");
    if (chart.on && !chart.guatuHears) {
      chart.guatuHears = true;
      chart.on("plotly_click", ({ points, event: click }) => {
        const figure = points && points[0] && points[0].customdata;
        if (typeof figure === "string" && click) open(figure, click);
      });
    }
  });

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
    const said = new URLSearchParams({ figure: found.figure, region: found.region, lang: state.lang, page });
    const address = guatu.config.base + "wall/trace-households?" + said + (era(state) ? "&" + era(state) : "");
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(20000) })
      .then((response) => (response.ok ? response.json() : null)).catch(() => null);
    const place = dialog && dialog.querySelector(".trace-households");
    if (!place || turn !== pages) return;
    if (!answer) place.replaceChildren(guatu.make("p", {}, guatu.config.texts.lost));
    else place.replaceChildren(...guatu.traceHouseholds(answer, found.words, (to) => list(found, state, to, turn)));
  }

  const now = () => { if (guatu.config) show(guatu.state()); };
  window.addEventListener("guatu:navigated", ({ detail }) => show(detail.state));
  window.addEventListener("guatu:painted", now);
  window.addEventListener("popstate", now);
})();
