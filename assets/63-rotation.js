/* Scenes take turns on a wall that nobody touches. The address stays the state: a scene is one, and after a reload the
   one that stands is found again from it. A touch holds the wall; some time after the last one it goes on. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const VIEW = ["view", "kind", "solar", "deck", "region", "indicator", "period", "layers", "compare", "breaks", "depth", "spotlight"];
  const RETRY = 5000;
  const STOPPED = "guatu-rotation-stopped";
  const RUNNING = "running";

  let programme = null;
  let scene = null; // the one whose turn it is
  let mode = RUNNING; // "running", "held" by a touch until `due`, "stopped" by hand
  let due = 0; // when the next scene comes, or the held wall goes on
  let before = null; // mode and due as they were before the touch that is being handled
  let wasOn = false;
  let moving = false;

  const clock = () => performance.now();
  const bar = () => document.getElementById("rotation");
  const on = () => Boolean(guatu.config) && guatu.state().rotate === "on" && guatu.state().mode === "wall";
  const keyOf = (state) => VIEW.map((name) => String(state[name])).join("|");
  const keyOfScene = (one) => keyOf(guatu.read(one.search, guatu.config));
  const stands = (one) => Boolean(one) && keyOfScene(one) === keyOf(guatu.state());
  const remember = (stopped) => {
    if (stopped) window.sessionStorage.setItem(STOPPED, "1");
    else window.sessionStorage.removeItem(STOPPED);
  };

  /* The minute of the day, by the server's clock: walls whose own clocks are wrong show their scenes at the right hour. */
  guatu.minute = () => {
    const [hours, minutes] = guatu.clock.text(guatu.clock.now()).slice(-5).split(":");
    return Number(hours) * 60 + Number(minutes);
  };
  guatu.holds = ([start, end], minute) => (start < end ? start <= minute && minute < end : minute >= start || minute < end);
  const playable = () => (programme ? programme.scenes.filter((one) => !one.hours || guatu.holds(one.hours, guatu.minute())) : []);

  /* Everything that the scene's picture needs is here before its turn comes: the change has no empty frame. */
  async function fetchAhead(one) {
    const state = Object.assign(guatu.read(one.search, guatu.config), { lang: guatu.state().lang, era: guatu.state().era });
    const compared = guatu.compared(state);
    await Promise.all([
      fetchMap(state),
      compared ? fetchMap({ ...state, ...compared }).catch(() => null) : null,
      guatu.breaks(state, compared),
    ]);
  }

  async function fetchMap(state) {
    const shown = await guatu.values(state);
    if (shown.unknown) throw new Error("unknown region");
    const around = shown.selected ? shown.parent : shown.region.code;
    await Promise.all([
      guatu.outlines(shown.boundaries, guatu.mapWidth()),
      guatu.innerLines(shown.boundaries),
      ...state.layers.map((layer) => guatu.points(around, layer)),
    ]);
  }

  function neighbour(step) {
    const scenes = playable();
    const at = scenes.findIndex((one) => scene && one.number === scene.number && one.search === scene.search);
    if (!scenes.length) return null;
    return at < 0 ? scenes[step > 0 ? 0 : scenes.length - 1] : scenes[(at + step + scenes.length) % scenes.length];
  }

  /* Show a scene. The server does not answer: the picture that stands is better than an address without a picture. */
  async function show(one, by) {
    if (!one || moving) return;
    moving = true;
    try {
      await fetchAhead(one);
      scene = one;
      if (!stands(one)) guatu.take(one.search, by || "scene");
      if (mode === RUNNING) due = clock() + one.dwell * 1000;
      draw();
    } catch {
      if (mode === RUNNING) due = clock() + RETRY;
    } finally {
      moving = false;
    }
  }

  function hold() {
    before = { mode, due };
    if (mode === "stopped" || !programme) return;
    mode = "held";
    due = clock() + programme.idle_seconds * 1000;
    draw();
  }

  function stop() {
    mode = "stopped";
    remember(true);
    draw();
  }

  /* Go on: a scene that still stands gets its time again, else the next one comes. */
  function run() {
    mode = RUNNING;
    remember(false);
    if (stands(scene)) due = clock() + scene.dwell * 1000;
    else due = 0;
    tick();
  }

  function step(by) {
    show(neighbour(by));
    hold();
  }

  const commands = {
    next: () => step(1),
    previous: () => step(-1),
    pause: stop,
    resume: () => (on() ? run() : guatu.navigate({ rotate: "on" }, { by: "remote" })),
    show: (n) => {
      if (!programme || !programme.scenes[n - 1]) return;
      show(programme.scenes[n - 1]);
      hold();
    },
  };

  function tick() {
    const rotating = on();
    if (rotating && !wasOn) begin();
    wasOn = rotating;
    if (rotating && programme && guatu.painted && guatu.state().blank !== "on" && clock() >= due) {
      if (mode === "held") return run();
      if (mode === RUNNING) {
        const next = neighbour(1);
        if (next && stands(next) && scene === next) due = clock() + next.dwell * 1000;
        else if (next) show(next);
      }
    }
    draw();
  }

  /* Rotation is switched on, or the page was loaded with it. */
  function begin() {
    mode = window.sessionStorage.getItem(STOPPED) ? "stopped" : RUNNING;
    if (!programme) load();
    else find();
  }

  function find() {
    scene = playable().find((one) => stands(one)) || null;
    if (mode === RUNNING) due = scene ? clock() + scene.dwell * 1000 : 0;
  }

  function draw() {
    const node = bar();
    if (!node) return;
    const shown = on() && Boolean(programme);
    if (node.hidden === shown) node.hidden = !shown;
    if (!shown) return;
    const scenes = playable();
    const here = scenes.find((one) => stands(one) && (!scene || one.number === scene.number)) || scenes.find((one) => stands(one));
    const seconds = Math.max(0, Math.ceil((due - clock()) / 1000));
    const data = node.dataset;
    const said = !scenes.length ? data.textNone
      : mode === "stopped" ? data.textPaused : mode === "held" ? data.textResuming.replace("{seconds}", seconds) : "";
    write(node, ".rotation-place", here ? scenes.indexOf(here) + 1 + " / " + scenes.length : "");
    write(node, ".rotation-name", here ? here.name : "");
    write(node, ".rotation-state", said);
    const button = node.querySelector("[data-rotation=pause]");
    const label = mode === RUNNING ? data.textPause : data.textResume;
    if (button.title === label) return;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.dataset.state = mode === RUNNING ? "running" : "paused";
  }

  function write(node, place, text) {
    const found = node.querySelector(place);
    if (found.textContent !== text) found.textContent = text;
    found.title = text;
  }

  /* The file of scenes, again whenever the server says that it or the release has changed. */
  let asked = 0;
  let era = "auto";
  async function load() {
    const mine = ++asked;
    const state = guatu.state();
    era = state.era;
    try {
      const address = guatu.config.base + "scenes.json?" + new URLSearchParams({ lang: state.lang, era: state.era });
      const response = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(20000) });
      if (!response.ok) throw new Error(String(response.status));
      const body = await response.json();
      if (mine !== asked) return;
      const first = !programme;
      programme = body;
      window.dispatchEvent(new CustomEvent("guatu:scenes", { detail: body }));
      if (first || !scene || !playable().some((one) => one.search === scene.search)) find();
      tick();
    } catch {
      if (mine === asked) window.setTimeout(() => { if (mine === asked) load(); }, RETRY);
    }
  }

  guatu.scenes = () => programme;

  window.addEventListener("guatu:painted", () => {
    if (!asked) load();
    if (mode === RUNNING && scene && stands(scene)) due = clock() + scene.dwell * 1000;
    const next = on() && mode === RUNNING ? neighbour(1) : null;
    if (next) fetchAhead(next).catch(() => null);
  });
  window.addEventListener("guatu:version", () => { if (asked) load(); });
  window.addEventListener("guatu:touched", () => { if (on()) hold(); });
  window.addEventListener("guatu:navigated", ({ detail }) => {
    if (programme && detail.state.era !== era) load();
    if (detail.by === "scene" || detail.by === "live" || !asked) return;
    if (on() && wasOn && (detail.by === "remote" || detail.by === "hand")) hold();
    else tick();
  });
  window.addEventListener("guatu:scene", ({ detail }) => {
    const command = commands[detail.command];
    if (command) command(detail.n);
  });

  /* What is done to the rotation itself is no touch of the picture. */
  const mine = (event) => Boolean(event.target.closest && event.target.closest("#rotation"));
  const takes = "input,textarea,select,button,a,summary,[contenteditable],[role=button],[role=dialog] *";
  const keys = { " ": () => (before && before.mode === RUNNING ? stop() : run()), PageDown: () => step(1), PageUp: () => step(-1) };
  function restore() {
    if (!before) return;
    ({ mode, due } = before);
  }
  ["pointerdown", "touchstart"].forEach((kind) => window.addEventListener(kind, (event) => { if (mine(event) && on()) restore(); }, { capture: true, passive: true }));
  window.addEventListener("keydown", (event) => {
    if (!on() || !keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " " ? event.target.closest(takes) : event.target.closest("input,textarea,select")) {
      if (mine(event)) restore();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (!before) before = { mode, due };
    keys[event.key]();
  }, { capture: true });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rotation]");
    if (!button) return;
    const name = button.dataset.rotation;
    if (name === "pause") (mode === RUNNING ? stop : run)();
    else step(name === "next" ? 1 : -1);
  });

  window.setInterval(tick, 1000);
})();
