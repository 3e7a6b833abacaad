/* The words of the three eras: what the frame calls things follows the period shown, or the era that the address names. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});

  /* The era whose words are spoken. */
  guatu.eraOf = function (state) {
    const eras = Object.keys(guatu.config.spoken).sort();
    if (eras.includes(state.era)) return state.era;
    return eras.filter((era) => Number(era) <= state.period).pop() || eras[0];
  };

  const write = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };

  /* Put the words of the state's era into what the painters read, and into the frame that stands. */
  guatu.speak = function (state) {
    const config = guatu.config;
    const era = guatu.eraOf(state);
    if (config.speaks === era) return;
    config.speaks = era;
    const words = config.spoken[era];
    Object.assign(config.frame, words.frame);
    Object.assign(config.layerNames, words.layers);
    Object.entries(words.names).forEach(([code, name]) => { if (config.indicators[code]) config.indicators[code].name = name; });
    config.frame.tabs.forEach((tab) => { tab[1] = words.tabs[tab[0]] || tab[1]; });
    write(document.querySelector("h1.title"), config.frame.title);
    config.frame.tabs.forEach(([code, name]) => {
      document.querySelectorAll('#map-tabs [data-indicator="' + CSS.escape(code) + '"]').forEach((tab) => {
        write(tab, name);
        tab.title = config.indicators[code].name;
      });
    });
    document.querySelectorAll("#map-tabs option[value]").forEach((option) => {
      if (words.names[option.value]) write(option, words.names[option.value]);
    });
    Object.entries(words.layers).forEach(([name, text]) => {
      const button = document.querySelector('#map-layers [data-layer="' + CSS.escape(name) + '"]');
      if (button) write(button.lastChild, text);
    });
  };

  window.addEventListener("guatu:navigated", ({ detail }) => guatu.speak(detail.state));
})();
