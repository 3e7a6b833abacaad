/* Which region each pixel of a map belongs to: found once for a place, and then a change of indicator is a look-up for
   each pixel however many regions there are, and the region under a pointer is one look-up. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const SLICE = 12; // ms of work before the page gets its turn

  /* A promise of the next task: what waits for its turn, has it before. */
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()();
  guatu.nextTask = () => new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });

  /* Lets the page have its turn whenever a slice of work has passed: null while it has not, else what to wait for. */
  guatu.turns = function () {
    let begun = performance.now();
    return () => (performance.now() - begun < SLICE ? null : guatu.nextTask().then(() => { begun = performance.now(); }));
  };

  /* The corners of cells in pixels: x = a·x + b, y = d − c·y. */
  guatu.placed = function (cells, place, ratio) {
    const [west, south, step] = cells.grid;
    const k = place.k * ratio;
    const [a, b] = [step * k, (west - place.cx) * k + place.midX * ratio];
    const [c, d] = [step * k, place.midY * ratio - (south - place.cy) * k];
    const xy = new Float64Array(cells.xy.length);
    for (let i = 0; i < xy.length; i += 2) {
      xy[i] = a * cells.xy[i] + b;
      xy[i + 1] = d - c * cells.xy[i + 1];
    }
    return xy;
  };

  const crossings = new Float64Array(4096);

  /* Write `n` into every pixel whose middle lies in region n (even and odd: holes and parts need no order of corners). */
  function fill(ids, width, height, cells, xy, n) {
    const from = cells.rings[n];
    const to = cells.rings[n + 1];
    const [start, end] = [guatu.firstCorner(cells, from), cells.ends[to - 1]];
    let [low, high] = [Infinity, -Infinity];
    for (let i = start; i < end; i += 1) {
      const y = xy[2 * i + 1];
      if (y < low) low = y;
      if (y > high) high = y;
    }
    const last = Math.min(height - 1, Math.floor(high - 0.5));
    let isSeen = false;
    for (let row = Math.max(0, Math.ceil(low - 0.5)); row <= last; row += 1) {
      const y = row + 0.5;
      let count = 0;
      for (let r = from; r < to; r += 1) {
        const first = guatu.firstCorner(cells, r);
        let j = cells.ends[r] - 1;
        for (let i = first; i < cells.ends[r]; j = i, i += 1) {
          const [y0, y1] = [xy[2 * i + 1], xy[2 * j + 1]];
          if ((y0 <= y) === (y1 <= y) || count === crossings.length) continue;
          /* Always from the upper end, so that both neighbours of a border find the same place on it. */
          const [p, q] = y0 < y1 ? [i, j] : [j, i];
          const x = xy[2 * p] + ((xy[2 * q] - xy[2 * p]) * (y - xy[2 * p + 1])) / (xy[2 * q + 1] - xy[2 * p + 1]);
          let at = count;
          while (at > 0 && crossings[at - 1] > x) { crossings[at] = crossings[at - 1]; at -= 1; }
          crossings[at] = x;
          count += 1;
        }
      }
      for (let at = 0; at + 1 < count; at += 2) {
        const left = Math.max(0, Math.ceil(crossings[at] - 0.5));
        const right = Math.min(width, Math.ceil(crossings[at + 1] - 0.5));
        if (right > left) {
          ids.fill(n, row * width + left, row * width + right);
          isSeen = true;
        }
      }
    }
    if (isSeen) return;
    const [x, y] = [Math.floor(xy[2 * start]), Math.floor(xy[2 * start + 1])];
    if (x >= 0 && x < width && y >= 0 && y < height) ids[y * width + x] = n;
  }

  /* For each pixel the number of its region, -1 for none; null when `isWanted` says that nobody waits for it any more. */
  guatu.raster = async function (cells, xy, width, height, isWanted) {
    const ids = new Int32Array(width * height).fill(-1);
    const turn = guatu.turns();
    for (let n = 0; n < cells.codes.length; n += 1) {
      fill(ids, width, height, cells, xy, n);
      if (n % 64 === 0) {
        const pause = turn();
        if (pause) {
          await pause;
          if (!isWanted()) return null;
        }
      }
    }
    return ids;
  };
})();
