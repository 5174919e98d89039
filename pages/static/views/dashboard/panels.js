// What the dashboard shows of a summary: tiles, charts, reasons, campaigns.

import { compact, costOf, count, counted, NOTHING, rate, seconds, tenths, wholeRate } from "../../data/numbers.js";
import { href } from "../../data/route.js";
import { dayOf } from "../../data/times.js";
import { failureInWords, sumOf, waitInWords } from "../../data/words.js";
import { Share } from "../../parts/bar.js";
import { html } from "../../parts/html.js";
import { Card, Tile } from "../../parts/page.js";
import { Table } from "../../parts/table.js";
import { Chart } from "./chart.js";
import { GROUPS, WAITING, deliveredInWords, failureRows, periodNames, sendsOf, waitingRows } from "./figures.js";

const [, PROGRESS, , UNCERTAIN, UNSENT] = GROUPS.map(({ members }) => members);

function speedInWords({ toSent, toDelivered }) {
  if (toDelivered.p95Seconds === undefined) return "until the report of delivery";
  return `p95 ${seconds(toDelivered.p95Seconds)} · ${seconds(toSent.p50Seconds)} to hand over`;
}

const repliesInWords = ({ replies, toReply }) =>
  `${counted("reply", replies, "replies")}${toReply.count ? ` · median ${seconds(toReply.p50Seconds)}` : ""}`;

const costInWords = ({ segmentCount, unpricedSegmentCount }) =>
  (unpricedSegmentCount ? `${counted("segment", unpricedSegmentCount)} without a price` : counted("segment", segmentCount));

export function Tiles({ summary: { total, currency }, query, asOf }) {
  const perThousand = total.optOutsPerThousandDelivered;
  const tile = (name, figure, more, link) => html`<${Tile} key=${name} name=${name} figure=${figure} more=${more} href=${link} asOf=${asOf} />`;
  return html`<div class="tiles" aria-label="Key figures" role="group">
    ${tile("Messages", count(total.accepted), `${count(sumOf(total, PROGRESS))} in progress`, sendsOf(query))}
    ${tile("Delivery rate", rate(total.deliveryRate), `${count(total.delivered)} of ${count(total.deliveryRateBase)} finished`, sendsOf(query, { status: "delivered" }))}
    ${tile("Failed", count(total.failed), `${count(sumOf(total, UNCERTAIN))} unknown or unconfirmed`, sendsOf(query, { status: "failed" }))}
    ${tile("Not sent", count(sumOf(total, UNSENT)), `${count(total.suppressed)} opted out or quiet hours`, sendsOf(query, { status: UNSENT }))}
    ${tile("Reply rate", rate(total.replyRate), repliesInWords(total), href("inbox", { sender: query.sender }))}
    ${tile("Opt-outs", count(total.optOuts), perThousand === undefined ? "people who opted out by text" : `by text · ${tenths(perThousand)} per 1,000 delivered`, href("opt-outs/ledger", { sender: query.sender }))}
    ${tile("Time to deliver", seconds(total.toDelivered.p50Seconds), speedInWords(total), sendsOf(query, { status: "delivered" }))}
    ${tile("Cost (estimate)", costOf(total, currency), costInWords(total), sendsOf(query))}</div>`;
}

function seriesOf({ periods, total }, { name, color, valueOf, inWords, link }) {
  return { name, color, values: periods.map(valueOf), total: inWords(valueOf(total)), href: link };
}

export function Charts({ summary, query, children }) {
  const names = periodNames(summary);
  const common = { names: names.short, fullNames: names.full };
  const bars = (series) => ({ ...common, isBars: true, format: compact, series: series.map((one) => seriesOf(summary, { inWords: count, ...one })) });
  const shown = GROUPS.filter(({ members, isRare }) => !isRare || sumOf(summary.total, members));
  const messages = bars(shown.map(({ name, color, members }) =>
    ({ name, color, valueOf: (figures) => sumOf(figures, members), link: sendsOf(query, { status: members }) })));
  const rates = { ...common, format: rate, axisFormat: wholeRate, greatest: 1.04, series: [
    seriesOf(summary, { name: "Delivered", color: "delivered", valueOf: (figures) => figures.deliveryRate ?? null, inWords: rate }),
    seriesOf(summary, { name: "Answered", color: "reply", valueOf: (figures) => figures.replyRate ?? null, inWords: rate }),
  ] };
  const received = bars([{ name: "Received", color: "reply", valueOf: (figures) => figures.received, link: href("inbox", { sender: query.sender }) }]);
  const optOuts = bars([{ name: "Opted out", color: "opt-out", valueOf: (figures) => figures.optOuts, link: href("opt-outs/ledger", { sender: query.sender }) }]);
  const sendsAt = (at) => sendsOf(query, { days: "", from: "", to: "", day: dayOf(summary.periods[at].start) });
  return html`<div class="charts">
    <${Chart} title=${summary.interval === "hour" ? "Messages by hour" : "Messages by day"} chart=${messages} isWide hrefAt=${sendsAt} />
    <${Chart} title="Delivery and reply rates" chart=${rates} />
    <${Failures} total=${summary.total} query=${query} />
    <${Chart} title="Messages from people" chart=${received} /><${Chart} title="Opt-outs" chart=${optOuts} />
    ${children}</div>`;
}

function Failures({ total, query }) {
  const rows = failureRows(total.failures);
  const row = ({ code, number, share }) => html`<li key=${code}><a href=${sendsOf(query, { status: "failed", reason: code === "none" ? "" : code })}>
    <span class="reason">${failureInWords(code)} <span class="soft">${code}</span></span><${Share} share=${share} kind="failed" /><b>${count(number)}</b></a></li>`;
  return html`<${Card} title="Why messages failed">${rows.length
    ? html`<ol class="failures">${rows.map(row)}</ol>` : html`<p class="soft">Nothing failed in this time.</p>`}<//>`;
}

export function Waiting({ sends }) {
  const rows = waitingRows(sends);
  if (!rows.length) return null;
  const columns = [
    { name: "campaign", head: "Campaign", cell: ({ campaign }) => campaign || "No campaign" },
    { name: "reason", head: "Reason", isWide: true, cell: waitInWords },
    { name: "messages", head: "Messages", isNumber: true, cell: ({ number }) => count(number) },
  ];
  return html`<${Card} title="What messages wait for" isFlush data-wide data-rows><${Table} label="Waiting messages by reason" columns=${columns} rows=${rows}
    keyOf=${({ key }) => key} hrefOf=${({ campaign }) => href("sends", { days: 7, campaign, status: WAITING, size: "all" })} /><//>`;
}

export function Campaigns({ summary: { byCampaign, campaignCount, currency }, query }) {
  const figure = (name, head, cell, more = {}) => ({ name, head, cell, isNumber: true, ...more });
  const columns = [
    { name: "campaign", head: "Campaign", cell: ({ campaign }) => html`<span dir="auto">${campaign || "No campaign"}</span>` },
    figure("messages", "Messages", (one) => count(one.accepted)),
    figure("delivered", "Delivered", (one) => html`<span class="with-share"><${Share} share=${one.deliveryRate ?? 0} /><span>${deliveredInWords(one)}</span></span>`),
    figure("answered", "Answered", (one) => rate(one.replyRate)),
    figure("opt-outs", "Opt-outs", (one) => count(one.optOuts)),
    figure("failed", "Failed", (one) => count(one.failed)),
    figure("waiting", "Waiting", (one) => count(sumOf(one, WAITING))),
    figure("suppressed", "Suppressed", (one) => count(one.suppressed)),
    figure("time", "Time to deliver", (one) => (one.toDelivered.count ? seconds(one.toDelivered.p50Seconds) : NOTHING)),
    figure("cost", "Cost (est.)", (one) => costOf(one, currency)),
  ];
  return html`<${Card} title="Campaigns" aside=${`${count(byCampaign.length)} of ${count(campaignCount)}, most messages first`} isFlush data-wide data-rows>
    <div class="figure-table" tabindex="0" role="region" aria-label="Campaigns, side by side">
    <${Table} label="Campaigns" columns=${columns} rows=${byCampaign} keyOf=${({ campaign }) => campaign ?? ""}
      hrefOf=${({ campaign }) => (campaign ? sendsOf({ ...query, campaign }) : null)} /></div><//>`;
}
