/* Shows the wall in an iframe of exactly the chosen size: fitted into the window, or pixel by pixel. */
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("form");
  const frame = document.getElementById("wall");
  const sheet = document.getElementById("sheet");
  const place = document.getElementById("place");
  const fields = form.elements;
  let shown = "fit";
  let loaded = "";

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  /* The choices are this page's own address, so that a preview can be passed on. */
  function recall() {
    const said = new URLSearchParams(window.location.search);
    const size = /^(\d{3,5})x(\d{3,5})$/.exec(said.get("size") || "");
    fields.width.value = size ? size[1] : 1920;
    fields.height.value = size ? size[2] : 1080;
    fields.theme.value = data.themes.includes(said.get("theme")) ? said.get("theme") : data.theme;
    fields.distance.value = said.get("distance") || data.distance || "";
    fields.pitch.value = said.get("pitch") || data.pitch || "";
    fields.search.value = said.get("search") || "";
    shown = said.get("shown") === "true" ? "true" : "fit";
    name();
  }

  function name() {
    const wanted = fields.width.value + "x" + fields.height.value;
    fields.size.value = Array.from(fields.size.options).some((option) => option.value === wanted) ? wanted : "";
  }

  function address() {
    const pasted = fields.search.value.trim();
    const said = new URLSearchParams(pasted.includes("?") ? pasted.slice(pasted.indexOf("?")) : pasted);
    said.set("theme", fields.theme.value);
    if (!said.has("lang")) said.set("lang", data.lang);
    return "/?" + said;
  }

  /* The same two sizes that the server writes into the page when it is told the distance. */
  function size() {
    const page = frame.contentDocument && frame.contentDocument.documentElement;
    if (!page) return;
    const pixels = (Number(fields.distance.value) * 1000) / (Number(fields.pitch.value) || data.pitch);
    page.style.setProperty("--type-legible", pixels * data.legible + "px");
    page.style.setProperty("--type-comfortable", pixels * data.comfortable + "px");
    frame.contentWindow.dispatchEvent(new Event("resize"));
  }

  function fit() {
    const width = Number(fields.width.value);
    const height = Number(fields.height.value);
    const facts = document.getElementById("facts");
    facts.textContent = facts.textContent || "\u00a0"; // its line takes its room before the rest is measured
    const room = [place.clientWidth - 32, place.clientHeight - 32];
    const scale = shown === "fit" ? Math.min(room[0] / width, room[1] / height, 1) : 1 / window.devicePixelRatio;
    frame.style.width = width + "px";
    frame.style.height = height + "px";
    frame.style.transform = "scale(" + scale + ")";
    sheet.style.width = width * scale + "px";
    sheet.style.height = height * scale + "px";
    form.querySelectorAll("[data-shown]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.shown === shown)));
    facts.textContent = fill(data.texts.facts, {
      width, height, percent: Math.round(scale * window.devicePixelRatio * 100), ratio: window.devicePixelRatio.toFixed(2).replace(/\.?0+$/, ""),
    });
  }

  function show() {
    if (!form.reportValidity()) return;
    const target = address();
    if (target !== loaded) {
      loaded = target;
      frame.src = target;
    }
    document.getElementById("alone").href = target;
    const said = new URLSearchParams();
    said.set("size", fields.width.value + "x" + fields.height.value);
    said.set("theme", fields.theme.value);
    if (data.asked) said.set("lang", data.lang);
    ["distance", "pitch", "search"].forEach((field) => { if (fields[field].value) said.set(field, fields[field].value); });
    if (shown !== "fit") said.set("shown", shown);
    window.history.replaceState({}, "", "?" + said);
    size();
    fit();
  }

  frame.addEventListener("load", size);
  form.addEventListener("change", (event) => {
    if (event.target.name === "size" && event.target.value) {
      [fields.width.value, fields.height.value] = event.target.value.split("x");
    }
    name();
    show();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shown]");
    if (!button) return;
    shown = button.dataset.shown;
    show();
  });
  window.addEventListener("resize", fit);
  recall();
  show();
})();
