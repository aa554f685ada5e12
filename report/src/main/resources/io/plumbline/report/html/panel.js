"use strict";

/* All that is known of one layer. */
Report.causes = (layer) => {
  const causes = [];
  for (const finding of Report.data.run.findings) {
    if (finding.layers.includes(layer.name)) {
      causes.push(
        Report.el(
          "li",
          { class: finding.severity },
          Report.el("code", {}, finding.code),
          " ",
          finding.message
        )
      );
    }
  }
  const say = (text) => causes.push(Report.el("li", {}, text));
  if (layer.reason) say("Computed in " + layer.effective + ": " + layer.reason + ".");
  for (const name of layer.outputs) {
    const tensor = Report.tensors.get(name);
    if (!tensor || !tensor.integers || !tensor.observed) continue;
    const { low, high } = tensor.integers;
    const seen = tensor.observed;
    if (seen.clipped > 0) {
      say("Clipped: " + Report.percent(seen.clipped) + " of '" + name + "' lies outside of " +
        Report.show(low) + " … " + Report.show(high) + ".");
    }
    const used = (Math.min(seen.maximum, high) - Math.max(seen.minimum, low)) / (high - low);
    if (used < 0.5) {
      say("Coarse: '" + name + "' uses " + Report.percent(used) + " of the range that its integers hold.");
    }
  }
  for (const name of layer.weights) {
    const weight = Report.weights.get(name);
    if (weight && weight.channels > 1) {
      const spread = weight.largestScale / weight.smallestScale;
      if (spread >= 32) {
        say("Uneven: scales of the channels of '" + name + "' differ by a factor of " + Report.show(spread) + ".");
      }
    } else if (weight && weight.boxes.length > 1) {
      say("One scale holds all channels of '" + name + "'.");
    }
  }
  return causes;
};

Report.rangeTable = (title, rows) =>
  Report.table(
    title,
    [{ name: "What" }, { name: "Value", number: true }],
    rows.map((cells) => ({ cells: cells }))
  );

Report.tensorView = (name, role) => {
  const tensor = Report.tensors.get(name);
  const heading = Report.el("h4", {}, role + " ", Report.name(name));
  if (!tensor) return Report.el("div", {}, heading);
  const rows = [["type", tensor.type]];
  const marks = [];
  if (tensor.integers) {
    const held = tensor.integers;
    rows.push(
      ["held as", held.dtype + ", scale " + Report.show(held.scale) + ", zero point " + held.zeroPoint],
      ["range held", Report.show(held.low) + " … " + Report.show(held.high)],
      ["threshold", Report.show(held.threshold)],
      ["found by", held.method]
    );
    marks.push({ at: Report.number(held.low), name: "low" }, { at: Report.number(held.high), name: "high" });
  } else {
    rows.push(["held as", "as it is"]);
  }
  const seen = tensor.observed;
  if (seen) {
    rows.push(
      ["seen", Report.show(seen.minimum) + " … " + Report.show(seen.maximum) + " in " + Report.show(seen.elements) + " elements"]
    );
    if (seen.clipped !== undefined) rows.push(["clipped", Report.percent(seen.clipped)]);
  }
  const drawn =
    seen && seen.histogram
      ? Report.histogram(
          "Elements by value, of all calibration samples",
          seen.histogram,
          marks,
          Report.table(
            "Histogram of " + name,
            [
              { name: "From", number: true },
              { name: "To", number: true },
              { name: "Elements", number: true },
            ],
            seen.histogram.counts.map((count, i) => ({
              cells: [
                seen.histogram.low + i * seen.histogram.width,
                seen.histogram.low + (i + 1) * seen.histogram.width,
                count,
              ],
            }))
          )
        )
      : null;
  return Report.el("div", { class: "tensor" }, heading, Report.facts(rows), drawn);
};

Report.weightView = (name) => {
  const weight = Report.weights.get(name);
  if (!weight) return null;
  const boxes = weight.boxes;
  const scales =
    weight.smallestScale === weight.largestScale
      ? Report.show(weight.smallestScale)
      : Report.show(weight.smallestScale) + " … " + Report.show(weight.largestScale);
  const table = Report.table(
    "Channels of " + name,
    ["Channel", "Minimum", "Lower quartile", "Median", "Upper quartile", "Maximum", "Threshold"].map(
      (column) => ({ name: column, number: true })
    ),
    boxes.map((box) => ({
      cells: [
        box.channel,
        box.minimum,
        box.lowerQuartile,
        box.median,
        box.upperQuartile,
        box.maximum,
        box.threshold,
      ],
    }))
  );
  const title =
    weight.channels > boxes.length
      ? "Weights by channel: " + boxes.length + " of " + weight.channels + ", the largest and the smallest"
      : "Weights by channel";
  return Report.el(
    "div",
    { class: "tensor" },
    Report.el("h4", {}, "Weights ", Report.name(name)),
    Report.facts([
      ["type", weight.type],
      ["scales", scales],
      ["found by", weight.method],
    ]),
    Report.boxes(
      title,
      boxes.map((box) => String(box.channel)),
      boxes.map((box) =>
        [box.minimum, box.lowerQuartile, box.median, box.upperQuartile, box.maximum].map(Report.number)
      ),
      boxes.map((box) => Report.number(box.threshold)),
      table
    )
  );
};

Report.truthRows = (truth) =>
  truth
    ? [
        ["cosine, integers", Report.cosine(truth.quantized)],
        ["cosine, worst sample", Report.cosine(truth.worst) + " (" + truth.worstSample + ")"],
        ["cosine, rounded floats", Report.cosine(truth.calibrated)],
        ["noise below the signal", Report.decibels(truth.decibels)],
        ["largest difference", Report.show(truth.largestDifference)],
      ]
    : [["similarity", "not measured"]];

Report.openPanel = (i) => {
  const layer = Report.data.run.layers[i];
  const panel = document.getElementById("panel");
  const causes = Report.causes(layer);
  panel.replaceChildren(
    Report.el(
      "header",
      {},
      Report.el("h3", { tabindex: "-1" }, Report.tail(layer.type, 40)),
      Report.el(
        "button",
        { type: "button", "aria-label": "Close", onclick: Report.closePanel },
        "×"
      )
    ),
    Report.facts([
      ["in the integer model", Report.name(layer.name)],
      ["in the float models", Report.names(layer.nodes)],
      ["in the model as given", Report.names(layer.origins)],
      [
        "precision",
        layer.effective === layer.requested
          ? layer.effective
          : layer.effective + " (asked for: " + layer.requested + ")",
      ],
      ["multiply-accumulates", layer.work === 0 ? "–" : Report.show(layer.work)],
      ...Report.truthRows(layer.truth),
    ]),
    causes.length > 0
      ? Report.el("div", {}, Report.el("h4", {}, "What was found"), Report.el("ul", { class: "causes" }, causes))
      : "",
    ...layer.outputs.map((name) => Report.tensorView(name, "Writes")),
    ...layer.weights.map(Report.weightView).filter((view) => view),
    ...layer.inputs.map((name) => Report.tensorView(name, "Reads"))
  );
  panel.hidden = false;
  panel.scrollTop = 0;
  Report.draw();
};

Report.closePanel = () => {
  document.getElementById("panel").hidden = true;
  Report.graph.leave();
  Report.draw();
};
