// The page of imports: says what was chosen before it is sent, and how far the work is. Without it the forms work too.
(() => {
  "use strict";
  const { working, state, most, files: mostFiles, texts } = JSON.parse(document.getElementById("data").textContent);
  const EVERY_MS = 1000;

  const say = (form, words) => {
    const wrong = form.querySelector("[data-wrong]");
    wrong.textContent = words;
    wrong.hidden = !words;
  };

  const wrongWith = (chosen) => {
    if (chosen.length > mostFiles) return texts.too_many_files;
    return [...chosen].reduce((sum, file) => sum + file.size, 0) > most ? texts.too_large : "";
  };

  for (const form of document.querySelectorAll("form.send")) {
    const input = form.querySelector("input[type=file]");
    const chosen = form.querySelector("[data-chosen]");
    form.querySelector("[data-pick]").hidden = false; // the browser's own button speaks the browser's language
    input.classList.add("visually-hidden");
    const none = chosen.textContent;
    input.addEventListener("change", () => {
      const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
      const told = texts.chosen.replace("{count}", input.files.length).replace("{size}", (size / 1e6).toFixed(1));
      chosen.textContent = input.files.length > 1 ? told : (input.files[0]?.name ?? none);
      say(form, wrongWith(input.files));
    });
    form.addEventListener("submit", (event) => {
      const wrong = wrongWith(input.files);
      say(form, wrong);
      if (wrong) {
        event.preventDefault();
        return;
      }
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      button.textContent = texts.sending;
    });
  }

  const bar = document.querySelector("[data-progress]");
  const look = async () => {
    try {
      const answer = await fetch(`/imports/state.json${location.search}`, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = await answer.json();
        if (told.state !== state) {
          location.replace(`/imports${location.search}`);
          return;
        }
        document.querySelector("[data-words]").textContent = told.words;
        if (told.total > 0) {
          bar.max = told.total;
          bar.value = told.done;
        } else {
          bar.removeAttribute("value");
        }
      }
    } catch {
      // the server is away for a moment: it is asked again
    }
    setTimeout(look, EVERY_MS);
  };
  if (working && bar) setTimeout(look, EVERY_MS);
})();
