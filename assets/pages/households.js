/* The list of households: links that change the address without another page, groups that stay as they were opened, a
   row that leads to its card. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const data = JSON.parse(document.getElementById("data").textContent);
  const opened = new Map();

  /* Go to another view of the list: the address changes, Dash and the map hear of it. */
  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.dispatchEvent(new CustomEvent("guatu:list"));
  }

  /* What stays of an address: the language and the colours. */
  function kept() {
    const said = new URLSearchParams(window.location.search);
    const stays = new URLSearchParams();
    for (const name of ["lang", "theme"]) if (said.has(name)) stays.set(name, said.get(name));
    return String(stays) ? `?${stays}` : "";
  }

  const card = (token) => `/household/${encodeURIComponent(token)}${kept()}`;

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-go]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
  window.addEventListener("popstate", () => window.dispatchEvent(new CustomEvent("guatu:list")));

  /* A click on a row, or Enter in one of its cells. */
  function openRow(target) {
    const row = target.closest && target.closest(".ag-row[row-id]");
    if (row && row.getAttribute("row-id").length === 20) window.location.assign(card(row.getAttribute("row-id")));
  }
  document.addEventListener("click", (event) => {
    if (!window.getSelection || String(window.getSelection()) === "") openRow(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest && event.target.closest(".ag-cell")) openRow(event.target);
  });

  /* A facet that was opened or closed by hand stays so while the list changes. */
  document.addEventListener("toggle", (event) => {
    const facet = event.target.dataset && event.target.dataset.facet;
    if (facet) opened.set(facet, event.target.open);
  }, true);
  const facets = () => document.getElementById("list-facets");
  const narrow = window.matchMedia("(max-width: 52rem)");
  function restore() {
    for (const one of facets() ? facets().querySelectorAll("details[data-facet]") : []) {
      const said = opened.has(one.dataset.facet) ? opened.get(one.dataset.facet) : narrow.matches ? false : one.open;
      if (one.open !== said) one.open = said;
    }
  }
  new MutationObserver((changes) => {
    if (changes.some((one) => one.target.id === "list-facets")) restore();
  }).observe(document.body, { childList: true, subtree: true });

  /* Ask the server for something that has an answer in JSON. */
  async function ask(address, options) {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    if (answer.ok) return answer;
    let said = "";
    try {
      const error = (await answer.json()).error;
      said = data.lang === "en" ? error.message : error.message_zh;
    } catch (_none) {
      said = "";
    }
    throw new Error(said || data.texts.failed);
  }

  guatu.list = { go, ask, card, kept, lang: data.lang, texts: data.texts };
})();
