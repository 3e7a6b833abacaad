/* What the command box finds: words, initials and pinyin matched in the browser over a list that comes once a release. */
(function () {
  "use strict";
  const guatu = (window.guatu = window.guatu || {});
  const MOST = 12;
  const SCORES = 6;
  let readings = null;

  /* Lines of "syllable characters" become character -> its readings. */
  guatu.learnPinyin = function (lines) {
    readings = new Map();
    lines.split("\n").forEach((line) => {
      const [sound, letters] = line.split(" ");
      for (const letter of letters || "") {
        const known = readings.get(letter);
        if (known) known.push(sound);
        else readings.set(letter, [sound]);
      }
    });
  };

  const plain = (words) => words.toLowerCase().replace(/[\s·'’]+/g, "");
  const NOTHING = [];

  /* How each character of a name may be said; letters and digits as themselves. */
  function spelled(name) {
    return Array.from(name, (letter) => (readings && readings.get(letter)) || (/[a-z0-9]/.test(letter) ? [letter] : NOTHING));
  }

  /* Whether `typed` from `at` says the characters from `place` on, each by its first letter or whole, the last perhaps unfinished. */
  function says(sounds, place, typed, at) {
    if (at === typed.length) return true;
    if (place === sounds.length) return false;
    return sounds[place].some((sound) =>
      (sound[0] === typed[at] && (says(sounds, place + 1, typed, at + 1) || sound.startsWith(typed.slice(at))))
      || (typed.startsWith(sound, at) && says(sounds, place + 1, typed, at + sound.length)));
  }

  /* An entry that can be found: by its own words first, then by the others. */
  guatu.findable = function (entry, words) {
    return { entry, names: words.map(plain), sounds: null };
  };

  function soundsOf(item) {
    if (!item.sounds && readings) item.sounds = item.names.map(spelled);
    return item.sounds || NOTHING;
  }

  /* 0 the very word, 1 it begins so, 2 it holds it, 3 it is said so, 4 a part of it is said so; -1 not found. */
  function score(item, typed, isLatin) {
    let best = SCORES;
    for (const name of item.names) {
      const at = name.indexOf(typed);
      if (at < 0) continue;
      best = Math.min(best, name.length === typed.length ? 0 : at === 0 ? 1 : 2);
    }
    if (best < SCORES) return best;
    if (!isLatin) return -1;
    const sounds = soundsOf(item);
    if (sounds.some((said) => says(said, 0, typed, 0))) return 3;
    if (typed.length > 1 && sounds.some((said) => said.some((_sound, place) => place > 0 && says(said, place, typed, 0)))) return 4;
    return -1;
  }

  /* The first dozen of `items` for what was typed, the best first; ties in the order of the list. */
  guatu.find = function (items, words) {
    const typed = plain(words);
    if (!typed) return { found: [], total: 0 };
    const isLatin = /^[a-z]+$/.test(typed);
    const by = Array.from({ length: SCORES }, () => []);
    let total = 0;
    for (const item of items) {
      const how = score(item, typed, isLatin);
      if (how < 0) continue;
      total += 1;
      if (by[how].length < MOST) by[how].push(item.entry);
    }
    return { found: by.flat().slice(0, MOST), total };
  };
})();
