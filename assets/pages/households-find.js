/* One box for everything: names, initials, villages, numbers. What is typed goes in a request's body, never into an
   address. */
(function () {
  "use strict";
  const { list } = window.guatu;
  const form = document.getElementById("find");
  const box = document.getElementById("find-words");
  const found = document.getElementById("find-found");
  let timer = 0;
  let asked = 0;

  const node = (tag, name, said) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (said !== undefined) made.textContent = said;
    return made;
  };

  function close() {
    found.hidden = true;
    box.setAttribute("aria-expanded", "false");
  }

  function option(href, parts) {
    const link = node("a", "found");
    link.href = href;
    link.setAttribute("role", "option");
    link.append(...parts.map(([name, said]) => node("span", name, said)));
    return link;
  }

  function show(answer) {
    const places = answer.places.map((one) => {
      const link = option(one.href, [["found-name", one.name], ["found-where", one.where]]);
      link.dataset.go = "list";
      return link;
    });
    const households = answer.households.map((one) =>
      option(list.card(one.token), [
        ["found-name", one.name], ["found-status", one.status], ["found-where", one.where], ["found-by", one.by],
      ]));
    found.replaceChildren(...places, ...households, node("p", "muted", answer.said));
    found.hidden = false;
    box.setAttribute("aria-expanded", "true");
  }

  async function search() {
    const words = box.value.trim();
    const turn = ++asked;
    if (words.length < 1) return close();
    try {
      const answer = await list.ask(`/households/search${list.kept()}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ words }),
      });
      const said = await answer.json();
      if (turn === asked) show(said);
    } catch (error) {
      if (turn !== asked) return;
      found.replaceChildren(node("p", "said", error.message));
      found.hidden = false;
    }
  }

  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(search, 250);
  });
  box.addEventListener("focus", () => {
    if (found.childNodes.length && box.value.trim()) found.hidden = false;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    window.clearTimeout(timer);
    search();
  });
  form.addEventListener("keydown", (event) => {
    const links = [...found.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      box.focus();
    } else if (event.key === "ArrowDown" && links.length && !found.hidden) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? box : links[at - 1]).focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) || event.target.closest(".found")) close();
  });
})();
