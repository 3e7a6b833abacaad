// The page of papers: shows the fields of what is chosen, and how far the work is. Without it the form works too.
(() => {
  "use strict";
  const { working, papers } = JSON.parse(document.getElementById("data").textContent);
  const EVERY_MS = 700;

  const order = document.getElementById("order");
  if (order) {
    const picture = order.querySelector("[data-for=png]");
    const people = order.elements.people;
    const purpose = order.querySelector("[data-people]");
    const show = () => {
      picture.hidden = order.elements.kind.value !== "png";
      if (!people) return;
      purpose.hidden = !people.checked;
      order.elements.approval.required = people.checked;
      order.elements.purpose.required = people.checked;
    };
    order.addEventListener("change", show);
    order.addEventListener("submit", () => { order.querySelector("button[type=submit]").disabled = true; });
    window.addEventListener("pageshow", () => { order.querySelector("button[type=submit]").disabled = false; });
    show();
  }

  const stateOf = (told) => told.map((one) => one.id + one.state).join();
  let before = stateOf(papers);
  const draw = (one) => {
    const row = document.querySelector(`[data-paper="${one.id}"]`);
    const bar = row && row.querySelector("[data-progress]");
    if (!bar) return;
    row.querySelector("[data-words]").textContent = one.words;
    if (one.total > 0) {
      bar.max = one.total;
      bar.value = one.done;
    } else {
      bar.removeAttribute("value");
    }
  };
  // What was typed at the left stays: only the list of papers is put anew.
  const renew = async () => {
    const answer = await fetch(`/papers${location.search}`, { headers: { Accept: "text/html" } });
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-made]");
    if (made) document.querySelector("[data-made]").replaceWith(made);
  };
  const look = async () => {
    try {
      const answer = await fetch(`/papers/state.json${location.search}`, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = (await answer.json()).papers;
        if (stateOf(told) !== before) await renew();
        else told.forEach(draw);
        before = stateOf(told);
        if (!told.some((one) => one.is_working)) return;
      }
    } catch {
      // the server is away for a moment: it is asked again
    }
    setTimeout(look, EVERY_MS);
  };
  if (working) setTimeout(look, EVERY_MS);
})();
