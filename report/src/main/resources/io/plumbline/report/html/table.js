"use strict";

/*
 * Tables that sort and filter. A column: {name, number, show, means}; a row: {cells, open}, where cells
 * hold raw values and open is called when the row is chosen.
 */
Report.compare = (a, b) => {
  const x = Report.number(a);
  const y = Report.number(b);
  const xs = Number.isNaN(x);
  const ys = Number.isNaN(y);
  if (!xs && !ys) return x - y;
  if (xs !== ys) return xs ? 1 : -1;
  return String(a ?? "").localeCompare(String(b ?? ""), "en", { numeric: true });
};

Report.csvCell = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  const plain = typeof value === "string" && /^\s*[=+\-@]/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(plain) ? '"' + plain.replaceAll('"', '""') + '"' : plain;
};

Report.save = (name, text) => {
  const link = Report.el("a", {
    href: URL.createObjectURL(new Blob([text], { type: "text/csv" })),
    download: name,
  });
  link.click();
  URL.revokeObjectURL(link.href);
};

Report.table = (title, columns, rows) => {
  const text = (row, i) =>
    columns[i].show
      ? columns[i].show(row.cells[i])
      : columns[i].number
        ? Report.show(row.cells[i])
        : String(row.cells[i] ?? "–");
  const body = Report.el("tbody");
  const lines = rows.map((row) => {
    const cells = columns.map((column, i) => {
      const shown = text(row, i);
      const content =
        i === 0 && row.open
          ? Report.el("button", { type: "button", class: "link", onclick: row.open }, shown)
          : shown;
      return Report.el(i === 0 ? "th" : "td", {
        scope: i === 0 ? "row" : null,
        class: column.number ? "number" : null,
        title: typeof shown === "string" && shown.length > 60 ? shown : null,
      }, content);
    });
    const line = Report.el("tr", { class: row.open ? "opens" : null }, cells);
    if (row.open) {
      line.addEventListener("click", (event) => {
        if (!event.target.closest("button") && String(window.getSelection()) === "") row.open();
      });
    }
    const words = columns.map((_, i) => row.cells[i] ?? "").join("\n") + "\n" + line.textContent;
    return { line: line, row: row, words: words.toLowerCase() };
  });
  body.append(...lines.map((each) => each.line));

  const heads = columns.map((column, i) => {
    const head = Report.el("th", { scope: "col", class: column.number ? "number" : null });
    head.append(
      Report.el(
        "button",
        { type: "button", title: column.means, onclick: () => sort(i, head) },
        column.name
      )
    );
    return head;
  });
  const sort = (i, head) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((each) => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = [...lines].sort((a, b) => {
      const found = Report.compare(a.row.cells[i], b.row.cells[i]);
      return down ? -found : found;
    });
    body.append(...order.map((each) => each.line));
  };

  const count = Report.el("span", { class: "count", role: "status" });
  const filter = (words) => {
    const wanted = words.toLowerCase().split(/\s+/).filter((word) => word);
    let shown = 0;
    for (const each of lines) {
      const fits = wanted.every((word) => each.words.includes(word));
      each.line.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent =
      shown === lines.length ? (rows.length === 1 ? "1 row" : rows.length + " rows") : shown + " of " + rows.length + " rows";
  };
  filter("");
  const csv = () =>
    Report.save(
      title.replace(/[^\w-]+/g, "_") + ".csv",
      [columns.map((column) => column.name), ...rows.map((row) => row.cells)]
        .map((cells) => cells.map(Report.csvCell).join(",") + "\n")
        .join("")
    );
  const tools = Report.el(
    "div",
    { class: "tools" },
    rows.length > 8
      ? Report.el("input", {
          type: "search",
          placeholder: "Filter rows",
          "aria-label": "Filter rows of " + title,
          oninput: (event) => filter(event.target.value),
        })
      : null,
    count,
    Report.el("button", { type: "button", onclick: csv }, "CSV")
  );
  return Report.el(
    "figure",
    { class: "table" },
    Report.el("figcaption", {}, Report.el("span", {}, title), tools),
    Report.el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
      Report.el(
        "table",
        {},
        Report.el("thead", {}, Report.el("tr", {}, heads)),
        body
      )
    )
  );
};
