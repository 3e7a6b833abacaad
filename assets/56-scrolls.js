/* A part of the card that scrolls and has nothing in it to stand on is a stop of the Tab key itself. */
(function () {
  "use strict";
  let waiting = 0;

  function look() {
    waiting = 0;
    document.querySelectorAll("#card .panel-body").forEach((node) => {
      const scrolls = node.scrollHeight > node.clientHeight + 1 && !node.querySelector("a[href], button");
      if (scrolls) node.tabIndex = 0;
      else node.removeAttribute("tabindex");
    });
  }
  const soon = () => { waiting = waiting || window.requestAnimationFrame(look); };

  window.addEventListener("resize", soon);
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.id === "card" || target.closest("#card"))) soon();
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
