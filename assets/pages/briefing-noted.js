/* What was asked and decided while a briefing was told, as a list; each can be settled, or struck out. */
(function () {
  "use strict";
  const { lang, briefing, texts } = JSON.parse(document.getElementById("data").textContent);
  const place = "/briefings/" + encodeURIComponent(briefing.id);
  const byId = (id) => document.getElementById(id);

  /* Ask as the routes of a briefing want it; a refusal is thrown with its words. */
  async function ask(method, way, body) {
    const answer = await fetch(place + way + "?lang=" + lang, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      signal: AbortSignal.timeout(20000),
    }).catch(() => null);
    const told = answer && (await answer.json().catch(() => null));
    if (!answer || !told) throw new Error(texts.lost);
    if (!answer.ok) throw new Error((told.error && (lang === "en" ? told.error.message : told.error.message_zh)) || texts.lost);
    return told;
  }

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    });
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  function draw(noted) {
    const rows = noted.map((one) => {
      const done = make("input", { type: "checkbox", checked: one.is_done });
      done.addEventListener("change", () => act(one, done.checked ? "done" : "open"));
      const strike = make("button", { type: "button", class: "small" }, texts.strike);
      strike.addEventListener("click", () => act(one, "strike"));
      return make("li", { "data-kind": one.kind, "data-done": one.is_done },
        make("p", {}, make("b", { class: "kind" }, one.kind_words), " " + one.said),
        make("p", { class: "muted" }, [one.who, one.scene].filter(Boolean).join(" · ") + " · ",
          make("span", { class: one.is_late ? "is-late" : null }, one.until)),
        make("p", { class: "settle" }, make("label", {}, done, " " + texts.done), strike));
    });
    byId("noted").replaceChildren(...(rows.length ? rows : [make("li", { class: "muted" }, texts.noted_none)]));
  }

  function act(one, what) {
    ask("POST", "/noted/" + one.id, { act: what }).then((told) => draw(told.noted), (error) => page.say(error.message, "bad"));
  }

  const page = (window.briefing = { lang, briefing, texts, ask, make, draw, say: () => {} });
  draw(briefing.noted);
})();
