/* The URL is the user's state. This file reads it, writes it, and is the browser's twin of layouts/view_state.py. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const LANGUAGES = ["zh", "en"];
  const REGION = /^@?[\w.*-]{1,40}$/;
  const FIGURE = /^[A-Za-z0-9_.!*@-]{1,120}$/;
  const EVERY_KIND = "ALL";
  const RELEASE = /^\d{8}T\d{6}-[0-9a-f]{4,16}$/;
  const HOUSEHOLD = /^[A-Za-z0-9_-]{1,64}$/;
  const WALL = /^[\p{L}\p{N}_ .·#()()-]{1,40}$/u;
  const tokens = new Map();
  const has = (object, name) => name !== null && Object.hasOwn(object, name);
  const asked = (said) => (said.get("layers") || "").split(",").filter((name) => name && name !== "none");

  /* What belongs to the screen and not to what it shows: a scene or a remote leaves it as it is. */
  const SCREEN = ["lang", "theme", "era", "mode", "rotate", "aloud", "wall"];

  /* What can stand enlarged and is no panel of the server. */
  const PAINTED = ["none", "map", "map2", "ranking", "matrix"];

  const isPeriod = (value, config) => config.periods.some((period) => String(period) === value);

  function compared(value, config) {
    if (value === "none" || isPeriod(value, config)) return value;
    return REGION.test(value || "") && value !== "auto" ? value : "auto";
  }

  const since = (value, config) => (value === "briefing" || isPeriod(value, config) || RELEASE.test(value || "") ? value : "before");

  /* The indicator that the map of a view shows when the address is silent. */
  const usual = (view, config) => config.indicatorOf[view] || config.indicator;
  const isUsual = (state, config) => state.layers.join() === config.layersOf[state.view].join();

  /* What the URL says now, with the defaults of this release put in. */
  guatu.read = function (search, config) {
    const said = new URLSearchParams(search || "");
    const wall = said.get("wall") || "";
    const view = config.options.view.includes(said.get("view")) ? said.get("view") : config.defaults.view;
    const state = {
      region: REGION.test(said.get("region") || "") ? said.get("region") : config.region,
      indicator: has(config.indicators, said.get("indicator")) ? said.get("indicator") : usual(view, config),
      period: isPeriod(said.get("period"), config) ? Number(said.get("period")) : config.period,
      layers: said.get("layers") ? Object.keys(config.layerNames).filter((name) => asked(said).includes(name)) : config.layersOf[view],
      lang: LANGUAGES.includes(said.get("lang")) ? said.get("lang") : config.lang,
      household: HOUSEHOLD.test(said.get("household") || "") ? said.get("household") : null,
      kind: config.kinds.includes(said.get("kind")) ? said.get("kind") : EVERY_KIND,
      trace: FIGURE.test(said.get("trace") || "") ? said.get("trace") : null,
      compare: compared(said.get("compare"), config),
      since: since(said.get("since"), config),
      wall: WALL.test(wall) && wall === wall.trim() ? wall : null,
    };
    Object.entries(config.options).forEach(([name, allowed]) => {
      state[name] = allowed.includes(said.get(name)) ? said.get(name) : config.defaults[name];
    });
    return state;
  };

  /* The state of the address bar. */
  guatu.state = () => guatu.read(window.location.search, guatu.config);

  /* Parameters whose values stood for nothing here: the wall falls back and says so. */
  guatu.refused = function (search, config) {
    const said = new URLSearchParams(search || "");
    const state = guatu.read(search, config);
    const wrong = [];
    if (said.get("region") && said.get("region") !== state.region) wrong.push("region");
    if (said.get("indicator") && said.get("indicator") !== state.indicator) wrong.push("indicator");
    if (said.get("period") && !isPeriod(said.get("period"), config)) wrong.push("period");
    if (asked(said).some((name) => !has(config.layerNames, name))) wrong.push("layers");
    if (said.get("lang") && said.get("lang") !== state.lang) wrong.push("lang");
    if (said.get("household") && !state.household) wrong.push("household");
    const others = ["kind", "trace", "compare", "since", "wall", ...Object.keys(config.options)];
    if (others.some((name) => said.get(name) && said.get(name) !== state[name])) wrong.push("option");
    return wrong;
  };

  /* The query string of a state: defaults are left out, so that one view has one address. */
  guatu.write = function (state, config) {
    const said = new URLSearchParams();
    if (state.region !== config.region) said.set("region", state.region);
    if (state.indicator !== usual(state.view, config)) said.set("indicator", state.indicator);
    if (state.period !== config.period) said.set("period", String(state.period));
    if (!isUsual(state, config)) said.set("layers", state.layers.join(",") || "none");
    if (state.lang !== config.lang) said.set("lang", state.lang);
    if (state.household) said.set("household", state.household);
    if (state.kind !== EVERY_KIND) said.set("kind", state.kind);
    if (state.trace) said.set("trace", state.trace);
    if (state.compare !== "auto") said.set("compare", state.compare);
    if (state.since !== "before") said.set("since", state.since);
    Object.entries(config.defaults).forEach(([name, usual]) => { if (state[name] !== usual) said.set(name, state[name]); });
    if (state.wall) said.set("wall", state.wall);
    if (config.opening && saysNothing(said)) said.set("view", state.view); // or the page would open on the opening again
    const text = said.toString().replaceAll("%2C", ",");
    return text ? "?" + text : "";
  };

  /* An address that says nothing of what is shown means the opening, where there is one, when a page opens on it. */
  const saysNothing = (said) => Array.from(said.keys()).every((name) => SCREEN.includes(name));
  function opened(search, config) {
    const said = new URLSearchParams(search);
    return config.opening && saysNothing(said) ? config.opening + (said.size ? "&" + said : "") : search;
  }

  /* What of the state is dressed by the stylesheet alone. */
  guatu.dress = function (state) {
    const page = document.documentElement;
    if (page.dataset.theme !== state.theme) tokens.clear();
    ["theme", "view", "deck", "mode", "spotlight", "blank", "rotate"].forEach((name) => {
      if (page.dataset[name] === state[name]) return;
      page.dataset[name] = state[name];
      rem = 0;
    });
    document.querySelectorAll("[data-set]").forEach((button) => {
      const [name, value] = button.dataset.set.split("=");
      guatu.set(button, "aria-pressed", String(String(state[name]) === value));
    });
  };

  /* A state with changes: another view opens with what is usual there, but for layers that were chosen by hand. */
  guatu.turned = function (now, changes, config) {
    const state = { ...now, ...changes };
    if ("view" in changes && !("indicator" in changes)) state.indicator = usual(state.view, config);
    if ("view" in changes && !("layers" in changes) && isUsual(now, config)) state.layers = config.layersOf[state.view];
    return state;
  };

  /* Change part of the state. `by` says who: a hand, the remote, a scene, a new release. */
  guatu.navigate = function (changes, { replace = false, by = "hand" } = {}) {
    const state = guatu.turned(guatu.state(), changes, guatu.config);
    if ("region" in changes && !("household" in changes)) state.household = null;
    move(state, replace, by);
  };

  /* Show another view whole, as a scene or a remote means it; what belongs to this screen stays unless it is said. */
  guatu.take = function (search, by) {
    const said = new URLSearchParams(search);
    const state = guatu.read(search, guatu.config);
    const now = guatu.state();
    SCREEN.filter((name) => !said.has(name)).forEach((name) => { state[name] = now[name]; });
    move(state, true, by);
  };

  /* Paint at once, then tell Dash, which redraws what the server draws. */
  function move(state, replace, by) {
    const config = guatu.config;
    const now = guatu.state();
    const search = guatu.write(state, config);
    if (search === window.location.search) {
      if (!guatu.stands(state)) guatu.paint(state); // an earlier try failed: the address is there, the picture is not
      return;
    }
    if (state.lang !== now.lang) {
      window.location.assign(window.location.pathname + search);
      return;
    }
    window.history[replace ? "replaceState" : "pushState"]({}, "", window.location.pathname + search);
    /* The map first: Dash hears of it when the picture stands; but where its own panel covers the map, at once. */
    const tell = () => {
      guatu.told = guatu.wanted;
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    };
    const frame = () => new Promise(window.requestAnimationFrame);
    const framed = (work) => frame().then(frame).then(() => window.setTimeout(work));
    guatu.dress(state);
    announce(state, by);
    const painting = guatu.paint(state);
    if (PAINTED.includes(state.spotlight)) painting.finally(() => framed(tell));
    else tell();
  }

  function announce(state, by) {
    window.dispatchEvent(new CustomEvent("guatu:navigated", { detail: { state, by } }));
  }

  /* One level up: close the dialogs, put the enlarged panel back, close the card, else the region above. */
  guatu.up = function () {
    const state = guatu.state();
    if (state.trace) return guatu.navigate({ trace: null });
    if (state.ask !== "none") return guatu.navigate({ ask: "none" });
    if (state.aloud === "on") return guatu.navigate({ aloud: "off" });
    if (state.spotlight !== "none") return guatu.navigate({ spotlight: "none" });
    if (state.household) return guatu.navigate({ household: null });
    const path = (guatu.shown && guatu.shown.path) || [];
    if (path.length > 1) guatu.navigate({ region: path[path.length - 2][0] });
  };

  /* Whether the picture on the screen is the one that the state means. */
  guatu.stands = (state) => guatu.wanted === guatu.pictureOf(state);
  guatu.pictureOf = (state) =>
    [state.region, state.indicator, state.period, state.layers, state.household, state.lang, state.era, state.breaks, state.depth, state.compare, state.theme, guatu.differs(state) && state.since].join("|");

  /* Whether the map shows what has changed. */
  guatu.differs = (state) => state.view === "ranking" && state.difference === "on";

  /* Asked once for a screen and a way to be dressed: in the middle of a change the answer costs a look at every rule. */
  let rem = 0;
  guatu.rem = function () {
    rem = rem || parseFloat(window.getComputedStyle(document.documentElement).fontSize) || 16;
    return rem;
  };
  window.addEventListener("resize", () => { rem = 0; }, true);

  /* How wide a line is drawn: in whole points of the screen, where it is wider than one. A line of one point is drawn in
     a fraction of the time of one that is a third wider, and is as sharp as lines get. */
  guatu.lineWidth = function (width) {
    const ratio = window.devicePixelRatio || 1;
    return width * ratio <= 1 ? width : Math.round(width * ratio) / ratio;
  };

  guatu.token = function (name) {
    if (!tokens.has(name)) tokens.set(name, window.getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
    return tokens.get(name);
  };

  /* The clientside callback that reads the URL for Dash: paints, and hands the server's panels their scopes. */
  const handed = {};
  let isOpened = false;

  /* What the server's panels under one store depend on, when it is not what they have already; the panels of a view that
     is not shown are left as they are. */
  function newScope(name, state) {
    if (name !== "scope" && name !== state.view + "-scope") return null;
    const scope = Object.fromEntries(guatu.config.scopes[name].map((part) => [part, state[part]]));
    Object.assign(scope, { release: guatu.config.release, rem: guatu.rem() });
    const key = JSON.stringify(scope);
    if (key === handed[name]) return null;
    handed[name] = key;
    return scope;
  }

  /* A screen that changed its size has the charts drawn anew in its own type size. */
  guatu.resized = function () {
    const state = guatu.read(window.location.search, guatu.config);
    Object.keys(guatu.config.scopes).forEach((name) => {
      const scope = newScope(name, state);
      if (scope) window.dash_clientside.set_props(name, { data: scope });
    });
  };

  /* Ask the server's panels again: what it answered meanwhile, or did not, may be of before. */
  guatu.again = function () {
    Object.keys(handed).forEach((name) => { delete handed[name]; });
    guatu.resized();
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.guatu = {
    route: function (_search, config) {
      const stores = window.dash_clientside.callback_context.outputs_list.map((store) => store.id);
      const kept = window.dash_clientside.no_update;
      if (!config) return stores.map(() => kept);
      guatu.config = config;
      const { pathname } = window.location;
      const search = isOpened ? window.location.search : opened(window.location.search, config);
      if (search !== window.location.search) window.history.replaceState({}, "", pathname + search);
      isOpened = true;
      const state = guatu.read(search, config);
      const refused = guatu.refused(search, config);
      if (refused.length) {
        guatu.notice(refused.map((name) => config.texts["refused_" + name]).join(" · "));
        window.history.replaceState({}, "", pathname + guatu.write(state, config));
      }
      guatu.dress(state);
      if (!guatu.stands(state)) {
        announce(state, "history");
        guatu.paint(state);
      }
      guatu.told = guatu.wanted;
      const scopes = stores.map((name) => newScope(name, state) || kept);
      /* Charts that came before plotly.js would fetch it a second time. */
      return scopes.some((scope) => scope !== kept) ? guatu.ready.then(() => scopes) : scopes;
    },
  };
})();
