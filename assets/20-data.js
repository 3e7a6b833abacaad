/* What the wall asks the server for by address: values, boundaries, points. Every address holds the release or a hash,
   so an answer never changes: the browser keeps it, and this file keeps the parsed object. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const KEEP = 400; // one more click may need 60 regions with a layer each, and the groups beside them
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

  /* Let go of what was answered for another release or other outlines: nobody can ask for it any more. */
  let outlinesOf = null;
  guatu.forget = function () {
    const { release, edition } = guatu.config;
    const isKept = (address) => address.includes("/" + release + "/") || (address.includes("boundaries/") && outlinesOf === edition);
    Array.from(held.keys()).filter((address) => !isKept(address)).forEach((address) => held.delete(address));
    outlinesOf = edition;
  };

  function valuesAddress(state) {
    const config = guatu.config;
    const era = state.era && state.era !== "auto" ? "?era=" + state.era : "";
    return "wall/values/" + config.release + "/" + config.drawn + "/" + encodeURIComponent(state.region) + "/" + state.period + "/" + state.lang + era;
  }

  /* All indicators of the children of a region in one period, the region's way, and the names of its boundary files. */
  guatu.values = (state) => ask(guatu.config.base + valuesAddress(state));

  /* Bounds of the classes of all indicators, cut through the figures of one map or of two; null where policy's are drawn. */
  guatu.breaks = function (state, compared) {
    if (!state.breaks || state.breaks === "policy") return Promise.resolve(null);
    const places = [state, ...(compared ? [compared] : [])].map((place) => encodeURIComponent(place.region) + "@" + place.period);
    return ask(guatu.config.base + "wall/breaks/" + guatu.config.release + "/" + state.breaks + "/" + places.join("~"));
  };

  /* The outlines under a region, in the tolerance that fits what one pixel covers. The members of a group may lie in
     several files: these become one, the same one each time. */
  const joined = new Map();
  guatu.outlines = async function (boundaries, pixels) {
    if (!boundaries) return null;
    const degrees = (boundaries.bbox[2] - boundaries.bbox[0]) / Math.max(pixels, 1);
    const tolerance = degrees > 8e-4 ? "coarse" : degrees > 4e-4 ? "medium" : "fine";
    const names = boundaries.files.map((files) => files[tolerance]);
    const found = await Promise.all(names.map((name) => ask(guatu.config.base + "boundaries/" + name)));
    if (found.length === 1) return found[0];
    const key = names.join();
    if (joined.size > 20) joined.clear();
    if (!joined.has(key)) joined.set(key, { type: "FeatureCollection", features: found.flatMap((one) => one.features) });
    return joined.get(key);
  };


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

  /* Ask ahead, when the browser has nothing to do, for all that one more click can show: each group whose row stands,
     each region below, each period. */
  const later = window.requestIdleCallback || ((work) => window.setTimeout(work, 200));
  let queue = [];
  let isAsking = false;
  let around = "";
  let beside = null; // the period of the second map

  function next() {
    const work = queue.shift();
    isAsking = Boolean(work);
    if (work) work().catch(() => null).then(() => later(next));
  }

  function askFirst(works) {
    queue.unshift(...works);
    if (isAsking) return;
    isAsking = true;
    later(next);
  }

  const places = (state, regions) => regions.map((region) => () => onePlace({ ...state, region }));

  guatu.prefetch = function (state, values, compared) {
    const key = [values.region.code, values.period, state.lang, state.era, state.breaks, state.layers, guatu.config.release, compared && compared.period].join("|");
    if (around === key) return;
    around = key;
    beside = compared && compared.region === state.region ? compared.period : null;
    const periods = guatu.config.periods.filter((period) => period !== state.period).reverse().map((period) => () => guatu.values({ ...state, period }));
    queue = [...places(state, values.codes.slice(0, 60)), ...periods];
    askFirst(places(state, guatu.groupsInSight()));
  };

  /* Rows of groups have come into sight after the map was painted. */
  guatu.prefetchGroups = (state) => askFirst(places(state, guatu.groupsInSight()));

  /* What the map of one region needs, and what the map beside it does. */
  async function onePlace(state) {
    const found = await guatu.values(state);
    const other = beside === null ? null : { region: state.region, period: beside };
    await Promise.all([
      guatu.outlines(found.boundaries, guatu.mapWidth()),
      guatu.innerLines(found.boundaries),
      guatu.breaks(state, other),
      other && guatu.values({ ...state, ...other }),
      ...(found.selected ? [] : state.layers.map((layer) => guatu.points(state.region, layer))),
    ]);
  }
})();
