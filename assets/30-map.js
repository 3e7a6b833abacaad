/* A map: the figure that layouts/figures/choropleth.py laid out, filled and recoloured in the browser. Each node has one.
   A change of indicator touches fills and labels only; a change of region puts other outlines in. */
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
  const NO_OUTLINES = { type: "FeatureCollection", features: [] };
  const SETTINGS = { displayModeBar: false, scrollZoom: false, doubleClick: false };

  /* How the bounding box of the parent lies in the map's box: the ranges that fill it, and where a point falls.
     `beside` and `below` are kept free for the legend. */
  function frame(bbox, width, height, beside, below) {
    const y0 = mercator(bbox[1]);
    const up = mercator(bbox[3]) - y0;
    const across = bbox[2] - bbox[0];
    const k = 0.98 * Math.min(width / across, (height - below) / up);
    const free = (width - k * across) / 2;
    const midX = width / 2 + Math.min(free, Math.max(0, beside - free));
    const midY = (height - below) / 2;
    const cx = (bbox[0] + bbox[2]) / 2;
    const cy = y0 + up / 2;
    return {
      k, cx, cy, midX, midY,
      key: [bbox, width, height, midX, midY].join(),
      lon: [cx - midX / k, cx + (width - midX) / k],
      lat: [inverse(cy - (height - midY) / k), inverse(cy + midY / k)],
      at: (point) => [(point[0] - cx) * k + midX, midY - (mercator(point[1]) - cy) * k],
    };
  }

  /* Whether a region is so broad that there is room under it: the legend lies there in a row, else at its side. */
  guatu.isBroad = function (bbox, width, height, column) {
    const shape = (bbox[2] - bbox[0]) / (mercator(bbox[3]) - mercator(bbox[1]));
    return shape > (0.94 * width) / height || width - 0.98 * shape * height < column;
  };

  const features = new WeakMap();
  function featuresOf(outlines) {
    if (!outlines) return new Map();
    if (!features.has(outlines)) features.set(outlines, new Map(outlines.features.map((feature) => [feature.id, feature])));
    return features.get(outlines);
  }

  /* A class that was picked in the legend stands alone; the rest steps back. */
  const isLeftOut = (k) => Number.isInteger(guatu.onlyClass) && k !== guatu.onlyClass;

  function steps(colours) {
    /* Class -1 is "not reported"; each class is one flat step of the scale. */
    const all = [guatu.token("missing")].concat(colours);
    return all.flatMap((colour, i) => [[i / all.length, colour], [(i + 1) / all.length, colour]]);
  }

  const templates = new WeakMap();
  function templateOf(config) {
    if (!templates.has(config.figure)) templates.set(config.figure, JSON.stringify(config.figure));
    return JSON.parse(templates.get(config.figure));
  }

  function fillAreas(areas, picture) {
    const { column } = picture;
    areas.z = picture.at.map((i) => column.classes[i]);
    areas.zmin = -1.5;
    areas.zmax = column.colours.length - 0.5;
    areas.colorscale = steps(column.colours);
  }

  /* The whole figure of a picture, sizes in this screen's type, colours in this theme's tokens. */
  function figureOf(picture, place, size, rem) {
    const figure = templateOf(guatu.config);
    const trace = (name) => figure.data.find((t) => t.name === name);
    const scale = rem / 16;
    const areas = trace("areas");
    areas.geojson = picture.outlines || NO_OUTLINES;
    areas.locations = picture.at.map((i) => picture.shown.codes[i]);
    areas.marker.line.width *= scale;
    areas.marker.line.color = guatu.token("map-line");
    fillAreas(areas, picture);
    const inner = Object.assign(trace("inner"), picture.inner);
    inner.line.width *= scale;
    inner.line.color = guatu.token("map-line-fine");
    const selection = trace("selection");
    selection.geojson = areas.geojson;
    selection.locations = picture.shown.selected ? [picture.shown.selected] : [];
    selection.z = selection.locations.map(() => 0);
    selection.marker.line.width *= scale;
    selection.marker.line.color = guatu.token("accent");
    Object.keys(guatu.config.layerNames).forEach((name) => {
      guatu.fillLayer(trace(name), name, picture.points[name], rem);
    });
    figure.layout.geo.lonaxis = { range: place.lon };
    figure.layout.geo.lataxis = { range: place.lat };
    Object.assign(figure.layout, size);
    return figure;
  }

  function overlay(node) {
    const over = guatu.draw("svg", { class: "map-over", "aria-hidden": "true" },
      guatu.draw("path", { class: "map-hovered" }), guatu.draw("g", { class: "map-labels" }));
    node.append(over);
    return over;
  }

  const KEPT = ["outlines", "inner", "key", "rem", "theme", "selected", "layers", "codes"];
  const same = (a, b) => KEPT.every((name) => a[name] === b[name]) && Object.keys(a.points).every((name) => a.points[name] === b.points[name]);

  class WallMap {
    constructor(node) {
      this.node = node;
      this.drawn = null;
      this.paths = [];
      this.width = node.clientWidth;
      this.height = node.clientHeight;
    }

    /* The size of the box now: asked once before anything of a picture is written. */
    measure() {
      this.width = this.node.clientWidth;
      this.height = this.node.clientHeight;
    }

    /* Draw {shown, outlines, inner, points, column}; resolves when the picture stands. `room` is what the legend takes. */
    async draw(picture, room) {
      const { node, width, height } = this;
      if (!width || !height) {
        this.drawn = null;
        return;
      }
      const { shown, outlines, column } = picture;
      const rem = guatu.rem();
      const place = frame(shown.boundaries ? shown.boundaries.bbox : [0, 0, 1, 1], width, height, room.beside, room.below);
      const found = featuresOf(outlines);
      picture.at = shown.codes.map((code, i) => i).filter((i) => found.has(shown.codes[i]));
      const next = {
        picture, place, rem, outlines, inner: picture.inner, key: place.key, selected: shown.selected, codes: shown.codes.join(),
        theme: document.documentElement.dataset.theme, points: picture.points, layers: Object.keys(picture.points).join(),
      };
      const before = this.drawn;
      this.drawn = next;
      if (before && same(before, next)) {
        next.rooms = before.rooms;
        fillAreas(node.data.find((t) => t.name === "areas"), picture);
      } else {
        const left = before && guatu.leave(this, before, next);
        const figure = figureOf(picture, place, { width, height }, rem);
        await window.Plotly.react(node, figure.data, figure.layout, { ...SETTINGS, topojsonURL: guatu.config.base + "assets/" });
        if (this.drawn !== next) return;
        this.paths = Array.from(node.querySelectorAll(".choroplethlayer .trace:first-child path"));
        this.points = Array.from(node.querySelectorAll(".scatterlayer path.point"));
        this.over = this.over || overlay(node);
        if (!this.listens) guatu.listenToMap(this);
        this.markers = this.points.map((point) => [...place.at(point.__data__.lonlat), 2 * point.__data__.mrc]);
        next.rooms = guatu.labelRooms(shown, found, place.at, rem, this.markers);
        if (left) guatu.arrive(this, left, place);
      }
      this.mark(next);
    }

    /* Colour and name each outline for hands, readers and tests; hatch what was not reported; write the labels. */
    mark({ picture, rooms, rem }) {
      const { shown, column } = picture;
      if (!document.getElementById("hatch")) document.body.append(hatch());
      picture.at.forEach((i, n) => {
        const path = this.paths[n];
        if (!path) return;
        guatu.set(path, "data-region", shown.codes[i]);
        guatu.set(path, "fill", column.fills[i]);
        path.classList.toggle("is-left-out", isLeftOut(column.classes[i]));
        path.classList.toggle("not-reported", column.why[i] === "missing");
        guatu.set(path, "aria-label", shown.names[i] + " " + column.texts[i]);
        guatu.set(path, "role", "img");
      });
      const placed = guatu.placedLabels(rooms, shown.names, column.texts, rem);
      guatu.writeLabels(this.over.lastElementChild, placed, column, rem, isLeftOut);
      /* A marker that would cross out a label steps back behind it. */
      this.points.forEach((point, n) => {
        const [x, y, d] = this.markers[n];
        const covers = placed.some((box) => Math.abs(x - box.x) * 2 < box.w + d && Math.abs(y - box.y) * 2 < box.h + d);
        point.classList.toggle("is-behind", covers);
      });
      this.outline(null);
    }

    /* Outline one region, the one that a hand or a row of the table points at. */
    outline(code) {
      const path = code === null ? null : this.pathOf(code);
      guatu.set(this.over.firstElementChild, "d", path ? path.getAttribute("d") : "");
    }

    /* What the marker under a finger is: the nearest one whose place, at least 24 px across, holds the point. */
    markerAt(event) {
      const box = this.node.getBoundingClientRect();
      const far = ([x, y]) => Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y);
      const near = this.markers.map((at, n) => [far(at), n, Math.max(12, at[2] / 2)]).filter(([away, , reach]) => away <= reach);
      if (!near.length) return null;
      const point = this.points[near.sort((a, b) => a[0] - b[0])[0][1]];
      const { trace } = point.parentNode.__data__[0];
      return guatu.pointText(this.drawn.picture, trace.name, point.__data__.i);
    }

    pathOf(code) {
      return this.paths.find((path) => path.dataset.region === code) || null;
    }

    /* The region under the pointer, whatever marker or label lies over it. */
    under(event) {
      const matrix = this.paths.length ? this.paths[0].getScreenCTM() : null;
      if (!matrix) return null;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const path = this.paths.find((node) => node.isPointInFill(point));
      return path ? path.dataset.region : null;
    }
  }

  /* The pattern of what was not reported, once for the page. */
  function hatch() {
    const holder = guatu.make("div", { class: "visually-hidden" });
    holder.append(guatu.draw("svg", { "aria-hidden": "true" }, guatu.draw("defs", {},
      guatu.draw("pattern", { id: "hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        guatu.draw("rect", { class: "hatch-ground", width: 8, height: 8 }),
        guatu.draw("line", { class: "hatch-line", x1: 0, y1: 0, x2: 0, y2: 8 })))));
    return holder;
  }

  const maps = new WeakMap();
  guatu.mapOf = function (node) {
    if (!maps.has(node)) maps.set(node, new WallMap(node));
    return maps.get(node);
  };
  const first = () => document.getElementById("map");
  guatu.mapWidth = () => (first() && guatu.mapOf(first()).width) || (first() ? first().clientWidth : 1000);
})();
