/* The industry matrix: the regions of the map by kind of industry. Asked for only where the wall has room for it. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const BOUNDS = [20, 40, 60, 80, 100];
  const box = () => document.getElementById("matrix");
  let drawn = "";

  /* Six steps of the ramp, by fifths; the last is all of it. Nothing at all is no step. */
  const step = (share) => (share === null ? "is-missing" : share === 0 ? "is-none" : "step-" + (1 + BOUNDS.filter((bound) => share >= bound).length));
  const said = (share) => (share === null ? "—" : share === 0 ? "0" : share < 1 ? "<1" : String(Math.round(share)));

  function address(state) {
    const era = state.era === "auto" ? "" : "?era=" + state.era;
    return guatu.config.base + "wall/matrix/" + guatu.config.release + "/" + encodeURIComponent(state.region) + "/" + state.period + "/" + state.lang + era;
  }

  function cell(found, r, k) {
    const share = found.shares[r][k];
    const count = found.counts[r][k];
    const title = found.names[r] + " · " + found.kinds[k] + (count ? " · " + count[0].toLocaleString("en-US") + " / " + count[1].toLocaleString("en-US") : "");
    const figure = share === null ? null : found.traces[k];
    const number = figure ? { role: "button", tabindex: "0", "aria-haspopup": "dialog", "data-trace": figure, "data-trace-region": found.codes[r] } : {};
    return guatu.make("td", { class: step(share), title }, guatu.make("span", number, said(share)));
  }

  function fill(node, found, state) {
    const { make } = guatu;
    const unit = node.closest(".panel").querySelector(".panel-unit");
    if (!found.kinds.length) {
      unit.textContent = "";
      node.replaceChildren(make("p", { class: "not-connected" }, node.dataset.none));
      return;
    }
    unit.textContent = unit.title = node.dataset[found.counted];
    const head = make("tr", {}, make("th", { scope: "col" }, node.dataset.region),
      ...found.kinds.map((kind) => make("th", { scope: "col", title: kind }, kind)));
    const rows = found.codes.map((code, r) => {
      const row = make("tr", { "data-region": code, "aria-selected": code === state.region ? "true" : null },
        make("th", { scope: "row", title: found.names[r] }, guatu.link(make("a", {}, found.names[r]), state, { region: code })),
        ...found.kinds.map((kind, k) => cell(found, r, k)));
      row.addEventListener("click", () => guatu.open(code));
      return row;
    });
    node.replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
    node.classList.toggle("is-long", node.scrollHeight > node.clientHeight + 4);
  }

  async function draw() {
    const node = box();
    if (!node || !guatu.config || !guatu.painted || !node.offsetParent) return;
    const state = guatu.state();
    const wanted = address(state);
    if (wanted === drawn) return;
    drawn = wanted;
    const found = await guatu.ask(wanted).catch(() => null);
    if (wanted !== drawn) return;
    if (!found || found.unknown) drawn = "";
    else fill(node, found, state);
  }

  /* Another screen or an enlarged panel can bring it to light. */
  const later = () => window.requestAnimationFrame(() => window.requestAnimationFrame(draw));
  window.addEventListener("guatu:painted", later);
  window.addEventListener("guatu:navigated", later);
  window.addEventListener("resize", later);
})();
