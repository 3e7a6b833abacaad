/* The URL is the user's state. This file reads it, writes it, and is the browser's twin of layouts/view_state.py. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const LANGUAGES = ["zh", "en"];
  const REGION = /^[\w.*-]{1,20}$/;
  const has = (object, name) => name !== null && Object.hasOwn(object, name);
  const asked = (said) => (said.get("layers") || "").split(",").filter((name) => name && name !== "none");

  /* What the URL says now, with the defaults of this release put in. */
  guatu.read = function (search, config) {
    const said = new URLSearchParams(search || "");
    return {
      region: REGION.test(said.get("region") || "") ? said.get("region") : config.region,
      indicator: has(config.indicators, said.get("indicator")) ? said.get("indicator") : config.indicator,
      period: config.periods.includes(Number(said.get("period"))) ? Number(said.get("period")) : config.period,
      layers: said.has("layers") ? Object.keys(config.layerNames).filter((name) => asked(said).includes(name)) : config.layers,
      lang: LANGUAGES.includes(said.get("lang")) ? said.get("lang") : config.lang,
      household: /^[A-Za-z0-9_-]{1,64}$/.test(said.get("household") || "") ? said.get("household") : null,
    };
  };

  /* Parameters whose values stood for nothing here: the wall falls back and says so. */
  guatu.refused = function (search, config) {
    const said = new URLSearchParams(search || "");
    const state = guatu.read(search, config);
    const wrong = [];
    if (said.get("region") && said.get("region") !== state.region) wrong.push("region");
    if (said.has("indicator") && said.get("indicator") !== state.indicator) wrong.push("indicator");
    if (said.has("period") && Number(said.get("period")) !== state.period) wrong.push("period");
    if (asked(said).some((name) => !has(config.layerNames, name))) wrong.push("layers");
    if (said.has("lang") && said.get("lang") !== state.lang) wrong.push("lang");
    if (said.get("household") && !state.household) wrong.push("household");
    return wrong;
  };

  /* The query string of a state: defaults are left out, so that one view has one address. */
  guatu.write = function (state, config) {
    const said = new URLSearchParams();
    if (state.region !== config.region) said.set("region", state.region);
    if (state.indicator !== config.indicator) said.set("indicator", state.indicator);
    if (state.period !== config.period) said.set("period", String(state.period));
    if (state.layers.join() !== config.layers.join()) said.set("layers", state.layers.join(",") || "none");
    if (state.lang !== config.lang) said.set("lang", state.lang);
    if (state.household) said.set("household", state.household);
    const text = said.toString().replaceAll("%2C", ",");
    return text ? "?" + text : "";
  };

  /* Change part of the state: paint at once, then tell Dash, which redraws what the server draws. */
  guatu.navigate = function (changes, replace) {
    const config = guatu.config;
    const state = Object.assign({}, guatu.read(window.location.search, config), changes);
    if ("region" in changes && !("household" in changes)) state.household = null;
    const search = guatu.write(state, config);
    if (search === window.location.search) {
      if (!guatu.stands(state)) guatu.paint(state); // an earlier try failed: the address is there, the picture is not
      return;
    }
    if ((changes.lang || state.lang) !== guatu.read(window.location.search, config).lang) {
      window.location.assign(window.location.pathname + search);
      return;
    }
    window.history[replace ? "replaceState" : "pushState"]({}, "", window.location.pathname + search);
    /* The map first: Dash hears of it when the picture stands. */
    const tell = () => {
      guatu.told = guatu.wanted;
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    };
    const framed = (work) => window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(work)));
    guatu.paint(state).finally(() => framed(tell));
  };

  /* One level up: close the card, else the region above. */
  guatu.up = function () {
    const state = guatu.read(window.location.search, guatu.config);
    if (state.household) return guatu.navigate({ household: null });
    const path = (guatu.shown && guatu.shown.path) || [];
    if (path.length > 1) guatu.navigate({ region: path[path.length - 2][0] });
  };

  /* Whether the picture on the screen is the one that the state means. */
  guatu.stands = (state) => guatu.wanted === guatu.pictureOf(state);
  guatu.pictureOf = (state) => [state.region, state.indicator, state.period, state.layers, state.household, state.lang].join("|");

  guatu.rem = function () {
    return parseFloat(window.getComputedStyle(document.documentElement).fontSize) || 16;
  };

  const tokens = new Map();
  guatu.token = function (name) {
    if (!tokens.has(name)) tokens.set(name, window.getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
    return tokens.get(name);
  };

  /* The clientside callback that reads the URL for Dash: paints, and hands the server's panels their scope. */
  let handed = "";

  /* What the server's panels depend on, when it is not what they have already. */
  function newScope(state) {
    const scope = { region: state.region, period: state.period, household: state.household, lang: state.lang, rem: guatu.rem() };
    const key = JSON.stringify(scope);
    if (key === handed) return null;
    handed = key;
    return scope;
  }

  /* A screen that changed its size has the charts drawn anew in its own type size. */
  guatu.resized = function () {
    const scope = newScope(guatu.read(window.location.search, guatu.config));
    if (scope) window.dash_clientside.set_props("scope", { data: scope });
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.guatu = {
    route: function (search, config) {
      if (!config) return window.dash_clientside.no_update;
      guatu.config = config;
      const state = guatu.read(search, config);
      const refused = guatu.refused(search, config);
      if (refused.length) {
        guatu.notice(refused.map((name) => config.texts["refused_" + name]).join(" · "));
        window.history.replaceState({}, "", window.location.pathname + guatu.write(state, config));
      }
      if (!guatu.stands(state)) guatu.paint(state);
      guatu.told = guatu.wanted;
      const scope = newScope(state);
      /* Charts that came before plotly.js would fetch it a second time. */
      return scope ? guatu.ready.then(() => scope) : window.dash_clientside.no_update;
    },
  };
})();
