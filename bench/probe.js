/* What stands on the map, looked at once a frame: the same for every page. A picture is painted two frames after its
   last change. Shadow roots are looked into, because one of the peers draws there. */
(function () {
  "use strict";
  const peer = (window.peer = { begun: 0, took: null, sign: "", shape: "", paths: 0, drawn: 0 });
  let layers = [];
  let frames = 0;
  let changed = false;

  /* A canvas has no elements to look at: how often one that stands on the page was drawn on. */
  const pencil = window.CanvasRenderingContext2D.prototype;
  ["putImageData", "drawImage"].forEach((name) => {
    const draw = pencil[name];
    pencil[name] = function (...given) {
      if (this.canvas.isConnected) peer.drawn += 1;
      return draw.apply(this, given);
    };
  });

  function find(root, found) {
    found.push(...Array.from(root.querySelectorAll(".js-plotly-plot .choroplethlayer")));
    root.querySelectorAll("*").forEach((node) => { if (node.shadowRoot) find(node.shadowRoot, found); });
    return found;
  }

  /* Whether another picture stands than when this was last asked. */
  function see() {
    if (!layers.length || !layers.every((layer) => layer.isConnected)) layers = find(document, []);
    const paths = layers.flatMap((layer) => Array.from(layer.querySelectorAll("path")));
    const shape = paths.map((path) => (path.__data__ ? path.__data__.loc : "")).join();
    const fills = paths.map((path) => (path.getAttribute("d") || "").slice(0, 24) + path.style.fill + path.getAttribute("fill"));
    const sign = shape + fills.join() + peer.drawn;
    if (!(paths.length || peer.drawn) || sign === peer.sign) return false;
    Object.assign(peer, { sign, shape, paths: paths.length });
    return true;
  }

  function look() {
    if (see()) {
      frames = 0;
      changed = true;
    } else if (changed && ++frames === 2) {
      changed = false;
      peer.at = performance.now();
      peer.took = peer.at - peer.begun;
    }
    if (peer.isWatching) requestAnimationFrame(look);
  }

  /* Only the page that is touched looks: pages that ask for every frame take the machine from the one that is timed. */
  peer.watch = () => {
    if (!peer.isWatching) requestAnimationFrame(look);
    peer.isWatching = true;
  };
  peer.arm = () => {
    see();
    changed = false;
    peer.took = null;
    peer.watch();
  };
  peer.rest = () => { peer.isWatching = false; };
  ["pointerup", "input"].forEach((name) => window.addEventListener(name, (event) => { peer.begun = event.timeStamp; }, true));
  peer.watch();

  /* A point well inside the outline of a region, on the page; plotly keeps the region's code with its path. */
  peer.inside = (code) => {
    const paths = layers.flatMap((layer) => Array.from(layer.querySelectorAll("path")));
    const path = paths.find((one) => one.__data__ && one.__data__.loc === code);
    if (!path) return null;
    const box = path.getBoundingClientRect();
    const back = path.getScreenCTM().inverse();
    let best = null;
    let most = -1;
    for (let i = 1; i < 24; i += 1) for (let j = 1; j < 24; j += 1) {
      const at = [box.left + (i * box.width) / 24, box.top + (j * box.height) / 24];
      const within = (x, y) => path.isPointInFill(new DOMPoint(x, y).matrixTransform(back));
      if (!within(...at)) continue;
      let room = 0;
      for (let r = 4; r < 60 && room === r / 4 - 1; r += 4) {
        room += [[r, 0], [-r, 0], [0, r], [0, -r]].every(([dx, dy]) => within(at[0] + dx, at[1] + dy)) ? 1 : 0;
      }
      if (room > most) [most, best] = [room, at];
    }
    return best;
  };
})();
