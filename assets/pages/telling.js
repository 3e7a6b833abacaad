/* The speaker's page: the notes of the scene that stands on the wall, what comes next, and what is noted on the spot. */
(function () {
  "use strict";
  const page = window.briefing;
  const { lang, texts, ask, make } = page;
  const { remote } = window;
  const byId = (id) => document.getElementById(id);
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const PLACE = "guatu.telling." + page.briefing.id;
  let told = page.briefing;
  let at = Math.min(Number(window.sessionStorage.getItem(PLACE)) || 0, Math.max(told.scenes.length - 1, 0));
  let serial = 0; // of our own last move
  let sentAt = ""; // the scene that we put on the wall
  let isSure = false;

  page.say = (words) => {
    byId("said").textContent = words || "";
    byId("said").hidden = !words;
  };

  // the scene, on this screen and on the wall

  function draw() {
    const { scenes } = told;
    const [scene, next] = [scenes[at], scenes[at + 1]];
    byId("place").textContent = scene ? fill(texts.place, { number: at + 1, count: scenes.length }) : "";
    byId("now-name").textContent = scene ? scene.said : texts.no_scenes;
    byId("now-what").textContent = scene && scene.said !== scene.what ? scene.what : "";
    byId("notes").textContent = scene ? scene.notes || texts.no_notes : "";
    byId("notes").classList.toggle("muted", !scene || !scene.notes);
    byId("now-faults").textContent = scene ? scene.faults.join(" · ") : "";
    byId("now-faults").hidden = !scene || !scene.faults.length;
    byId("next-name").textContent = next ? next.said : texts.last;
    byId("next-notes").textContent = next ? next.notes.slice(0, 160) : "";
    byId("previous").disabled = at === 0;
    byId("next").disabled = !next;
    byId("list").replaceChildren(...scenes.map((one, i) => {
      const button = make("button", { type: "button", "aria-current": i === at ? "step" : null }, i + 1 + " " + one.said);
      button.addEventListener("click", () => step(i));
      return make("li", {}, button);
    }));
    byId("held").textContent = told.state === "live" ? fill(texts.held, { name: told.release }) : told.state === "ended" ? texts.over : texts.not_begun;
    byId("held").dataset.state = told.state;
    byId("start").hidden = told.state === "live";
    byId("end").hidden = told.state !== "live";
    page.draw(told.noted);
    clock();
    read();
  }

  /* The paragraph of the scene, of the release that is held. */
  let asked = "";
  async function read() {
    const scene = told.scenes[at];
    const address = scene ? "/wall/sentence/" + (told.release || "now") + scene.show + "&lang=" + lang : "";
    if (address === asked) return;
    asked = address;
    const place = byId("aloud");
    place.hidden = true;
    const answer = address && (await fetch(address, { signal: AbortSignal.timeout(10000) }).catch(() => null));
    const found = answer && answer.ok ? await answer.json().catch(() => null) : null;
    if (address !== asked) return;
    if (!found) asked = "";
    place.textContent = found ? found.said : "";
    place.hidden = !found;
  }

  function step(to) {
    if (!told.scenes[to]) return;
    at = to;
    window.sessionStorage.setItem(PLACE, String(at));
    draw();
    show();
  }

  async function show() {
    const scene = told.scenes[at];
    if (!scene || !remote.paired()) return;
    sentAt = scene.show;
    detour("");
    try {
      serial = (await remote.move(scene.show)).serial;
      page.say("");
    } catch (error) {
      if (error.status === 403) lose();
      page.say((error.error && (lang === "en" ? error.error.message : error.error.message_zh)) || texts.wall_lost);
    }
  }

  function detour(said) {
    byId("detour").firstElementChild.textContent = said ? fill(texts.detour, { said }) : "";
    byId("detour").hidden = !said;
  }

  /* The wall shows something that this page did not put there: a hand, or a remote, answers a question. */
  async function seen({ detail }) {
    if (detail.origin === remote.origin || detail.serial <= serial || !sentAt) return null;
    const known = new URLSearchParams(sentAt);
    const now = new URLSearchParams(detail.search);
    const own = new Set(["lang", "theme", "era", "mode", "rotate", "aloud"]);
    const differs = [...new Set([...known.keys(), ...now.keys()])].some((name) => !own.has(name) && known.get(name) !== now.get(name));
    if (!differs) return detour("");
    const answer = await fetch("/briefings/view.json?" + new URLSearchParams({ lang, search: detail.search }), { signal: AbortSignal.timeout(10000) }).catch(() => null);
    const found = answer && answer.ok ? await answer.json().catch(() => null) : null;
    return detail.serial > serial ? detour(found ? found.said : "…") : null;
  }

  // the wall

  function line(isGood, words) {
    byId("wall").dataset.state = isGood ? "good" : "bad";
    byId("wall").textContent = words;
  }

  async function pairing() {
    const form = byId("pairing");
    const is = Boolean(remote.paired());
    form.hidden = is;
    byId("leave").hidden = !is;
    if (is) return line(true, fill(texts.on_wall, { name: remote.paired().name }));
    line(false, texts.no_wall);
    const walls = await remote.walls().catch(() => []);
    form.elements.wall.replaceChildren(...walls.map((wall) => make("option", { value: wall.name }, wall.name)));
    if (!walls.length) line(false, texts.pair_none);
    return null;
  }

  function lose() {
    remote.forget();
    pairing();
  }

  const refused = (error) => page.say((error.error && (lang === "en" ? error.error.message : error.error.message_zh)) || texts.lost);

  byId("show-code").addEventListener("click", async () => {
    const name = byId("pairing").elements.wall.value;
    if (!name) return pairing();
    await remote.askCode(name).catch(refused);
    return byId("pairing").elements.code.focus();
  });
  byId("pairing").addEventListener("focusin", (event) => { if (event.target.name === "wall" && !event.target.options.length) pairing(); });
  byId("pairing").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { wall, code } = byId("pairing").elements;
    await remote.pair(wall.value, code.value.replace(/\D/g, "")).then(() => { page.say(""); pairing(); show(); }, refused);
    code.value = "";
  });
  byId("leave").addEventListener("click", async () => {
    await remote.leave();
    pairing();
  });
  window.addEventListener("remote:view", seen);
  window.addEventListener("remote:lost", () => line(false, texts.wall_lost));
  window.addEventListener("remote:connected", () => { if (remote.paired()) line(true, fill(texts.on_wall, { name: remote.paired().name })); });

  // beginning, ending, noting

  async function act(what) {
    await ask("POST", "/act", { act: what }).then((answer) => { told = answer; draw(); page.say(""); }, (error) => page.say(error.message));
  }

  byId("start").addEventListener("click", async () => {
    await act("start");
    show();
  });
  byId("end").addEventListener("click", async () => {
    if (!isSure) {
      isSure = true;
      byId("end").textContent = texts.end_sure;
      return;
    }
    isSure = false;
    byId("end").textContent = texts.end;
    await act("end");
  });

  byId("note").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { kind, said, who, until } = byId("note").elements;
    const scene = told.scenes[at];
    const body = { kind: kind.value, said: said.value, who: who.value, until: until.value, scene: scene ? scene.said.slice(0, 80) : "" };
    await ask("POST", "/noted", body).then((answer) => {
      told = answer;
      byId("note").reset();
      draw();
      page.say("");
    }, (error) => page.say(error.message));
  });

  function clock() {
    const since = told.state === "live" && told.started_at ? Math.max(0, Date.now() / 1000 - told.started_at) : null;
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    byId("elapsed").textContent = since === null ? "" : fill(texts.elapsed, { time: (since >= 3600 ? Math.floor(since / 3600) + ":" : "") + two((since % 3600) / 60) + ":" + two(since % 60) });
  }
  window.setInterval(clock, 1000);

  const keys = {
    ArrowRight: () => step(at + 1), PageDown: () => step(at + 1), ArrowLeft: () => step(at - 1), PageUp: () => step(at - 1),
    b: show, B: show, n: () => byId("note").elements.said.focus(), N: () => byId("note").elements.said.focus(),
  };
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
    if (event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    keys[event.key]();
  });
  byId("previous").addEventListener("click", () => step(at - 1));
  byId("next").addEventListener("click", () => step(at + 1));
  byId("back").addEventListener("click", show);

  draw();
  remote.resume().then(pairing);
})();
