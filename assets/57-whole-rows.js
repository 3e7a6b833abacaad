/* Lists that scroll show whole rows only, and how many stand below: a row cut through the middle reads as another one. */
(function () {
  "use strict";
  const LIST = ".whole-rows";
  const waiting = new Set();
  const rowsOf = (list) => Array.from(list.querySelectorAll("tbody tr").length ? list.querySelectorAll("tbody tr") : list.children).filter((row) => row.offsetHeight);

  /* Where each row ends, from the top of all that scrolls. */
  function ends(list) {
    const top = list.getBoundingClientRect().top + list.clientTop - list.scrollTop;
    return rowsOf(list).map((row) => row.getBoundingClientRect().bottom - top);
  }

  function count(list, bottoms) {
    const end = list.scrollTop + list.clientHeight - parseFloat(list.style.getPropertyValue("--rest"));
    const more = bottoms.filter((bottom) => bottom > end + 1).length;
    list.dataset.more = more ? "+" + more : "";
  }

  function fit(list) {
    const bottoms = ends(list);
    const height = list.clientHeight;
    const line = 1.3 * parseFloat(getComputedStyle(list).fontSize);
    const last = bottoms.findLast((bottom) => bottom <= height - line);
    if (!bottoms.length || bottoms.at(-1) <= height + 1 || last === undefined || getComputedStyle(list).overflowY === "visible") {
      delete list.dataset.more;
      return;
    }
    list.style.setProperty("--rest", (height - last).toFixed(2) + "px");
    count(list, bottoms);
  }

  function soon(list) {
    if (!waiting.size) window.requestAnimationFrame(() => { const now = Array.from(waiting); waiting.clear(); now.forEach(fit); });
    waiting.add(list);
  }

  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => soon(target)));
  const watched = new WeakSet();

  function watch(list) {
    if (watched.has(list)) return soon(list);
    watched.add(list);
    sizes.observe(list);
    list.addEventListener("scroll", () => { if ("more" in list.dataset) count(list, ends(list)); }, { passive: true });
  }

  new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => {
    const around = target.closest(LIST);
    if (around) watch(around);
    else addedNodes.forEach((node) => { if (node.querySelectorAll) [node, ...node.querySelectorAll(LIST)].filter((one) => one.matches(LIST)).forEach(watch); });
  })).observe(document.documentElement, { subtree: true, childList: true });
})();
