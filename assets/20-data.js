/* What the wall asks the server for by address: values, boundaries, points. Every address holds the release or a hash,
   so an answer never changes: the browser keeps it, and this file keeps the parsed object. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const KEEP = 400; // one more click may need 60 regions with a layer each, and the groups beside them
  const MANY = 10000; // regions of which only what is looked at is asked for
  const NO_LINES = { lon: [], lat: [] };
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

  function valuesAddress(state, form) {
    const config = guatu.config;
    const place = [config.release, config.drawn, encodeURIComponent(state.region), ...(form === "under" ? [state.depth] : []), state.period, state.lang];
    return config.base + "wall/" + form + "/" + place.join("/");
  }
  function words(state) {
    const said = [];
    if (state.era && state.era !== "auto") said.push("era=" + state.era);
    if (state.on && guatu.sheetOf(state.on) !== guatu.sheetOf(state.period)) said.push("on=" + state.on);
    return said.length ? "?" + said.join("&") : "";
  }

  /* What a map shows: its regions, the region's way, the names of its boundary files, and their values - in all
     indicators of what lies directly below, in the state's own one of a whole level. */
  guatu.values = async function (state) {
    if (state.depth && state.depth !== "below") {
      const address = valuesAddress(state, "under");
      const [regions, column] = await Promise.all([ask(address + words(state)), ask(address + "/" + state.indicator + words(state))]);
      if (!regions.unknown && !column.unknown) return whole(regions, state.indicator, column);
    }
    const own = await ask(valuesAddress(state, "values") + words(state));
    return own.around ? among(own, await ask(valuesAddress({ ...state, region: own.around }, "values") + words(state))) : own;
  };

  /* A village's answer leaves out what it has in common with its township's: the same object each time. */
  const villages = new WeakMap();
  function among(own, around) {
    if (!villages.has(own)) villages.set(own, { ...around, ...own });
    return villages.get(own);
  }

  /* The regions of a level with one indicator, the same object each time. */
  const wholes = new WeakMap();
  function whole(regions, indicator, column) {
    if (!wholes.has(column)) {
      const only = (part) => ({ [indicator]: part });
      const { values, own, breaks, absent, sentence } = column;
      wholes.set(column, { ...regions, values: only(values), own: only(own), breaks: only(breaks), absent: only(absent), sentences: only(sentence) });
    }
    return wholes.get(column);
  }

  /* Bounds of the classes of all indicators, cut through the figures of one map or of two; null where policy's are drawn. */
  guatu.breaks = function (state, compared) {
    if (!state.breaks || state.breaks === "policy") return Promise.resolve(null);
    const places = [state, ...(compared ? [compared] : [])].map((place) => encodeURIComponent(place.region) + "@" + place.period);
    const { base, release } = guatu.config;
    const made = (way) => ask([base + "wall", way, release, state.breaks, ...(way === "breaks" ? [] : [state.depth, state.indicator]), places.join("~")].join("/"));
    return state.depth && state.depth !== "below" ? made("under-breaks") : made("breaks");
  };

  /* The outlines under a region, in the tolerance that fits what one pixel covers. The members of a group may lie in
     several files: these become one, the same one each time. */
  const joined = new Map();
  guatu.outlines = async function (boundaries, pixels) {
    if (!boundaries) return null;
    const degrees = (boundaries.bbox[2] - boundaries.bbox[0]) / Math.max(pixels, 1);
    const tolerance = degrees > 8e-4 ? "coarse" : degrees > 4e-4 ? "medium" : "fine";
    const ofLevel = pixels > 1500 ? "fine" : "coarse"; // files of a whole level are drawn for a picture, not for a ground
    const names = boundaries.files.map((files) => files[files.medium ? tolerance : ofLevel]);
    const renamed = Object.entries(boundaries.rename || {});
    const found = await Promise.all(names.map((name) => ask(guatu.config.base + "boundaries/" + name)));
    if (found.length === 1 && !renamed.length) return found[0];
    const key = names.concat(renamed.map((pair) => pair.join(">"))).join();
    if (joined.size > 20) joined.clear();
    if (!joined.has(key)) joined.set(key, { type: "FeatureCollection", features: guatu.ofTheirTime(found.flatMap((one) => guatu.collectionOf(one).features), boundaries.rename || {}) });
    return joined.get(key);
  };

  /* The borders inside the children, or the outlines that a whole level is grouped by, as two columns for one line trace. */
  guatu.innerLines = function (boundaries) {
    const around = boundaries && boundaries.around && boundaries.around[guatu.mapWidth() > 1500 ? "fine" : "medium"];
    const name = (boundaries && boundaries.lines) || around;
    if (!name) return Promise.resolve(NO_LINES);
    return ask(guatu.config.base + "boundaries/" + name).then((collection) => {
      if (!collection.columns) {
        const lon = [];
        const lat = [];
        const lines = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates.flat() : coordinates);
        (collection.features || [collection]).forEach((feature) =>
          lines(feature.geometry).forEach((line) => {
            line.forEach((point) => { lon.push(point[0]); lat.push(point[1]); });
            lon.push(null);
            lat.push(null);
          }));
        Object.defineProperty(collection, "columns", { value: { lon, lat, isAround: !boundaries.lines } });
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
    const key = [values.region.code, values.depth, values.period, state.lang, state.era, state.breaks, state.layers, guatu.config.release, compared && compared.period].join("|");
    if (around === key) return;
    around = key;
    beside = compared && compared.region === state.region ? compared.period : null;
    const periods = guatu.config.periods.filter((period) => period !== state.period).reverse().map((period) => () => guatu.values({ ...state, period }));
    if (values.depth) {
      /* Of a whole level one more click is another indicator, or one of too many regions. */
      const others = guatu.config.tabs[state.view].filter((code) => code !== state.indicator).map((indicator) => () => guatu.values({ ...state, indicator }));
      queue = [...others, ...(values.codes.length > MANY ? [] : periods)];
      askFirst([]);
      return;
    }
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
