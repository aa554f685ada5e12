"use strict";

/* The graph of layers: drawn once, looked at through a window that moves and scales. */
Report.measures = {
  noise: {
    label: "noise (dB below the signal)",
    of: (layer) => (layer.truth ? Report.number(layer.truth.decibels) : NaN),
    show: Report.decibels,
    steps: [50, 40, 30, 20],
    down: true,
    words: ["50 dB or more", "40 to 50", "30 to 40", "20 to 30", "below 20 dB"],
  },
  cosine: {
    label: "cosine, worst sample",
    of: (layer) => (layer.truth ? Report.number(layer.truth.worst) : NaN),
    show: Report.cosine,
    steps: [0.9999, 0.999, 0.99, 0.95],
    down: true,
    words: ["0.9999 or more", "0.999 or more", "0.99 or more", "0.95 or more", "below 0.95"],
  },
  clipped: {
    label: "clipped share of results",
    of: (layer) => Report.clipped(layer),
    show: Report.percent,
    steps: [1e-6, 1e-4, 1e-3, 1e-2],
    down: false,
    words: ["none", "up to 0.01 %", "up to 0.1 %", "up to 1 %", "more than 1 %"],
  },
  precision: {
    label: "precision",
    of: (layer) => ["int8", "int16", "exact", "float32"].indexOf(layer.effective.replace(/^w\d+a/, "int")),
    show: (_, layer) => layer.effective,
    steps: [0.5, 1.5, 1.5, 2.5],
    down: false,
    words: ["int8", "int16", "", "exact integers", "float32"],
  },
};

Report.clipped = (layer) => {
  const shares = layer.outputs
    .map((name) => Report.tensors.get(name))
    .filter((tensor) => tensor && tensor.observed && tensor.observed.clipped !== undefined)
    .map((tensor) => Report.number(tensor.observed.clipped));
  return shares.length === 0 ? NaN : Math.max(...shares);
};

/** 0 for the best fifth … 4 for the worst; -1 where nothing is known. */
Report.grade = (measure, layer) => {
  const value = measure.of(layer);
  if (Number.isNaN(value)) return -1;
  for (let i = 0; i < 4; i++) {
    if (measure.down ? value >= measure.steps[i] : value <= measure.steps[i]) return i;
  }
  return 4;
};

Report.drawGraph = (run, graph) => {
  const layers = run.layers;
  const outside = [...run.inputs, ...run.outputs.map((output) => output.name)];
  const groups = [];
  const view = { x: 0, y: 0, scale: 1 };
  let measure = Report.measures.noise;
  let chosen = -1;

  const all = Report.svg("g", { id: "layers-and-lines" });
  const world = Report.svg("g", {}, all);
  const lines = graph.lines.map((line) => {
    let path = "M" + line.points[0] + " " + line.points[1];
    for (let i = 2; i < line.points.length; i += 2) {
      path += "L" + line.points[i] + " " + line.points[i + 1];
    }
    const drawn = Report.svg(
      "path",
      { d: path, class: "line", "marker-end": "url(#arrow)" },
      Report.svg("title", {}, line.value)
    );
    all.append(drawn);
    return drawn;
  });
  graph.boxes.forEach(([x, y, width, height], i) => {
    const at = { transform: "translate(" + x + "," + y + ")" };
    if (i >= layers.length) {
      const name = outside[i - layers.length];
      all.append(
        Report.svg(
          "g",
          { ...at, class: "end" },
          Report.svg("title", {}, name),
          Report.svg("rect", { width: width, height: height, rx: 13 }),
          Report.svg("text", { x: width / 2, y: 17 }, Report.tail(name, 22))
        )
      );
      return;
    }
    const layer = layers[i];
    const group = Report.svg(
      "g",
      { ...at, class: "layer", tabindex: i === 0 ? "0" : "-1", role: "button", "data-layer": i },
      Report.svg("title", {}, layer.name + " (" + layer.type + ")"),
      Report.svg("rect", { width: width, height: height, rx: 5 }),
      Report.svg("rect", { class: "grade", width: 7, height: height, rx: 3 }),
      Report.svg("text", { class: "type", x: 16, y: 19 }, Report.tail(layer.type, 28)),
      Report.svg("text", { class: "called", x: 16, y: 36 }, Report.tail(layer.name, 32)),
      Report.svg("text", { class: "what", x: 16, y: 53 })
    );
    group.addEventListener("click", () => choose(i, false));
    groups.push(group);
    all.append(group);
  });

  const picture = Report.svg(
    "svg",
    { class: "graph", role: "group", "aria-label": "Graph of the layers; arrow keys go along it" },
    Report.svg(
      "defs",
      {},
      Report.svg(
        "marker",
        { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
        Report.svg("path", { d: "M0 0L8 4L0 8z", class: "tip" })
      )
    ),
    world
  );
  const frame = Report.el("div", { class: "frame" }, picture);

  const apply = () =>
    world.setAttribute(
      "transform",
      "translate(" + view.x + "," + view.y + ") scale(" + view.scale + ")"
    );
  const zoom = (factor, x, y) => {
    const scale = Math.min(3, Math.max(0.02, view.scale * factor));
    const cx = x === undefined ? frame.clientWidth / 2 : x;
    const cy = y === undefined ? frame.clientHeight / 2 : y;
    view.x = cx - ((cx - view.x) * scale) / view.scale;
    view.y = cy - ((cy - view.y) * scale) / view.scale;
    view.scale = scale;
    apply();
  };
  const fit = (all) => {
    const wide = frame.clientWidth / (graph.width + 24);
    const high = frame.clientHeight / (graph.height + 24);
    view.scale = all ? Math.min(wide, high, 1) : Math.min(wide, 1);
    view.x = (frame.clientWidth - graph.width * view.scale) / 2;
    view.y = 12 * view.scale;
    apply();
  };
  const centre = (i) => {
    const [x, y, width, height] = graph.boxes[i];
    if (view.scale < 0.6) view.scale = 1;
    view.x = frame.clientWidth / 2 - (x + width / 2) * view.scale;
    view.y = frame.clientHeight / 2 - (y + height / 2) * view.scale;
    apply();
  };
  const choose = (i, move) => {
    if (chosen >= 0) groups[chosen].classList.remove("chosen");
    groups.forEach((group, k) => group.setAttribute("tabindex", k === i ? "0" : "-1"));
    chosen = i;
    groups[i].classList.add("chosen");
    lines.forEach((line, k) => {
      const touches = graph.lines[k].from === i || graph.lines[k].to === i;
      line.classList.toggle("near", touches);
    });
    const before = frame.clientWidth;
    Report.openPanel(i);
    view.x += (frame.clientWidth - before) / 2;
    apply();
    if (move) {
      centre(i);
      document.getElementById("graph").scrollIntoView({ block: "start" });
    }
  };
  const neighbour = (i, down) => {
    const next = graph.lines
      .filter((line) => (down ? line.from === i : line.to === i))
      .map((line) => (down ? line.to : line.from))
      .filter((box) => box < layers.length);
    return next.length > 0 ? next[0] : -1;
  };
  const step = (key, i) => {
    switch (key) {
      case "ArrowDown":
        return neighbour(i, true);
      case "ArrowUp":
        return neighbour(i, false);
      case "ArrowRight":
        return Math.min(layers.length - 1, i + 1);
      case "ArrowLeft":
        return Math.max(0, i - 1);
      case "Home":
        return 0;
      case "End":
        return layers.length - 1;
      default:
        return -1;
    }
  };

  frame.addEventListener("keydown", (event) => {
    const group = event.target.closest("[data-layer]");
    if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (group && (event.key === "Enter" || event.key === " ")) {
      choose(Number(group.dataset.layer), false);
    } else if (group && step(event.key, Number(group.dataset.layer)) >= 0) {
      const next = step(event.key, Number(group.dataset.layer));
      choose(next, false);
      centre(next);
      groups[next].focus({ preventScroll: true });
    } else return;
    event.preventDefault();
  });
  frame.addEventListener(
    "wheel",
    (event) => {
      const box = frame.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        zoom(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
      } else {
        const before = view.y;
        view.x -= event.deltaX;
        const low = Math.min(0, frame.clientHeight - (graph.height + 24) * view.scale);
        view.y = Math.min(12, Math.max(low, view.y - event.deltaY));
        apply();
        if (view.y === before && event.deltaX === 0) return;
      }
      event.preventDefault();
    },
    { passive: false }
  );
  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("[data-layer]")) return;
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("held");
  });
  frame.addEventListener("pointermove", (event) => {
    if (!frame.classList.contains("held")) return;
    view.x += event.movementX;
    view.y += event.movementY;
    apply();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, () => frame.classList.remove("held"));
  }

  /** The whole graph in columns side by side, as many as make it largest on a sheet. */
  const onPaper = (sheet) => {
    const over = 70;
    let best = { columns: 0, scale: 0, high: 0 };
    for (let columns = 1; columns <= 8; columns++) {
      const high = graph.height / columns + (columns > 1 ? over : 0);
      const scale = Math.min(sheet.width / columns / (graph.width + 24), sheet.height / high, 1);
      if (scale > best.scale * 1.05) best = { columns: columns, scale: scale, high: high };
    }
    if (best.scale < 0.3) {
      return [Report.el("p", { class: "quiet" }, "The graph is too large for a sheet of paper.")];
    }
    return Array.from({ length: best.columns }, (_, i) => {
      const top = (i * graph.height) / best.columns;
      return Report.svg(
        "svg",
        {
          class: "graph",
          viewBox: [-12, top, graph.width + 24, best.high].join(" "),
          style:
            "width:" + best.scale * (graph.width + 24) + "px;height:" + best.scale * best.high + "px",
        },
        Report.svg("use", { href: "#layers-and-lines" })
      );
    });
  };

  const legend = Report.el("ul", { class: "legend" });
  const paint = () => {
    const counts = [0, 0, 0, 0, 0];
    layers.forEach((layer, i) => {
      const grade = Report.grade(measure, layer);
      if (grade >= 0) counts[grade]++;
      groups[i].setAttribute("data-grade", grade);
      const value = measure.of(layer);
      const figure = Number.isNaN(value) ? "not measured" : measure.show(value, layer);
      groups[i].lastChild.textContent = figure + (measure.label === "precision" ? "" : " · " + layer.effective);
      groups[i].setAttribute("aria-label", layer.name + ", " + layer.type + ", " + figure);
    });
    legend.replaceChildren(
      ...measure.words
        .map((word, grade) => ({ word: word, grade: grade }))
        .filter((each) => each.word)
        .map((each) =>
          Report.el(
            "li",
            { "data-grade": each.grade },
            each.word,
            Report.el("span", { class: "count" }, " " + counts[each.grade])
          )
        )
    );
  };
  paint();

  const byName = new Map();
  layers.forEach((layer, i) => {
    for (const name of [layer.name, ...layer.nodes, ...layer.origins, ...layer.outputs, ...layer.weights]) {
      if (!byName.has(name)) byName.set(name, i);
    }
  });
  Report.graph = {
    find: (name) => (byName.has(name) ? byName.get(name) : null),
    choose: choose,
    fit: fit,
    zoom: zoom,
    onPaper: onPaper,
    frame: frame,
    legend: legend,
    chosen: () => chosen,
    leave: () => {
      if (chosen >= 0) groups[chosen].focus({ preventScroll: true });
    },
    mark: (found) =>
      groups.forEach((group, i) => group.classList.toggle("faint", found !== null && !found.has(i))),
    measure: (name) => {
      measure = Report.measures[name];
      paint();
    },
  };
};
