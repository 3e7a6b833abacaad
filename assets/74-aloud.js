/* The paragraph of the view that stands, to be read out: it follows what the wall shows while the address says aloud=on. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const PARTS = ["view", "region", "indicator", "period", "kind", "rank", "since", "lang", "era"];
  const PATIENCE = 150;
  let wanted = "";

  const band = () => document.getElementById("aloud");
  const part = (name) => band().querySelector("[data-aloud-" + name + "]");

  function address(state) {
    const said = new URLSearchParams(PARTS.map((name) => [name, state[name]]));
    return guatu.config.base + "wall/sentence/" + encodeURIComponent(guatu.config.release) + "?" + said;
  }

  /* Words of another view must not stand under this one: what takes longer makes way. */
  async function show(state) {
    if (!band()) return;
    band().hidden = state.aloud !== "on";
    if (band().hidden) {
      wanted = "";
      return;
    }
    const next = address(state);
    if (next === wanted) return;
    wanted = next;
    guatu.put(part("done"), "");
    const waiting = window.setTimeout(() => guatu.put(part("said"), "…"), PATIENCE);
    const found = await guatu.ask(next).catch(() => null);
    window.clearTimeout(waiting);
    if (next !== wanted || !band()) return;
    if (!found) wanted = "";
    guatu.put(part("said"), found ? found.said : guatu.config.texts.lost);
  }

  /* Without a secure address there is no clipboard: then the old way, and if that is not allowed a hand's own. */
  async function copy() {
    const words = part("said");
    const isDone = await (window.isSecureContext && navigator.clipboard ? navigator.clipboard.writeText(words.textContent).then(() => true, () => false) : false);
    if (!isDone) window.getSelection().selectAllChildren(words);
    const done = part("done");
    guatu.put(done, isDone || document.execCommand("copy") ? done.dataset.copied : done.dataset.selected);
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-aloud-copy]")) copy(); });
  document.addEventListener("keydown", (event) => {
    if (!guatu.config || event.ctrlKey || event.metaKey || event.altKey || event.key.toLowerCase() !== "r") return;
    if (event.target.closest("input,textarea,select,[contenteditable],dialog")) return;
    event.preventDefault();
    guatu.navigate({ aloud: guatu.state().aloud === "on" ? "off" : "on" });
  });

  const now = () => { if (guatu.config) show(guatu.state()); };
  window.addEventListener("guatu:navigated", ({ detail }) => show(detail.state));
  window.addEventListener("guatu:painted", now);
  window.addEventListener("popstate", now);
})();
