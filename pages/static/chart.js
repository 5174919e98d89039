// A chart with its legend, a cursor that keys move too, and the same figures as a table.

import { make } from "./words.js";

const HEIGHT = 240;
const charts = new Set();
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

function colorOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Bars on top of each other: uPlot draws them over each other, the highest first.
function stacked(series) {
  let below = series[0].values.map(() => 0);
  return series.map(({ values }) => (below = values.map((value, i) => below[i] + value))).reverse();
}

const grid = () => ({ stroke: colorOf("--grid"), width: 1 });

function axesOf({ kind, names, format }) {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const common = { stroke: colorOf("--soft"), font, ticks: { show: false } };
  const named = (_plot, splits) => splits.map((i) => names[i] ?? "");
  return [
    { ...common, grid: { show: false }, size: 26, gap: 6, incrs: [1, 2, 3, 4, 6, 7, 14, 30, 60, 90], space: 56, values: named },
    { ...common, grid: grid(), size: 52, ...(kind === "bars" && { incrs: WHOLE_STEPS }), values: (_plot, splits) => splits.map(format) },
  ];
}

function seriesOf({ kind, series }) {
  const bars = uPlot.paths.bars({ size: [0.72, 44], radius: 0.12 });
  const drawn = kind === "bars" ? [...series].reverse() : series;
  return drawn.map(({ color }) => (kind === "bars"
    ? { fill: colorOf(color), paths: bars, points: { show: false } }
    : { stroke: colorOf(color), width: 2.5, spanGaps: false, points: { show: true, size: 7, fill: colorOf(color) } }));
}

function highest({ kind, series, greatest }) {
  if (greatest) return greatest;
  const values = kind === "bars" ? stacked(series)[0] : series.flatMap((one) => one.values);
  return Math.max(4, ...values) * 1.08;
}

export class Chart {
  constructor(title, { isWide = false } = {}) {
    this.section = make("section", `chart card${isWide ? " wide" : ""}`);
    this.legend = make("ul", "legend");
    this.plotBox = make("div", "plot");
    this.plotBox.tabIndex = 0;
    this.plotBox.setAttribute("role", "img");
    this.heard = make("p", "unseen");
    this.heard.setAttribute("aria-live", "polite");
    this.table = scrolling(`${title}, as a table`);
    this.title = title;
    const details = make("details");
    details.append(make("summary", "", "As a table"), this.table);
    this.section.append(make("h2", "", title), this.legend, this.plotBox, this.heard, details);
    this.plotBox.addEventListener("keydown", (event) => this.move(event));
    new ResizeObserver(() => this.fit()).observe(this.plotBox);
    charts.add(this);
  }

  // `given`: names, fullNames, series [{name, color, values, total}], kind, format, greatest.
  update(given) {
    const figures = JSON.stringify(given);
    if (figures === this.figures) return; // so that the reader keeps the place
    this.figures = figures;
    this.given = given;
    this.at = null;
    this.draw();
    this.drawTable();
  }

  draw() {
    const { given } = this;
    const indexes = given.names.map((_, i) => i);
    const values = given.kind === "bars" ? stacked(given.series) : given.series.map((one) => one.values);
    const options = {
      width: this.plotBox.clientWidth || 600, height: HEIGHT, legend: { show: false },
      padding: [8, 8, 0, 0], series: [{}, ...seriesOf(given)], axes: axesOf(given),
      scales: { x: { time: false, range: [-0.6, indexes.length - 0.4] }, y: { range: [0, highest(given)] } },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: given.kind !== "bars" } },
      hooks: { setCursor: [(plot) => this.showAt(plot.cursor.idx ?? null)] },
    };
    this.plot?.destroy();
    this.plot = new uPlot(options, [indexes, ...values], this.plotBox);
    const totals = given.series.map((one) => `${one.name}: ${one.total}`).join(", ");
    this.plotBox.setAttribute("aria-label", `${this.title}. ${totals}. Arrow keys go through it.`);
    this.showAt(null);
  }

  fit() {
    if (this.plot && this.plotBox.clientWidth) this.plot.setSize({ width: this.plotBox.clientWidth, height: HEIGHT });
  }

  showAt(index) {
    const { series, fullNames, format } = this.given;
    const items = series.map((one) => {
      const item = make("li");
      const swatch = make("span", "swatch");
      swatch.style.setProperty("--of", `var(${one.color})`);
      item.append(swatch, `${one.name} `, make("b", "", index === null ? one.total : format(one.values[index])));
      return item;
    });
    if (index !== null) items.unshift(make("li", "", fullNames[index]));
    this.legend.replaceChildren(...items);
  }

  move(event) {
    const last = this.given.names.length - 1;
    const from = this.at ?? last + 1;
    const next = { ArrowLeft: from - 1, ArrowRight: (this.at ?? -1) + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.at = Math.min(Math.max(next, 0), last);
    this.plot.setCursor({ left: this.plot.valToPos(this.at, "x"), top: 0 });
    const { fullNames, series, format } = this.given;
    const values = series.map((one) => `${one.name} ${format(one.values[this.at])}`).join(", ");
    this.heard.textContent = `${fullNames[this.at]}: ${values}`;
  }

  drawTable() {
    const { fullNames, series, format } = this.given;
    const head = ["Time", ...series.map((one) => one.name)];
    const rows = fullNames.map((name, i) => [name, ...series.map((one) => format(one.values[i]))]);
    this.table.replaceChildren(tableOf(this.title, head, rows));
  }
}

// A place for a wide table, which keys can move.
export function scrolling(name) {
  const box = make("div", "scrolling");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", name);
  return box;
}

export function tableOf(caption, head, rows) {
  const table = make("table");
  table.append(make("caption", "unseen", caption));
  const headRow = table.createTHead().insertRow();
  for (const name of head) headRow.append(headCell("col", name));
  const body = table.createTBody();
  for (const [name, ...cells] of rows) {
    const row = body.insertRow();
    row.append(headCell("row", name));
    for (const cell of cells) row.insertCell().append(cell);
  }
  return table;
}

function headCell(scope, text) {
  const cell = make("th", "", text);
  cell.scope = scope;
  return cell;
}

// A canvas does not know of colour schemes.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const chart of charts) if (chart.given) chart.draw();
});
