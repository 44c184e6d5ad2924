"use strict";
(() => {
  // Without this script everything can still be read; it adds the search, Escape, and opens what a link leads to.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim();
  const articles = [...document.querySelectorAll("[data-article]")];
  const form = document.querySelector(".filter");
  const input = form.querySelector("input");
  const output = form.querySelector("output");
  let folded = null;
  let waiting = 0;
  const filter = () => {
    folded ??= articles.map((article) => plain(article.textContent));
    const words = plain(input.value);
    let shown = 0;
    articles.forEach((article, place) => {
      article.hidden = !folded[place].includes(words);
      shown += article.hidden ? 0 : 1;
    });
    output.value = words ? `${shown} of ${articles.length}` : "";
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });

  const reveal = () => {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const closed = target?.closest("details");
    if (closed && (!closed.open || closed.hidden)) {
      closed.hidden = false;
      closed.open = true;
      target.scrollIntoView();
    }
  };
  const point = () => {
    document.querySelectorAll(".cell[aria-current]").forEach((cell) => cell.removeAttribute("aria-current"));
    const panel = document.querySelector(".panel:target");
    if (panel) document.querySelector(`a.cell[href="#${panel.id}"]`)?.setAttribute("aria-current", "true");
  };
  addEventListener("hashchange", () => { reveal(); point(); });
  reveal();
  point();

  // A note opens to the side that has room.
  const turn = (event) => {
    const marked = event.target.closest?.("[data-tip]");
    marked?.classList.toggle("flip", marked.getBoundingClientRect().left > innerWidth / 2);
  };
  document.addEventListener("pointerover", turn);
  document.addEventListener("focusin", turn);

  document.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && document.querySelector(".panel:target");
    if (panel) {
      const cell = document.querySelector(`a.cell[href="#${panel.id}"]`);
      location.hash = panel.querySelector(".close").hash;
      cell.focus();
    }
  });
})();
