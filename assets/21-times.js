/* Regions of other times than today's: which years have the same regions, outlines under the codes of then, and what is
   said of it beside the map. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* The first of the years that have the same regions as `period`; "" where these are today's. */
  guatu.sheetOf = function (period) {
    const found = (guatu.config.sheets || []).find(([first, last]) => first <= period && period <= last);
    return found ? found[0] : "";
  };

  /* The year on whose regions two maps side by side are drawn: the later one, so that they can be held together. */
  guatu.yearOfTree = (state, compared) =>
    compared && compared.region === state.region ? Math.max(state.period, compared.period) : state.period;

  /* Polygons that share borders point for point, as one: what two of them run along in opposite ways is no border. */
  function united(polygons) {
    const edges = new Map();
    const named = (from, to) => from.join() + " " + to.join();
    polygons.flat().forEach((ring) => ring.slice(1).forEach((to, i) => {
      if (!edges.delete(named(to, ring[i]))) edges.set(named(ring[i], to), [ring[i], to]);
    }));
    const from = new Map();
    edges.forEach(([start, end]) => from.set(start.join(), [...(from.get(start.join()) || []), end]));
    const rings = [];
    from.forEach((ends, start) => {
      while (ends.length) {
        const ring = [start.split(",").map(Number), ends.pop()];
        while (ring.at(-1).join() !== start && (from.get(ring.at(-1).join()) || []).length) ring.push(from.get(ring.at(-1).join()).pop());
        rings.push(ring);
      }
    });
    const isOuter = (ring) => ring.slice(1).reduce((sum, [x, y], i) => sum + (x - ring[i][0]) * (y + ring[i][1]), 0) > 0; // clockwise
    const outer = rings.filter(isOuter).map((ring) => [ring]);
    rings.filter((ring) => !isOuter(ring)).forEach((hole) => (outer.find(([ring]) => holds(ring, hole[0])) || outer[0] || []).push(hole));
    return outer.length ? { type: "MultiPolygon", coordinates: outer } : { type: "MultiPolygon", coordinates: polygons };
  }

  /* Whether a point lies in a ring. */
  const holds = (ring, [x, y]) => ring.slice(1).reduce((inside, [ax, ay], i) => {
    const [bx, by] = ring[i];
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
  }, false);

  const parts = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates : [coordinates]);

  /* Outlines under the codes that the regions had: what bears one code then becomes one outline. */
  guatu.ofTheirTime = function (features, rename) {
    if (!Object.keys(rename).length) return features;
    const byCode = new Map();
    features.forEach((feature) => {
      const id = rename[feature.id] || feature.id;
      const before = byCode.get(id);
      if (!before) byCode.set(id, { ...feature, id });
      else byCode.set(id, { ...before, geometry: united([...parts(before.geometry), ...parts(feature.geometry)]) });
    });
    return Array.from(byCode.values());
  };

  /* What is to be known of the regions and outlines of each map: as of which year they are. */
  guatu.sayTimes = function (first, second) {
    [["map-times", first], ["map2-times", second]].forEach(([id, shown]) => {
      const node = document.getElementById(id);
      const said = (shown && shown.times) || "";
      guatu.put(node, said);
      node.hidden = !said;
    });
  };
})();
