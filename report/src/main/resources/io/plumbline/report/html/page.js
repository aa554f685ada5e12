"use strict";

/* The page, from verdict to provenance. */
Report.verdictView = (run) =>
  Report.section(
    "verdict",
    "Verdict",
    Report.el(
      "div",
      { class: "verdict " + run.verdict.level },
      Report.el("p", { class: "level" }, Report.data.level),
      Report.el("p", {}, run.verdict.sentence),
      run.verdict.reasons.length > 0
        ? Report.el("ul", {}, run.verdict.reasons.map((reason) => Report.el("li", {}, reason)))
        : null
    ),
    Report.el("h3", {}, "Next steps"),
    Report.el(
      "ol",
      { class: "next" },
      run.next.map((step) =>
        Report.el(
          "li",
          {},
          Report.el("span", {}, step.why),
          step.command ? Report.el("pre", {}, Report.el("code", {}, step.command)) : null
        )
      )
    )
  );

Report.stagesView = (run) =>
  Report.section(
    "stages",
    "Stages",
    Report.el(
      "p",
      { class: "quiet" },
      "Each stage is a file in the working folder. Cosines are those of the outputs to the float model's: the lowest mean over samples, and the lowest of any sample."
    ),
    Report.el(
      "ol",
      { class: "ladder" },
      run.stages.map((stage) =>
        Report.el(
          "li",
          {},
          Report.el("strong", {}, stage.stage.replaceAll("_", " ")),
          Report.el("span", { class: "quiet" }, stage.meaning),
          Report.el(
            "span",
            { class: "figure" },
            stage.cosine === undefined ? "" : "cosine " + Report.cosine(stage.cosine)
          )
        )
      )
    ),
    Report.table(
      "Stages",
      [
        { name: "Stage" },
        { name: "File" },
        { name: "Nodes", number: true },
        { name: "Cosine", number: true, show: Report.cosine },
        { name: "Worst cosine", number: true, show: Report.cosine },
      ],
      run.stages.map((stage) => ({
        cells: [stage.stage, stage.file, stage.nodes, stage.cosine, stage.worst],
      }))
    ),
    Report.table("Outputs", [{ name: "Output" }, ...Report.truthColumns], 
      run.outputs.map((output) => ({
        cells: [output.name, ...Report.truthCells(output.truth)],
        open: Report.opener(output.name),
      }))
    )
  );

Report.truthColumns = [
  { name: "Cosine", number: true, show: Report.cosine },
  { name: "Worst cosine", number: true, show: Report.cosine },
  { name: "Worst sample" },
  { name: "Noise", number: true, show: Report.decibels },
  { name: "Largest difference", number: true },
];

Report.truthCells = (truth) =>
  truth
    ? [truth.quantized, truth.worst, truth.worstSample, truth.decibels, truth.largestDifference]
    : [null, null, null, null, null];

Report.searchView = (run) => {
  const words = run.layers.map((layer) =>
    [
      layer.name,
      layer.type,
      layer.effective,
      ...layer.nodes,
      ...layer.origins,
      ...layer.inputs,
      ...layer.outputs,
      ...layer.weights,
    ]
      .join("\n")
      .toLowerCase()
  );
  const list = Report.el("ul", { class: "hits", id: "hits", hidden: true });
  const status = Report.el("span", { class: "count", role: "status" });
  let hits = [];
  const find = (text) => {
    const wanted = text.toLowerCase().split(/\s+/).filter((word) => word);
    hits =
      wanted.length === 0
        ? []
        : words.map((_, i) => i).filter((i) => wanted.every((word) => words[i].includes(word)));
    Report.graph.mark(wanted.length === 0 ? null : new Set(hits));
    status.textContent = wanted.length === 0 ? "" : hits.length + " found";
    list.hidden = hits.length === 0;
    list.replaceChildren(
      ...hits.slice(0, 12).map((i) =>
        Report.el(
          "li",
          {},
          Report.el(
            "button",
            { type: "button", class: "link", onclick: () => open(i) },
            Report.tail(run.layers[i].name, 60),
            Report.el("small", {}, " " + run.layers[i].type)
          )
        )
      )
    );
  };
  const open = (i) => {
    list.hidden = true;
    Report.graph.choose(i, true);
  };
  const input = Report.el("input", {
    type: "search",
    id: "search",
    placeholder: "Search layers, tensors, types  ( / )",
    "aria-label": "Search the graph by any name or type",
    "aria-controls": "hits",
    oninput: (event) => find(event.target.value),
    onkeydown: (event) => {
      if (event.key === "Enter" && hits.length > 0) open(hits[0]);
      else if (event.key === "Escape") {
        event.target.value = "";
        find("");
      }
    },
  });
  return Report.el("div", { class: "search" }, input, status, list);
};

Report.graphView = (run) => {
  const zoom = (label, words, act) =>
    Report.el("button", { type: "button", "aria-label": words, title: words, onclick: act }, label);
  return Report.section(
    "graph",
    "Graph",
    Report.el(
      "div",
      { class: "bar" },
      Report.searchView(run),
      Report.el(
        "label",
        {},
        "Colour ",
        Report.el(
          "select",
          { onchange: (event) => Report.graph.measure(event.target.value) },
          Object.entries(Report.measures).map(([name, measure]) =>
            Report.el("option", { value: name }, measure.label)
          )
        )
      ),
      Report.el(
        "span",
        { class: "zoom" },
        zoom("−", "Zoom out", () => Report.graph.zoom(0.8)),
        zoom("+", "Zoom in", () => Report.graph.zoom(1.25)),
        zoom("Width", "Fit the width", () => Report.graph.fit(false)),
        zoom("All", "Show all of it", () => Report.graph.fit(true))
      )
    ),
    Report.graph.legend,
    Report.el(
      "div",
      { class: "stage" },
      Report.graph.frame,
      Report.el("aside", { id: "panel", hidden: true, "aria-label": "The chosen layer" })
    ),
    Report.el("div", { id: "paper" }),
    Report.el(
      "p",
      { class: "quiet hint" },
      "Click a layer, or walk along it with arrow keys. Drag to move, Ctrl and wheel to zoom."
    )
  );
};

Report.layersView = (run) => {
  const table = Report.table(
    "Layers",
    [
      { name: "Layer" },
      { name: "In the model as given" },
      { name: "Type" },
      { name: "Precision" },
      ...Report.truthColumns,
      { name: "Clipped", number: true, show: Report.percent },
      { name: "Threshold", number: true, means: "The largest magnitude that the integers of the first input stand for" },
      { name: "MACs", number: true },
    ],
    run.layers.map((layer, i) => {
      const read = layer.inputs
        .map((name) => Report.tensors.get(name))
        .find((tensor) => tensor && tensor.integers);
      const clipped = Report.clipped(layer);
      return {
        cells: [
          layer.name,
          layer.origins.join(", "),
          layer.type,
          layer.effective === layer.requested
            ? layer.effective
            : layer.requested + " → " + layer.effective,
          ...Report.truthCells(layer.truth),
          Number.isNaN(clipped) ? null : clipped,
          read ? read.integers.threshold : null,
          layer.work,
        ],
        open: () => Report.graph.choose(i, true),
      };
    })
  );
  const measured = run.layers
    .map((layer, i) => ({ layer: layer, i: i }))
    .filter((each) => each.layer.truth);
  const curve = Report.curve(
    "Signal over noise along the network, in dB: each layer's result against the float model's",
    measured.map((each) => each.layer.name),
    [
      {
        name: "dB",
        values: measured.map((each) => Report.number(each.layer.truth.decibels)),
      },
    ],
    table,
    { yName: "dB", pick: (at) => Report.graph.choose(measured[at].i, true) }
  );
  curve.querySelector("details").open = true;
  return Report.section("layers", "Layers", curve);
};

Report.findingsView = (run) => {
  const meaning = (code) => Report.data.codes[code] || {};
  return Report.section(
    "findings",
    "Findings",
    run.findings.length === 0
      ? Report.el("p", {}, "Nothing was found that needs a look.")
      : Report.table(
          "Findings",
          [
            { name: "Code" },
            { name: "Severity" },
            { name: "Where" },
            { name: "In the model as given" },
            { name: "What was found" },
            { name: "What it means" },
            { name: "What to do" },
          ],
          run.findings.map((finding) => ({
            cells: [
              finding.code,
              finding.severity,
              finding.where,
              finding.origins.join(", "),
              finding.message,
              meaning(finding.code).meaning,
              meaning(finding.code).remedy,
            ],
            open: finding.layers.length > 0 ? Report.opener(finding.layers[0]) : null,
          }))
        )
  );
};

Report.aboutView = (run) =>
  Report.section(
    "about",
    "About this run",
    Report.el(
      "div",
      { class: "groups" },
      run.about.map((group) =>
        Report.el(
          "div",
          { class: "group" },
          Report.el("h3", {}, group.title),
          Report.facts(
            group.facts.map((fact) => [
              fact.name,
              /^\d{5,}$/.test(fact.value) ? Report.group(fact.value) : fact.value,
            ])
          )
        )
      )
    )
  );

Report.themeButton = () => {
  const themes = ["auto", "light", "dark"];
  const button = Report.el("button", { type: "button", class: "theme" });
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.textContent = "Theme: " + theme;
    Report.redraw();
  };
  button.addEventListener("click", () => {
    const at = themes.indexOf(document.documentElement.dataset.theme);
    set(themes[(at + 1) % themes.length]);
  });
  set("auto");
  window
    .matchMedia("(prefers-color-scheme: dark)")
    .addEventListener("change", () => Report.redraw());
  return button;
};

/** What fits on a sheet of A4 between its margins, in CSS pixels. */
Report.paper = { width: 690, height: 900 };

Report.start = () => {
  const { run, graph, parts, title } = Report.data;
  const sections = [];
  if (run) {
    Report.tensors = new Map(run.tensors.map((tensor) => [tensor.name, tensor]));
    Report.weights = new Map(run.weights.map((weight) => [weight.name, weight]));
    Report.drawGraph(run, graph);
    sections.push(
      Report.verdictView(run),
      Report.stagesView(run),
      Report.graphView(run),
      Report.layersView(run),
      Report.findingsView(run)
    );
  }
  if (parts.length > 0) {
    sections.push(Report.partsView(run ? "Other runs" : "Results", parts));
  }
  if (run) sections.push(Report.aboutView(run));
  document.body.append(
    Report.el("a", { class: "skip", href: "#content" }, "Skip to the content"),
    Report.el(
      "header",
      { class: "top" },
      Report.el("h1", {}, title),
      Report.el(
        "nav",
        { "aria-label": "Sections" },
        sections.map((section) =>
          Report.el("a", { href: "#" + section.id }, section.querySelector("h2").textContent)
        )
      ),
      Report.themeButton()
    ),
    Report.el("main", { id: "content" }, sections)
  );
  if (run) Report.graph.fit(false);
  Report.draw();
  document.addEventListener("toggle", Report.draw, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && run && !event.target.closest("input, select, textarea")) {
      document.getElementById("search").focus();
      event.preventDefault();
    } else if (event.key === "Escape" && run && !document.getElementById("panel").hidden) {
      Report.closePanel();
    }
  });
  let wait = 0;
  window.addEventListener("resize", () => {
    clearTimeout(wait);
    wait = setTimeout(() => Report.redraw(), 150);
  });
  const paper = document.getElementById("paper");
  window.addEventListener("beforeprint", () => {
    if (run) paper.replaceChildren(...Report.graph.onPaper(Report.paper));
    Report.redraw(Report.paper.width);
  });
  window.addEventListener("afterprint", () => Report.redraw());
  document.documentElement.dataset.ready = "true";
};

Report.start();
