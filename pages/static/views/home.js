// The first view: what needs a person, what is being sent, people who wait, and four figures.

import { useAttention, useWaitingConversations } from "../data/attention.js";
import { withQuery } from "../data/api.js";
import { costOf, count, counted, rate, seconds } from "../data/numbers.js";
import { useResource } from "../data/resource.js";
import { href } from "../data/route.js";
import { isFinal, progressInWords, stateOf, titleOf } from "../data/sends.js";
import { ZONE, dayInWords, dayOf, shortDay, waitingTime, weekdayOf } from "../data/times.js";
import { StackBar } from "../parts/bar.js";
import { Phone, StatusChip } from "../parts/chip.js";
import { Button } from "../parts/controls.js";
import { html } from "../parts/html.js";
import { Card, Page, Tile } from "../parts/page.js";
import { Shown } from "../parts/states.js";
import { NeedsAttention } from "./home/attention.js";

const EVERY_MS = 10_000;
const FIGURES_EVERY_MS = 30_000;
const DAY_MS = 86_400_000;
const MOST_SHOWN = 6;

// The last seven days and the same weekday before them.
const figuresPath = (now) =>
  withQuery("analytics/summary", { from: dayOf(now - 7 * DAY_MS), to: dayOf(now), tz: ZONE });

const sendsPath = (now) => withQuery("sms", {
  from: `${dayOf(now - 7 * DAY_MS)}T00:00:00Z`, status: ["scheduled", "queued", "sending", "sent"], minRecipients: 2, limit: 20,
});

// The delivery rate of several periods: over the messages that ended in them.
function rateOf(periods) {
  const base = periods.reduce((sum, one) => sum + one.deliveryRateBase, 0);
  return base ? periods.reduce((sum, one) => sum + one.delivered, 0) / base : null;
}

function WaitingTile({ waiting: { data, asOf }, toReply }) {
  const oldest = data?.conversations[0]?.waitingSince;
  const words = [oldest && `oldest ${waitingTime(oldest)}`, toReply?.count && `median reply ${seconds(toReply.p50Seconds)} in a week`];
  const number = data?.counts?.waiting ?? data?.conversations.length;
  return html`<${Tile} name="People waiting for a reply" figure=${number === undefined ? "…" : `${count(number)}${data.counts?.isCut ? "+" : ""}`}
    more=${data && (words.filter(Boolean).join(" · ") || "no person waits")} href=${href("inbox", { view: "waiting" })} asOf=${asOf} />`;
}

function Figures({ figures, waiting }) {
  const { data, asOf } = figures;
  const [before, today] = [data?.periods[0], data?.periods.at(-1)];
  const lastWeek = data && rateOf(data.periods.slice(1));
  const unpriced = data && today.unpricedSegmentCount ? `${counted("segment", today.unpricedSegmentCount)} without a price` : "";
  const now = Date.now();
  return html`<div class="tiles" role="group" aria-label="Key figures">
    <${Tile} name="Messages today" figure=${data ? count(today.accepted) : "…"} more=${data && `last ${weekdayOf(now)} ${count(before.accepted)}`}
      href=${href("sends", { days: 1, size: "all" })} asOf=${asOf} />
    <${Tile} name="Delivery rate today" figure=${data ? rate(today.deliveryRate) : "…"} more=${data && `last 7 days ${rate(lastWeek)}`}
      href=${href("dashboard", { days: 7 })} asOf=${asOf} />
    <${WaitingTile} waiting=${waiting} toReply=${data?.total.toReply} />
    <${Tile} name="Cost today (estimate)" figure=${data ? costOf(today, data.currency) : "…"} more=${unpriced} href=${href("dashboard", { days: 1 })} asOf=${asOf} /></div>`;
}

function Send({ send }) {
  return html`<li class="home-send" key=${send.sendId}><a class="row-link" href=${href(`sends/${send.sendId}`)}><b dir="auto">${titleOf(send)}</b></a>
    <${StatusChip} status=${stateOf(send)} /><span class="soft">${progressInWords(send)}</span><${StackBar} counts=${send.counts} /></li>`;
}

function SendingNow({ sends }) {
  const shown = (data) => {
    const open = data.sends.filter((send) => !isFinal(send)).slice(0, MOST_SHOWN);
    return open.length ? html`<ul>${open.map((send) => html`<${Send} key=${send.sendId} send=${send} />`)}</ul>`
      : html`<p class="home-quiet">Nothing is being sent.</p>`;
  };
  return html`<${Card} title="Sending now" isFlush aside=${html`<a href=${href("sends")}>All sends</a>`}><${Shown} of=${sends} rows=${3}>${shown}<//><//>`;
}

function Person({ conversation: { sender, user, lastText, waitingSince } }) {
  return html`<li class="home-person"><span class="avatar" aria-hidden="true">${user.slice(-2)}</span>
    <a class="row-link" href=${href(`inbox/${sender}/${user}`)}><b><${Phone} number=${user} /></b></a>
    <span class="since">${waitingSince && waitingTime(waitingSince)}</span><span class="soft one-line" dir="auto">${lastText}</span></li>`;
}

function WaitingPeople({ waiting }) {
  const shown = ({ conversations }) => {
    if (!conversations.length) return html`<p class="home-quiet">No person waits for a reply.</p>`;
    const [{ sender, user }] = conversations;
    return html`<ul>${conversations.slice(0, MOST_SHOWN).map((one) => html`<${Person} key=${`${one.sender} ${one.user}`} conversation=${one} />`)}</ul>
      <p class="home-last"><a href=${href(`inbox/${sender}/${user}`)}>Open the oldest</a></p>`;
  };
  return html`<${Card} title="Waiting for a reply" count=${waiting.data?.counts ? count(waiting.data.counts.waiting) : undefined} isFlush
    aside=${html`<a href=${href("inbox", { view: "waiting" })}>Inbox</a>`}><${Shown} of=${waiting} rows=${5} hasMark>${shown}<//><//>`;
}

export default function Home() {
  const now = Date.now();
  const attention = useAttention();
  const waiting = useWaitingConversations();
  const figures = useResource(figuresPath(now), { every: FIGURES_EVERY_MS });
  const sends = useResource(sendsPath(now), { every: EVERY_MS });
  const actions = html`<${Button} kind="primary" icon="plus" href=${href("sends/new")}>New send<//>`;
  const today = html`<span data-wide>${dayInWords(now).replace("Today, ", "")}</span><span data-narrow>${shortDay(now)}</span>`;
  return html`<${Page} title=${today} windowTitle="Home" actions=${actions}>
    <${Figures} figures=${figures} waiting=${waiting} />
    <div class="home"><div class="home-main"><${NeedsAttention} attention=${attention} /><${SendingNow} sends=${sends} /></div>
      <${WaitingPeople} waiting=${waiting} /></div><//>`;
}
