/* The list on the map: each village in the colour of how many households of the list it has. Outlines are those that are
   published, by their own addresses. */
(function () {
  "use strict";
  const { list } = window.guatu;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 400;
  const MOST_NAMES = 24;
  const WAIT = 2000; // milliseconds until the index of the households is asked for again
  const codeOf = (feature) => feature.id || feature.properties.code;
  const outlines = new Map();
  let turn = 0;

  const node = (tag, named, said) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(named || {})) made.setAttribute(name, value);
    if (said !== undefined) made.textContent = said;
    return made;
  };

  async function outline(address) {
    if (!outlines.has(address)) outlines.set(address, list.ask(address).then((answer) => answer.json()));
    return outlines.get(address);
  }

  const rings = (geometry) =>
    geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

  const sentence = (words, [, name, count, total]) =>
    words.replace("{name}", name).replace("{count}", count).replace("{total}", total);

  /* Borders and names of what the villages belong to. */
  function framed(svg, above, place, names) {
    for (const one of above) {
      svg.append(node("path", { d: rings(one.geometry).map((r) => `M${r.map(place).join("L")}Z`).join(""), class: "above" }));
    }
    for (const one of above.length <= MOST_NAMES ? above : []) {
      if (!one.properties.label || !names[codeOf(one)]) continue;
      const [x, y] = place(one.properties.label).split(" ");
      svg.append(node("text", { x, y }, names[codeOf(one)]));
    }
  }

  function drawn(features, above, told) {
    const points = features.flatMap((one) => rings(one.geometry).flat());
    const west = Math.min(...points.map((p) => p[0]));
    const east = Math.max(...points.map((p) => p[0]));
    const south = Math.min(...points.map((p) => p[1]));
    const north = Math.max(...points.map((p) => p[1]));
    const narrow = Math.cos(((south + north) / 2) * (Math.PI / 180));
    const scale = WIDTH / Math.max((east - west) * narrow, (north - south) * 1.0, 1e-9);
    const place = ([x, y]) => `${((x - west) * narrow * scale).toFixed(1)} ${((north - y) * scale).toFixed(1)}`;
    const width = Math.max((east - west) * narrow * scale, 1);
    const height = Math.max((north - south) * scale, 1);
    const svg = node("svg", { viewBox: `-4 -4 ${width + 8} ${height + 8}`, role: "img", "aria-label": told.title });
    let here = null;
    for (const one of features) {
      const code = codeOf(one);
      const said = told.values[code];
      const path = node("path", {
        d: rings(one.geometry).map((ring) => `M${ring.map(place).join("L")}Z`).join(""),
        class: `class-${said[0]}${code === told.here ? " is-here" : ""}`,
        "data-code": code,
      });
      path.append(node("title", {}, sentence(told.said, said)));
      if (code === told.here) here = path;
      svg.append(path);
    }
    if (here) svg.append(here); // its border above those of its neighbours
    framed(svg, above, place, told.above);
    svg.addEventListener("click", (event) => {
      const path = event.target.closest("path[data-code]");
      const said = path && told.values[path.dataset.code];
      if (said) list.go(told.href.replace("REGION", encodeURIComponent(path.dataset.code)));
    });
    return svg;
  }

  function legend(told) {
    const made = document.createElement("ul");
    made.className = "map-legend";
    for (const [step, said] of told.legend) {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = `swatch class-${step}`;
      item.append(swatch, said);
      made.append(item);
    }
    return made;
  }

  async function draw() {
    const box = document.getElementById("list-map");
    if (!box) return;
    const mine = ++turn;
    try {
      const told = await (await list.ask(`/households/map${window.location.search}`)).json();
      if (told.waiting) {
        window.setTimeout(draw, WAIT);
        return;
      }
      const parts = await Promise.all(told.files.map(outline));
      if (mine !== turn) return;
      const all = parts.flatMap((one) => one.features);
      const features = all.filter((one) => codeOf(one) in told.values);
      const above = all.filter((one) => !(codeOf(one) in told.values));
      const head = document.createElement("header");
      const title = document.createElement("h2");
      title.textContent = told.title;
      head.append(title);
      if (features.length) box.replaceChildren(head, drawn(features, above, told), legend(told));
      else {
        const none = document.createElement("p");
        none.className = "muted";
        none.textContent = list.texts.no_map;
        box.replaceChildren(head, none);
      }
    } catch (_error) {
      if (mine === turn) box.replaceChildren();
    }
  }

  window.addEventListener("guatu:list", draw);
  const waiting = new MutationObserver(() => {
    if (!document.getElementById("list-map")) return;
    waiting.disconnect();
    draw();
  });
  waiting.observe(document.body, { childList: true, subtree: true });
  if (document.getElementById("list-map")) draw();
})();
