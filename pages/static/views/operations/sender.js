// One own number: its health, what its messages wait for, and its last hour.

import { html } from "../../parts/html.js";
import { Chip, Time } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { Card, Facts, Page, Tile } from "../../parts/page.js";
import { Empty, Notice, Shown } from "../../parts/states.js";
import { NOTHING, count, rate, seconds } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { planned, waitingTime, when } from "../../data/times.js";
import { plain, pretty } from "../../data/words.js";
import { HealthChip, KINDS, Pace, carrierInWords, deliveredShare, nextInWords, reasonInWords } from "./health.js";
import { FailureRows } from "./overview.js";
import { PauseButton } from "./pause.js";

const EVERY_MS = 5_000;

function Stops({ sender: { paused, pausedSince, pausedBy, pauseReason, hold } }) {
  return html`${paused && html`<${Notice} tone="warn" icon="pause" title=${`Paused since ${when(pausedSince)}${pausedBy ? ` by ${pausedBy}` : ""}.`}>${pauseReason ?? ""}<//>`}
    ${hold && html`<${Notice} tone="bad" icon="bolt" title=${`The carrier refuses it since ${when(hold.since)} (${hold.code}).`}>
      ${hold.message} ${count(hold.refusedCount)} attempts were refused; the next is ${planned(hold.nextAttemptAt)}.<//>`}`;
}

function Waiting({ sender: { activity } }) {
  if (activity.waiting.length === 0) return html`<p class="operations-note soft">No message waits.</p>`;
  return html`<ul class="operations-lines">${activity.waiting.map((one) => html`<li class="operations-line" key=${one.reason ?? "due"}>
    <span><b>${{ due: "Due: waits for its turn" }[one.reason ?? "due"] ?? `Waits: ${reasonInWords(one.reason)}`}</b><span class="soft small-words">${nextInWords(one)}</span></span>
    <b>${count(one.count)}</b></li>`)}</ul>`;
}

const p95InWords = ({ count: number, p95Seconds }, words) => (number ? `p95 ${seconds(p95Seconds)} ${words}` : "");

function Details({ sender }) {
  const { sender: number, activity, kind, unit } = sender;
  const to = (query) => href("sends", { sender: number, size: "all", ...query });
  return html`<${Stops} sender=${sender} />
    <div class="tiles">
      <${Tile} name="Waiting" figure=${count(activity.waitingCount)} more=${activity.oldestDueAt ? `oldest due ${waitingTime(activity.oldestDueAt)} ago` : ""} href=${to({ status: "queued,scheduled", days: 30 })} />
      <${Tile} name="Handed over, last hour" figure=${count(activity.submittedCount)} more=${[`${count(activity.reportedCount)} reported`, p95InWords(activity.toSent, "to hand over"), carrierInWords(activity)].filter(Boolean).join(" · ")} href=${to({ days: 1 })} />
      <${Tile} name="Delivered, last hour" figure=${rate(deliveredShare(sender))} more=${["of reported messages", p95InWords(activity.toDelivered, "to delivery")].filter(Boolean).join(" · ")} href=${href("dashboard", { days: 1, sender: number })} />
      <${Tile} name="Unknown" figure=${count(activity.unknownCount)} more="yesterday and today" href=${to({ status: "unknown" })} />
    </div>
    <div class="operations-halves">
      <div class="stack operations-stack"><${Card} title="Waiting" isFlush><${Waiting} sender=${sender} /><//>
      <${Card} title="Pace"><${Pace} sender=${sender} /><div class="operations-facts"><${Facts} rows=${[
        ["Kind", KINDS[kind]], ["A minute", sender.unitsPerMinute ? `${count(sender.unitsPerMinute)} ${unit}` : "no limit"],
        ["A day (UTC)", sender.unitsPerDay ? `${count(sender.unitsPerDay)} ${unit}` : "no limit"],
        ["Oldest due", activity.oldestDueAt ? html`<${Time} at=${activity.oldestDueAt} />` : NOTHING]]} /></div><//></div>
      <${Card} title="Failed, last hour" isFlush><${FailureRows} senders=${[sender]} /><//>
    </div>`;
}

export function Sender({ number: given }) {
  const number = plain(given);
  const sender = useResource("senders/-?activity=true", { every: EVERY_MS, numbers: { sender: number } });
  const { data } = sender;
  const actions = data && html`<${Button} icon="plane" href=${href("sends", { sender: number })}>Sends<//><${PauseButton} sender=${data} onDone=${sender.reload} />`;
  const chips = data && html`<${HealthChip} sender=${data} /><${Chip} tone="outline">${KINDS[data.kind]}<//>`;
  return html`<${Page} title=${pretty(number)} chips=${html`<span class="of-chips">${chips}</span>`}
    actions=${actions} up=${{ href: href("operations"), name: "Operations" }}>
    <div class="send-phone send-chips">${chips}</div>
    <${Shown} of=${sender} rows=${6} missing=${html`<${Empty} title="There is no such own number." />`}>${(one) => html`<${Details} sender=${one} />`}<//><//>`;
}
