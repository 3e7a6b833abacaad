/* A desk that presents: each of its views is sent to the wall that it was paired with on the page of the remote. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const PAIRED = "guatu.presents";
  let paired = null;
  try { paired = JSON.parse(window.sessionStorage.getItem(PAIRED) || "null"); } catch { paired = null; }
  if (!paired || !paired.name || !paired.token || new URLSearchParams(window.location.search).has("wall")) return;
  const origin = Math.random().toString(36).slice(2, 14);
  let isSending = false;
  let pending = null;

  function end(said) {
    window.sessionStorage.removeItem(PAIRED);
    paired = null;
    const chip = document.querySelector(".presents");
    if (chip) chip.remove();
    if (said) guatu.notice(said);
  }

  async function send() {
    if (isSending || pending === null || !paired) return;
    isSending = true;
    const body = { search: pending, origin };
    pending = null;
    const answer = await fetch(guatu.config.base + "live/walls/" + encodeURIComponent(paired.name) + "/view", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + paired.token },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
    }).catch(() => null);
    isSending = false;
    if (answer && answer.status === 403) end(guatu.config.texts.presents_lost);
    else if (!answer) window.setTimeout(() => { pending = pending === null ? body.search : pending; send(); }, 2000);
    else send();
  }

  function present() {
    const { config } = guatu;
    const own = { wall: null, lang: config.lang, theme: config.defaults.theme, era: config.defaults.era, mode: "wall", rotate: "off", aloud: "off" };
    pending = guatu.write({ ...guatu.state(), ...own }, config) || "?";
    send();
  }

  window.addEventListener("guatu:painted", () => {
    const words = guatu.config.texts;
    const chip = guatu.make("button", { type: "button", class: "presents", title: words.presents_end },
      guatu.make("span", {}, words.presents.replace("{name}", paired.name)), guatu.make("span", { class: "presents-end" }, words.presents_end));
    chip.addEventListener("click", () => end());
    const label = document.getElementById("wall-name");
    label.after(chip);
    window.addEventListener("guatu:navigated", present);
    present();
  }, { once: true });
})();
