/* What the wall asks the server for by address: values, boundaries, points. Every address holds the release or a hash,
   so an answer never changes: the browser keeps it, and this file keeps the parsed object. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const KEEP = 400;
  const held = new Map();

  guatu.ask = function (address) {
    if (held.has(address)) {
      const found = held.get(address);
      held.delete(address);
      held.set(address, found);
      return found;
    }
    const answer = fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(20000) }).then(async (response) => {
      const body = await response.json();
      if (!response.ok) throw Object.assign(new Error(body.error ? body.error.message : response.status), { body, status: response.status });
      return body;
    });
    answer.catch(() => held.delete(address));
    held.set(address, answer);
    if (held.size > KEEP) held.delete(held.keys().next().value);
    return answer;
  };
  const ask = guatu.ask;

  function valuesAddress(state) {
    const config = guatu.config;
    return "wall/values/" + config.release + "/" + config.drawn + "/" + encodeURIComponent(state.region) + "/" + state.period + "/" + state.lang;
  }

  /* All indicators of the children of a region in one period, the region's way, and the names of its boundary files. */
  guatu.values = (state) => ask(guatu.config.base + valuesAddress(state));

  /* The outlines under a region, in the tolerance that fits what one pixel covers. */
  guatu.outlines = function (boundaries, pixels) {
    if (!boundaries) return Promise.resolve(null);
    const degrees = (boundaries.bbox[2] - boundaries.bbox[0]) / Math.max(pixels, 1);
    const tolerance = degrees > 8e-4 ? "coarse" : degrees > 4e-4 ? "medium" : "fine";
    return ask(guatu.config.base + "boundaries/" + boundaries.files[tolerance]);
  };

  /* The catalogue of indicators: what each means, asked when somebody wants to know. */
  guatu.catalogue = () => ask(guatu.config.base + "api/v1/indicators");

  /* The borders inside the children, as two columns for one line trace. */
  guatu.innerLines = function (boundaries) {
    if (!boundaries || !boundaries.lines) return Promise.resolve({ lon: [], lat: [] });
    return ask(guatu.config.base + "boundaries/" + boundaries.lines).then((collection) => {
      if (!collection.columns) {
        const lon = [];
        const lat = [];
        const features = collection.features || [collection];
        features.forEach((feature) =>
          feature.geometry.coordinates.forEach((line) => {
            line.forEach((point) => { lon.push(point[0]); lat.push(point[1]); });
            lon.push(null);
            lat.push(null);
          }));
        Object.defineProperty(collection, "columns", { value: { lon, lat } });
      }
      return collection.columns;
    });
  };

  /* The activities of one industry layer under a region, as columns. */
  guatu.points = (region, layer) =>
    ask(guatu.config.base + "wall/points/" + guatu.config.release + "/" + encodeURIComponent(region) + "/" + layer);

  /* Ask ahead, when the browser has nothing to do, for all that one more click can show. */
  let ahead = 0;
  let around = null;
  guatu.prefetch = function (state, values) {
    if (around === values) return;
    around = values;
    const turn = ++ahead;
    const later = window.requestIdleCallback || ((work) => window.setTimeout(work, 200));
    const queue = values.codes.slice(0, 60);
    const next = () => {
      if (turn !== ahead || !queue.length) return;
      const region = queue.shift();
      guatu.values(Object.assign({}, state, { region }))
        .then((below) => Promise.all([
          guatu.outlines(below.boundaries, guatu.mapWidth()),
          guatu.innerLines(below.boundaries),
          ...(below.selected ? [] : state.layers.map((layer) => guatu.points(region, layer))),
        ]))
        .catch(() => null)
        .then(() => later(next));
    };
    later(next);
  };
})();
