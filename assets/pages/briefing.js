/* The page on which a briefing is prepared: its scenes in their order, each with its name and the speaker's notes. */
(function () {
  "use strict";
  const page = window.briefing;
  const { lang, texts, ask, make } = page;
  const byId = (id) => document.getElementById(id);
  const form = byId("form");
  let { scenes, version } = page.briefing;
  let isChanged = false;
  let isSure = false;

  page.say = (words, state) => {
    byId("state").textContent = words;
    byId("state").dataset.state = state || "";
  };

  function changed() {
    isChanged = true;
    page.say(texts.unsaved);
  }

  function button(sign, label, act, isOff) {
    const node = make("button", { type: "button", class: "small", title: label, "aria-label": label, disabled: isOff }, sign);
    node.addEventListener("click", act);
    return node;
  }

  function move(from, to) {
    scenes.splice(to, 0, ...scenes.splice(from, 1));
    changed();
    draw();
    byId("scenes").children[to].querySelector("button:not(:disabled)").focus();
  }

  function row(scene, i) {
    const name = make("input", { maxlength: 80, autocomplete: "off", placeholder: scene.what, "aria-label": texts.name });
    name.value = scene.name;
    name.addEventListener("input", () => { scene.name = name.value; changed(); });
    const notes = make("textarea", { rows: 4, maxlength: 4000, "aria-label": texts.notes, placeholder: texts.notes });
    notes.value = scene.notes;
    notes.addEventListener("input", () => { scene.notes = notes.value; changed(); });
    const tools = make("div", { class: "tools" },
      button("↑", texts.up, () => move(i, i - 1), i === 0),
      button("↓", texts.down, () => move(i, i + 1), i === scenes.length - 1),
      make("a", { class: "button small", href: "/" + scene.show + "&lang=" + lang, target: "_blank", rel: "noopener" }, texts.see),
      button("×", texts.remove, () => { scenes.splice(i, 1); changed(); draw(); }));
    const faults = scene.faults.length ? make("p", { class: "said", "data-state": "bad" }, scene.faults.join(" · ")) : null;
    return make("li", {}, make("span", { class: "number" }, String(i + 1)), make("div", { class: "words" }, name, scene.name ? make("p", { class: "muted" }, scene.what) : null, faults), notes, tools);
  }

  function draw() {
    byId("scenes").replaceChildren(...scenes.map(row));
    byId("none").hidden = scenes.length > 0;
  }

  function take(told) {
    ({ scenes, version } = told);
    form.elements.title.value = told.title;
    isChanged = false;
    draw();
    page.draw(told.noted);
  }

  async function save() {
    const body = { title: form.elements.title.value, version, scenes: scenes.map(({ name, search, notes }) => ({ name, search, notes })) };
    await ask("PUT", "/state", body).then((told) => { take(told); page.say(texts.saved, "good"); }, (error) => page.say(error.message, "bad"));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.elements.title.addEventListener("input", changed);
  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    save();
  });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  byId("drop").addEventListener("click", async () => {
    if (!isSure) {
      isSure = true;
      byId("drop").textContent = texts.drop_sure;
      return;
    }
    isChanged = false;
    await ask("POST", "/act", { act: "drop" }).then(() => window.location.assign("/briefings?lang=" + lang), (error) => page.say(error.message, "bad"));
  });
  /* Views that were kept meanwhile in another window come in, unless that would overwrite what is being typed. */
  window.addEventListener("focus", () => {
    if (!isChanged) ask("GET", "/state").then((told) => { if (!isChanged && told.version !== version) take(told); }, () => null);
  });
  take(page.briefing);
})();
