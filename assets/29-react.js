/* Another figure in a node that has one already, without the page being laid out for it. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* plotly.js asks the node for its box, to learn whether it has none and whether the page is scaled. In the middle of a
     change the browser lays the page out to answer, and once more for the picture; who draws here knows the box. */
  guatu.react = function (node, { data, layout }, { width, height }, settings) {
    const box = node._fullLayout && node._fullLayout._lastBBox;
    const known = box ? { clientWidth: width, clientHeight: height, getBoundingClientRect: () => box } : {};
    Object.entries(known).forEach(([name, value]) => Object.defineProperty(node, name, { configurable: true, value }));
    try {
      return window.Plotly.react(node, data, layout, settings);
    } finally {
      Object.keys(known).forEach((name) => { delete node[name]; });
    }
  };
})();
