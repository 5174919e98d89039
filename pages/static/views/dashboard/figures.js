// From the summary of the API to what is drawn: days, names of periods, rows, and where figures lead.

import { withQuery } from "../../data/api.js";
import { count, NOTHING, rate } from "../../data/numbers.js";
import { href } from "../../data/route.js";
import { byTime, dayOf } from "../../data/times.js";
import { sumOf } from "../../data/words.js";

export const GROUPS = [
  { name: "Delivered", color: "delivered", members: ["delivered"] },
  { name: "In progress", color: "progress", members: ["scheduled", "queued", "sending", "sent"] },
  { name: "Failed", color: "failed", members: ["failed"] },
  { name: "Unknown or unconfirmed", color: "uncertain", members: ["unknown", "unconfirmed"] },
  { name: "Not sent", color: "unsent", members: ["suppressed", "expired", "cancelled"] },
  { name: "Simulated", color: "simulated", members: ["simulated"], isRare: true },
];
export const WAITING = ["scheduled", "queued"];

const DAY_MS = 86_400_000;

// The days of a query, as dates of the browser's zone.
export function daysOf({ days = "7", from, to }, now = new Date()) {
  if (from && to) return from <= to ? { from, to } : { from: to, to: from };
  const first = new Date(now);
  first.setDate(first.getDate() - ((Number(days) || 7) - 1));
  return { from: dayOf(first), to: dayOf(now) };
}

const intervalOf = ({ from, to }) => (Date.parse(to) - Date.parse(from) < 2 * DAY_MS ? "hour" : "day");

export function summaryPath(query, tz) {
  const days = daysOf(query);
  const { sender, campaign, category } = query;
  return withQuery("analytics/summary", { ...days, interval: intervalOf(days), tz, sender, campaign, category });
}

// The sends of which messages wait: a page of them says why.
export function waitingPath({ sender, campaign, category }) {
  return withQuery("sms", { sender, campaign, category, status: WAITING, limit: 100 });
}

// Where figures lead: to the sends that they count.
export function sendsOf({ days = "7", from, to, sender, campaign, category }, more = {}) {
  const span = from && to ? { from, to } : { days };
  return href("sends", { ...span, sender, campaign, category, size: "all", ...more });
}

// Short names under a chart, and whole ones in its table. Periods are those of the summary's zone.
export function periodNames(summary) {
  const isHours = summary.interval === "hour";
  const zone = { timeZone: summary.tz };
  const day = new Intl.DateTimeFormat(undefined, { ...zone, day: "numeric", month: "short" });
  const hour = new Intl.DateTimeFormat(undefined, { ...zone, hour: "numeric" });
  const full = new Intl.DateTimeFormat(undefined, {
    ...zone, weekday: "short", day: "numeric", month: "short", ...(isHours && { hour: "2-digit", minute: "2-digit" }),
  });
  const starts = summary.periods.map((period) => new Date(period.start));
  return { short: starts.map((start) => (isHours ? hour : day).format(start)), full: starts.map((start) => full.format(start)) };
}

export function failureRows(failures) {
  const rows = Object.entries(failures).sort(([, one], [, other]) => other - one).map(([code, number]) => ({ code, number }));
  return rows.map((row) => ({ ...row, share: row.number / rows[0].number }));
}

// What sends wait for, by campaign and reason: how many messages, and the earliest next attempt.
export function waitingRows(sends) {
  const rows = new Map();
  for (const { campaign = "", waiting = [] } of sends) {
    for (const { waitingFor, count: number, nextAttemptAt } of waiting) {
      const key = `${waitingFor} ${campaign}`;
      const row = rows.get(key) ?? { key, campaign, waitingFor, number: 0, nextAttemptAt };
      row.number += number;
      if (nextAttemptAt && !(byTime(row.nextAttemptAt, nextAttemptAt) <= 0)) row.nextAttemptAt = nextAttemptAt;
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((one, other) => other.number - one.number);
}

// A rate of the few messages that ended says nothing of those that wait: it names its base.
export function deliveredInWords({ deliveryRate, deliveryRateBase, ...counts }) {
  const waits = sumOf(counts, WAITING);
  if (deliveryRate === null || deliveryRate === undefined) return waits ? "waiting" : NOTHING;
  return waits ? `${rate(deliveryRate)} of ${count(deliveryRateBase)}` : rate(deliveryRate);
}
