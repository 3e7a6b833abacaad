/* What is kept of a list: filters under a name, and an export as a workbook, whose purpose is asked. */
(function () {
  "use strict";
  const { list } = window.guatu;
  const at = (name) => document.getElementById(name);

  function say(name, words, state) {
    at(name).textContent = words;
    at(name).dataset.state = state || "";
    at(name).hidden = !words;
  }

  async function send(address, method, body) {
    return list.ask(address, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }

  function listed(rows) {
    at("saved-none").hidden = rows.length > 0;
    at("saved-list").replaceChildren(...rows.map((row) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/households/${row.search}`;
      link.dataset.go = "list";
      link.textContent = row.name;
      link.addEventListener("click", () => at("saved").close());
      const away = document.createElement("button");
      away.type = "button";
      away.className = "small";
      away.textContent = list.texts.remove;
      away.addEventListener("click", () => change("DELETE", { name: row.name }));
      item.append(link, away);
      return item;
    }));
  }

  async function change(method, body) {
    try {
      const answer = await send(`/households/saved${list.kept()}`, method, body);
      listed((await answer.json()).saved);
      say("saved-state", "");
    } catch (error) {
      say("saved-state", error.message, "bad");
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("[data-open], [data-close]");
    if (!button) return;
    if (button.dataset.close !== undefined) return button.closest("dialog").close();
    say("saved-state", "");
    say("export-state", "");
    at(button.dataset.open).showModal();
    if (button.dataset.open === "saved") {
      try {
        listed((await (await list.ask(`/households/saved${list.kept()}`)).json()).saved);
      } catch (error) {
        say("saved-state", error.message, "bad");
      }
    }
  });

  at("saved-form").addEventListener("submit", (event) => {
    event.preventDefault();
    change("POST", { name: event.target.elements.name.value.trim(), search: window.location.search });
  });

  at("export-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { purpose, sensitive } = event.target.elements;
    try {
      say("export-state", list.texts.exporting);
      const answer = await send(`/households/export${window.location.search}`, "POST", {
        purpose: purpose.value.trim(), sensitive: sensitive.checked,
      });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = (answer.headers.get("Content-Disposition") || "").replace(/^.*filename="?([^";]+).*$/, "$1");
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      at("export").close();
    } catch (error) {
      say("export-state", error.message, "bad");
    }
  });
})();
