/* The remote's page: choose a wall, pair, drive. It draws what the wall says it shows; a tap is drawn at once and sent. */
(function () {
  "use strict";
  const { texts, lang } = JSON.parse(document.getElementById("data").textContent);
  const { remote, guatu } = window;
  const byId = (id) => document.getElementById(id);
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  let config = null;
  let view = null; // the wall's last word
  let state = null; // what it shows, or is about to
  let around = null; // the answer about the region that it shows
  let inFlight = 0;
  let moved = 0; // the serial of our last move: what the wall said before it is old
  let part = "region";
  let chosen = "";

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    });
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  function say(words) {
    byId("said").textContent = words || "";
    byId("said").hidden = !words;
  }

  const words = (error) => (error && error.error && (lang === "en" ? error.error.message : error.error.message_zh)) || texts.lost;

  function stage(name) {
    ["choose", "pair", "drive"].forEach((id) => { byId(id).hidden = id !== name; });
    byId("leave").hidden = name !== "drive";
    byId("state").hidden = name !== "drive";
    byId("heading").textContent = name === "drive" && remote.paired() ? remote.paired().name : document.title;
  }

  // choosing and pairing

  async function choose() {
    stage("choose");
    const walls = await remote.walls().catch((error) => { say(words(error)); return []; });
    byId("walls").replaceChildren(...walls.map((wall) => {
      const button = make("button", { type: "button", class: "wall" }, make("strong", {}, wall.name), make("span", { class: "muted" }, fill(texts.screens, { count: wall.screens })));
      button.addEventListener("click", () => pairWith(wall.name));
      return make("li", {}, button);
    }));
    byId("no-walls").hidden = walls.length > 0;
  }

  async function pairWith(name) {
    chosen = name;
    say("");
    try { await remote.askCode(name); } catch (error) {
      say(words(error));
      if (error.status === 404) return;
    }
    stage("pair");
    byId("pair-name").textContent = name;
    byId("code").value = "";
    byId("code").focus();
  }

  byId("again").addEventListener("click", () => { say(""); choose(); });
  byId("back").addEventListener("click", () => { say(""); choose(); });
  byId("new-code").addEventListener("click", () => pairWith(chosen));
  byId("code").addEventListener("input", () => {
    if (byId("code").value.replace(/\D/g, "").length === 6) byId("code-form").requestSubmit();
  });
  byId("code-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const digits = byId("code").value.replace(/\D/g, "");
    if (digits.length !== 6) return;
    try {
      await remote.pair(chosen, digits);
    } catch (error) {
      byId("code").value = "";
      say(words(error));
      return;
    }
    say("");
    begin();
  });
  byId("leave").addEventListener("click", async () => {
    await remote.leave();
    say("");
    choose();
  });

  // driving

  async function begin() {
    stage("drive");
    connected(false);
    await loadConfig();
    take();
  }

  async function loadConfig() {
    const found = await remote.get("/wall/config?lang=" + lang).catch(() => null);
    if (!found) return void window.setTimeout(loadConfig, 3000);
    config = found;
    around = null;
    fixed();
    take();
  }

  function connected(is) {
    byId("state").textContent = is ? texts.connected : texts.lost;
    byId("state").dataset.state = is ? "good" : "bad";
  }

  /* What the wall says it shows. */
  function take() {
    if (!config || !remote.paired()) return;
    state = guatu.read(view ? view.search : "", config);
    draw();
  }

  const SCREEN = ["theme", "era", "mode", "rotate", "aloud"];

  /* The view as a query; what belongs to the screen is said only where the remote says it. */
  function searchOf(next, own) {
    const plain = { ...next, wall: null, lang: config.lang, household: null };
    SCREEN.forEach((name) => { plain[name] = config.defaults[name]; });
    const said = new URLSearchParams(guatu.write(plain, config));
    Object.entries(own || {}).forEach(([name, value]) => said.set(name, value));
    return "?" + said;
  }

  function go(changes) {
    if (!state) return;
    const own = Object.fromEntries(Object.entries(changes).filter(([name]) => SCREEN.includes(name)));
    state = guatu.turned(state, changes, config);
    draw();
    send(async () => { moved = (await remote.move(searchOf(state, own))).serial; });
  }

  async function send(what) {
    inFlight += 1;
    try {
      await what();
      say("");
    } catch (error) {
      moved = 0;
      if (error.status === 403) {
        remote.forget();
        say(texts.paired_lost);
        choose();
      } else say(error.status ? words(error) : texts.refused);
    }
    inFlight -= 1;
    catchUp();
  }

  /* What the wall said before our last move would take back what is drawn already, and lead the next tap astray. */
  function catchUp() {
    if (!inFlight && (view ? view.serial >= moved : !moved)) take();
  }

  window.addEventListener("remote:connected", () => connected(true));
  window.addEventListener("remote:lost", () => connected(false));
  window.addEventListener("remote:version", ({ detail }) => {
    if (config && detail.release && (detail.release !== config.release || detail.edition !== config.edition)) loadConfig();
  });
  window.addEventListener("remote:view", ({ detail }) => {
    view = detail.serial ? detail : null;
    if (detail.greeting) moved = 0;
    catchUp();
  });

  // drawing

  /* What changes with the release only. */
  function fixed() {
    const toggle = (attributes, ...children) => make("button", { type: "button", "aria-pressed": "false", ...attributes }, ...children);
    byId("periods").replaceChildren(...config.periods.map((year) => toggle({ "data-period": year }, String(year))));
    byId("layers").replaceChildren(...Object.entries(config.layerNames).map(([name, said]) => toggle({ "data-layer": name }, said)));
    byId("indicators").dataset.of = "";
    const options = [["auto", texts.compare_auto], ["none", texts.compare_none], ...config.periods.map((year) => [year, year])];
    byId("compare").replaceChildren(...options.map(([value, said]) => make("option", { value }, String(said))));
    scenes();
  }

  /* What belongs to one view of the wall: its tabs lead the list of indicators, its panels can be enlarged. */
  function viewed() {
    byId("industry").hidden = state.view !== "industry";
    const list = byId("indicators");
    if (list.dataset.of === state.view) return;
    list.dataset.of = state.view;
    const codes = new Set([...config.tabs[state.view], ...Object.keys(config.indicators)]);
    list.replaceChildren(...Array.from(codes, (code) => make("li", {}, make("button", { type: "button", "data-indicator": code }, config.indicators[code].name))));
    document.querySelectorAll("#panels [data-of]").forEach((node) => { node.hidden = !node.dataset.of.split(" ").includes(state.view); });
  }

  async function scenes() {
    const programme = await remote.get("/scenes.json?lang=" + lang).catch(() => null);
    const listed = programme ? programme.scenes : [];
    byId("scenes").replaceChildren(...listed.map((scene, i) => make("li", {}, make("button", { type: "button", "data-show": i + 1 }, scene.name))));
  }

  function press(selector, pressed) {
    document.querySelectorAll(selector).forEach((node) => node.setAttribute("aria-pressed", String(pressed(node.dataset))));
  }

  function draw() {
    const region = around && around.codes && around.region.code === state.region ? around.region.name : "";
    byId("now").textContent = [region, config.indicators[state.indicator].name, state.period].filter(Boolean).join(" · ");
    viewed();
    press("[data-period]", (data) => Number(data.period) === state.period);
    press("[data-layer]", (data) => state.layers.includes(data.layer));
    press("[data-indicator]", (data) => data.indicator === state.indicator);
    press("[data-set]", (data) => (data.set === "blank" ? state.blank === "on"
      : data.set === "theme" ? Boolean(view) && new URLSearchParams(view.search).get("theme") === data.value : state[data.set] === data.value));
    const compare = byId("compare");
    if (![...compare.options].some((option) => option.value === state.compare)) compare.append(make("option", { value: state.compare }, state.compare));
    compare.value = state.compare;
    households();
    regions();
  }

  /* The way to the region and what lies under it, in the words of the wall. */
  async function regions() {
    const address = "/wall/values/" + [config.release, config.drawn, encodeURIComponent(state.region), state.period, lang].join("/");
    if (!around || around.address !== address) {
      const found = await remote.map(address, state.region).catch(() => null);
      if (!found || found.unknown || !found.codes || !state || !address.includes("/" + encodeURIComponent(state.region) + "/" + state.period + "/")) return;
      around = Object.assign(found, { address });
      byId("search").value = "";
      draw();
      return;
    }
    const path = around.path.map(([code, name], i) =>
      make("li", {}, make("button", { type: "button", "data-region": code, "aria-current": i === around.path.length - 1 ? "true" : null }, name)));
    byId("path").replaceChildren(...path);
    byId("up").disabled = around.path.length < 2 && state.spotlight === "none" && !state.trace;
    list();
  }

  function list() {
    const sought = byId("search").value.trim().toLowerCase();
    byId("below").replaceChildren(...around.codes.map((code, i) => [code, around.names[i]])
      .filter(([code, name]) => !sought || name.toLowerCase().includes(sought) || code.includes(sought))
      .map(([code, name]) => make("li", {}, make("button", { type: "button", "data-region": code, "aria-pressed": String(code === around.selected) }, name))));
  }

  function households() {
    const { tiles = 0, open = -1 } = (view && view.card) || {};
    byId("households").hidden = !tiles;
    byId("card-now").textContent = fill(open >= 0 ? texts.card_open : texts.card_none, { n: open + 1, count: tiles });
    document.querySelector('[data-card="close"]').disabled = open < 0;
    const box = byId("tiles");
    if (box.children.length !== tiles) {
      box.replaceChildren(...Array.from({ length: tiles }, (nothing, i) =>
        make("button", { type: "button", "data-tile": i, "aria-label": fill(texts.open_number, { n: i + 1 }) }, String(i + 1))));
    }
    press("#tiles button", (data) => Number(data.tile) === open);
  }

  // taps

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || !config) return;
    const data = button.dataset;
    if (data.part) {
      part = data.part;
      byId("drive").dataset.part = part;
      press("[data-part]", (given) => given.part === part);
    } else if (data.region) go({ region: data.region, spotlight: "none" });
    else if (data.period) go({ period: Number(data.period) });
    else if (data.indicator) go({ indicator: data.indicator });
    else if (data.layer) go({ layers: Object.keys(config.layerNames).filter((name) => state.layers.includes(name) !== (name === data.layer)) });
    else if (data.set === "view") go({ view: data.value, spotlight: "none" });
    else if (data.set === "blank") go({ blank: state.blank === "on" ? "off" : "on" });
    else if (data.set) go({ [data.set]: data.value });
    else if (data.scene) send(() => remote.command("scene", data.scene));
    else if (data.show) send(() => remote.command("scene", "show", Number(data.show)));
    else if (data.card) send(() => remote.command("card", data.card));
    else if (data.tile) send(() => remote.command("card", "open", Number(data.tile)));
  });
  byId("search").addEventListener("input", () => { if (around) list(); });
  byId("compare").addEventListener("change", () => go({ compare: byId("compare").value }));
  byId("up").addEventListener("click", () => {
    if (state.trace) go({ trace: null });
    else if (state.spotlight !== "none") go({ spotlight: "none" });
    else if (view && view.card && view.card.open >= 0) send(() => remote.command("card", "close"));
    else if (around && around.path.length > 1) go({ region: around.path[around.path.length - 2][0] });
  });
  byId("present").addEventListener("click", () => {
    window.sessionStorage.setItem("guatu.presents", JSON.stringify(remote.paired()));
    window.location.assign("/" + searchOf(state) + "&mode=desk&lang=" + lang);
  });

  byId("drive").dataset.part = part;
  remote.resume().then((held) => (held ? begin() : choose()));
})();
