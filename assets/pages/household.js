/* The page of one household: prints in light colours, and shows one masked field for a while when a reason is given. */
(function () {
  "use strict";
  const page = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const dialog = document.getElementById("uncover");
  const shown = new Map();
  let asking = null;
  let theme = null;

  const said = (key, values) =>
    Object.entries(values).reduce((words, [name, value]) => words.replace("{" + name + "}", value), page.texts[key]);

  /* Put the mask back: nothing is kept of what was shown. */
  function cover(button) {
    const { timer, value, mask, label } = shown.get(button);
    window.clearInterval(timer);
    shown.delete(button);
    value.textContent = mask;
    value.parentElement.classList.remove("is-open");
    button.textContent = label;
  }

  function coverAll() {
    [...shown.keys()].forEach(cover);
  }

  function show(button, words, seconds) {
    if (shown.has(button)) cover(button);
    const value = button.parentElement.querySelector(".covered-value");
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) return cover(button);
      button.textContent = said("left", { seconds: left });
    };
    shown.set(button, { value, mask: value.textContent, label: button.textContent, timer: window.setInterval(tick, 500) });
    value.textContent = words;
    value.parentElement.classList.add("is-open");
    tick();
  }

  async function ask(form) {
    const { field, member } = asking.dataset;
    const body = { field, member: member || "", reason: form.elements.reason.value, words: form.elements.words.value };
    const response = await fetch(page.uncover, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
    });
    const answer = await response.json();
    if (!response.ok) {
      const error = answer.error || {};
      throw new Error((page.lang === "en" ? error.message : error.message_zh) || String(response.status));
    }
    return answer;
  }

  function fail(reason) {
    const line = dialog.querySelector(".said");
    line.hidden = !reason;
    line.dataset.state = "bad";
    line.textContent = reason ? said("failed", { reason }) : "";
  }

  if (dialog) {
    const form = dialog.querySelector("form");
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button.uncover");
      if (!button) return;
      if (shown.has(button)) return void cover(button);
      asking = button;
      fail("");
      form.reset();
      document.getElementById("uncover-title").textContent = page.fields[button.dataset.field];
      dialog.showModal();
    });
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { reason, words } = form.elements;
      if (reason.value === "other" && words.value.trim().length < 2) return void fail(page.texts.wordless);
      ask(form).then(
        (answer) => {
          dialog.close();
          show(asking, answer.value === null ? page.texts.blank : answer.value, answer.seconds);
        },
        (error) => fail(error instanceof TypeError ? page.texts.offline : error.message),
      );
    });
  }

  document.getElementById("print").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => {
    coverAll();
    theme = root.dataset.theme;
    root.dataset.theme = "light";
  });
  window.addEventListener("afterprint", () => {
    if (theme) root.dataset.theme = theme;
  });
  /* What was shown must not come back with the page out of the browser's memory. */
  window.addEventListener("pagehide", coverAll);
})();
