// All messages with a person, in both directions over all own numbers, newest first. Each own number
// is read by pages of its own; a row is shown once no other number can have a newer one.

import { ask, withQuery } from "../../data/api.js";
import { repeat } from "../../data/polling.js";
import { href, setQuery } from "../../data/route.js";
import { Signal, useSignal } from "../../data/signal.js";
import { byTime } from "../../data/times.js";
import { AUTOMATIC, CATEGORIES, STATUSES, deliveryTime, failureInWords, waitInWords } from "../../data/words.js";
import { Phone, StatusChip, Time } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { Filter } from "../../parts/filters.js";
import { html, useEffect, useState } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Loading, TroubleNotice, useTroubleHere } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";

const PAGE = 50;
const POLL_MS = 10_000;
const POLLED_DAYS = 2; // a poll looks for what is new; older messages are read once
const DAY_MS = 86_400_000;
const MOST_KEPT = 10;
const DAYS = ["7", "30", "90", "366"].map((value) => ({ value, label: value === "366" ? "A year" : value }));
const LONGEST = "366";
export const DEFAULT_DAYS = "90";
const STATUS_OPTIONS = [
  { value: "", label: "All" }, { value: "received", label: "Received" },
  ...Object.entries(STATUSES).filter(([status]) => !["paused", "completed"].includes(status)).map(([value, [label]]) => ({ value, label })),
];

const read = (number, own, query) =>
  ask(withQuery("conversations/-/-", { limit: PAGE, ...query }), { numbers: { sender: own, user: number } });

function joined(stream, page, own, isPoll) {
  const rows = new Map(stream?.rows);
  for (const entry of page.entries) rows.set(entry.messageId, { ...entry, own });
  const cursor = page.entries.length === PAGE ? page.nextCursor : null;
  return { rows, cursor: isPoll ? stream.cursor : cursor };
}

// Times here are compared to the millisecond, as the API orders messages.
const oldestOf = ({ rows }) => Math.min(...[...rows.values()].map(({ at }) => Date.parse(at)));

// What is shown of the streams: rows that are newer than what any of them may still have.
function shownOf(streams, since) {
  const unfinished = Object.values(streams).filter((stream) => stream.cursor && oldestOf(stream) >= since);
  const reach = Math.max(since, ...unfinished.map(oldestOf));
  const rows = Object.values(streams).flatMap((stream) => [...stream.rows.values()]).filter(({ at }) => Date.parse(at) >= reach);
  // Of one moment, an automatic reply is newer: the API has them in that order.
  rows.sort((one, other) => byTime(other.at, one.at));
  return { rows, reach, hasMore: unfinished.length > 0 };
}

// What was read stays for the way back: by person and days, a signal with a stream by own number.
const known = new Map();

function streamsOf(number, days) {
  const name = `${number} ${days}`;
  const streams = known.get(name) ?? new Signal({});
  known.delete(name);
  known.set(name, streams);
  if (known.size > MOST_KEPT) known.delete(known.keys().next().value);
  return streams;
}

// `owns`: the own numbers; null while they are not known.
export function useMessages(number, owns, days) {
  const kept = streamsOf(number, days);
  const streams = useSignal(kept);
  const [trouble, setTrouble] = useState(null);
  const [isLoading, setLoading] = useState(false);
  const since = Date.now() - Number(days) * DAY_MS;
  const take = (own, query, isPoll) => read(number, own, query)
    .then((page) => { kept.value = { ...kept.value, [own]: joined(kept.value[own], page, own, isPoll) }; });
  useEffect(() => {
    if (!owns?.length) return undefined;
    const poll = () => Promise.all(owns.map((own) => {
      const isPoll = Boolean(kept.value[own]);
      return take(own, { days: isPoll ? POLLED_DAYS : days }, isPoll);
    })).then(() => setTrouble(null), (error) => {
      setTrouble(error);
      throw error;
    });
    return repeat(poll, POLL_MS).stop;
  }, [owns?.join(" "), kept]);
  const { rows, reach, hasMore } = shownOf(streams, since);
  const onMore = async () => {
    setLoading(true);
    const due = Object.entries(streams).filter(([, stream]) => stream.cursor && oldestOf(stream) >= reach);
    await Promise.all(due.map(([own, { cursor }]) => take(own, { after: cursor, days }, false))).catch(setTrouble);
    setLoading(false);
  };
  const isRead = Boolean(owns?.every((own) => streams[own]));
  return { rows, isRead, trouble, more: { hasMore, isLoading, trouble: null, onMore } };
}

// The line below a text: why it stands as it does, or what it belongs to.
function aboutOf(message, campaigns, changes) {
  if (message.direction === "inbound") {
    const change = changes.get(message.messageId);
    if (change) return change.state === "opted_out" ? "opt-out" : "opt-in";
    return campaigns.get(message.answers) ? `replies to ${campaigns.get(message.answers)}` : "received";
  }
  if (message.error) return /^\d+$/.test(message.error.code) ? `${failureInWords(message.error.code)} (${message.error.code})` : message.error.message;
  return waitInWords(message) || message.campaign || AUTOMATIC[message.purpose] || (message.purpose === "reply" ? "Reply" : CATEGORIES[message.category]);
}

function Text({ message, about }) {
  const isIn = message.direction === "inbound";
  return html`<span class="message-cell"><span class=${isIn ? "way in" : "way out"} role="img" aria-label=${isIn ? "From the person" : "To the person"}>${isIn ? "↙" : "↗"}</span>
    <span class="message-words"><span class=${isIn ? "message-text from-person" : "message-text"} dir="auto">${message.text}</span><span class="message-about soft">${about}</span></span></span>`;
}

const columnsOf = (about, zone) => [
  { name: "text", head: "Text", isWide: true, cell: (message) => html`<${Text} message=${message} about=${about(message)} />` },
  { name: "own", head: "Own number", isSecondary: true, cell: ({ own }) => html`<${Phone} number=${own} />` },
  { name: "status", head: "Status", cell: ({ status }) => (status ? html`<${StatusChip} status=${status} />` : html`<span class="soft unseen">Received</span>`) },
  { name: "took", head: "Delivered in", isNumber: true, isSecondary: true, cell: (message) => html`<span class="soft">${deliveryTime(message)}</span>` },
  { name: "at", head: "When", isNumber: true, cell: ({ at }) => html`<${Time} at=${at} zone=${zone} />` },
];

function Rows({ number, rows, ledger, zone }) {
  const campaigns = new Map(rows.filter(({ campaign }) => campaign).map(({ messageId, campaign }) => [messageId, campaign]));
  const changes = new Map(ledger.map((line) => [line.eventId, line]));
  const about = (message) => aboutOf(message, campaigns, changes);
  const hrefOf = ({ direction, messageId, own }) => href(direction === "inbound" ? `inbox/${own}/${number}` : `messages/${messageId}`);
  return html`<${Table} label="Messages" columns=${columnsOf(about, zone)} rows=${rows} keyOf=${({ messageId }) => messageId} hrefOf=${hrefOf} />`;
}

const fits = (status) => (message) => !status || (status === "received" ? message.direction === "inbound" : message.status === status);

export function Messages({ number, found, ledger, zone, query }) {
  const { days = DEFAULT_DAYS, status = "" } = query;
  const rows = found.rows.filter(fits(status));
  const filters = html`<${Filter} name="Days" value=${days} plain=${DEFAULT_DAYS} options=${DAYS} onChange=${(value) => setQuery({ days: value === DEFAULT_DAYS ? "" : value })} />
    <${Filter} name="Status" value=${status} options=${STATUS_OPTIONS} onChange=${(value) => setQuery({ status: value })} />`;
  const isNothing = rows.length === 0 && !found.more.hasMore;
  const nothing = status
    ? html`<${Empty} isNoMatch title=${`No ${status} messages in the last ${days} days`}><${Button} onPress=${() => setQuery({ status: "" })}>All statuses<//><//>`
    : html`<${Empty} icon="chat" title=${`No messages in the last ${days} days`} hint="Messages to and from this number come here, of all own numbers.">${days !== LONGEST && html`<${Button} onPress=${() => setQuery({ days: LONGEST })}>A year<//>`}<//>`;
  const trouble = useTroubleHere(found.trouble, { isRead: found.isRead });
  return html`<${Card} title=${html`Messages <span class="soft">over all own numbers</span>`} isFlush data-rows aside=${html`<div class="filters-row">${filters}</div>`}>
    ${trouble && html`<${TroubleNotice} trouble=${trouble} title="Not all messages were read." />`}
    ${found.isRead || found.rows.length ? (isNothing ? nothing : html`<${Rows} number=${number} rows=${rows} ledger=${ledger} zone=${zone} /><${More} ...${found.more} />`) : html`<${Loading} rows=${8} />`}
  <//>`;
}
