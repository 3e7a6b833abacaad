/* Everything that is painted without asking the server: the maps, then the frame's words, tabs, legend, table, sentence. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const byId = (id) => document.getElementById(id);
  const make = (...given) => guatu.make(...given);

  guatu.notice = function (text) {
    const node = byId("notice");
    if (!node || !text) return;
    node.textContent = text;
    node.hidden = false;
    window.clearTimeout(guatu.noticeTimer);
    guatu.noticeTimer = window.setTimeout(() => { node.hidden = true; }, 9000);
  };

  function breadcrumb(state, shown) {
    const nav = byId("breadcrumb");
    const key = JSON.stringify([shown.path, shown.belowText, shown.selected, guatu.write({ ...state, household: null }, guatu.config)]);
    if (nav.guatuKey === key) return;
    nav.guatuKey = key;
    const parts = shown.path.map(([code, name], i) => {
      const link = make("a", i === shown.path.length - 1 ? { "aria-current": "page" } : {}, name);
      return make("li", {}, guatu.link(link, state, { region: code }));
    });
    const below = shown.selected ? null : make("li", { class: "breadcrumb-below" }, shown.belowText);
    nav.replaceChildren(make("ol", {}, ...parts, below));
  }

  function press(container, attribute, value) {
    byId(container).querySelectorAll("[" + attribute + "]").forEach((button) => {
      guatu.set(button, "aria-pressed", String(button.getAttribute(attribute) === String(value)));
    });
  }

  function tabs(state) {
    press("map-tabs", "data-indicator", state.indicator);
    press("map-periods", "data-period", state.period);
    const more = byId("map-tabs").querySelector("select");
    if (more) {
      const among = guatu.config.tabs[state.view].includes(state.indicator);
      more.value = among ? "" : state.indicator;
      more.classList.toggle("is-chosen", !among);
    }
    guatu.pressLayers(byId("map-layers"), state);
  }

  /* A card stands only while the address names its household: never another's, however late the server answers. */
  function showCard(state) {
    const slot = byId("card");
    slot.hidden = !state.household || slot.dataset.card !== state.household;
  }

  new MutationObserver((changes) => changes.forEach((change) => {
    if (change.target.id === "card" && guatu.config) showCard(guatu.read(window.location.search, guatu.config));
    if (change.target.id === "notice") guatu.notice(change.target.dataset.said.replace(/^\d+ /, ""));
  })).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["data-card", "data-said"] });

  const nowhere = { lon: [], lat: [] };

  /* All that one map needs: the answer about its region, outlines, inner borders, points. */
  async function gather(state) {
    const shown = await guatu.values(state);
    if (shown.unknown || shown.moved) return { shown };
    const around = shown.selected ? shown.parent : shown.region.code;
    const [change, outlines, inner, ...columns] = await Promise.all([
      guatu.changes(state),
      guatu.outlines(shown.boundaries, guatu.mapWidth()).catch(() => null),
      guatu.innerLines(shown.boundaries).catch(() => nowhere),
      ...state.layers.map((layer) => guatu.points(around, layer).catch(() => null)),
    ]);
    return { shown, change, outlines, inner, points: Object.fromEntries(state.layers.map((layer, i) => [layer, columns[i]])) };
  }

  /* Paint all that the browser paints for one state. The old picture stays until the new one is whole. */
  let turn = 0;
  guatu.paint = async function (state) {
    const mine = ++turn;
    guatu.wanted = guatu.pictureOf(state);
    showCard(state);
    const compared = guatu.compared(state);
    const on = guatu.yearOfTree(state, compared);
    let first, second, breaks;
    try {
      [first, second, breaks] = await Promise.all([
        gather({ ...state, on }),
        compared ? gather({ ...state, ...compared, on }).catch(() => null) : null,
        guatu.breaks(state, compared),
      ]);
    } catch {
      if (mine !== turn) return;
      guatu.wanted = null; // so that the next try is one
      guatu.notice(guatu.config.texts.lost);
      return;
    }
    if (mine !== turn) return;
    if (first.shown.unknown) {
      guatu.notice(guatu.config.texts.refused_region);
      guatu.navigate({ region: guatu.config.region, household: null }, { replace: true });
      return;
    }
    if (first.shown.moved) {
      guatu.notice(first.shown.moved.text);
      guatu.navigate({ region: first.shown.moved.code, household: null }, { replace: true });
      return;
    }
    if (second && (second.shown.unknown || second.shown.moved || second.shown.region.level !== first.shown.region.level)) second = null;
    await guatu.ready;
    if (mine !== turn) return;
    await paintAll(state, first, second, breaks, () => mine === turn);
    if (mine !== turn) return;
    guatu.painted = { region: state.region, indicator: state.indicator, period: state.period, at: performance.now() };
    window.dispatchEvent(new CustomEvent("guatu:painted", { detail: guatu.painted }));
    guatu.prefetch(state, first.shown, compared);
  };

  /* What was drawn was laid out in one frame and is painted during the next, with one more where it begins to move: what
     is written in between has to wait for the painting, and all that follows with it. No page in the background waits for
     a frame. */
  const frame = () => new Promise((resolve) => window.requestAnimationFrame(resolve));
  guatu.seen = async function (frames = 2) {
    if (document.hidden) return;
    for (let n = 0; n < frames; n += 1) await frame();
    await guatu.nextTask();
  };

  /* Sizes are read before anything is written and the maps are drawn, in one task; what belongs to them is written while
     the eye has the picture. */
  let begun = 0;
  async function paintAll(state, first, second, breaks, isWanted) {
    const mine = ++begun;
    const { shown } = first;
    if (guatu.shownIndicator !== state.indicator || guatu.shownBreaks !== state.breaks) guatu.onlyClass = null;
    Object.assign(guatu, { shown, shownIndicator: state.indicator, shownBreaks: state.breaks });
    const wall = byId("wall");
    const resized = [
      wall.dataset.level !== String(shown.region.level) || wall.classList.contains("has-households") !== shown.households,
      guatu.standMaps(Boolean(second)),
    ].some(Boolean);
    wall.dataset.level = shown.region.level;
    wall.classList.toggle("has-households", shown.households);
    const [one, two] = guatu.maps();
    const like = [shown.region.level, shown.households, Boolean(second)].join();
    if (resized) [one, two].forEach((map) => map && map.suppose(like));
    guatu.firstPicture = first;
    first.column = first.change ? guatu.changeColumn(state.indicator, shown, first.change) : guatu.column(state.indicator, shown, breaks);
    const room = guatu.legendRoom(shown.boundaries ? shown.boundaries.bbox : [0, 0, 1, 1], one.width ? one : two, Boolean(second), guatu.sizedLayers(first).length);
    const drawing = [one.draw(first, room)];
    if (second) {
      /* One scale: what the first map's classes are, the second one's are too. */
      second.column = guatu.column(state.indicator, second.shown, { [state.indicator]: first.column.breaks });
      drawing.push(two.draw(second, { ...room, beside: 0 }));
    } else if (two) two.drawn = null;
    await Promise.all(drawing);
    if (!isWanted()) return;
    await guatu.seen();
    if (mine !== begun) return; // a picture that is only asked for does not leave this one without its words
    if ([one, two].map((map) => !map || map.wasRight(like)).includes(false)) guatu.paintAgain();
    guatu.legend(state, first);
    guatu.headMaps(state, shown, second && second.shown);
    guatu.sayTimes(shown, second && second.shown);
    tabs(state);
    breadcrumb(state, shown);
    guatu.table(state, first, second);
    guatu.put(byId("sentence"), first.column.sentence || shown.sentences[state.indicator] || "");
    byId("map-empty").hidden = Boolean(first.outlines);
    guatu.tip(null);
  }

  /* The page asks for plotly.js itself; when that came to nothing, ask again. */
  let asked = performance.now();
  function plotlyIsHere() {
    if (window.Plotly) return true;
    if (performance.now() - asked > 20000) {
      asked = performance.now();
      const script = document.createElement("script");
      script.src = document.getElementById("plotly").src;
      document.head.append(script);
    }
    return false;
  }

  /* Painting waits for plotly.js, the frame of the wall and its type. */
  guatu.ready = new Promise((resolve) => {
    const look = () => (plotlyIsHere() && byId("map") ? document.fonts.ready.then(resolve) : window.setTimeout(look, 15));
    look();
  });
})();
