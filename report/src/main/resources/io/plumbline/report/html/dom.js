"use strict";

/* Elements, numbers and names. Texts of a run reach the page as text nodes and attributes only. */
const Report = { data: JSON.parse(document.getElementById("data").textContent) };

Report.element = (space, tag, attributes, children) => {
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
  return node;
};

Report.el = (tag, attributes, ...children) => Report.element(null, tag, attributes, children);

Report.svg = (tag, attributes, ...children) =>
  Report.element("http://www.w3.org/2000/svg", tag, attributes, children);

/** A number that JSON had to write as text, such as "NaN", is a number again. */
Report.number = (value) =>
  value === null || value === undefined || value === "" ? NaN : Number(value);

Report.group = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, "\u2009");

/** A number as people read it. */
Report.show = (value) => {
  const number = Report.number(value);
  if (Number.isNaN(number)) return "–";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  if (number === 0) return "0";
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e15) return Report.group(String(number)).replace("-", "−");
  const text =
    size >= 1e6 || size < 1e-4
      ? number.toExponential(3)
      : number.toPrecision(size >= 1000 ? 7 : 5);
  return text.replace("-", "−");
};

Report.cosine = (value) => {
  const number = Report.number(value);
  return Number.isNaN(number) ? "–" : number.toFixed(6).replace("-", "−");
};

Report.decibels = (value) => {
  const number = Report.number(value);
  if (Number.isNaN(number)) return "–";
  return Number.isFinite(number) ? number.toFixed(1).replace("-", "−") + " dB" : "exact";
};

Report.percent = (value) => {
  const number = Report.number(value);
  if (Number.isNaN(number)) return "–";
  const percent = 100 * number;
  return (percent > 0 && percent < 0.01 ? "<0.01" : percent.toFixed(2)) + " %";
};

/** Names differ at their ends: a long one loses its front. */
Report.tail = (text, most) => (text.length <= most ? text : "…" + text.slice(text.length - most + 1));

/** A long word may break anywhere. */
Report.name = (text) => Report.el("code", { class: "name" }, text);

Report.names = (list) =>
  list.length === 0
    ? "–"
    : Report.el("span", { class: "names" }, list.map((each) => Report.name(each)));

Report.section = (id, title, ...children) =>
  Report.el(
    "section",
    { id: id, "aria-labelledby": id + "-title" },
    Report.el("h2", { id: id + "-title" }, title),
    ...children.flat().filter((child) => child !== null)
  );

Report.facts = (rows) =>
  Report.el(
    "dl",
    { class: "facts" },
    rows.map(([name, value]) =>
      Report.el("div", {}, Report.el("dt", {}, name), Report.el("dd", {}, value))
    )
  );
