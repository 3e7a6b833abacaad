/* Where a label can stand: wholly inside the outline of its region, name and value, or the name, or nothing.
   The rows of an outline are found once for a picture; a change of indicator only tries other widths in them. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const LINE = 1.22; // em from one line to the next
  const ROW = 0.2; // rem between two rows that are looked at

  const ruler = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function width(text, weight, rem) {
    const key = weight + "|" + rem + "|" + text;
    if (!widths.has(key)) {
      if (widths.size > 4000) widths.clear();
      ruler.font = weight + " " + rem + "px 'Guatu Sans', sans-serif";
      widths.set(key, ruler.measureText(text).width);
    }
    return widths.get(key);
  }

  const area = (ring) => Math.abs(ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length];
    return sum + p[0] * q[1] - q[0] * p[1];
  }, 0)) / 2;

  /* The largest part of a feature in pixels, with its holes. */
  function largest(geometry, at) {
    const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const rings = parts.map((part) => part.map((ring) => ring.map(at)));
    return rings.reduce((a, b) => (area(a[0]) >= area(b[0]) ? a : b));
  }

  /* For each row the stretches that lie inside the rings. */
  function rowsOf(rings, step) {
    const ys = rings[0].map((p) => p[1]);
    const top = Math.min(...ys);
    const count = Math.max(0, Math.floor((Math.max(...ys) - top) / step));
    const rows = Array.from({ length: count }, () => []);
    rings.forEach((ring) => {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [a, b] = ring[i][1] < ring[j][1] ? [ring[i], ring[j]] : [ring[j], ring[i]];
        const first = Math.max(0, Math.ceil((a[1] - top) / step - 0.5));
        for (let r = first; r < count; r += 1) {
          const y = top + (r + 0.5) * step;
          if (y >= b[1]) break;
          rows[r].push(a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]));
        }
      }
    });
    rows.forEach((row) => row.sort((a, b) => a - b));
    return { top, step, rows };
  }

  function common(stretches, row, least) {
    const found = [];
    stretches.forEach(([a, b]) => {
      for (let i = 0; i + 1 < row.length; i += 2) {
        const from = Math.max(a, row[i]);
        const to = Math.min(b, row[i + 1]);
        if (to - from >= least) found.push([from, to]);
      }
    });
    return found;
  }

  /* Whether any edge of the rings comes into the box: what the rows cannot see between them. */
  function crossed(rings, box) {
    const [x0, y0, x1, y1] = [box.x - box.w / 2, box.y - box.h / 2, box.x + box.w / 2, box.y + box.h / 2];
    return rings.some((ring) => ring.some((p, i) => {
      const q = ring[(i + 1) % ring.length];
      if (Math.max(p[0], q[0]) <= x0 || Math.min(p[0], q[0]) >= x1 || Math.max(p[1], q[1]) <= y0 || Math.min(p[1], q[1]) >= y1) return false;
      let [from, to] = [0, 1];
      for (const [start, run, low, high] of [[p[0], q[0] - p[0], x0, x1], [p[1], q[1] - p[1], y0, y1]]) {
        if (run === 0) continue;
        const [s, t] = [(low - start) / run, (high - start) / run];
        from = Math.max(from, Math.min(s, t));
        to = Math.min(to, Math.max(s, t));
      }
      return from < to;
    }));
  }

  /* The place for a box inside an outline: on no marker if that can be, else nearest to the region's own label point;
     null where there is none. */
  function stand(item, w, h, rem) {
    const { top, step, rows } = item.scan;
    const span = Math.ceil(h / step);
    const found = [];
    const covers = (x, y) => item.markers.some((p) => Math.abs(p[0] - x) * 2 < w + p[2] && Math.abs(p[1] - y) * 2 < h + p[2]);
    for (let r = 0; r + span <= rows.length; r += 1) {
      let stretches = [[-Infinity, Infinity]];
      for (let s = r; s < r + span && stretches.length; s += 1) stretches = common(stretches, rows[s], w);
      const y = top + (r + span / 2) * step;
      stretches.forEach(([a, b]) => {
        const near = Math.min(Math.max(item.at[0], a + w / 2), b - w / 2);
        new Set([near, (a + b) / 2, a + w / 2, b - w / 2]).forEach((x) => {
          found.push({ x, y, w, h, far: Math.hypot(x - item.at[0], y - item.at[1]) + (covers(x, y) ? 1e4 : 0) });
        });
      });
    }
    found.sort((a, b) => a.far - b.far);
    return found.slice(0, 8).find((box) => !crossed(item.rings, box)) || null;
  }

  const meets = (a, b) => Math.abs(a.x - b.x) * 2 < a.w + b.w && Math.abs(a.y - b.y) * 2 < a.h + b.h;

  /* The outlines of a picture, ready to be tried: one item a region that has a label point, large ones first. */
  guatu.labelRooms = function (shown, features, at, rem, markers) {
    return shown.codes
      .map((code, i) => ({ i, feature: features.get(code) }))
      .filter((item) => item.feature && item.feature.properties.label)
      .map((item) => {
        const rings = largest(item.feature.geometry, at);
        const [xs, ys] = [0, 1].map((k) => rings[0].map((p) => p[k]));
        const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
        return {
          i: item.i, rings, size: area(rings[0]), at: at(item.feature.properties.label), scan: rowsOf(rings, rem * ROW),
          markers: markers.filter((p) => p[0] > x0 && p[0] < x1 && p[1] > y0 && p[1] < y1),
        };
      })
      .sort((a, b) => b.size - a.size);
  };

  /* The labels that can stand: {i, lines, x, y, w, h}; `y` is the middle. None meets another, none leaves its region. */
  guatu.placedLabels = function (rooms, names, textOf, rem) {
    const placed = [];
    rooms.forEach((room) => {
      const name = { text: names[room.i], weight: 700 };
      const value = { text: textOf(room.i), weight: 400 };
      const tries = [[[name], [value]], [[name, value]], [[name]]];
      for (const lines of tries) {
        const wide = Math.max(...lines.map((line) => line.reduce((sum, part) => sum + width(part.text, part.weight, rem), (line.length - 1) * 0.4 * rem)));
        const box = stand(room, wide + 0.35 * rem, (LINE * (lines.length - 1) + 1.2) * rem, rem);
        /* The type's own box is higher than its ink; those of two labels do not meet either. */
        const full = box && { ...box, h: box.h + 0.3 * rem };
        if (!box || placed.some((other) => meets(other.full, full))) continue;
        placed.push({ i: room.i, lines, full, ...box });
        break;
      }
    });
    return placed;
  };

  /* Write the labels over the map; nodes that stand are used again. */
  guatu.writeLabels = function (layer, placed, column, rem, isLeftOut) {
    const nodes = guatu.keep(layer, placed.length, () => guatu.draw("text", { "text-anchor": "middle" }));
    placed.forEach((label, n) => {
      const node = nodes[n];
      const fill = column.fills[label.i];
      node.style.fill = guatu.inkOn(fill);
      node.style.stroke = fill;
      node.classList.toggle("is-left-out", isLeftOut(column.classes[label.i]));
      node.guatuAt = label.i;
      const parts = label.lines.flatMap((line, row) => line.map((part, k) => ({ ...part, row, k })));
      const spans = guatu.keep(node, parts.length, () => guatu.draw("tspan"));
      const first = label.y - (LINE * (label.lines.length - 1) * rem) / 2 + 0.37 * rem;
      parts.forEach((part, k) => {
        const span = spans[k];
        guatu.put(span, (part.k ? " " : "") + part.text);
        span.setAttribute("font-weight", part.weight);
        if (part.k) ["x", "y"].forEach((name) => span.removeAttribute(name));
        else {
          guatu.set(span, "x", label.x.toFixed(1));
          guatu.set(span, "y", (first + LINE * part.row * rem).toFixed(1));
        }
      });
    });
  };
})();
