/* Outlines as the map's painters take them. Two forms come from the server: GeoJSON of what lies directly below a region,
   and a whole level in whole numbers on a grid of Web Mercator (geo/level_outlines.py). Both become cells: the rings of
   all regions in one array, so that fifty thousand of them are as few objects as five. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const D = Math.PI / 180;
  guatu.mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * D) / 2)) / D;
  guatu.latitude = (y) => (2 * Math.atan(Math.exp(y * D)) - Math.PI / 2) / D;

  /* Cells: `xy` x, y of every corner in units of `step` degrees from (`west`, `south`); ring r has the corners
     `ends[r - 1]` to `ends[r]`, region n the rings `rings[n]` to `rings[n + 1]`, the largest first. */
  function cells(codes, grid, counts) {
    return {
      codes, grid, index: new Map(codes.map((code, n) => [code, n])), labels: new Float64Array(2 * codes.length),
      xy: new Float64Array(2 * counts.corners), ends: new Int32Array(counts.rings), rings: new Int32Array(codes.length + 1),
    };
  }

  function fromGrid({ grid, codes, labels, shapes }) {
    const counts = { rings: 0, corners: 0 };
    shapes.forEach((rings) => rings.forEach((ring) => { counts.rings += 1; counts.corners += ring.length / 2; }));
    const made = cells(codes, grid, counts);
    let [ring, at, x, y] = [0, 0, 0, 0];
    shapes.forEach((rings, n) => {
      rings.forEach((way, r) => {
        let [px, py] = [x, y];
        for (let i = 0; i < way.length; i += 2) {
          px += way[i];
          py += way[i + 1];
          made.xy[at] = px;
          made.xy[at + 1] = py;
          at += 2;
          if (i === 0) [x, y] = [px, py];
        }
        if (r === 0) [made.labels[2 * n], made.labels[2 * n + 1]] = [x + labels[2 * n], y + labels[2 * n + 1]];
        made.ends[ring] = at / 2;
        ring += 1;
      });
      made.rings[n + 1] = ring;
    });
    return made;
  }

  function fromFeatures({ features }) {
    const shapes = features.map(({ geometry }) => (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()));
    const counts = { rings: 0, corners: 0 };
    shapes.forEach((rings) => rings.forEach((ring) => { counts.rings += 1; counts.corners += ring.length - 1; }));
    const made = cells(features.map((feature) => feature.id), [0, 0, 1], counts);
    let [ring, at] = [0, 0];
    shapes.forEach((rings, n) => {
      rings.forEach((corners) => {
        for (let i = 0; i + 1 < corners.length; i += 1) {
          made.xy[at] = corners[i][0];
          made.xy[at + 1] = guatu.mercator(corners[i][1]);
          at += 2;
        }
        made.ends[ring] = at / 2;
        ring += 1;
      });
      made.rings[n + 1] = ring;
    });
    return made;
  }

  const decoded = new WeakMap();
  guatu.cellsOf = function (outlines) {
    if (!decoded.has(outlines)) decoded.set(outlines, outlines.shapes ? fromGrid(outlines) : fromFeatures(outlines));
    return decoded.get(outlines);
  };

  guatu.firstCorner = (found, ring) => (ring ? found.ends[ring - 1] : 0);

  /* One region of a grid as a GeoJSON feature; all its rings in one polygon, as the sphere's winding allows. */
  function featureOf(found, n) {
    const [west, south, step] = found.grid;
    const point = (array, i) => [west + array[2 * i] * step, guatu.latitude(south + array[2 * i + 1] * step)];
    const coordinates = [];
    for (let r = found.rings[n]; r < found.rings[n + 1]; r += 1) {
      const first = guatu.firstCorner(found, r);
      const ring = Array.from({ length: found.ends[r] - first }, (_, i) => point(found.xy, first + i));
      ring.push(ring[0]);
      coordinates.push(ring);
    }
    return { type: "Feature", id: found.codes[n], properties: { label: point(found.labels, n) }, geometry: { type: "Polygon", coordinates } };
  }

  /* The GeoJSON features of some regions, by code; of GeoJSON those that came. */
  const features = new WeakMap();
  guatu.featuresOf = function (outlines, isWanted) {
    if (!outlines) return new Map();
    if (outlines.shapes || isWanted) {
      const found = guatu.cellsOf(outlines);
      const wanted = found.codes.map((_, n) => n).filter((n) => !isWanted || isWanted(found, n));
      return new Map(wanted.map((n) => [found.codes[n], outlines.shapes ? featureOf(found, n) : outlines.features[n]]));
    }
    if (!features.has(outlines)) features.set(outlines, new Map(outlines.features.map((feature) => [feature.id, feature])));
    return features.get(outlines);
  };

  /* The outlines as one collection, the same one each time. */
  const collections = new WeakMap();
  guatu.collectionOf = function (outlines) {
    if (!outlines.shapes) return outlines;
    if (!collections.has(outlines)) collections.set(outlines, { type: "FeatureCollection", features: Array.from(guatu.featuresOf(outlines).values()) });
    return collections.get(outlines);
  };

  /* Which regions have an outline: a set, or a map by their codes. */
  guatu.outlined = (outlines) => (!outlines ? new Set() : outlines.shapes ? guatu.cellsOf(outlines).index : guatu.featuresOf(outlines));
})();
