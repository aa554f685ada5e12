"use strict";

/* Sections of other runs: facts, tables, and tables that are also drawn. */
Report.isNumbers = (rows, column) =>
  rows.some((row) => row[column] !== null) &&
  rows.every((row) => {
    const value = row[column];
    return (
      value === null ||
      typeof value === "number" ||
      value === "NaN" ||
      value === "Infinity" ||
      value === "-Infinity"
    );
  });

Report.sectionTable = (section) =>
  Report.table(
    section.title,
    section.columns.map((name, i) => ({ name: name, number: Report.isNumbers(section.rows, i) })),
    section.rows.map((row) => ({ cells: row, open: Report.opener(row[0]) }))
  );

/** Opens the layer that a cell names, if it names one. */
Report.opener = (name) => {
  const layer = Report.graph && Report.graph.find(name);
  return layer === undefined || layer === null ? null : () => Report.graph.choose(layer, true);
};

Report.sectionChart = (section) => {
  const column = (name) => {
    const i = section.columns.indexOf(name);
    return section.rows.map((row) => row[i]);
  };
  const labels = column(section.labels).map((label) => String(label ?? ""));
  const series = section.values.map((name) => ({
    name: name,
    values: column(name).map(Report.number),
  }));
  const table = Report.sectionTable(section);
  switch (section.shape) {
    case "bars": {
      const most = 40;
      const title =
        labels.length > most ? section.title + ": the first " + most : section.title;
      return Report.bars(
        title,
        labels.slice(0, most),
        series.map((each) => ({ name: each.name, values: each.values.slice(0, most) })),
        table,
        { pick: (i) => (Report.opener(labels[i]) || (() => {}))() }
      );
    }
    case "boxes":
      return Report.boxes(
        section.title,
        labels,
        labels.map((_, i) => series.map((each) => each.values[i])),
        null,
        table
      );
    case "spans":
      return Report.spans(
        section.title,
        labels,
        labels.map((_, i) => series.map((each) => each.values[i])),
        section.values,
        table
      );
    default:
      return Report.curve(section.title, labels, series, table, { xName: section.labels });
  }
};

Report.sectionView = (section) => {
  switch (section.is) {
    case "facts":
      return Report.el(
        "div",
        { class: "group" },
        Report.el("h4", {}, section.title),
        Report.facts(
          section.rows.map(([name, value]) => [
            name,
            typeof value === "number" ? Report.show(value) : String(value ?? "–"),
          ])
        )
      );
    case "chart":
      return Report.sectionChart(section);
    default:
      return Report.sectionTable(section);
  }
};

Report.partView = (part) =>
  Report.el(
    "article",
    {},
    Report.el("h3", {}, part.title, " ", Report.el("small", {}, part.file)),
    part.sections.map(Report.sectionView)
  );

/** Parts one after the other; those that are details are closed at first, and come last. */
Report.partsView = (title, parts) => {
  const details = parts.filter((part) => part.importance === "detail");
  return Report.section(
    "more",
    title,
    parts.filter((part) => part.importance !== "detail").map(Report.partView),
    details.length === 0 ? null : Report.el("h3", { class: "hint" }, "Details"),
    details.map((part) =>
      Report.el(
        "details",
        { class: "part" },
        Report.el("summary", {}, part.title, " ", Report.el("small", {}, part.file)),
        part.sections.map(Report.sectionView)
      )
    )
  );
};
