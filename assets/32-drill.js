/* The way down and up, as one movement of a camera: the old picture goes on towards the chosen region and fades while the
   new one, lying exactly over it, comes up. The new picture stands and takes input from the first frame on. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const TIME = 380;
  const FRAMES = 8;
  const FARTHEST = 40; // a longer way than this is no movement any more
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  const canMove = () => !still.matches && !document.hidden && "OffscreenCanvas" in window;

  guatu.isMoving = () => guatu.maps().some((map) => Boolean(map.motion));

  const parts = (map) => [...map.areas.layers(), map.node.querySelector(".plot-container"), map.over].filter(Boolean);

  function end(map) {
    if (!map.motion) return;
    const { ghost, animations } = map.motion;
    map.motion = null;
    animations.forEach((animation) => animation.cancel());
    map.node.classList.remove("is-moving");
    ghost.remove();
  }

  /* The areas and lines that stand, as one bitmap. Copied elements would be painted once more, and in the size that the
     movement gives them: on a processor alone that is a quarter of a second before anything moves. */
  function pictureOf(map) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = new window.OffscreenCanvas(Math.round(map.width * ratio), Math.round(map.height * ratio));
    const pen = canvas.getContext("2d");
    map.areas.layers().forEach((layer) => pen.drawImage(layer, 0, 0));
    pen.scale(ratio, ratio);
    map.node.querySelectorAll(".choroplethlayer path, .scatterlayer path.js-line").forEach((path) => {
      const style = window.getComputedStyle(path);
      const outline = new Path2D(path.getAttribute("d") || "");
      pen.globalAlpha = Number(style.opacity);
      if (style.fill !== "none") {
        pen.fillStyle = style.fill.startsWith("url") ? guatu.token("missing") : style.fill;
        pen.fill(outline);
      }
      pen.strokeStyle = style.stroke;
      pen.lineWidth = parseFloat(style.strokeWidth);
      if (style.stroke !== "none") pen.stroke(outline);
    });
    return canvas.transferToImageBitmap();
  }

  /* A canvas that only holds a bitmap: one that is drawn on is copied in every frame. */
  function ghostOf(map, bitmap) {
    const { width, height } = bitmap;
    const canvas = guatu.make("canvas", { class: "map-ghost", "aria-hidden": "true", width, height });
    Object.assign(canvas.style, { width: map.width + "px", height: map.height + "px" });
    canvas.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
    return canvas;
  }

  /* While a finger presses what may be left: the picture is made before it lets go. */
  guatu.aboutToLeave = function (map) {
    if (map.drawn && canMove() && !map.motion) map.leaving = { drawn: map.drawn, ghost: ghostOf(map, pictureOf(map)) };
  };

  /* Before another region is drawn: keep what is seen now. Null where nothing should move. */
  guatu.leave = function (map, before, next) {
    end(map);
    const { leaving } = map;
    map.leaving = null;
    const [here, there] = [before.picture.shown, next.picture.shown];
    const moved = here.parent !== there.parent;
    const near = here.path.some(([code]) => code === there.parent) || there.path.some(([code]) => code === here.parent);
    if (!canMove() || !moved || !near || !next.outlines || !before.outlines) return null;
    const scale = before.place.k / next.place.k;
    if (scale > FARTHEST || scale < 1 / FARTHEST) return null;
    return { ghost: leaving && leaving.drawn === before ? leaving.ghost : ghostOf(map, pictureOf(map)), from: before.place };
  };

  /* Where the camera of the old picture must be for its ground to lie where the new picture has it. */
  function ways(from, to) {
    const s = to.k / from.k;
    const dx = to.midX - s * (from.midX + (to.cx - from.cx) * from.k);
    const dy = to.midY - s * (from.midY - (to.cy - from.cy) * from.k);
    return Array.from({ length: FRAMES + 1 }, (_, n) => {
      const t = n / FRAMES;
      const e = 1 - Math.pow(1 - t, 3);
      const z = Math.pow(s, e);
      /* The scale grows by a constant factor; the fixed point of the movement keeps its place. */
      const share = Math.abs(s - 1) < 1e-6 ? e : (z - 1) / (s - 1);
      const [tx, ty] = [dx * share, dy * share];
      return {
        offset: t,
        old: "translate(" + tx + "px," + ty + "px) scale(" + z + ")",
        now: "translate(" + (tx - (dx * z) / s) + "px," + (ty - (dy * z) / s) + "px) scale(" + z / s + ")",
      };
    });
  }

  /* After it is drawn: both move together, the old one under the new one. */
  guatu.arrive = function (map, { ghost, from }, to) {
    const way = ways(from, to);
    const timing = { duration: TIME, easing: "linear", fill: "none" };
    map.node.before(ghost);
    map.node.classList.add("is-moving");
    const show = (t) => Math.min(1, t / 0.55);
    const hide = (t) => (t < 0.3 ? 1 : Math.max(0, 1 - (t - 0.3) / 0.6));
    const animations = parts(map).map((part) => part.animate(way.map((at) => ({ offset: at.offset, transform: at.now, opacity: show(at.offset) })), timing));
    animations.push(ghost.animate(way.map((at) => ({ offset: at.offset, transform: at.old, opacity: hide(at.offset) })), timing));
    const motion = { ghost, animations };
    map.motion = motion;
    animations[0].finished.then(() => { if (map.motion === motion) end(map); }, () => null);
  };
})();
