/* Two maps side by side on one scale: the same region in another period, or another region in the same one. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);
  const ROOM = 84; // rem: a stage so broad has room for a second map
  let room = null;

  guatu.maps = () => ["map", "map2"].map(byId).filter(Boolean).map(guatu.mapOf);

  const now = () => guatu.read(window.location.search, guatu.config);
  const isPeriod = (word) => guatu.config.periods.includes(Number(word));
  guatu.comparesRegion = (state) => Boolean(state.compare) && !["auto", "none"].includes(state.compare) && !isPeriod(state.compare);

  /* The period before, where the indicator was known then: one of the day of the data alone has none. */
  const earlier = (state) => {
    const { periods, indicators } = guatu.config;
    const before = periods[periods.indexOf(state.period) - 1];
    return (indicators[state.indicator].periods || periods).includes(before) ? before : undefined;
  };

  /* What the second map shows: {region, period}; null where there is none. */
  guatu.compared = function (state) {
    const word = state.compare || "auto";
    const alone = state.spotlight === "map" || state.household || guatu.differs(state);
    if (alone || (word === "none" && state.spotlight !== "map2")) return null;
    if (word === "auto" || word === "none") return (hasRoom() || state.spotlight === "map2") && earlier(state) ? { region: state.region, period: earlier(state) } : null;
    if (isPeriod(word)) return Number(word) === state.period ? null : { region: state.region, period: Number(word) };
    return word === state.region ? null : { region: word, period: state.period };
  };

  function hasRoom() {
    if (room === null && byId("map")) {
      const stage = byId("map").closest(".stage");
      const look = () => {
        const broad = stage.clientWidth >= ROOM * guatu.rem();
        if (room !== null && broad !== room && guatu.config) guatu.paintAgain();
        room = broad;
      };
      look();
      new ResizeObserver(look).observe(stage);
    }
    return Boolean(room);
  }

  /* Make room for as many maps as there are; says whether the boxes changed. */
  guatu.standMaps = function (isPair) {
    const maps = byId("map").closest(".maps");
    if (maps.classList.contains("is-pair") === isPair) return false;
    maps.classList.toggle("is-pair", isPair);
    byId("map2-box").hidden = !isPair;
    return true;
  };

  /* The difference of the first map to the second, whichever of them is asked first. */
  guatu.changeOf = function (pairs, unit) {
    const [mine, other] = pairs[0].picture === guatu.firstPicture ? pairs : [pairs[1], pairs[0]];
    return guatu.difference(mine.picture.column.values[mine.i], other.picture.column.values[other.i], mine.picture.column.indicator, unit);
  };

  const option = (value, text) => guatu.make("option", { value }, text);
  const group = (label, options) => (options.length ? guatu.make("optgroup", { label }, ...options) : null);

  /* The head of each map says what it is; the second one's is where the comparison is chosen and closed. */
  guatu.headMaps = function (state, first, second) {
    const toggle = document.querySelector("[data-compare]");
    if (toggle) guatu.set(toggle, "aria-pressed", String(Boolean(second)));
    if (!second) return;
    const texts = guatu.config.texts;
    const head = (shown) => shown.region.name + " · " + shown.period;
    guatu.put(byId("map-head"), head(first));
    const select = byId("map2-box").querySelector("select");
    const key = [first.region.code, first.period, first.parent, guatu.config.release, state.lang].join();
    const sisters = first.selected || !first.sisters ? [] : first.sisters;
    if (select.dataset.key !== key) {
      select.dataset.key = key;
      select.replaceChildren(...[
        group(texts.period, guatu.config.periods.filter((period) => period !== state.period).reverse().map((period) => option(String(period), first.region.name + " · " + period))),
        group(texts.region, sisters.map(([code, name]) => option(code, name + " · " + first.period))),
      ].filter(Boolean));
    }
    const value = second.period === first.period ? second.region.code : String(second.period);
    if (!Array.from(select.options).some((one) => one.value === value)) select.append(option(value, head(second)));
    select.value = value;
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("#map2-box select")) guatu.navigate({ compare: event.target.value });
  });
  document.addEventListener("click", (event) => {
    if (!guatu.config) return;
    if (event.target.closest("[data-compare-close]")) guatu.navigate({ compare: "none" });
    else if (event.target.closest("[data-compare]")) {
      const state = now();
      const word = guatu.compared(state) ? "none" : String(earlier(state) || guatu.config.periods.find((period) => period !== state.period) || "none");
      guatu.navigate({ compare: word });
    }
  });
})();
