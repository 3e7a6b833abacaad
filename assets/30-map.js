/* A map: the figure that layouts/figures/choropleth.py laid out, filled and recoloured in the browser. Each node has one.
   A change of indicator touches fills and labels only; a change of region puts other outlines in. The areas are drawn by
   the figure, or where they are too many for it on a canvas under it; nothing outside `areas` knows which. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const { mercator, latitude } = guatu;
  const FADED = 0.18; // what is left of a class that was not picked
  const LABEL = [2, 1.2]; // rem: in a smaller region no label can stand

  /* From so many regions on the canvas paints: an element each is too much. */
  guatu.canvasFrom = 1500;

  /* Plotly asks a public host for coastlines even when they are not drawn; an empty topology, already here, is enough. */
  const nothing = { type: "GeometryCollection", geometries: [] };
  const objects = {};
  ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"].forEach((name) => { objects[name] = nothing; });
  window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", objects, arcs: [] } } };
  const NO_OUTLINES = { type: "FeatureCollection", features: [] };
  const AROUND = 3; // times the width of a border inside: what a whole level is grouped by
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
      lat: [latitude(cy - (height - midY) / k), latitude(cy + midY / k)],
      /* The middle of the box: by itself the figure takes the middle of the degrees, which lies lower on the map. */
      centre: { lon: cx + (width / 2 - midX) / k, lat: latitude(cy + (midY - height / 2) / k) },
      at: (point) => [(point[0] - cx) * k + midX, midY - (mercator(point[1]) - cy) * k],
    };
  }

  /* Whether a region is so broad that there is room under it: the legend lies there in a row, else at its side. */
  guatu.isBroad = function (bbox, width, height, column) {
    const shape = (bbox[2] - bbox[0]) / (mercator(bbox[3]) - mercator(bbox[1]));
    return shape > (0.94 * width) / height || width - 0.98 * shape * height < column;
  };

  /* A class that was picked in the legend stands alone; the rest steps back. */
  const isLeftOut = Object.assign((k) => Number.isInteger(guatu.onlyClass) && k !== guatu.onlyClass, { share: FADED });

  /* One region by itself, the same collection each time while it is the same outlines. */
  const alone = new WeakMap();
  function chosen(outlines, code) {
    if (!outlines) return NO_OUTLINES;
    if (!outlines.shapes) return outlines;
    if (!alone.has(outlines)) alone.set(outlines, new Map());
    const found = alone.get(outlines);
    if (!found.has(code)) found.set(code, { type: "FeatureCollection", features: Array.from(guatu.featuresOf(outlines, (cells, n) => cells.codes[n] === code).values()) });
    return found.get(code);
  }

  /* The regions in which a label could stand, by the box of their largest part. */
  function roomy(outlines, place, rem, count) {
    if (count <= guatu.canvasFrom) return guatu.featuresOf(outlines);
    return guatu.featuresOf(outlines, (cells, n) => {
      const [xs, ys] = [[Infinity, -Infinity], [Infinity, -Infinity]];
      for (let i = guatu.firstCorner(cells, cells.rings[n]); i < cells.ends[cells.rings[n]]; i += 1) {
        [xs, ys].forEach((range, k) => {
          const v = cells.xy[2 * i + k];
          if (v < range[0]) range[0] = v;
          if (v > range[1]) range[1] = v;
        });
      }
      const pixels = cells.grid[2] * place.k;
      return (xs[1] - xs[0]) * pixels > LABEL[0] * rem && (ys[1] - ys[0]) * pixels > LABEL[1] * rem;
    });
  }

  /* One text for a list of codes, made once: a comparison of two pictures is one of two words. */
  const listed = new WeakMap();
  function listOf(codes) {
    if (!listed.has(codes)) listed.set(codes, codes.join());
    return listed.get(codes);
  }

  const templates = new WeakMap();
  function templateOf(config) {
    if (!templates.has(config.figure)) templates.set(config.figure, JSON.stringify(config.figure));
    return JSON.parse(templates.get(config.figure));
  }

  /* The whole figure of a picture, sizes in this screen's type, colours in this theme's tokens. */
  function figureOf(picture, place, size, rem, painter) {
    const figure = templateOf(guatu.config);
    const trace = (name) => figure.data.find((t) => t.name === name);
    const scale = rem / 16;
    const areas = trace("areas");
    areas.marker.line.width = guatu.lineWidth(areas.marker.line.width * scale);
    areas.marker.line.color = guatu.token("map-line");
    painter.fill(areas, picture);
    const inner = trace("inner");
    const { lon, lat, isAround } = picture.inner;
    Object.assign(inner, { lon, lat });
    inner.line.width *= isAround ? AROUND * scale : scale;
    inner.line.color = guatu.token(isAround ? "map-line" : "map-line-fine");
    const { selected } = picture.shown;
    const selection = trace("selection");
    Object.assign(selection, selected && { geojson: chosen(picture.outlines, selected), locations: [selected], z: [0] });
    selection.marker.line.width *= scale;
    selection.marker.line.color = guatu.token("accent");
    const layers = Object.keys(guatu.config.layerNames);
    layers.filter((name) => picture.points[name]).forEach((name) => guatu.fillLayer(trace(name), name, picture.points[name], rem));
    /* Each trace costs plotly.js half a millisecond of looking through what it could be, also where it is nothing. */
    figure.data = figure.data.filter(({ name }) => (layers.includes(name) ? picture.points[name] : name !== "selection" || selected));
    figure.layout.geo.lonaxis = { range: place.lon };
    figure.layout.geo.lataxis = { range: place.lat };
    figure.layout.geo.center = place.centre;
    Object.assign(figure.layout, size);
    return figure;
  }

  function overlay(node) {
    const over = guatu.draw("svg", { class: "map-over", "aria-hidden": "true" },
      guatu.draw("path", { class: "map-hovered" }), guatu.draw("g", { class: "map-labels" }));
    node.append(over);
    return over;
  }

  const KEPT = ["areas", "outlines", "inner", "key", "rem", "theme", "selected", "layers", "codes"];
  const same = (a, b) => KEPT.every((name) => a[name] === b[name]) && Object.keys(a.points).every((name) => a.points[name] === b.points[name]);

  class WallMap {
    constructor(node) {
      this.node = node;
      this.drawn = null;
      this.points = [];
      this.painters = { figure: new guatu.FigureAreas(this), canvas: new guatu.CanvasAreas(this) };
      this.areas = this.painters.figure;
      this.width = node.clientWidth;
      this.height = node.clientHeight;
      this.sizes = new Map();
    }

    /* Take the size that the box has now; whether it is the one that it had. */
    measure() {
      const [width, height] = [this.width, this.height];
      this.width = this.node.clientWidth;
      this.height = this.node.clientHeight;
      return Math.abs(width - this.width) < 2 && Math.abs(height - this.height) < 2;
    }

    /* The size that the box had when the wall was last like this: to ask for it now would lay the page out twice. */
    suppose(like) {
      if (this.sizes.has(like)) Object.assign(this, this.sizes.get(like));
      else this.measure();
    }

    /* The picture was laid out: whether its box is as it was supposed to be. */
    wasRight(like) {
      const isSame = this.measure();
      this.sizes.set(like, { width: this.width, height: this.height });
      return isSame;
    }

    /* Draw {shown, outlines, inner, points, column}; resolves when the picture stands. `room` is what the legend takes. */
    async draw(picture, room) {
      const { node, width, height } = this;
      const ticket = (this.ticket = {});
      const isWanted = () => this.ticket === ticket;
      if (!width || !height) {
        this.drawn = null;
        return;
      }
      const { shown, outlines, column } = picture;
      const rem = guatu.rem();
      const place = frame(shown.boundaries ? shown.boundaries.bbox : [0, 0, 1, 1], width, height, room.beside, room.below);
      if (shown.codes.length > guatu.canvasFrom) await guatu.nextTask();
      if (!isWanted()) return;
      const known = guatu.outlined(outlines);
      picture.at = shown.codes.map((code, i) => i).filter((i) => known.has(shown.codes[i]));
      const areas = this.painters[picture.at.length > guatu.canvasFrom ? "canvas" : "figure"];
      const next = {
        picture, place, rem, known, areas, outlines, inner: picture.inner, key: place.key, selected: shown.selected, codes: listOf(shown.codes),
        theme: document.documentElement.dataset.theme, points: picture.points, layers: Object.keys(picture.points).join(),
      };
      const before = this.drawn;
      if (before && same(before, next)) {
        this.drawn = next;
        next.rooms = before.rooms;
        areas.recolour(node.data.find((t) => t.name === "areas"), picture);
      } else {
        if (!(await areas.prepare(picture, place, { width, height }, rem, isWanted))) return;
        this.drawn = next;
        const left = before && guatu.leave(this, before, next);
        const figure = figureOf(picture, place, { width, height }, rem, areas);
        await guatu.react(node, figure, { width, height }, { ...SETTINGS, topojsonURL: guatu.config.base + "assets/" });
        if (!isWanted()) return;
        if (this.areas !== areas) this.areas.hide();
        this.areas = areas;
        areas.show();
        node.querySelectorAll(".scatterlayer path.js-line").forEach(guatu.cutLine);
        this.points = Array.from(node.querySelectorAll(".scatterlayer path.point"));
        this.over = this.over || overlay(node);
        if (!this.listens) guatu.listenToMap(this);
        this.markers = this.points.map((point) => [...place.at(point.__data__.lonlat), 2 * point.__data__.mrc]);
        if (left) {
          /* The movement begins with nothing of the new picture to be seen: there is time for its labels. */
          guatu.arrive(this, left, place);
          this.colour(next);
          await guatu.seen(3);
          if (!isWanted()) return;
        }
      }
      this.mark(next);
    }

    colour({ picture }) {
      if (!document.getElementById("hatch")) document.body.append(hatch());
      this.areas.mark(picture, isLeftOut);
    }

    /* Colour the areas, write the labels. */
    mark(drawn) {
      const { picture, place, rem, outlines } = drawn;
      const { shown, column } = picture;
      this.leaving = null;
      this.colour(drawn);
      drawn.rooms = drawn.rooms || guatu.labelRooms(shown, roomy(outlines, place, rem, picture.at.length), place.at, rem, this.markers);
      const placed = guatu.placedLabels(drawn.rooms, shown.names, column.text, rem);
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
      guatu.set(this.over.firstElementChild, "d", code === null ? "" : this.areas.outline(code));
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

    boxOf(code) {
      return this.areas.boxOf(code);
    }

    /* The region under the pointer, whatever marker or label lies over it. */
    under(event) {
      return this.areas.under(event);
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
