/* The map: the figure that layouts/figures/choropleth.py laid out, filled and recoloured in the browser.
   A change of indicator touches classes and labels only; a change of region puts other outlines in. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const D = Math.PI / 180;
  const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * D) / 2)) / D;
  const inverse = (y) => (2 * Math.atan(Math.exp(y * D)) - Math.PI / 2) / D;

  /* Plotly asks a public host for coastlines even when they are not drawn; an empty topology, already here, is enough. */
  const nothing = { type: "GeometryCollection", geometries: [] };
  const objects = {};
  ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"].forEach((name) => { objects[name] = nothing; });
  window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", objects, arcs: [] } } };

  const box = () => document.getElementById("map");
  guatu.mapWidth = () => (box() ? box().clientWidth : 1000);

  /* The class of a value: breaks are left-closed, what lies under the first belongs to the first class. */
  guatu.classOf = function (value, breaks) {
    if (value === null || value === undefined) return -1;
    let k = 0;
    while (k + 1 < breaks.length && value >= breaks[k + 1]) k += 1;
    return k;
  };

  /* An indicator as it is drawn here: amounts have the class breaks of the level that is shown. */
  guatu.indicator = (code, shown) => Object.assign({}, guatu.config.indicators[code], shown.breaks[code] ? { breaks: shown.breaks[code] } : {});

  /* Why a region has no value: not reported, nothing to measure, withheld, or not offered at this level. */
  guatu.absence = function (shown, code, i) {
    const told = shown.absent[code] || {};
    return Object.keys(told).find((state) => told[state] === true || told[state].includes(i)) || "missing";
  };
  guatu.absent = (shown, code, i) => guatu.config.texts[guatu.absence(shown, code, i)];

  guatu.format = function (value, indicator) {
    if (value === null || value === undefined) return guatu.config.texts.missing;
    const number = value.toLocaleString("en-US", { minimumFractionDigits: indicator.decimals, maximumFractionDigits: indicator.decimals });
    return indicator.unit === "%" || indicator.unit === "‰" ? number + indicator.unit : number;
  };

  function luminance(hex) {
    const part = (at) => {
      const c = parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  }
  const inkOn = (hex) => (luminance(hex) > 0.2 ? guatu.token("text-on-light") : guatu.token("text"));

  /* How the bounding box of the parent lies in the map's box: the ranges that fill it, and where a point falls.
     A broad region has room under it, and the legend lies there in a row; a tall one has room at its side. */
  function frame(bbox, width, height) {
    const legend = document.getElementById("map-legend");
    const y0 = mercator(bbox[1]);
    const y1 = mercator(bbox[3]);
    const across = bbox[2] - bbox[0];
    const up = y1 - y0;
    const row = across / up > (0.94 * width) / height;
    legend.classList.toggle("is-row", row);
    const below = row ? legend.offsetHeight : 0;
    const k = 0.98 * Math.min(width / across, (height - below) / up);
    const beside = row ? 0 : Math.min((width - k * across) / 2, Math.max(0, legend.offsetWidth - (width - k * across) / 2));
    const cx = (bbox[0] + bbox[2]) / 2;
    const cy = (y0 + y1) / 2;
    const midX = width / 2 + beside;
    const midY = (height - below) / 2;
    return {
      key: [bbox, width, height, midX, midY].join(),
      lon: [cx - midX / k, cx + (width - midX) / k],
      lat: [inverse(cy - (height - midY) / k), inverse(cy + midY / k)],
      at: (point) => [(point[0] - cx) * k + midX, midY - (mercator(point[1]) - cy) * k],
    };
  }

  const inside = function (x, y, ring) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i];
      const b = ring[j];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) odd = !odd;
    }
    return odd;
  };

  const ruler = document.createElement("canvas").getContext("2d");

  /* Which labels can stand: name and value inside the outline, else the name, else nothing; none on top of another. */
  function labels(shown, features, place, indicator, values, rem, said) {
    const taken = [];
    const size = rem;
    ruler.font = "700 " + size + "px 'Guatu Sans'";
    const sizes = new Map();
    if (drawn.place !== place.key) drawn.items = null; // the outlines on the screen, kept while they stand there
    drawn.place = place.key;
    const items = drawn.items = drawn.items || shown.codes
      .map((code, i) => ({ code, i, feature: features.get(code) }))
      .filter((item) => item.feature && item.feature.properties.label)
      .map((item) => {
        const rings = item.feature.geometry.type === "Polygon" ? [item.feature.geometry.coordinates] : item.feature.geometry.coordinates;
        const largest = rings.reduce((a, b) => (a[0].length >= b[0].length ? a : b))[0].map(place.at);
        const xs = largest.map((p) => p[0]);
        const ys = largest.map((p) => p[1]);
        item.ring = largest;
        item.extent = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
        return item;
      })
      .sort((a, b) => b.extent - a.extent);
    const fits = (x, y, w, h, ring) =>
      [[-0.5, 0], [0.5, 0], [-0.45, -0.45], [0.45, -0.45], [-0.45, 0.45], [0.45, 0.45]].every((c) => inside(x + c[0] * w, y + c[1] * h, ring)) &&
      !taken.some((t) => Math.abs(t.x - x) * 2 < t.w + w && Math.abs(t.y - y) * 2 < t.h + h);
    items.forEach((item) => {
      const [x, y] = place.at(item.feature.properties.label);
      const name = shown.names[item.i];
      const value = said(item.i);
      const width = Math.max(ruler.measureText(name).width, ruler.measureText(value).width) + size * 0.3;
      const tries = [[name + "<br>" + value, width, size * 2.5], [name, ruler.measureText(name).width, size * 1.2]];
      const found = tries.find((t) => fits(x, y, t[1], t[2], item.ring));
      if (!found) return;
      taken.push({ x, y, w: found[1], h: found[2] });
      const bold = "<b>" + name.replaceAll("&", "&amp;").replaceAll("<", "&lt;") + "</b>";
      sizes.set(item.i, { text: found === tries[0] ? bold + "<br>" + value : bold, at: item.feature.properties.label, box: taken[taken.length - 1] });
    });
    return sizes;
  }

  const within = (box, point, size) => Math.abs(point[0] - box.x) * 2 < box.w + size && Math.abs(point[1] - box.y) * 2 < box.h + size;

  function steps(colours) {
    /* Class -1 is "not reported"; each class is one flat step of the scale. */
    const all = [guatu.token("missing")].concat(colours);
    return all.flatMap((colour, i) => [[i / all.length, colour], [(i + 1) / all.length, colour]]);
  }

  let drawn = { key: "", features: new Map() };
  let template = null;

  /* Fill the figure for what is shown and hand it to Plotly; resolves when the picture stands. */
  guatu.drawMap = async function (state, shown, outlines, inner, points) {
    const node = box();
    const width = node.clientWidth;
    const height = node.clientHeight;
    if (!width || !height) return;
    const rem = guatu.rem();
    if (!template) template = JSON.stringify(guatu.config.figure);
    const figure = JSON.parse(template);
    const scale = rem / 16;
    const trace = (name) => figure.data.find((t) => t.name === name);
    const indicator = guatu.indicator(state.indicator, shown);
    const values = shown.values[state.indicator] ? shown.values[state.indicator][0] : shown.codes.map(() => null);
    const colours = guatu.config.ramps[indicator.breaks.length];
    if (drawn.outlines !== outlines) {
      drawn = { outlines, features: new Map((outlines ? outlines.features : []).map((f) => [f.id, f])) };
    }
    const place = shown.boundaries ? frame(shown.boundaries.bbox, width, height) : frame([0, 0, 1, 1], width, height);
    const said = (i) => (values[i] === null ? guatu.absent(shown, state.indicator, i) : guatu.format(values[i], indicator));
    const classes = values.map((v) => guatu.classOf(v, indicator.breaks));
    const areas = trace("areas");
    const at = shown.codes.map((code, i) => i).filter((i) => drawn.features.has(shown.codes[i]));
    areas.geojson = outlines || { type: "FeatureCollection", features: [] };
    areas.locations = at.map((i) => shown.codes[i]);
    areas.z = at.map((i) => classes[i]);
    areas.zmin = -1.5;
    areas.zmax = colours.length - 0.5;
    areas.colorscale = steps(colours);
    areas.marker.line.width *= scale;
    Object.assign(trace("inner"), inner);
    trace("inner").line.width *= scale;
    const selection = trace("selection");
    selection.geojson = areas.geojson;
    selection.locations = shown.selected ? [shown.selected] : [];
    selection.z = selection.locations.map(() => 0);
    selection.marker.line.width *= scale;
    const standing = labels(shown, drawn.features, place, indicator, values, rem, said);
    const boxes = [...standing.values()].map((label) => label.box);
    Object.keys(guatu.config.layerNames).forEach((name) => {
      const layer = trace(name);
      const columns = points[name];
      layer.marker.size *= scale;
      layer.marker.line.width *= scale;
      if (!columns) return;
      Object.assign(layer, { lon: columns.lon, lat: columns.lat, customdata: columns.name });
      /* A marker that would cross out a label steps back behind it. */
      layer.marker.opacity = columns.lon.map((lon, i) => (boxes.some((box) => within(box, place.at([lon, columns.lat[i]]), layer.marker.size)) ? 0.16 : 1));
    });
    const text = trace("labels");
    text.textfont.size = rem;
    text.textfont.color = [];
    standing.forEach((label, i) => {
      text.lon.push(label.at[0]);
      text.lat.push(label.at[1]);
      text.text.push(label.text);
      text.textfont.color.push(classes[i] < 0 ? guatu.token("text") : inkOn(colours[classes[i]]));
    });
    figure.layout.geo.lonaxis = { range: place.lon };
    figure.layout.geo.lataxis = { range: place.lat };
    figure.layout.width = width;
    figure.layout.height = height;
    node.guatuSize = [width, height];
    await window.Plotly.react(node, figure.data, figure.layout, { displayModeBar: false, scrollZoom: false, doubleClick: false, topojsonURL: guatu.config.base + "assets/" });
    mark(node, shown, state.indicator, classes, said, [...standing.keys()].map((i) => ({ colour: classes[i] < 0 ? guatu.token("missing") : colours[classes[i]], isLeftOut: leftOut(classes[i]) })));
    if (!node.guatuListens) listen(node);
  };

  /* A class that was picked in the legend stands alone; the rest steps back. */
  const leftOut = (k) => Number.isInteger(guatu.onlyClass) && k !== guatu.onlyClass;

  /* Name each outline for hands, readers and tests; hatch what was not reported. */
  function mark(node, shown, code, classes, said, grounds) {
    if (!document.getElementById("hatch")) document.body.append(hatch());
    node.querySelectorAll(".scatterlayer text").forEach((label) => {
      const point = label.__data__;
      if (!point || !grounds[point.i]) return;
      label.style.stroke = grounds[point.i].colour;
      label.classList.toggle("is-left-out", grounds[point.i].isLeftOut);
    });
    const names = new Map(shown.codes.map((code, i) => [code, i]));
    node.querySelectorAll(".choroplethlayer").forEach((layer) => {
      layer.querySelectorAll("path").forEach((path) => {
        const point = path.__data__;
        if (!point || point.trace !== undefined && point.trace.name === "selection") return;
        const i = names.get(point.loc);
        path.setAttribute("data-region", point.loc);
        path.classList.toggle("is-left-out", leftOut(classes[i]));
        path.classList.toggle("not-reported", classes[i] < 0 && guatu.absence(shown, code, i) === "missing");
        path.setAttribute("aria-label", shown.names[i] + " " + said(i));
      });
    });
  }

  /* The pattern of what was not reported, once for the page. */
  function hatch() {
    const holder = document.createElement("div");
    holder.className = "visually-hidden";
    holder.innerHTML = '<svg aria-hidden="true"><defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
      + '<rect class="hatch-ground" width="8" height="8"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="8"/></pattern></defs></svg>';
    return holder;
  }

  /* The region under the pointer, whatever marker or label lies over it. */
  function under(event) {
    const paths = box().querySelectorAll(".choroplethlayer path[data-region]");
    const matrix = paths.length ? paths[0].getScreenCTM() : null;
    if (!matrix) return null;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return Array.from(paths).find((path) => path.isPointInFill(point)) || null;
  }

  function listen(node) {
    node.guatuListens = true;
    /* Panels that come later, households beside the map, another screen: whatever changes its box, the map follows. */
    let waiting = 0;
    new ResizeObserver(() => {
      const [width, height] = node.guatuSize;
      if (Math.abs(node.clientWidth - width) < 2 && Math.abs(node.clientHeight - height) < 2) return;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => guatu.paint(guatu.read(window.location.search, guatu.config)), 60);
    }).observe(node);
    /* Plotly lays a cover over the page while a button is down, so a click is a press and a release in one place. */
    let pressed = null;
    node.addEventListener("pointerdown", (event) => { pressed = event.button === 0 ? event : null; });
    window.addEventListener("pointerup", (event) => {
      const near = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < 8;
      pressed = null;
      const region = near ? under(event) : null;
      if (region) guatu.open(region.dataset.region);
    });
    let frameAsked = 0;
    node.addEventListener("mousemove", (event) => {
      window.cancelAnimationFrame(frameAsked);
      frameAsked = window.requestAnimationFrame(() => {
        if (node.guatuMarker) return guatu.tipText(node.guatuMarker, event);
        const region = under(event);
        return guatu.tip(region ? region.dataset.region : null, event);
      });
    });
    node.addEventListener("mouseleave", () => {
      window.cancelAnimationFrame(frameAsked);
      guatu.tip(null);
    });
    node.on("plotly_hover", (event) => { node.guatuMarker = (event.points[0] && event.points[0].customdata) || null; });
    node.on("plotly_unhover", () => { node.guatuMarker = null; });
  }
})();
