"use strict";
(() => {
  const root = document.documentElement;
  const STEP = 100;
  const [PAGE, CASE, OPERATION, FORMAT, BACKEND, DEVICE, MACHINE, FIGURE, POINTS, LAST, DAY, SPARK, CHANGE, WORD, SIZE] =
    Array(15).keys();
  const FILTERS = {operation: OPERATION, format: FORMAT, backend: BACKEND, device: DEVICE, machine: MACHINE, figure: FIGURE};

  const kept = () => {
    try {
      return localStorage.getItem("assay-theme");
    } catch {
      return null;
    }
  };
  const keep = theme => {
    try {
      localStorage.setItem("assay-theme", theme);
    } catch {
      // A browser may refuse to keep anything for pages from disk.
    }
  };
  if (kept() === "dark" || kept() === "light") {
    root.dataset.theme = kept();
  }

  const spark = letters => {
    const points = Array.from(letters, letter => parseInt(letter, 32));
    const wide = points.length > 1 ? 78 / (points.length - 1) : 0;
    const path = points.map((y, i) => (i ? "L" : "M") + (1 + i * wide).toFixed(1) + " " + (17 - y / 2).toFixed(1));
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 80 18");
    svg.setAttribute("width", "80");
    svg.setAttribute("height", "18");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", points.length > 1 ? path.join("") : path + "h78");
    svg.append(line);
    return svg;
  };

  const cell = (text, style) => {
    const td = document.createElement("td");
    td.textContent = text;
    if (style) {
      td.className = style;
    }
    return td;
  };

  const line = (data, row, before) => {
    const tr = document.createElement("tr");
    const name = cell("", before !== undefined && before[PAGE] === row[PAGE] ? "case again" : "case");
    const link = document.createElement("a");
    // A line may end after each separator of a name.
    for (const part of row[CASE].split(/(?<=[,@:*.{])/)) {
      link.append(part, document.createElement("wbr"));
    }
    if (/^[0-9a-f]+$/.test(row[PAGE])) {
      link.href = "cases/" + row[PAGE] + ".html";
    }
    name.append(link);
    const past = cell("", "spark");
    past.append(spark(row[SPARK]));
    tr.append(
      name,
      cell(data.figure[row[FIGURE]]),
      cell(row[LAST], "number"),
      cell(row[DAY]),
      cell(String(row[POINTS]), "number"),
      past,
      cell(row[CHANGE] === undefined ? "–" : row[CHANGE], row[WORD]));
    return tr;
  };

  const list = data => {
    const byId = id => document.getElementById(id);
    const table = byId("case-list");
    const body = table.tBodies[0];
    const more = byId("more");
    const words = byId("filter");
    const changed = byId("changed");
    const selects = Object.keys(FILTERS).map(key => [byId("by-" + key), FILTERS[key], data[key]]);
    const texts = data.rows.map(row =>
      [row[CASE], ...Object.entries(FILTERS).map(([key, column]) => data[key][row[column]])].join(" ").toLowerCase());
    let order = data.rows.map((row, i) => i);
    let hits = [];
    let shown = 0;

    for (const [select, , names] of selects) {
      names.map((name, i) => [name, i]).sort((a, b) => a[0].localeCompare(b[0], "en", {numeric: true})).forEach(([name, i]) => {
        const option = document.createElement("option");
        option.value = String(i);
        option.textContent = name || "none";
        select.append(option);
      });
      select.hidden = names.length < 2;
    }

    const grow = () => {
      const until = Math.min(hits.length, shown + STEP);
      body.append(...hits.slice(shown, until).map((i, at) => line(data, data.rows[i], data.rows[hits[shown + at - 1]])));
      shown = until;
      more.hidden = shown === hits.length;
    };

    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(word => word);
      const chosen = selects.filter(([select]) => select.value !== "*").map(([select, column]) => [column, Number(select.value)]);
      hits = order.filter(i =>
        (!changed.checked || data.rows[i][CHANGE] !== undefined) &&
        chosen.every(([column, value]) => data.rows[i][column] === value) &&
        wanted.every(word => texts[i].includes(word)));
      shown = 0;
      body.replaceChildren();
      grow();
      byId("count").textContent = hits.length + " of " + data.rows.length;
    };

    const keys = {
      case: row => row[CASE],
      figure: row => data.figure[row[FIGURE]],
      day: row => row[DAY],
      points: row => row[POINTS],
      change: row => row[SIZE] === undefined ? null : Math.abs(row[SIZE]),
    };
    const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, "en", {numeric: true});
    const heads = Array.from(table.tHead.rows[0].cells).filter(head => keys[head.dataset.sort]);
    const sortBy = head => {
      const key = keys[head.dataset.sort];
      const was = head.getAttribute("aria-sort");
      // Whoever orders by change wants the largest first.
      const first = head.dataset.sort === "change" ? "descending" : "ascending";
      const way = was === null ? first : was === "ascending" ? "descending" : "ascending";
      heads.forEach(each => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way);
      const keyed = data.rows.map((row, i) => [key(row), i]);
      const known = keyed.filter(each => each[0] !== null);
      known.sort((a, b) => (way === "descending" ? -1 : 1) * compare(a[0], b[0]));
      order = known.concat(keyed.filter(each => each[0] === null)).map(each => each[1]);
      apply();
    };
    for (const head of heads) {
      head.tabIndex = 0;
      head.addEventListener("click", () => sortBy(head));
      head.addEventListener("keydown", event => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          sortBy(head);
        }
      });
    }

    byId("filters").addEventListener("submit", event => event.preventDefault());
    words.addEventListener("input", apply);
    changed.addEventListener("change", apply);
    selects.forEach(([select]) => select.addEventListener("change", apply));
    more.addEventListener("click", grow);
    byId("filters").hidden = false;
    table.hidden = false;
    apply();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-spark]").forEach(each => each.append(spark(each.dataset.spark)));
    const theme = document.getElementById("theme");
    theme.hidden = false;
    theme.addEventListener("click", () => {
      const now = root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      keep(root.dataset.theme);
    });
    if (typeof assaySite !== "undefined") {
      list(assaySite);
    }
  });
})();
