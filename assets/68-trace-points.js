/* The points of charts open too: a point's customdata is the figure that it shows. With the mouse one clicks near it; for the
   keyboard each chart has its points as buttons, one stop of Tab, seen while they have the focus, gone about with arrows. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const REACH = 6;
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const CHARTS = ".js-plotly-plot";
  const isPicture = (chart) => chart && !chart.closest(".map");
  let waiting = 0;

  /* Pictures have no events of their own. */
  function pointsOf(chart) {
    return Array.from(chart.querySelectorAll("g.point, path.point")).filter((node) => typeof figureAt(node) === "string");
  }

  function figureAt(node) {
    const group = node.closest("g.trace");
    const points = group && group.__data__;
    const trace = Array.isArray(points) && points[0] && points[0].trace;
    return trace && Array.isArray(trace.customdata) ? trace.customdata[points.indexOf(node.__data__)] : null;
  }

  /* The figure of the point that was clicked, or that lies next to it. */
  guatu.pointedFigure = function (event) {
    const chart = event.target.closest && event.target.closest(CHARTS);
    if (!isPicture(chart)) return null;
    const near = pointsOf(chart).map((node) => {
      const box = node.getBoundingClientRect();
      const out = (low, high, at) => Math.max(low - at, at - high, 0);
      return { node, far: Math.max(out(box.left, box.right, event.clientX), out(box.top, box.bottom, event.clientY)) };
    });
    const best = near.sort((a, b) => a.far - b.far)[0];
    return best && best.far <= REACH ? figureAt(best.node) : null;
  };

  /* What the points of a chart are called, and what they open. */
  function told(chart) {
    return (chart.data || []).filter((trace) => Array.isArray(trace.customdata)).flatMap((trace) =>
      trace.customdata.map((figure, i) => ({ figure, said: trace.hovertext && trace.hovertext[i] })).filter((point) => point.said));
  }

  function button({ figure, said }) {
    const [trace, region, period] = figure.split("..");
    return guatu.make("button", {
      type: "button", class: "chart-point", tabindex: "-1", "aria-haspopup": "dialog", "aria-label": said,
      "data-trace": trace, "data-trace-region": region || null, "data-trace-period": period || null,
    });
  }

  function list(chart) {
    const points = told(chart);
    chart.guatuTold = chart.data;
    chart.querySelectorAll(":scope > .chart-points").forEach((node) => node.remove());
    chart.classList.toggle("is-traced", points.length > 0);
    if (!points.length) return;
    const buttons = points.map(button);
    buttons[0].tabIndex = 0;
    const panel = chart.closest("[aria-label]");
    const label = panel ? panel.getAttribute("aria-label") : null;
    const group = guatu.make("div", { class: "chart-points", role: "group", "aria-label": label }, ...buttons);
    group.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(event.target);
      const to = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : at + (STEPS[event.key] || 0);
      const next = buttons[Math.max(0, Math.min(to, buttons.length - 1))];
      if (at < 0 || next === event.target) return;
      event.preventDefault();
      event.stopPropagation();
      buttons[at].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    chart.append(group);
  }

  function look() {
    waiting = 0;
    document.querySelectorAll(CHARTS).forEach((chart) => {
      if (isPicture(chart) && chart.data && (chart.guatuTold !== chart.data || !chart.querySelector(":scope > .chart-points"))) list(chart);
    });
  }

  new MutationObserver(() => { waiting = waiting || setTimeout(look, 150); }).observe(document.documentElement, { childList: true, subtree: true });
})();
