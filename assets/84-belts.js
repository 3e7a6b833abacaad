/* Belts and other groups of regions: a row opens its group, and while a hand or the keyboard is on it the map shows where
   its members lie, whatever their level. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const rowOf = (event) => (event.target.closest ? event.target.closest("[data-belt]") : null);
  let wanted = null;

  function veil(map) {
    if (!map.group) {
      map.group = guatu.draw("path", { class: "map-group" });
      map.over.insertBefore(map.group, map.over.lastElementChild);
    }
    return map.group;
  }

  const ring = (at) => (points) => "M" + points.map((point) => at(point).map((v) => v.toFixed(1)).join(",")).join("L") + "Z";

  function outline(feature, at) {
    const { type, coordinates } = feature.geometry;
    return (type === "Polygon" ? [coordinates] : coordinates).flatMap((rings) => rings.map(ring(at))).join("");
  }

  /* The whole map, its own line out of sight: the members are holes in the veil that lies on it. */
  const around = ({ width, height }) => "M-20,-20H" + (width + 20) + "V" + (height + 20) + "H-20Z";

  /* Show the members of a group on every map, or of none. */
  guatu.showGroup = async function (code) {
    if (wanted === code) return;
    wanted = code;
    const maps = guatu.maps().filter((map) => map.over && map.drawn);
    if (code === null) {
      maps.forEach((map) => { if (map.group) guatu.set(map.group, "d", ""); });
      return;
    }
    const shown = await guatu.values({ ...guatu.state(), region: code }).catch(() => null);
    const outlines = shown && !shown.unknown && (await guatu.outlines(shown.boundaries, guatu.mapWidth()).catch(() => null));
    if (wanted !== code || !outlines) return;
    const members = outlines.features.filter((feature) => shown.codes.includes(feature.id));
    maps.forEach((map) => guatu.set(veil(map), "d", around(map) + members.map((feature) => outline(feature, map.drawn.place.at)).join("")));
  };

  const isFigure = (event) => Boolean(event.target.closest("[data-trace]"));

  document.addEventListener("click", (event) => {
    const row = rowOf(event);
    if (!row || !guatu.config || isFigure(event) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    guatu.showGroup(null);
    guatu.open(row.dataset.belt);
  });
  document.addEventListener("pointerover", (event) => {
    if (!guatu.config) return;
    const row = rowOf(event);
    if (row) guatu.showGroup(row.dataset.belt);
    else if (wanted !== null && !(document.activeElement && document.activeElement.matches("[data-belt] *"))) guatu.showGroup(null);
  });
  document.addEventListener("focusin", (event) => {
    if (!guatu.config || (!wanted && !rowOf(event))) return;
    guatu.showGroup(rowOf(event) ? rowOf(event).dataset.belt : null);
  });
  /* The groups whose rows stand on the screen. */
  guatu.groupsInSight = () => Array.from(document.querySelectorAll("[data-belt]")).filter((row) => row.offsetParent).map((row) => row.dataset.belt);

  /* A link has the whole address, for another window. */
  function links() {
    document.querySelectorAll("#industry-belts a[data-region]").forEach((link) => {
      const search = guatu.write({ ...guatu.state(), household: null, region: link.dataset.region }, guatu.config);
      guatu.set(link, "href", window.location.pathname + search);
    });
  }

  /* Another picture: what was shown lies elsewhere now. */
  let watch = null;
  window.addEventListener("guatu:painted", () => {
    guatu.showGroup(null);
    links();
    const box = document.getElementById("industry-belts");
    if (!box || watch) return;
    watch = new MutationObserver(() => {
      links();
      guatu.prefetchGroups(guatu.state());
    });
    watch.observe(box, { subtree: true, childList: true });
  });
})();
