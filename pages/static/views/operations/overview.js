// All own numbers at once, and what was refused or not delivered.

import { html } from "../../parts/html.js";
import { Chip, Phone, Time } from "../../parts/chip.js";
import { Card, Tile } from "../../parts/page.js";
import { Empty, Shown } from "../../parts/states.js";
import { Table } from "../../parts/table.js";
import { NOTHING, count, rate, seconds } from "../../data/numbers.js";
import { askAll } from "../../data/api.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { byTime, clock, waitingTime } from "../../data/times.js";
import { failureInWords, pretty } from "../../data/words.js";
import { HealthChip, KINDS, Pace, carrierInWords, deliveredShare, failuresOf, waitingInWords } from "./health.js";
import { PauseButton } from "./pause.js";
import { Undelivered } from "./undelivered.js";

const EVERY_MS = 5_000;
const SELDOM_MS = 30_000;
const PAGE = 50;
const MOST = 500;
const UNKNOWN = "…"; // so far

const sum = (senders, member) => senders.reduce((total, { activity }) => total + activity[member], 0);

// All own numbers, page by page; the more there are, the less often.
const readSenders = (path, options) => askAll(path, "senders", { ...options, most: MOST });
const pause = (data) => EVERY_MS * Math.max(1, Math.ceil((data?.senders.length ?? 0) / PAGE));

// What is due of own numbers that send: the messages of a paused or refused one wait for that.
function oldestDue(senders) {
  const times = senders.filter(({ health }) => health === "ok").map(({ activity }) => activity.oldestDueAt).filter(Boolean).sort(byTime);
  return times[0] ?? null;
}

function Tiles({ senders, queue }) {
  const list = senders.data?.senders;
  const lastHour = senders.data?.lastHour;
  const due = queue.data?.dueCount;
  const oldest = list && oldestDue(list);
  const p95 = (member, words) => (lastHour?.[member].count ? `p95 ${seconds(lastHour[member].p95Seconds)} ${words}` : "");
  const figure = (member) => (lastHour ? count(lastHour[member]) : UNKNOWN);
  return html`<div class="tiles">
    <${Tile} name="Due now" asOf=${queue.asOf} figure=${due === undefined ? UNKNOWN : due >= 32 ? "32 or more" : count(due)}
      more=${`pieces of work${oldest ? ` · oldest message ${waitingTime(oldest)}` : ""}`} />
    <${Tile} name="Waiting" asOf=${senders.asOf} figure=${list ? count(sum(list, "waitingCount")) : UNKNOWN} more=${list && waitingInWords(list)} href=${href("sends", { status: "queued,scheduled", days: 30, size: "all" })} />
    <${Tile} name="Handed over, last hour" asOf=${senders.asOf} figure=${figure("submittedCount")} more=${[p95("toSent", "to hand over"), carrierInWords(lastHour)].filter(Boolean).join(" · ")} href=${href("sends", { days: 1, size: "all" })} />
    <${Tile} name="Reports, last hour" asOf=${senders.asOf} figure=${figure("reportedCount")} more=${p95("toDelivered", "to delivery")} href=${href("dashboard", { days: 1 })} />
  </div>`;
}

const columns = (reload) => [
  { name: "number", head: "Own number", cell: ({ sender, kind }) => html`<span class="two-lines"><${Phone} number=${sender} /><span class="soft small-words">${KINDS[kind]}</span></span>` },
  { name: "health", head: "Health", cell: (one) => html`<${HealthChip} sender=${one} />` },
  { name: "pace", head: "Pace", isWide: true, cell: (one) => html`<${Pace} sender=${one} />` },
  { name: "waiting", head: "Waiting", isNumber: true, cell: ({ activity }) => html`<span class="operations-on-phone soft">Waiting </span>${count(activity.waitingCount)}` },
  { name: "oldest", head: "Oldest due", isNumber: true, cell: ({ activity: { oldestDueAt } }) => (oldestDueAt ? html`<span class="operations-on-phone soft">since </span><${Time} at=${oldestDueAt} />` : html`<span class="operations-on-desk">${NOTHING}</span>`) },
  { name: "delivered", head: "Delivered, 1 h", isNumber: true, isSecondary: true, cell: (one) => rate(deliveredShare(one)) },
  { name: "action", head: html`<span class="unseen">Action</span>`, isNumber: true, cell: (one) => html`<${PauseButton} sender=${one} isSmall onDone=${reload} />` },
];

function Senders({ senders }) {
  const aside = senders.asOf && `as of ${clock(senders.asOf)}`;
  return html`<${Card} title="Senders" aside=${aside} isFlush id="operations-senders"><${Shown} of=${senders} rows=${4}>${({ senders: rows, isCut }) => (rows.length === 0
    ? html`<${Empty} icon="pulse" title="No own numbers yet" hint="A number is listed when it has sent or received, or when SMS_SENDERS describes it." />`
    : html`<${Table} label="Senders" columns=${columns(senders.reload)} rows=${rows} keyOf=${({ sender }) => sender}
        hrefOf=${({ sender }) => href(`operations/senders/${sender}`)} />
        ${isCut && html`<p class="operations-note soft">The first ${count(MOST)} own numbers are shown; <i>Waiting</i> above counts theirs.</p>`}`)}<//><//>`;
}

function Failures({ senders }) {
  return html`<${Card} title="Failed, last hour" count=${senders.data && count(failuresOf(senders.data.senders).reduce((total, { number }) => total + number, 0))} isFlush>
    <${Shown} of=${senders} rows=${2}>${({ senders: rows }) => html`<${FailureRows} senders=${rows} />`}<//><//>`;
}

// Of several own numbers each line says which ones it is of.
const ofNumbers = (numbers) => ` · ${numbers.slice(0, 3).map(pretty).join(", ")}${numbers.length > 3 ? ` and ${numbers.length - 3} more` : ""}`;

export function FailureRows({ senders }) {
  const rows = failuresOf(senders);
  if (rows.length === 0) return html`<p class="operations-note soft">No message failed in the last hour.</p>`;
  return html`<ul class="operations-lines">${rows.map(({ code, number, senders: numbers }) => html`<li key=${code}>
    <a class="operations-line" href=${href("sends", { status: "failed", reason: code === "none" ? "" : code, days: 1, size: "all", sender: numbers.length === 1 ? numbers[0] : "" })}>
      <span><b>${failureInWords(code)}</b><span class="soft small-words">${code}${senders.length > 1 && ofNumbers(numbers)}</span></span>
      <b>${count(number)}</b></a></li>`)}</ul>`;
}

export function Storage() {
  const ready = useResource("ready", { every: SELDOM_MS });
  if (ready.error?.status >= 500) return html`<${Chip} tone="bad" icon="triangle">${ready.error.message}<//>`;
  return ready.data && html`<${Chip} tone="good" icon="tick">Storage responds<//>`;
}

export function Overview() {
  const senders = useResource(`senders?activity=true&limit=${PAGE}`, { every: pause, reader: readSenders });
  const queue = useResource("queue", { every: EVERY_MS });
  return html`<${Tiles} senders=${senders} queue=${queue} />
    <${Senders} senders=${senders} />
    <div class="operations-halves"><${Failures} senders=${senders} /><${Undelivered} /></div>`;
}
