/* The paper of this view: to the page that makes one, with what the wall shows and how large this screen is. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  guatu.takePaper = function () {
    const { innerWidth, innerHeight, devicePixelRatio } = window;
    const { lang, theme } = guatu.state();
    const size = [innerWidth, innerHeight].map((side) => String(Math.round(side * devicePixelRatio)));
    const asked = new URLSearchParams({ of: guatu.shownHere(), w: size[0], h: size[1], lang, theme });
    window.location.assign(guatu.config.base + "papers?" + asked);
  };

  document.addEventListener("click", (event) => { if (event.target.closest("[data-paper]")) guatu.takePaper(); });
})();
