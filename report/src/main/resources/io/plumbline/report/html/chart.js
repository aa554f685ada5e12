"use strict";

/* Charts, each with the table of its figures behind it. */
Report.charts = new Map();

Report.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

Report.palette = () => ({
  text: Report.colour("--text"),
  quiet: Report.colour("--quiet"),
  line: Report.colour("--line"),
  series: ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5"].map(Report.colour),
  alarm: Report.colour("--alarm"),
});

/** A figure: make(palette) gives the option of a chart, table its figures, pick what a click does. */
Report.chart = (title, make, table, more) => {
  const options = more || {};
  const place = Report.el("div", {
    class: "chart",
    role: "img",
    "aria-label": title + "; the figures are in the table below",
    style: "height:" + (options.height || 260) + "px",
  });
  Report.charts.set(place, { make: make, pick: options.pick });
  return Report.el(
    "figure",
    { class: "drawn" },
    Report.el("figcaption", {}, title),
    place,
    Report.el("details", {}, Report.el("summary", {}, "Figures"), table)
  );
};

/** What all charts have in common. */
Report.base = (palette) => ({
  animation: false,
  color: palette.series,
  textStyle: { color: palette.text, fontFamily: "inherit" },
  grid: { left: 26, right: 26, top: 28, bottom: 8, containLabel: true },
  tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "line" } },
  legend: { top: 0, right: 0, textStyle: { color: palette.text }, itemHeight: 10 },
});

Report.axis = (palette, more) => ({
  nameTextStyle: { color: palette.quiet },
  axisLabel: { color: palette.quiet, hideOverlap: true },
  axisLine: { lineStyle: { color: palette.line } },
  splitLine: { lineStyle: { color: palette.line } },
  ...more,
});

/** Draws what is on the page and not drawn yet. */
Report.draw = () => {
  for (const [place, chart] of Report.charts) {
    if (!place.isConnected) {
      if (chart.drawn) {
        chart.drawn.dispose();
        Report.charts.delete(place);
      }
    } else if (!chart.drawn && place.clientWidth > 0 && !place.closest("details:not([open])")) {
      chart.drawn = echarts.init(place, null, { renderer: "svg" });
      chart.drawn.setOption(chart.make(Report.palette()));
      if (chart.pick) chart.drawn.on("click", (event) => chart.pick(event.dataIndex));
    }
  }
};

/** Draws again: as wide as its place, or at a width that paper scales to its own. */
Report.redraw = (width) => {
  for (const [place, chart] of Report.charts) {
    if (!chart.drawn) continue;
    chart.drawn.setOption(chart.make(Report.palette()), true);
    chart.drawn.resize(width ? { width: width } : { width: "auto" });
    chart.drawn.getZr().flush();
    const picture = place.querySelector("svg");
    if (width) picture.setAttribute("viewBox", [0, 0, width, place.clientHeight].join(" "));
    else picture.removeAttribute("viewBox");
  }
};

/** Values by label, as bars: the first on top. */
Report.bars = (title, labels, series, table, more) =>
  Report.chart(
    title,
    (palette) => ({
      ...Report.base(palette),
      tooltip: { ...Report.base(palette).tooltip, axisPointer: { type: "shadow" } },
      legend: series.length > 1 ? Report.base(palette).legend : undefined,
      xAxis: Report.axis(palette, { type: "value", scale: false }),
      yAxis: Report.axis(palette, {
        type: "category",
        inverse: true,
        data: labels.map((label) => Report.tail(label, 34)),
        splitLine: { show: false },
      }),
      series: series.map((each) => ({
        type: "bar",
        name: each.name,
        data: each.values.map((value) => (Number.isFinite(value) ? value : null)),
        barMaxWidth: 16,
      })),
    }),
    table,
    { height: 60 + 22 * labels.length * Math.max(1, series.length * 0.7), ...more }
  );

/** Values along an order, as lines. */
Report.curve = (title, labels, series, table, more) => {
  const numbers = labels.every((label) => Number.isFinite(Report.number(label)));
  return Report.chart(
    title,
    (palette) => ({
      ...Report.base(palette),
      legend: series.length > 1 ? Report.base(palette).legend : undefined,
      xAxis: Report.axis(palette, {
        type: "category",
        data: labels.map((label) => (numbers ? Report.show(label) : Report.tail(String(label), 24))),
        boundaryGap: false,
        splitLine: { show: false },
        name: (more && more.xName) || "",
        nameLocation: "middle",
        nameGap: 26,
      }),
      yAxis: Report.axis(palette, { type: "value", scale: true, name: (more && more.yName) || "" }),
      series: series.map((each) => ({
        type: "line",
        name: each.name,
        data: each.values.map((value) => (Number.isFinite(value) ? value : null)),
        showSymbol: labels.length <= 60,
        symbolSize: 6,
        connectNulls: true,
        sampling: labels.length > 2000 ? "minmax" : undefined,
      })),
    }),
    table,
    { height: 280, ...more }
  );
};

/** A histogram with vertical lines at the ends of the range that integers hold. */
Report.histogram = (title, bars, marks, table) =>
  Report.chart(
    title,
    (palette) => ({
      ...Report.base(palette),
      legend: undefined,
      tooltip: {
        ...Report.base(palette).tooltip,
        trigger: "item",
        formatter: (item) =>
          Report.show(item.value[0] - bars.width / 2) +
          " … " +
          Report.show(item.value[0] + bars.width / 2) +
          ": " +
          Report.show(item.value[1]),
      },
      xAxis: Report.axis(palette, {
        type: "value",
        min: Math.min(bars.low, ...marks.map((mark) => mark.at)),
        max: Math.max(bars.low + bars.width * bars.counts.length, ...marks.map((mark) => mark.at)),
        splitLine: { show: false },
        axisLabel: { color: palette.quiet, hideOverlap: true, formatter: Report.show },
      }),
      yAxis: Report.axis(palette, {
        type: "log",
        min: 0.8,
        axisLabel: { color: palette.quiet, formatter: (value) => (value < 1 ? "" : Report.show(value)) },
      }),
      series: [
        {
          type: "bar",
          barWidth: "98%",
          data: bars.counts.map((count, i) => [
            bars.low + bars.width * (i + 0.5),
            count > 0 ? count : null,
          ]),
          markLine: {
            symbol: "none",
            silent: true,
            lineStyle: { color: palette.alarm, width: 1.5, type: "dashed" },
            label: { color: palette.text, formatter: (mark) => mark.name, fontSize: 11 },
            data: marks.map((mark) => ({ xAxis: mark.at, name: mark.name })),
          },
        },
      ],
    }),
    table,
    { height: 220 }
  );

/** Five numbers for each label, with the threshold of each as a dash above and below. */
Report.boxes = (title, labels, boxes, thresholds, table, more) =>
  Report.chart(
    title,
    (palette) => ({
      ...Report.base(palette),
      tooltip: { ...Report.base(palette).tooltip, trigger: "item" },
      legend: undefined,
      xAxis: Report.axis(palette, { type: "category", data: labels, splitLine: { show: false } }),
      yAxis: Report.axis(palette, { type: "value", scale: true }),
      series: [
        {
          type: "boxplot",
          name: "channel",
          data: boxes,
          itemStyle: { color: "transparent", borderColor: palette.series[0], borderWidth: 1.2 },
        },
        ...(thresholds
          ? [1, -1].map((sign) => ({
              type: "scatter",
              name: "threshold",
              symbol: "rect",
              symbolSize: [7, 2],
              itemStyle: { color: palette.alarm },
              data: thresholds.map((value) => sign * value),
            }))
          : []),
      ],
    }),
    table,
    { height: 220, ...more }
  );

/** Rectangles: what lies where, and from when to when; all four ends are included. */
Report.spans = (title, labels, spans, ends, table, more) => {
  const rectangle = (palette) => (_, api) => {
    const [low, high] = [api.coord([api.value(0), api.value(2)]), api.coord([api.value(1), api.value(3)])];
    const width = Math.max(1, high[0] - low[0] - 1);
    const height = Math.max(1, low[1] - high[1] - 1);
    const shape = { x: low[0], y: high[1], width: width, height: height };
    const colours = palette.series;
    return {
      type: "rect",
      shape: shape,
      style: {
        fill: colours[api.value(4) % colours.length],
        opacity: 0.75,
        stroke: palette.line,
      },
    };
  };
  return Report.chart(
    title,
    (palette) => ({
      ...Report.base(palette),
      legend: undefined,
      grid: { ...Report.base(palette).grid, bottom: 30 },
      tooltip: {
        ...Report.base(palette).tooltip,
        trigger: "item",
        formatter: (item) =>
          labels[item.dataIndex] +
          "\n" +
          ends.map((name, i) => name + " " + Report.show(spans[item.dataIndex][i])).join("\n"),
      },
      xAxis: Report.axis(palette, {
        type: "value",
        min: 0,
        max: Math.max(...spans.map((span) => span[1] + 1)),
        minInterval: 1,
        splitLine: { show: false },
        name: "step",
        nameLocation: "middle",
        nameGap: 26,
      }),
      yAxis: Report.axis(palette, {
        type: "value",
        min: 0,
        max: Math.max(...spans.map((span) => span[3] + 1)),
        axisLabel: { color: palette.quiet, formatter: Report.show },
      }),
      series: [
        {
          type: "custom",
          renderItem: rectangle(palette),
          encode: { x: [0, 1], y: [2, 3] },
          data: spans.map((span, i) => [span[0], span[1] + 1, span[2], span[3] + 1, i]),
        },
      ],
    }),
    table,
    { height: 420, ...more }
  );
};
