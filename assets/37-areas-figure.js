/* The areas of a map, drawn by the figure: one outline an element. One of two painters of the same interface; the other,
   for thousands of regions, is the canvas (assets/38-areas-canvas.js). */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const NO_OUTLINES = { type: "FeatureCollection", features: [] };

  function steps(colours) {
    /* Class -1 is "not reported"; each class is one flat step of the scale. */
    const all = [guatu.token("missing")].concat(colours);
    return all.flatMap((colour, i) => [[i / all.length, colour], [(i + 1) / all.length, colour]]);
  }

  class FigureAreas {
    constructor(map) {
      this.map = map;
      this.paths = [];
      this.boxes = null; // of the paths, when somebody points at them
    }

    /* Before the figure is drawn: nothing but what the figure draws itself. */
    async prepare() {
      return true;
    }

    /* Fill the trace of the areas. */
    fill(areas, picture) {
      const { column } = picture;
      areas.geojson = picture.outlines ? guatu.collectionOf(picture.outlines) : NO_OUTLINES;
      areas.locations = picture.at.map((i) => picture.shown.codes[i]);
      this.recolour(areas, picture);
      areas.zmin = -1.5;
      areas.zmax = column.colours.length - 0.5;
    }

    recolour(areas, { at, column }) {
      areas.z = at.map((i) => column.classes[i]);
      areas.zmax = column.colours.length - 0.5;
      areas.colorscale = steps(column.colours);
    }

    /* The figure stands. */
    show() {
      this.paths = Array.from(this.map.node.querySelectorAll(".choroplethlayer .trace:first-child path"));
      this.boxes = null;
    }

    /* Another painter takes over. */
    hide() {
      this.paths = [];
    }

    /* Colour and name each outline for hands, readers and tests; hatch what was not reported. */
    mark({ shown, column, at }, isLeftOut) {
      at.forEach((i, n) => {
        const path = this.paths[n];
        if (!path) return;
        guatu.set(path, "data-region", shown.codes[i]);
        guatu.set(path, "fill", column.fills[i]);
        path.classList.toggle("is-left-out", isLeftOut(column.classes[i]));
        path.classList.toggle("not-reported", column.why[i] === "missing");
        guatu.set(path, "aria-label", shown.names[i] + " " + column.text(i));
        guatu.set(path, "role", "img");
      });
    }

    pathOf(code) {
      return this.paths.find((path) => path.dataset.region === code) || null;
    }

    /* The outline of a region as the data of a path over the map; "" where there is none. */
    outline(code) {
      const path = this.pathOf(code);
      return path ? path.getAttribute("d") : "";
    }

    /* The box of a region on the page; null where it is not drawn. */
    boxOf(code) {
      const path = this.pathOf(code);
      return path ? path.getBoundingClientRect() : null;
    }

    /* The region under a pointer, whatever marker or label lies over it. */
    under(event) {
      const matrix = this.paths.length ? this.paths[0].getScreenCTM() : null;
      if (!matrix) return null;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      this.boxes = this.boxes || this.paths.map((node) => node.getBBox());
      const isNear = ({ x, y, width, height }) => point.x >= x && point.y >= y && point.x <= x + width && point.y <= y + height;
      const path = this.paths.find((node, n) => isNear(this.boxes[n]) && node.isPointInFill(point));
      return path ? path.dataset.region : null;
    }

    /* What of the picture is not in the figure: nothing. */
    layers() {
      return [];
    }
  }

  guatu.FigureAreas = FigureAreas;
})();
