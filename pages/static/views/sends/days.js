// The days of the list: their sends, and how many single messages each has beside them.

import { withQuery } from "../../data/api.js";
import { counted } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { ZONE, dayInWords, dayOf } from "../../data/times.js";
import { html } from "../../parts/html.js";
import { daysOf } from "./filters.js";

const MOST_DAYS = 31;
const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

const noon = (day) => new Date(`${day}T12:00:00`);

// Single messages by day, while the list leaves them out and no filter but the own number holds.
export function useSingles(query) {
  const { sender, campaign, category, status, size = "" } = query;
  const isHidden = size === "" && !campaign && !category && !status;
  const [first, last] = daysOf(query);
  const earliest = dayOf(new Date(noon(last) - (MOST_DAYS - 1) * DAY_MS));
  const path = withQuery("single-sends", { from: first > earliest ? first : earliest, until: last, tz: ZONE, sender });
  const { data } = useResource(isHidden ? path : null, { every: EVERY_MS });
  return isHidden ? data?.days ?? [] : [];
}

function SinglesOf({ day, singles, query }) {
  if (!singles?.count) return null;
  const number = `${counted("single message", singles.count)}${singles.isComplete ? "" : " or more"}`;
  return html`${number} · <a href=${href("sends", { ...query, days: "", from: "", to: "", day, size: "all" })} aria-label=${`Show the single messages of ${day}`}>Show</a>`;
}

// The groups of the table. A day with single messages alone has its head; days below the last row
// that is loaded wait for their rows.
export function groupsOf({ rows, hasMore }, singles, query) {
  const byDay = new Map(rows.map((row) => [dayOf(row.acceptedAt), []]));
  for (const row of rows) byDay.get(dayOf(row.acceptedAt)).push(row);
  const counts = new Map(singles.map((one) => [one.day, one]));
  const oldest = hasMore ? [...byDay.keys()].at(-1) ?? "9999" : "";
  for (const { day, count } of singles) if (count && day >= oldest && !byDay.has(day)) byDay.set(day, []);
  return [...byDay].sort(([a], [b]) => (a < b ? 1 : -1)).map(([day, ofDay]) => ({
    name: day, title: dayInWords(noon(day)), rows: ofDay,
    aside: html`<${SinglesOf} day=${day} singles=${counts.get(day)} query=${query} />`,
  }));
}
