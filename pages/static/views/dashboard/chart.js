// A chart with its legend, a cursor that keys move too, and the same figures as a table.

import { go } from "../../data/route.js";
import { theme } from "../../data/theme.js";
import { useSignal } from "../../data/signal.js";
import { Table } from "../../parts/table.js";
import { Card } from "../../parts/page.js";
import { classes, html, useEffect, useRef, useState } from "../../parts/html.js";
import { draw, fit } from "./plot.js";

// A canvas does not know of colour schemes: it is painted anew.
function useScheme() {
  const chosen = useSignal(theme);
  const system = matchMedia("(prefers-color-scheme: dark)");
  const [isDark, setDark] = useState(system.matches);
  useEffect(() => {
    const follow = () => setDark(system.matches);
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, []);
  return `${chosen} ${isDark}`;
}

function usePlot(chart, onMove) {
  const [box, plot] = [useRef(null), useRef(null)];
  const scheme = useScheme();
  const figures = JSON.stringify(chart); // so that the reader keeps the place while nothing changes
  useEffect(() => {
    let isGone = false;
    draw(box.current, chart, onMove).then((made) => {
      if (isGone) made.destroy();
      else plot.current = made;
    });
    return () => {
      isGone = true;
      plot.current?.destroy();
      plot.current = null;
    };
  }, [figures, scheme]);
  useEffect(() => {
    const size = new ResizeObserver(() => plot.current && fit(plot.current, box.current));
    size.observe(box.current);
    return () => size.disconnect();
  }, []);
  return [box, plot];
}

function PlotLegend({ chart, at }) {
  const entry = ({ name, color, total, values, href }) => {
    const inside = html`<span class=${`swatch ${color}`}></span>${name} <b>${at === null ? total : chart.format(values[at])}</b>`;
    return html`<li key=${name}>${href ? html`<a href=${href}>${inside}</a>` : html`<span>${inside}</span>`}</li>`;
  };
  return html`<ul class="legend">${at !== null && html`<li key="at"><b>${chart.fullNames[at]}</b></li>`}${chart.series.map(entry)}</ul>`;
}

function FigureTable({ title, chart, hrefAt }) {
  const rows = chart.fullNames.map((name, at) => ({ name, at }));
  const columns = [{ name: "time", head: "Time", cell: ({ name }) => name },
    ...chart.series.map((one) => ({ name: one.name, head: one.name, isNumber: true, cell: ({ at }) => chart.format(one.values[at]) }))];
  return html`<div class="figure-table" tabindex="0" role="region" aria-label=${`${title}, as a table`}>
    <${Table} label=${title} columns=${columns} rows=${rows} keyOf=${({ name }) => name} hrefOf=${hrefAt && (({ at }) => hrefAt(at))} /></div>`;
}

// `chart`: { names, fullNames, series: [{ name, color, values, total, href }], isBars, format, greatest }.
// A press on a period leads to `hrefAt(index)`, and so does its row in the table.
export function Chart({ title, chart, isWide, hrefAt }) {
  const [at, setAt] = useState(null);
  const [heard, setHeard] = useState("");
  const [isTable, setTable] = useState(false);
  const [box, plot] = usePlot(chart, setAt);
  const lead = () => (at !== null && hrefAt ? go(hrefAt(at)) : undefined);
  const totals = chart.series.map((one) => `${one.name}: ${one.total}`).join(", ");

  function move(event) {
    const last = chart.names.length - 1;
    if (event.key === "Enter") return lead();
    const next = { ArrowLeft: (at ?? last + 1) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: last }[event.key];
    if (next === undefined || !plot.current) return undefined;
    event.preventDefault();
    const to = Math.min(Math.max(next, 0), last);
    plot.current.setCursor({ left: plot.current.valToPos(to, "x"), top: 0 });
    setHeard(`${chart.fullNames[to]}: ${chart.series.map((one) => `${one.name} ${chart.format(one.values[to])}`).join(", ")}`);
    return setAt(to);
  }

  const toggle = html`<button type="button" class="as-link" aria-expanded=${isTable} onClick=${() => setTable(!isTable)}>As a table</button>`;
  return html`<${Card} title=${title} aside=${toggle} data-wide=${isWide ? "" : undefined}>
    <${PlotLegend} chart=${chart} at=${at} />
    <div class=${classes("plot", hrefAt && "leads")} ref=${box} tabindex="0" role="img" aria-label=${`${title}. ${totals}. Arrow keys go through it.`}
      onKeyDown=${move} onClick=${lead}></div>
    <p class="unseen" aria-live="polite">${heard}</p>
    ${isTable && html`<${FigureTable} title=${title} chart=${chart} hrefAt=${hrefAt} />`}<//>`;
}
