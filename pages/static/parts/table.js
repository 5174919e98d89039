// Rows of a list. On a phone each row is a card.

import { classes, html, useEffect, useLayoutEffect, useRef } from "./html.js";
import { Button } from "./controls.js";

const PART = 50;
const LONG_FROM = 500; // rows

// Lets keys scroll what is wider than its box.
function useKeyScrolling(box) {
  useEffect(() => {
    const sized = new ResizeObserver(([{ target }]) => {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    });
    sized.observe(box.current);
    return () => sized.disconnect();
  }, []);
}

const shownHeads = (table) => [...table.tHead.rows[0].cells].filter((one) => getComputedStyle(one).display !== "none");

// Keeps the columns as wide as they are, and the height of parts, whether they are drawn or not.
function makeLong(table) {
  table.classList.remove("long");
  const widths = shownHeads(table).map((one) => one.offsetWidth);
  const isWider = table.offsetWidth > table.parentNode.clientWidth;
  const heights = [...table.tBodies].map((part) => part.offsetHeight);
  table.style.setProperty("--columns", widths.map((width) => `minmax(0, ${width}fr)`).join(" "));
  table.style.minWidth = isWider ? `${table.offsetWidth}px` : "";
  heights.forEach((height, at) => { table.tBodies[at].style.containIntrinsicBlockSize = `auto ${height}px`; });
  table.dataset.columns = widths.length;
  table.classList.add("long");
}

// Of many rows the browser lays out those near the window. It cannot leave out parts of a table whose
// columns are as wide as their widest cell, so their widths stay once there are many rows: a change
// in one of 2,000 rows is laid out some hundred times as fast.
function useLongTable(box, count) {
  const isLong = count > LONG_FROM;
  useLayoutEffect(() => {
    const table = box.current.querySelector("table");
    if (!isLong) {
      table.classList.remove("long");
      return undefined;
    }
    makeLong(table);
    const sized = new ResizeObserver(() => { if (shownHeads(table).length !== Number(table.dataset.columns)) makeLong(table); });
    sized.observe(box.current);
    return () => sized.disconnect();
  }, [isLong]);
}

const partsOf = (rows) => Array.from({ length: Math.max(1, Math.ceil(rows.length / PART)) }, (_, at) => rows.slice(at * PART, (at + 1) * PART));

// `columns`: { name, head, cell: (row) => …, isNumber, isSecondary, isWide }. The first cell's link
// (`hrefOf(row)`) is that of the row. `groups`: [{ name, title, aside, rows }], or `rows` alone.
// `keyOf` names a row: an update keeps its element. `chosen` is the key of a row that is open.
export function Table({ label, columns, rows, groups, keyOf, hrefOf, chosen, isOver }) {
  const box = useRef(null);
  const all = groups ?? [{ name: "all", rows }];
  useKeyScrolling(box);
  useLongTable(box, all.reduce((sum, group) => sum + group.rows.length, 0));
  const cell = (row) => (column, at) => {
    const inside = column.cell(row);
    const link = at === 0 && hrefOf?.(row);
    const look = classes(column.isNumber && "number", column.isSecondary && "secondary", column.isWide && "wide", `of-${column.name}`);
    const words = link ? html`<a class="row-link" href=${link} draggable=${false} data-over=${isOver ? "" : undefined}>${inside}</a>` : inside;
    return at === 0
      ? html`<th key=${column.name} scope="row" class=${look}>${words}</th>`
      : html`<td key=${column.name} class=${look} data-head=${column.head}>${words}</td>`;
  };
  const line = (row) => html`<tr key=${keyOf(row)} class=${classes(hrefOf && "leads", keyOf(row) === chosen && "chosen")}>
    ${columns.map(cell(row))}</tr>`;
  const body = (group) => partsOf(group.rows).map((part, at) => html`<tbody key=${`${group.name} ${at}`}>
    ${at === 0 && group.title && html`<tr key="head" class="group"><th scope="rowgroup" colspan=${columns.length}><span>${group.title}</span>${group.aside && html`<span class="group-aside">${group.aside}</span>`}</th></tr>`}
    ${part.map(line)}</tbody>`);
  return html`<div class="table-box" ref=${box}><table class="table" aria-label=${label}>
    <thead><tr>${columns.map((one) => html`<th key=${one.name} scope="col" class=${classes(one.isNumber && "number", one.isSecondary && "secondary", `of-${one.name}`)}>${one.head}</th>`)}</tr></thead>
    ${all.flatMap(body)}
  </table></div>`;
}

// Below a list: loads the next rows when its end is near, or on request. `onMore` is called once at
// a time; `trouble` is what went wrong with the last try.
export function More({ hasMore, isLoading, trouble, onMore }) {
  const end = useRef(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  const isIdle = hasMore && !isLoading && !trouble;
  useEffect(() => {
    if (!isIdle) return undefined;
    const seen = new IntersectionObserver(([entry]) => entry.isIntersecting && latest.current(), { rootMargin: "100% 0px" });
    seen.observe(end.current);
    return () => seen.disconnect();
  }, [isIdle]);
  return html`<div class="more" ref=${end}>${hasMore && html`
    ${trouble && html`<p class="field-error" role="alert">${trouble.message}</p>`}
    <${Button} kind="quiet" busy=${isLoading && "Loading…"} onPress=${onMore}>Load more<//>`}</div>`;
}

// "2 new sends": rows that came while a person looked; they are shown when the pill is pressed.
export function NewRows({ number, noun, onShow }) {
  if (!number) return null;
  return html`<button type="button" class="new-rows" onClick=${onShow}>↑ ${number} new ${noun}${number === 1 ? "" : "s"}</button>`;
}
