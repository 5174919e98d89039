// The filters of the sends, which are the address, and the request that they make.

import { withQuery } from "../../data/api.js";
import { connection } from "../../data/connection.js";
import { count } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { href, setQuery } from "../../data/route.js";
import { useSignal } from "../../data/signal.js";
import { ZONE, clock, dateInWords, dayOf } from "../../data/times.js";
import { CATEGORIES, FAILURE_CODES, STATUSES, failureInWords, pretty } from "../../data/words.js";
import { Filter, FilterBar } from "../../parts/filters.js";
import { classes, html } from "../../parts/html.js";

const NEEDS_ATTENTION = "unknown,failed";
const PAGE = 50;
const MOST_DAYS = 30;

const DAYS = [
  { value: "1", label: "Today" }, { value: "", label: "Last 7" },
  { value: "30", label: "Last 30" }, { value: "90", label: "Last 90" }, { value: "365", label: "Last 365" },
];
const SIZES = [
  { value: "", label: "2 or more" }, { value: "100", label: "100 or more" },
  { value: "1000", label: "1,000 or more" }, { value: "all", label: "All" },
];
const OF_SEND = Object.keys(STATUSES).filter((status) => !["paused", "completed"].includes(status));

const all = (options) => [{ value: "", label: "All" }, ...options];

const reasons = (chosen) => all([...new Set([...FAILURE_CODES, ...(chosen ? [chosen] : [])])]
  .map((value) => ({ value, label: `${failureInWords(value)} (${value})` })));

function midnight(day, offset = 0) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date + offset);
}

const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text ?? "");

// The days of a query that do not end today: the first and the last; null if it has none.
function fixedDaysOf({ day, from, to }) {
  if (isDay(day)) return [day, day];
  return isDay(from) && isDay(to) ? [from, to].sort() : null;
}

// The viewer's days of a query: the first and the last.
export function daysOf(query) {
  const fixed = fixedDaysOf(query);
  if (fixed) return fixed;
  const { days = "7" } = query;
  const today = dayOf(new Date());
  return [dayOf(midnight(today, 1 - (Number(days) || 7))), today];
}

// The request of a query. It stays the same until the viewer's day ends.
export function pathOf(query) {
  const [first, last] = daysOf(query);
  const size = query.size ?? "";
  return withQuery("sms", {
    from: midnight(first).toISOString(), until: fixedDaysOf(query) ? midnight(last, 1).toISOString() : "",
    sender: query.sender, campaign: query.campaign, category: query.category, status: query.status, errorCode: query.reason,
    minRecipients: size === "all" ? "" : size || 2, limit: PAGE,
  });
}

export const isNarrowed = ({ sender, campaign, category, status, reason, size }) =>
  Boolean(sender || campaign || category || status || reason || size);

// "No failed sends of flash-sale in the last 7 days"
export function noMatchInWords({ status, reason, campaign, sender, category, day, days = "7", ...range }) {
  const kind = [status?.replaceAll(",", " or "), category && CATEGORIES[category]?.toLowerCase()].filter(Boolean).join(" ");
  const fixed = fixedDaysOf(range);
  const time = isDay(day) ? "on this day" : fixed ? `from ${dateInWords(fixed[0])} to ${dateInWords(fixed[1])}` : days === "1" ? "today" : `in the last ${days} days`;
  return `No ${kind ? `${kind} ` : ""}sends${campaign ? ` of ${campaign}` : ""}${sender ? ` from ${pretty(sender)}` : ""}${reason ? ` with “${failureInWords(reason)}”` : ""} ${time}`;
}

function useCampaigns(query, rows) {
  const [first, last] = daysOf({ ...query, days: Math.min(Number(query.days) || 7, MOST_DAYS) });
  const summary = useResource(withQuery("analytics/summary", { from: first, to: last, tz: ZONE })).data;
  const named = [...(summary?.byCampaign ?? []), ...rows].map(({ campaign }) => campaign).filter(Boolean);
  return [...new Set([...named, ...(query.campaign ? [query.campaign] : [])])].sort((a, b) => a.localeCompare(b));
}

// How many of the sends need attention; only if all of them are loaded is that a count.
function attentionCount({ rows, first, hasMore }) {
  return hasMore || !first.data ? null : rows.filter(({ counts }) => counts.unknown || counts.failed).length;
}

function Attention({ query, pages }) {
  const isOn = query.status === NEEDS_ATTENTION;
  const number = isOn || query.status ? null : attentionCount(pages);
  return html`<div class=${classes("filter", isOn && "chosen")}><a class="filter-open attention" aria-current=${isOn ? "true" : undefined}
    href=${href("sends", { ...query, status: isOn ? "" : NEEDS_ATTENTION })}><span class="swatch uncertain"></span>Needs attention${number === null ? "" : html` <b>${count(number)}</b>`}</a></div>`;
}

export function SendFilters({ query, pages, senders, asOf }) {
  const isDown = useSignal(connection).state === "down";
  const change = (name) => (value) => setQuery({ [name]: value, ...(name === "days" && { day: "", from: "", to: "" }), ...(name === "status" && { reason: "" }) });
  const campaigns = useCampaigns(query, pages.rows);
  const numbers = [...new Set([...senders.map(({ sender }) => sender), ...(query.sender ? [query.sender] : [])])];
  const fixed = fixedDaysOf(query);
  const days = fixed ? [{ value: "fixed", label: [...new Set(fixed)].map((one) => dateInWords(one)).join(" to ") }, ...DAYS] : DAYS;
  const statuses = [...all(OF_SEND.map((value) => ({ value, label: STATUSES[value][0] }))),
    ...(query.status === NEEDS_ATTENTION ? [{ value: NEEDS_ATTENTION, label: "Needs attention" }] : [])];
  return html`<${FilterBar} aside=${asOf && `${isDown ? "As of" : "Updated"} ${clock(asOf)}`}>
    <${Filter} name="Days" value=${fixed ? "fixed" : (query.days === "7" ? "" : query.days) ?? ""} options=${days} onChange=${change("days")} />
    <${Filter} name="Own number" value=${query.sender ?? ""} options=${all(numbers.map((value) => ({ value, label: pretty(value) })))} onChange=${change("sender")} />
    <${Filter} name="Campaign" value=${query.campaign ?? ""} options=${all(campaigns.map((value) => ({ value, label: value })))} onChange=${change("campaign")} />
    <${Filter} name="Category" value=${query.category ?? ""} options=${all(Object.entries(CATEGORIES).map(([value, label]) => ({ value, label })))} onChange=${change("category")} />
    <${Filter} name="Status" value=${query.status ?? ""} options=${statuses} onChange=${change("status")} />
    ${(query.reason || query.status === "failed") && html`<${Filter} name="Reason" value=${query.reason ?? ""} options=${reasons(query.reason)} onChange=${change("reason")} />`}
    <${Filter} name="Size" value=${query.size ?? ""} options=${SIZES} onChange=${change("size")} />
    <${Attention} query=${query} pages=${pages} />
  <//>`;
}
