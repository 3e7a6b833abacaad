/* The map of what has changed: the differences of the regions in the place of their values, on a ramp with two ends. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* The differences of what a map shows; null where it shows values, or where there is nothing to compare with, which the
     panel beside it says in words. */
  guatu.changes = async function (state) {
    if (!guatu.differs(state)) return null;
    const { base, release, briefed } = guatu.config;
    const since = state.since === "briefing" && briefed ? briefed : state.since;
    const place = [release, encodeURIComponent(state.region), state.depth, state.period, since, state.indicator, state.lang];
    const words = state.era && state.era !== "auto" ? "?era=" + state.era : "";
    const found = await guatu.ask(base + "wall/change/" + place.join("/") + words).catch(() => null);
    if (found && found.reason) guatu.notice(found.reason);
    return found && found.values ? found : null;
  };

  const tone = (k) => guatu.token("shift-" + k);

  /* Colours of the classes, lowest differences first: worse at the one end and better at the other, whichever is less. */
  function ramp(classes, direction) {
    const steps = classes === 5 ? [1, 2, 3, 4, 5] : [1, 3, 5];
    return (direction < 0 ? steps.reverse() : steps).map(tone);
  }

  /* The differences as a column of the map: see `guatu.column`. */
  guatu.changeColumn = function (code, shown, change) {
    const { values, states, breaks, ranges, name, unit, sentence, since } = change;
    const known = guatu.config.indicators[code];
    const indicator = { ...known, name, unit, parts: [] };
    const at = new Map(change.codes.map((one, i) => [one, i]));
    const place = shown.codes.map((one) => at.get(one));
    const own = place.map((i) => (i === undefined ? null : values[i]));
    const why = place.map((i, n) => (own[n] !== null ? null : i === undefined ? "missing" : states[i]));
    const colours = ramp(breaks.length, known.direction);
    const classes = own.map((value) => guatu.classOf(value, breaks));
    const missing = guatu.token("missing");
    return {
      code, indicator, breaks, colours, classes, why, ranges, sentence, values: own, numerators: [], denominators: [],
      trace: code + "@since-" + since,
      fills: classes.map((k) => (k < 0 ? missing : colours[k])),
      text: (i) => (own[i] === null ? guatu.config.texts[why[i]] : guatu.difference(own[i], 0, known, false)),
    };
  };
})();
