// uPlot, loaded when a first chart is drawn, and what it needs to know of a chart.

import { ASSETS } from "../../data/api.js";

const HEIGHT = 240;
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

function load(tag, values) {
  const element = Object.assign(document.createElement(tag), values);
  return new Promise((resolve, reject) => {
    Object.assign(element, { onload: resolve, onerror: reject });
    document.head.append(element);
  });
}

let loaded = null;

const loadPlot = () => (loaded ??= Promise.all([
  load("script", { src: `${ASSETS}uplot-1.6.32.js` }),
  load("link", { rel: "stylesheet", href: `${ASSETS}uplot-1.6.32.css` }),
]));

// A canvas knows no tokens: an element tells which colour one is now, light or dark.
function colorOf(name) {
  const element = document.body.appendChild(document.createElement("i"));
  element.style.color = `var(--${name})`;
  const { color } = getComputedStyle(element);
  element.remove();
  return color;
}

// Bars on top of each other: uPlot draws them over each other, the highest first.
function stacked(series) {
  let below = series[0].values.map(() => 0);
  return series.map(({ values }) => (below = values.map((value, at) => below[at] + value))).reverse();
}

function axesOf({ isBars, names, format, axisFormat }) {
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const common = { stroke: colorOf("soft"), font, ticks: { show: false } };
  const named = (_plot, splits) => splits.map((at) => names[at] ?? "");
  return [
    { ...common, grid: { show: false }, size: 26, gap: 6, incrs: [1, 2, 3, 4, 6, 7, 14, 30, 60, 90], space: 56, values: named },
    { ...common, grid: { stroke: colorOf("line"), width: 1 }, size: 56, ...(isBars && { incrs: WHOLE_STEPS }),
      values: (_plot, splits) => splits.map(axisFormat ?? format) },
  ];
}

function seriesOf({ isBars, series }) {
  const bars = uPlot.paths.bars({ size: [0.68, 44], radius: 0.08 });
  return (isBars ? [...series].reverse() : series).map(({ color }) => (isBars
    ? { fill: colorOf(color), paths: bars, points: { show: false } }
    : { stroke: colorOf(color), width: 2, spanGaps: false, points: { show: true, size: 5, fill: colorOf(color) } }));
}

function highest({ isBars, series, greatest }) {
  if (greatest) return greatest;
  const values = isBars ? stacked(series)[0] : series.flatMap((one) => one.values);
  return Math.max(4, ...values) * 1.08;
}

// Draws a chart into a box; `onMove` is told the period below the pointer, or null.
export async function draw(box, chart, onMove) {
  await loadPlot();
  const indexes = chart.names.map((_, at) => at);
  const values = chart.isBars ? stacked(chart.series) : chart.series.map((one) => one.values);
  box.replaceChildren();
  return new uPlot({
    width: box.clientWidth || 600, height: HEIGHT, legend: { show: false }, padding: [8, 8, 0, 0],
    series: [{}, ...seriesOf(chart)], axes: axesOf(chart),
    scales: { x: { time: false, range: [-0.6, indexes.length - 0.4] }, y: { range: [0, highest(chart)] } },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: !chart.isBars } },
    hooks: { setCursor: [(plot) => onMove(plot.cursor.idx ?? null)] },
  }, [indexes, ...values], box);
}

export const fit = (plot, box) => box.clientWidth && plot.setSize({ width: box.clientWidth, height: HEIGHT });
