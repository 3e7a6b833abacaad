/* What one scene shows, in full: the fields below its row, and the address of a wall from which they can be taken. */
(function () {
  "use strict";
  const page = window.guatuScenes;
  const { data, texts, make, fill, say, set, field, regions, indicators, regionName, indicatorName } = page;
  const VIEW = ["view", "kind", "solar", "deck", "region", "indicator", "period", "layers", "compare", "breaks", "depth", "spotlight"];
  const codes = (pairs) => pairs.map(([code]) => code);

  const kinds = new Map(data.kinds);
  page.kindName = (code) => kinds.get(code) || fill(texts.unknown, { name: code });
  page.indicatorOf = (row) => row.indicator || data.defaults.indicators[row.view || data.defaults.view];

  /* A native list; what is not written in the row is its usual value. */
  function select(row, name, options, label, usual = "") {
    const value = String(row[name] ?? usual);
    const nodes = options.map((option) => (Array.isArray(option)
      ? make("option", { value: option[0] }, option[1])
      : make("optgroup", { label: option.label }, ...option.options.map(([code, text]) => make("option", { value: code }, text)))));
    const known = nodes.some((node) => node.value === value || (node.tagName === "OPTGROUP" && Array.from(node.children).some((child) => child.value === value)));
    if (!known) nodes.unshift(make("option", { value }, fill(texts.unknown, { name: value })));
    const node = field(row, name, make("select", {}, ...nodes));
    node.value = value;
    node.addEventListener("change", () => {
      set(row, name, node.value === "" ? null : name === "period" ? Number(node.value) : node.value);
      if (name === "view") look(row);
      page.draw();
    });
    return make("label", {}, label, node);
  }

  /* A scene that is about something else now: what only the industry view has goes, and the map shows what is usual. */
  function look(row) {
    ["kind", "solar", "deck", "indicator"].forEach((name) => { row[name] = null; });
    page.forget(row, VIEW);
  }

  /* Regions as a list: the highest ones, then each region's own below its name. */
  function regionOptions(first) {
    const below = new Map();
    regions.forEach((region, code) => {
      const parent = regions.has(region.parent) ? region.parent : "";
      if (!below.has(parent)) below.set(parent, []);
      below.get(parent).push([code, region.name]);
    });
    const groups = Array.from(below, ([parent, options]) => (parent ? { label: regionName(parent), options } : null)).filter(Boolean);
    return [...first, ...(below.get("") || []), ...groups];
  }

  function english(row) {
    const node = field(row, "name_en", make("input", { type: "text", maxlength: 60, lang: "en", placeholder: texts.unnamed, value: row.name_en || "" }));
    node.addEventListener("input", () => set(row, "name_en", node.value));
    return make("label", {}, texts.name_en, node);
  }

  function layers(row) {
    const usual = !Array.isArray(row.layers);
    const usualLayers = data.defaults.layers[row.view || data.defaults.view];
    const box = (checked, text, then) => {
      const node = make("input", { type: "checkbox" });
      node.checked = checked;
      node.addEventListener("change", () => { then(node.checked); page.draw(); });
      return make("label", { class: "check" }, node, text);
    };
    const now = usual ? usualLayers : row.layers;
    const nodes = data.layers.map(([name, text]) => {
      const label = box(now.includes(name), text, (checked) => set(row, "layers", codes(data.layers).filter((one) => (one === name ? checked : now.includes(one)))));
      label.querySelector("input").disabled = usual;
      return label;
    });
    return make("fieldset", { class: "wide" }, make("legend", { class: "muted" }, texts.layers),
      field(row, "layers", make("div", { class: "layers" }, box(usual, texts.usual_layers, (checked) => set(row, "layers", checked ? null : usualLayers.slice())), ...nodes)));
  }

  function paste(row) {
    const node = make("input", { type: "text", maxlength: 2000, spellcheck: "false", inputmode: "url", "data-field": "paste" });
    const button = make("button", { type: "button" }, texts.take);
    const takeAddress = () => {
      const written = node.value.trim();
      const said = new URLSearchParams(written.includes("?") ? written.slice(written.indexOf("?") + 1) : "");
      if (!written || !(written.includes("?") || /^https?:|^\//.test(written))) return say(texts.not_taken, "bad");
      const among = (name, list) => (list.includes(said.get(name)) ? said.get(name) : null);
      row.region = regions.has(said.get("region")) ? said.get("region") : data.defaults.region;
      const isIndustry = said.get("view") === "industry";
      row.view = among("view", codes(data.views));
      row.kind = isIndustry ? among("kind", codes(data.kinds)) : null;
      row.solar = isIndustry ? among("solar", codes(data.solars)) : null;
      row.deck = isIndustry ? among("deck", codes(data.decks)) : null;
      row.indicator = indicators.has(said.get("indicator")) ? said.get("indicator") : null;
      row.indicator = page.indicatorOf(row);
      row.period = data.periods.includes(Number(said.get("period"))) ? Number(said.get("period")) : null;
      row.layers = said.has("layers") ? codes(data.layers).filter((name) => said.get("layers").split(",").includes(name)) : null;
      const compare = said.get("compare");
      row.compare = compare === "none" || data.periods.includes(Number(compare)) || regions.has(compare) ? compare : null;
      row.breaks = among("breaks", codes(data.breaks));
      row.depth = among("depth", codes(data.depths));
      row.spotlight = among("spotlight", codes(data.spotlights));
      page.forget(row, VIEW);
      page.changed();
      page.draw();
      return say(texts.taken, "good");
    };
    button.addEventListener("click", takeAddress);
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); takeAddress(); } });
    return make("label", { class: "wide" }, texts.paste, make("span", { class: "paste" }, node, button));
  }

  page.details = function (row) {
    const periods = data.periods.map((year) => [String(year), String(year)]);
    const pick = (name, options) => select(row, name, options, texts[name], name === "compare" ? "auto" : data.defaults[name]);
    return make("tr", { class: "detail" }, make("td", { colspan: 7 }, make("div", { class: "details" },
      pick("view", data.views),
      ...(row.view === "industry" ? [pick("kind", data.kinds), pick("solar", data.solars), pick("deck", data.decks)] : []),
      select(row, "region", regionOptions([["", regionName(data.defaults.region)]]), texts.region),
      select(row, "indicator", [["", indicatorName(page.indicatorOf({ view: row.view }))], ...data.indicators], texts.indicator),
      select(row, "period", [["", texts.newest], ...periods], texts.period),
      pick("compare", [["auto", texts.compare_auto], ["none", texts.compare_none], ...periods, ...regionOptions([])]),
      pick("breaks", data.breaks),
      pick("depth", data.depths),
      pick("spotlight", data.spotlights),
      english(row), layers(row), paste(row))));
  };
})();
