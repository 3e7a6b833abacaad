/* Elements: made in one call, and touched only where something differs, so that what stands is not laid out again. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const SVG = "http://www.w3.org/2000/svg";

  function dress(node, attributes) {
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    });
    return node;
  }

  guatu.make = function (tag, attributes, ...children) {
    const node = dress(document.createElement(tag), attributes);
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  guatu.draw = function (tag, attributes, ...children) {
    const node = dress(document.createElementNS(SVG, tag), attributes);
    node.append(...children);
    return node;
  };

  guatu.put = function (node, text) {
    if (node.textContent !== text) node.textContent = text;
  };

  guatu.set = function (node, name, value) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  };

  /* As many children as there are things, the standing ones kept: `make(i)` gives a new one, the surplus goes. */
  guatu.keep = function (parent, count, make) {
    while (parent.children.length > count) parent.lastElementChild.remove();
    while (parent.children.length < count) parent.append(make(parent.children.length));
    return Array.from(parent.children);
  };

  /* A line of many parts, in pieces. The browser paints a change in tiles, and walks through a path that touches a tile
     from its one end to the other: of a county's borders each tile holds a few. */
  const PIECES = 60;
  guatu.cutLine = function (path) {
    const parts = (path.getAttribute("d") || "").split("M").slice(1);
    const each = Math.ceil(parts.length / PIECES);
    if (each < 2) return;
    const count = Math.ceil(parts.length / each);
    path.replaceWith(...Array.from({ length: count }, (_, i) => {
      const piece = path.cloneNode();
      piece.setAttribute("d", "M" + parts.slice(i * each, (i + 1) * each).join("M"));
      return piece;
    }));
  };
})();
