/* Keep this view: it becomes the next scene of a briefing, with what the speaker wants to say. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const LAST = "guatu.briefing";
  let dialog = null;

  async function ask(method, address, body) {
    const answer = await fetch(guatu.config.base + address + "?lang=" + guatu.state().lang, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(15000),
    }).catch(() => null);
    const told = answer && (await answer.json().catch(() => null));
    if (answer && answer.ok && told) return told;
    const error = told && told.error;
    throw new Error(error ? (guatu.state().lang === "en" ? error.message : error.message_zh) : guatu.config.texts.lost);
  }

  /* What the wall shows, without what belongs to this screen and without the card of a household. */
  guatu.shownHere = function () {
    const { config } = guatu;
    const own = { wall: null, lang: config.lang, theme: config.defaults.theme, era: config.defaults.era, mode: "wall", rotate: "off", aloud: "off", blank: "off", household: null };
    return guatu.write({ ...guatu.state(), ...own }, config) || "?view=" + guatu.state().view;
  };

  function build(words) {
    const field = (label, node) => guatu.make("label", {}, guatu.make("span", {}, label), node);
    const kept = {
      briefing: guatu.make("select", { name: "briefing" }),
      title: guatu.make("input", { name: "title", maxlength: "80", autocomplete: "off" }),
      name: guatu.make("input", { name: "name", maxlength: "80", autocomplete: "off" }),
      notes: guatu.make("textarea", { name: "notes", rows: "5", maxlength: "4000" }),
    };
    const title = field(words.keep_title, kept.title);
    const said = guatu.make("p", { class: "keep-said", role: "alert" });
    const cancel = guatu.make("button", { type: "button" }, words.keep_not);
    const form = guatu.make("form", { method: "dialog" }, guatu.make("h2", {}, words.keep), field(words.keep_in, kept.briefing), title,
      field(words.keep_name, kept.name), field(words.keep_notes, kept.notes), said,
      guatu.make("p", { class: "keep-acts" }, cancel, guatu.make("button", { type: "submit", class: "is-first" }, words.keep_do)));
    dialog = guatu.make("dialog", { class: "keep", "aria-label": words.keep }, form);
    document.getElementById("wall").append(dialog);
    const choose = () => { title.hidden = kept.briefing.value !== ""; };
    kept.briefing.addEventListener("change", choose);
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => { if (dialog.open) event.stopPropagation(); }); // closed, it has the focus until the next picture
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      keep(kept).catch((error) => { said.textContent = error.message; });
    });
    Object.assign(dialog, { kept, said, choose });
  }

  async function keep({ briefing, title, name, notes }) {
    let id = briefing.value;
    if (!id) id = (await ask("POST", "briefings.json", { title: title.value })).id;
    const { said } = await ask("POST", "briefings/" + encodeURIComponent(id) + "/scenes", { search: guatu.shownHere(), name: name.value, notes: notes.value });
    window.localStorage.setItem(LAST, id);
    dialog.close();
    guatu.notice(said);
  }

  async function open() {
    const { texts } = guatu.config;
    document.getElementById("menu").open = false;
    const briefings = await ask("GET", "briefings.json").catch((error) => void guatu.notice(error.message));
    if (!briefings) return;
    if (!dialog || !dialog.isConnected) build(texts);
    const { kept } = dialog;
    const options = briefings.map((one) => guatu.make("option", { value: one.id }, one.title));
    kept.briefing.replaceChildren(...options, guatu.make("option", { value: "" }, texts.keep_new));
    const last = window.localStorage.getItem(LAST);
    kept.briefing.value = briefings.some((one) => one.id === last) ? last : briefings.length ? briefings[0].id : "";
    ["title", "name", "notes"].forEach((part) => { kept[part].value = ""; });
    dialog.said.textContent = "";
    dialog.choose();
    dialog.showModal();
    (briefings.length ? kept.name : kept.title).focus();
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-keep]")) open(); });
})();
