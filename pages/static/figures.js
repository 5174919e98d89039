// From the summary of the API to what is drawn: groups of statuses, rows, names of periods.

export const GROUPS = [
  { name: "Delivered", color: "--delivered", members: ["delivered"] },
  { name: "In progress", color: "--underway", members: ["scheduled", "queued", "sending", "sent"] },
  { name: "Failed", color: "--failed", members: ["failed"] },
  { name: "Uncertain", color: "--doubt", members: ["unconfirmed", "unknown"] },
  { name: "Not sent", color: "--unsent", members: ["suppressed", "expired", "cancelled"] },
];

// What has not been submitted yet.
export const WAITING = ["scheduled", "queued"];

export function sumOf(figures, members) {
  return members.reduce((sum, member) => sum + figures[member], 0);
}

// Short names under a chart, and whole ones in its table. Periods are those of the summary's zone.
export function periodNames(summary) {
  const isHours = summary.interval === "hour";
  const zone = { timeZone: summary.tz };
  const day = new Intl.DateTimeFormat(undefined, { ...zone, day: "numeric", month: "short" });
  const hour = new Intl.DateTimeFormat(undefined, { ...zone, hour: "numeric" });
  const full = new Intl.DateTimeFormat(undefined, {
    ...zone, weekday: "short", day: "numeric", month: "short",
    ...(isHours && { hour: "2-digit", minute: "2-digit" }),
  });
  const starts = summary.periods.map((period) => new Date(period.start));
  return {
    short: starts.map((start) => (isHours ? hour : day).format(start)),
    full: starts.map((start) => full.format(start)),
  };
}

export function failureRows(failures) {
  const total = Object.values(failures).reduce((sum, number) => sum + number, 0);
  return Object.entries(failures)
    .sort(([, one], [, other]) => other - one)
    .map(([code, number]) => ({ code, number, share: number / total }));
}

// What sends wait for, by campaign and reason: how many messages, and the earliest next attempt.
export function waitingRows(sends) {
  const rows = new Map();
  for (const { campaign = "", waiting = [] } of sends) {
    for (const { waitingFor, count, nextAttemptAt } of waiting) {
      const key = `${waitingFor} ${campaign}`;
      const row = rows.get(key) ?? { campaign, waitingFor, count: 0, nextAttemptAt };
      row.count += count;
      if (nextAttemptAt && !(row.nextAttemptAt <= nextAttemptAt)) row.nextAttemptAt = nextAttemptAt;
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((one, other) => other.count - one.count);
}

// The days that a choice stands for, as the dates of the browser's zone.
export function daysOf(choice, from, to, now = new Date()) {
  if (!choice && from && to) return from <= to ? { from, to } : { from: to, to: from };
  const first = new Date(now);
  first.setDate(first.getDate() - ((Number(choice) || 7) - 1));
  return { from: dateOf(first), to: dateOf(now) };
}

function dateOf(moment) {
  const [month, day] = [moment.getMonth() + 1, moment.getDate()];
  return `${moment.getFullYear()}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export const intervalOf = ({ from, to }) =>
  (Date.parse(to) - Date.parse(from) < 2 * 86_400_000 ? "hour" : "day");
