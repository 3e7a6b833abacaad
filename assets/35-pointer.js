/* Hands on a map: hover tells, a click goes down, a new size paints again. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* Go to a region. A comparison with a sister ends there: what lies below it has other sisters. */
  guatu.open = function (code) {
    const state = guatu.read(window.location.search, guatu.config);
    const changes = { region: code, household: null };
    if (guatu.comparesRegion && guatu.comparesRegion(state)) changes.compare = "auto";
    guatu.navigate(changes);
  };

  /* Whatever changes the box of a map - panels that come later, households beside it, another screen - the map follows. */
  let waiting = 0;
  function again() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { if (guatu.config) guatu.paint(guatu.read(window.location.search, guatu.config)); }, 60);
  }
  guatu.paintAgain = again;

  guatu.listenToMap = function (map) {
    const { node } = map;
    map.listens = true;
    new ResizeObserver(() => {
      if (node.clientWidth && !map.measure()) again();
    }).observe(node);
    /* Plotly lays a cover over the page while a button is down, so a click is a press and a release in one place. */
    let pressed = null;
    node.addEventListener("pointerdown", (event) => {
      pressed = event.button === 0 ? event : null;
      if (pressed && map.under(event)) guatu.maps().forEach(guatu.aboutToLeave);
    });
    window.addEventListener("pointerup", (event) => {
      const near = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < 8;
      pressed = null;
      const region = near ? map.under(event) : null;
      /* A finger on a marker asks what it is; the second time it goes down as everywhere else. */
      const touched = near && event.pointerType === "touch" ? map.markerAt(event) : null;
      if (touched && region && touched !== marker) {
        marker = touched;
        guatu.tip(map, region, event, marker);
      } else if (region) guatu.open(region);
    });
    let marker = null;
    let frameAsked = 0;
    node.addEventListener("mousemove", (event) => {
      window.cancelAnimationFrame(frameAsked);
      frameAsked = window.requestAnimationFrame(() => {
        guatu.tip(map, map.under(event), event, marker);
      });
    });
    node.addEventListener("mouseleave", () => {
      window.cancelAnimationFrame(frameAsked);
      guatu.tip(null);
    });
    node.on("plotly_hover", (event) => {
      const point = event.points.find((one) => guatu.config.layerNames[one.data.name]);
      marker = point ? guatu.pointText(map.drawn.picture, point.data.name, point.pointNumber) : null;
    });
    node.on("plotly_unhover", () => { marker = null; });
  };
})();
