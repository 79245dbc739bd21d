"use strict";
(() => {
  const byId = id => document.getElementById(id);
  document.body.classList.add("js");

  const theme = byId("theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });

  const table = byId("case-table");
  if (!table) {
    return;
  }
  const bodies = Array.from(table.tBodies);
  const heads = Array.from(table.tHead.rows[0].cells);

  const sortKey = (body, column) => {
    const cell = body.rows[0].cells[column];
    if (cell.classList.contains("number")) {
      return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
    }
    return cell.textContent;
  };

  const compare = (a, b) =>
    typeof a === "number" ? a - b : a.localeCompare(b, "en", {numeric: true});

  const sortBy = column => {
    const head = heads[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(each => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = bodies.map(body => [sortKey(body, column), body]);
    const known = keyed.filter(each => each[0] !== null);
    known.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
    const unknown = keyed.filter(each => each[0] === null);
    table.append(...known.concat(unknown).map(each => each[1]));
  };

  heads.forEach((head, column) => {
    if (head.dataset.sort === undefined) {
      return;
    }
    head.tabIndex = 0;
    head.addEventListener("click", () => sortBy(column));
    head.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        sortBy(column);
      }
    });
  });

  const filters = byId("filters");
  const words = byId("filter");
  const choices = Array.from(filters.querySelectorAll("select"));
  const texts = new Map(bodies.map(body => [body, body.rows[0].textContent.toLowerCase()]));

  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(word => word);
    let shown = 0;
    for (const body of bodies) {
      const hit =
        choices.every(each => each.value === "*" || body.dataset[each.dataset.key] === each.value) &&
        wanted.every(word => texts.get(body).includes(word));
      body.hidden = !hit;
      shown += hit ? 1 : 0;
    }
    byId("count").textContent = shown + " of " + bodies.length;
  };

  filters.hidden = false;
  filters.addEventListener("submit", event => event.preventDefault());
  words.addEventListener("input", apply);
  choices.forEach(each => each.addEventListener("change", apply));
  apply();

  table.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#c']");
    if (link) {
      event.preventDefault();
      link.closest("tbody").classList.toggle("open");
    }
  });
})();
