// Times in the viewer's zone and language.

import { counted, seconds } from "./numbers.js";

export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const DAY_MS = 86_400_000;

const format = (options) => {
  const made = new Intl.DateTimeFormat(undefined, options);
  return (at) => made.format(new Date(at));
};
const HOUR = { hour: "2-digit", minute: "2-digit" };
const zoneFormat = new Intl.DateTimeFormat("en-US", { timeZone: ZONE, timeZoneName: "short" });

// The zone as it is called at a time: "EST", in summer "EDT".
export const zoneAt = (at) => zoneFormat.formatToParts(new Date(at)).find(({ type }) => type === "timeZoneName").value;

// "EST (New York)"
export const ZONE_SHORT = zoneAt(Date.now());
const CITY = ZONE.split("/").at(-1).replaceAll("_", " ");
export const ZONE_IN_WORDS = CITY === ZONE_SHORT ? ZONE_SHORT : `${ZONE_SHORT} (${CITY})`;

export const clock = format(HOUR);
const day = format({ day: "numeric", month: "short" });
const dayWithYear = format({ day: "numeric", month: "short", year: "numeric" });
const dayAndTime = format({ day: "numeric", month: "short", ...HOUR });
const withYear = format({ day: "numeric", month: "short", year: "numeric", ...HOUR });
export const shortDay = format({ weekday: "short", day: "numeric", month: "short" });
const longDay = format({ weekday: "long", day: "numeric", month: "long" });
const longDayWithYear = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const weekday = format({ weekday: "long" });
const exact = format({ dateStyle: "medium", timeStyle: "long" });

// The day of a time in the viewer's zone: "2026-11-28".
export function dayOf(at) {
  const moment = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

// Orders times of the API, the earliest first; their texts do not sort, because some have a fraction of a second.
export const byTime = (one, other) => new Date(one) - new Date(other);

// Today: "10:42"; this year: "26 Nov, 09:14"; older: with the year.
export function when(at, now = new Date()) {
  if (dayOf(at) === dayOf(now)) return clock(at);
  return new Date(at).getFullYear() === now.getFullYear() ? dayAndTime(at) : withYear(at);
}

// As `when`, in two parts, of which the second can be left out: ["26 Nov", "09:14"].
export function whenInParts(at, now = new Date()) {
  if (dayOf(at) === dayOf(now)) return [clock(at), ""];
  return [new Date(at).getFullYear() === now.getFullYear() ? day(at) : dayWithYear(at), clock(at)];
}

// As `when`, with the weekday and the zone: "Mon 30 Nov, 09:00 EST". For plans.
export const planned = (at, now = new Date()) =>
  `${dayOf(at) === dayOf(now) ? "" : `${shortDay(at)}, `}${clock(at)} ${zoneAt(at)}`;

// A day that is written "2026-11-28": "28 Nov", of other years with the year.
export function dateInWords(date, now = new Date()) {
  const noon = `${date}T12:00:00`;
  return new Date(noon).getFullYear() === now.getFullYear() ? day(noon) : dayWithYear(noon);
}

export const weekdayOf = (at) => weekday(at);

// A day is 23 or 25 hours long when clocks are changed.
const dayBefore = (now) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);

// The head of a day's rows: "Today, Saturday 28 November"; of other years with the year.
export function dayInWords(at, now = new Date()) {
  const day = dayOf(at);
  if (day === dayOf(now)) return `Today, ${longDay(at)}`;
  if (day === dayOf(dayBefore(new Date(now)))) return `Yesterday, ${longDay(at)}`;
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? longDay(at) : longDayWithYear(at);
}

// How long something waits: "38 min", "9 days".
export function waitingTime(since, now = new Date()) {
  const waited = Math.max(0, now - new Date(since));
  if (waited >= 2 * DAY_MS) return counted("day", Math.floor(waited / DAY_MS));
  return seconds(Math.round(waited / 1_000)).replace(",0", "").replace(".0", "");
}

const exactIn = (at, timeZone) => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long", timeZone }).format(new Date(at));

// To the second, in the viewer's zone, in the person's (`zone`) and in UTC: for `title`.
export const inFull = (at, zone) =>
  [exact(at), zone && zone !== ZONE && `${exactIn(at, zone)}, for the person`, `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`]
    .filter(Boolean).join("\n");
