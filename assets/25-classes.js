/* Values, their classes and their words: what map, legend, table and tip have in common. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* The class of a value: breaks are left-closed, what lies under the first belongs to the first class. */
  guatu.classOf = function (value, breaks) {
    if (value === null || value === undefined) return -1;
    let k = 0;
    while (k + 1 < breaks.length && value >= breaks[k + 1]) k += 1;
    return k;
  };

  /* Why regions have no value: not reported, nothing to measure, withheld, or not offered at this level; null where
     they have one. */
  function reasons(shown, code, classes) {
    const why = classes.map((k) => (k < 0 ? "missing" : null));
    Object.entries(shown.absent[code] || {}).forEach(([state, at]) => {
      if (at === true) why.forEach((_, i) => { if (why[i]) why[i] = state; });
      else at.forEach((i) => { if (why[i]) why[i] = state; });
    });
    return why;
  }

  /* The place of a region in a picture, -1 where it is not in it. */
  const indexes = new WeakMap();
  guatu.placeIn = function ({ codes }, code) {
    if (!indexes.has(codes)) indexes.set(codes, new Map(codes.map((one, i) => [one, i])));
    return indexes.get(codes).get(code) ?? -1;
  };

  const writers = new Map();
  guatu.number = function (value, decimals) {
    if (!writers.has(decimals)) writers.set(decimals, new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
    return writers.get(decimals).format(value);
  };

  guatu.format = function (value, indicator) {
    if (value === null || value === undefined) return guatu.config.texts.missing;
    const number = guatu.number(value, indicator.decimals);
    return indicator.unit === "%" || indicator.unit === "‰" ? number + indicator.unit : number;
  };

  /* A value with its unit, as it is said: 2.28%, 4,318 yuan. */
  guatu.written = (value, indicator) => guatu.format(value, indicator) + (["%", "‰", ""].includes(indicator.unit) ? "" : " " + indicator.unit);

  /* The difference of two values, with its sign: points for a share, the unit itself for all else. */
  guatu.difference = function (value, other, indicator, unit) {
    if (value === null || other === null || value === undefined || other === undefined) return "—";
    const [now, before] = [value, other].map((figure) => Number(guatu.number(figure, indicator.decimals).replaceAll(",", "")));
    const size = guatu.number(Math.abs(now - before), indicator.decimals);
    const sign = now === before ? "±" : now > before ? "+" : "−";
    const said = indicator.unit === "%" || indicator.unit === "‰" ? guatu.config.texts["points_" + indicator.unit] : indicator.unit;
    return sign + size + (unit && said ? " " + said : "");
  };

  /* Colours of so many classes, least first, in this screen's theme: the browser's twin of layouts/theme.py. */
  guatu.ramp = function (classes) {
    const at = (i) => guatu.token("ramp-" + (i + 1));
    return classes <= 1 ? [at(2)] : Array.from({ length: classes }, (_, i) => at(half((i * 5) / (classes - 1))));
  };
  const half = (x) => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)); // halves to the even one, as Python does

  /* One indicator as it is drawn: values, numerators and denominators in the order of the regions, each one's class,
     colour and words. The breaks are those of the answer, or others that were asked for it. */
  guatu.column = function (code, shown, others) {
    const indicator = guatu.config.indicators[code];
    const policy = shown.breaks[code] || indicator.breaks;
    const breaks = (others && others[code]) || policy;
    const [values, numerators, denominators] = shown.values[code] || [shown.codes.map(() => null), [], []];
    /* Other breaks were cut through the figures as they are shown, so they sort the figures as they are shown. */
    const sorted = breaks === policy ? values : values.map((value) => (value === null ? null : Number(value.toFixed(indicator.decimals))));
    const colours = guatu.ramp(breaks.length);
    const classes = sorted.map((value) => guatu.classOf(value, breaks));
    const why = reasons(shown, code, classes);
    const missing = guatu.token("missing");
    return {
      code, indicator, breaks, colours, classes, values, numerators, denominators, why,
      fills: classes.map((k) => (k < 0 ? missing : colours[k])),
      text: (i) => (values[i] === null ? guatu.config.texts[why[i]] : guatu.format(values[i], indicator)),
    };
  };

  function luminance(hex) {
    const part = (at) => {
      const c = parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  }
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

  /* The ink that reads best on a ground: the dark one or the light one of the theme. */
  guatu.inkOn = function (ground) {
    const [light, dark] = [guatu.token("text-on-dark") || guatu.token("text"), guatu.token("text-on-light")];
    const on = luminance(ground);
    return contrast(luminance(dark), on) >= contrast(luminance(light), on) ? dark : light;
  };
})();
