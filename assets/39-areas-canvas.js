/* The areas of a map of thousands of regions, drawn on two canvases under the figure: the classes, pixel by pixel, and
   the borders. The other painter of the same interface is the figure itself (assets/37-areas-figure.js). */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const HATCH = 11; // px from one stripe to the next, along a row
  const STRIPE = 5;

  /* A colour as one pixel of an image, in this machine's order of bytes. */
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const inks = new Map();
  function ink(colour, share) {
    const key = colour + share;
    if (!inks.has(key)) {
      if (inks.size > 200) inks.clear();
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const { data } = pen.getImageData(0, 0, 1, 1);
      data[3] = Math.round(data[3] * share);
      inks.set(key, new Uint32Array(data.buffer)[0]);
    }
    return inks.get(key);
  }

  const canvas = () => guatu.make("canvas", { class: "map-canvas" });

  class CanvasAreas {
    constructor(map) {
      this.map = map;
      this.classes = canvas();
      this.borders = canvas();
      this.classes.setAttribute("role", "img");
      this.borders.setAttribute("aria-hidden", "true");
      this.stood = null;
    }

    /* Find the pixels of each region and draw the borders, out of sight; false when nobody waits for it any more. */
    async prepare(picture, place, { width, height }, rem, isWanted) {
      const ratio = window.devicePixelRatio || 1;
      const [across, down] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
      const cells = guatu.cellsOf(picture.outlines);
      await guatu.nextTask();
      const xy = guatu.placed(cells, place, ratio);
      const key = [place.key, ratio].join();
      const before = this.stood;
      const isSame = before && before.cells === cells && before.key === key;
      const ids = isSame ? before.ids : await guatu.raster(cells, xy, across, down, isWanted);
      if (!ids) return false;
      const lines = await bordersOf(cells, xy, across, down, rem * ratio, isWanted);
      if (!lines) return false;
      this.next = { cells, xy, ids, key, ratio, across, down, lines, image: new ImageData(across, down) };
      return true;
    }

    /* The figure draws no areas. */
    fill(areas) {
      Object.assign(areas, { geojson: { type: "FeatureCollection", features: [] }, locations: [], z: [] });
    }

    recolour() {}

    show() {
      const { node } = this.map;
      this.stood = this.next;
      const { across, down, lines } = this.stood;
      [this.classes, this.borders].forEach((one) => Object.assign(one, { width: across, height: down }));
      this.borders.getContext("2d").drawImage(lines, 0, 0);
      this.stood.lines = null;
      if (!this.classes.isConnected) node.prepend(this.classes, this.borders);
    }

    hide() {
      this.stood = null;
      [this.classes, this.borders].forEach((one) => one.remove());
    }

    /* Colour every pixel by its region; hatch what was not reported. */
    mark({ shown, column, at }, isLeftOut) {
      const { cells, ids, across, down, image } = this.stood;
      const share = (k) => (isLeftOut(k) ? isLeftOut.share : 1);
      const tones = column.colours.map((colour, k) => ink(colour, share(k)));
      const [ground, line] = ["missing", "missing-line"].map((name) => ink(guatu.token(name), share(-1)));
      const colours = new Uint32Array(cells.codes.length);
      const stripes = new Uint32Array(cells.codes.length);
      const places = this.placesOf(shown.codes);
      at.forEach((i) => {
        const [n, k] = [places[i], column.classes[i]];
        colours[n] = k < 0 ? ground : tones[k];
        stripes[n] = column.why[i] === "missing" ? line : colours[n];
      });
      const pixels = new Uint32Array(image.data.buffer);
      const hatch = Math.round(HATCH * this.stood.ratio);
      const stripe = Math.round(STRIPE * this.stood.ratio);
      for (let row = 0, p = 0; row < down; row += 1) {
        for (let phase = row % hatch, end = p + across; p < end; p += 1) {
          const n = ids[p];
          pixels[p] = n < 0 ? 0 : phase < stripe ? stripes[n] : colours[n];
          phase = phase + 1 === hatch ? 0 : phase + 1;
        }
      }
      this.classes.getContext("2d").putImageData(image, 0, 0);
      const said = guatu.config.texts.many.replace("{name}", column.indicator.name).replace("{count}", shown.codes.length.toLocaleString("en-US"));
      guatu.set(this.classes, "aria-label", said);
    }

    /* The number of the cell of each region of a picture, found once for its list. */
    placesOf(codes) {
      if (this.stood.codes !== codes) {
        const { index } = this.stood.cells;
        Object.assign(this.stood, { codes, places: Int32Array.from(codes, (code) => index.get(code) ?? -1) });
      }
      return this.stood.places;
    }

    /* Corners of one region's rings in CSS pixels of the map's box. */
    ringsOf(code) {
      const { cells, xy, ratio } = this.stood || {};
      const n = cells ? cells.index.get(code) : undefined;
      if (n === undefined) return [];
      return Array.from({ length: cells.rings[n + 1] - cells.rings[n] }, (_, k) => {
        const r = cells.rings[n] + k;
        const first = guatu.firstCorner(cells, r);
        return Array.from({ length: cells.ends[r] - first }, (__, i) => [xy[2 * (first + i)] / ratio, xy[2 * (first + i) + 1] / ratio]);
      });
    }

    outline(code) {
      return this.ringsOf(code).map((ring) => "M" + ring.map(([x, y]) => x.toFixed(1) + "," + y.toFixed(1)).join("L") + "Z").join("");
    }

    boxOf(code) {
      const points = this.ringsOf(code).flat();
      if (!points.length) return null;
      const box = this.map.node.getBoundingClientRect();
      const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
      const [left, top] = [Math.min(...xs), Math.min(...ys)];
      return new DOMRect(box.left + left, box.top + top, Math.max(...xs) - left, Math.max(...ys) - top);
    }

    under(event) {
      if (!this.stood) return null;
      const { ids, across, down, ratio, cells } = this.stood;
      const box = this.map.node.getBoundingClientRect();
      const [x, y] = [Math.floor((event.clientX - box.left) * ratio), Math.floor((event.clientY - box.top) * ratio)];
      if (x < 0 || y < 0 || x >= across || y >= down || ids[y * across + x] < 0) return null;
      const code = cells.codes[ids[y * across + x]];
      return this.map.drawn && this.map.drawn.known.has(code) ? code : null;
    }

    /* What of the picture is not in the figure. */
    layers() {
      return this.stood ? [this.classes, this.borders] : [];
    }
  }

  /* All borders on a canvas of their own; the smaller the regions, the finer the line. */
  async function bordersOf(cells, xy, across, down, rem, isWanted) {
    const lines = Object.assign(document.createElement("canvas"), { width: across, height: down });
    const pencil = lines.getContext("2d");
    const side = Math.sqrt((across * down * 0.5) / Math.max(1, cells.codes.length));
    pencil.lineWidth = Math.min(rem * 0.085, Math.max(0.3, side * 0.028));
    pencil.lineJoin = "round";
    pencil.strokeStyle = guatu.token("map-line");
    const turn = guatu.turns();
    const ring = (r) => {
      const first = guatu.firstCorner(cells, r);
      pencil.moveTo(xy[2 * first], xy[2 * first + 1]);
      for (let i = first + 1; i < cells.ends[r]; i += 1) pencil.lineTo(xy[2 * i], xy[2 * i + 1]);
      pencil.closePath();
    };
    for (let n = 0; n < cells.codes.length; n += 64) {
      pencil.beginPath();
      for (let r = cells.rings[n]; r < cells.rings[Math.min(cells.codes.length, n + 64)]; r += 1) ring(r);
      pencil.stroke();
      const pause = turn();
      if (pause) {
        await pause;
        if (!isWanted()) return null;
      }
    }
    return lines;
  }

  guatu.CanvasAreas = CanvasAreas;
})();
