/* The command box: Ctrl K or the button in the footer. Empty, it lists the questions; typed into, it finds questions,
   views, indicators, industries and places. Enter goes there in one step. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const make = (...given) => guatu.make(...given);
  const KEPT = ["theme", "era", "breaks", "mode", "aloud", "blank", "rotate"];
  let box = null;
  let known = null;
  let items = [];
  let at = -1;

  /* What a question changes: its own parameters, and what other questions left behind; place and time stay. */
  function changesOf(search) {
    const { config } = guatu;
    const said = new URLSearchParams(search);
    const changes = { kind: "ALL", trace: null, household: null };
    Object.entries(config.defaults).forEach(([name, usual]) => { if (!KEPT.includes(name)) changes[name] = usual; });
    said.forEach((value, name) => {
      if (!config.options[name] || config.options[name].includes(value)) changes[name] = value;
    });
    if (changes.indicator && !config.indicators[changes.indicator]) delete changes.indicator;
    if (!changes.indicator) changes.indicator = config.indicatorOf[changes.view] || config.indicator;
    return changes;
  }

  guatu.answerQuestion = function (number) {
    const asked = known && known.questions.find(([no]) => no === number);
    if (asked) guatu.navigate(changesOf(guatu.state().period >= 2021 ? asked[4] : asked[3]));
  };

  /* What can be found, in the order in which ties stand. */
  function list() {
    const { words, questions, kinds, places } = known;
    const { config } = guatu;
    const made = questions.map(([number, said, , , , other]) =>
      guatu.findable({ sort: words.sort_question, said, number, go: () => guatu.answerQuestion(number) }, [said, ...other]));
    document.querySelectorAll(".view-button[data-set]").forEach((button) => {
      const view = button.dataset.set.split("=")[1];
      made.push(guatu.findable({ sort: words.sort_view, said: button.textContent, go: () => guatu.navigate(changesOf("view=" + view)) }, [button.textContent]));
    });
    document.querySelectorAll(".aloud-open").forEach(({ textContent, title }) =>
      made.push(guatu.findable({ sort: words.sort_view, said: textContent, go: () => guatu.navigate({ aloud: "on" }) }, [textContent, title])));
    document.querySelectorAll("[data-paper]:not([hidden])").forEach(({ textContent, title }) =>
      made.push(guatu.findable({ sort: words.sort_view, said: title, go: guatu.takePaper }, [textContent, title])));
    Object.entries(config.indicators).forEach(([indicator, { name }]) =>
      made.push(guatu.findable({ sort: words.sort_indicator, said: name, go: () => guatu.navigate({ indicator, spotlight: "none", ask: "none", trace: null }) }, [name])));
    kinds.filter(([kind]) => config.kinds.includes(kind)).forEach(([kind, said]) =>
      made.push(guatu.findable({ sort: words.sort_kind, said, go: () => guatu.navigate(changesOf("view=industry&kind=" + kind)) }, [said])));
    places.codes.forEach((code, i) => {
      const name = places.names[i];
      const above = places.parents[i] < 0 ? "" : places.names[places.parents[i]];
      const own = places.chinese.length ? [name, places.chinese[i]] : [name];
      made.push(guatu.findable({ sort: above, said: name, code, go: () => guatu.navigate({ region: code, household: null, ask: "none", trace: null }) }, own));
    });
    return made;
  }

  /* Once a release; what was typed meanwhile is looked for when it stands. */
  async function learn() {
    const { lang, era } = guatu.state();
    const address = guatu.config.base + "wall/commands/" + encodeURIComponent(guatu.config.release) + "/" + lang + (era === "auto" ? "" : "?era=" + era);
    if (known && known.address === address) return;
    if (!known) fetch(guatu.config.base + "assets/vendor/pinyin.txt").then((answer) => (answer.ok ? answer.text() : "")).then(guatu.learnPinyin).catch(() => null);
    const found = await guatu.ask(address).catch(() => null);
    if (!found) { guatu.notice(guatu.config.texts.lost); return; }
    known = { ...found, address };
    items = list();
  }

  function frame() {
    const { words } = known;
    const input = make("input", { type: "text", class: "commands-input", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "60",
      "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": "commands-list", "aria-label": words.placeholder, placeholder: words.placeholder });
    const closing = make("button", { type: "button", class: "trace-close", title: words.close, "aria-label": words.close }, "×");
    const options = make("div", { id: "commands-list", class: "commands-list", role: "listbox", "aria-label": words.title });
    const said = make("p", { class: "commands-said", role: "status" });
    const way = document.querySelector('#menu [data-way="households"]:not([hidden])');
    const foot = make("footer", { class: "commands-foot" }, said, make("span", { class: "commands-keys" }, words.keys),
      way ? make("a", { href: way.getAttribute("href") }, words.households) : null);
    const made = make("dialog", { class: "commands", "aria-label": words.title }, make("header", {}, input, closing), options, foot);
    closing.addEventListener("click", () => made.close());
    made.addEventListener("click", (event) => { if (event.target === made) made.close(); });
    input.addEventListener("input", () => fill(input.value));
    made.addEventListener("keydown", keyed);
    options.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });
    document.getElementById("wall").append(made);
    return made;
  }

  const options = () => Array.from(box.querySelectorAll("[role=option]"));

  const isCall = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";

  function keyed(event) {
    if (!box.open || isCall(event)) return; // a box just closed has the focus until the next picture is drawn
    event.stopPropagation(); // the wall behind does not hear what is typed here
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") box.close();
    else if (event.key === "Enter" && event.target.matches("input") && !event.isComposing) {
      const option = options()[Math.max(at, 0)];
      if (option) go(option);
    } else if (moves[event.key]) mark(at + moves[event.key]);
    else return;
    event.preventDefault();
  }

  function mark(to) {
    const all = options();
    at = all.length ? (to + all.length) % all.length : -1;
    all.forEach((option, i) => guatu.set(option, "aria-selected", String(i === at)));
    const input = box.querySelector("input");
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      guatu.set(input, "aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    }
  }

  function go(option) {
    box.close();
    option.goes();
  }

  function option(entry, i, ...inside) {
    const node = make("div", { role: "option", id: "commands-" + i, class: "commands-option", "aria-selected": "false", "data-question": entry.number, "data-place": entry.code }, ...inside);
    node.goes = entry.go;
    return node;
  }

  function fill(typed) {
    const { words, themes, questions } = known;
    const place = box.querySelector(".commands-list");
    const { found, total } = guatu.find(items, typed);
    const isEmpty = !typed.trim();
    place.classList.toggle("is-questions", isEmpty);
    let count = 0;
    if (isEmpty) {
      place.replaceChildren(...themes.map(([theme, name]) => make("div", { class: "commands-theme", role: "group", "aria-label": name }, make("h3", { "aria-hidden": "true" }, name),
        ...questions.filter((asked) => asked[2] === theme).map(([number, said]) =>
          option({ number, go: () => guatu.answerQuestion(number) }, count++, make("b", {}, String(number)), make("span", {}, said))))));
    } else {
      place.replaceChildren(...found.map((entry) => option(entry, count++, make("span", {}, entry.said), make("em", {}, entry.sort))));
    }
    guatu.put(box.querySelector(".commands-said"), isEmpty ? words.region_note : total ? words.found.replace("{count}", total.toLocaleString("en-US")) : words.none);
    place.scrollTop = 0;
    at = -1;
    mark(isEmpty ? -1 : 0);
    if (isEmpty) { at = -1; options().forEach((node) => guatu.set(node, "aria-selected", "false")); box.querySelector("input").removeAttribute("aria-activedescendant"); }
  }

  async function open() {
    if (!guatu.config || (box && box.open)) return;
    await learn();
    if (!known) return;
    if (box) box.remove();
    box = frame();
    fill("");
    box.showModal();
    box.querySelector("input").focus();
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-commands]")) open(); });
  document.addEventListener("keydown", (event) => {
    if (!isCall(event)) return;
    event.preventDefault();
    if (box && box.open) box.close();
    else open();
  });
})();
