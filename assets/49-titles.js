/* Words that end in an ellipsis say the rest when somebody points at them. */
(function () {
  "use strict";
  const say = (event) => {
    const node = event.target;
    if (!(node instanceof HTMLElement) || node.title || !node.childElementCount && !node.textContent.trim()) return;
    if (node.scrollWidth > node.clientWidth + 1 && window.getComputedStyle(node).textOverflow === "ellipsis") node.title = node.textContent.trim();
  };
  document.addEventListener("pointerover", say);
  document.addEventListener("focusin", say);
})();
