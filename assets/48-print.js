/* Printing: the wall is laid out for its screen, so the sheet takes it whole and smaller; paper has the light colours. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const SHEET = [1060, 730]; // A4 landscape within its margins, in CSS px
  const SETTLED = 1200;
  const root = document.documentElement;
  let before = null;

  function prepare() {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    root.style.setProperty("--print-rem", guatu.rem() + "px");
    root.style.setProperty("--print-width", window.innerWidth + "px");
    root.style.setProperty("--print-height", window.innerHeight + "px");
    root.style.setProperty("--print-zoom", String(Math.min(SHEET[0] / window.innerWidth, SHEET[1] / window.innerHeight)));
  }

  function restore() {
    if (before) root.dataset.theme = before;
    before = null;
  }

  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", restore);

  /* The button has the maps and charts drawn in the light colours first, and puts the screen's own back. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-print]") || !guatu.config) return;
    const { theme } = guatu.state();
    const print = () => window.setTimeout(() => {
      window.print();
      guatu.navigate({ theme }, { replace: true });
    }, SETTLED);
    document.getElementById("menu").open = false;
    if (theme === "light") return void window.print();
    window.addEventListener("guatu:painted", print, { once: true });
    guatu.navigate({ theme: "light" }, { replace: true });
  });
})();
