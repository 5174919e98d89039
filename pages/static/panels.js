// What the dashboard shows of a summary: tiles, charts, failures, campaigns.

import { Chart, scrolling, tableOf } from "./chart.js";
import { GROUPS, WAITING, failureRows, periodNames, sumOf, waitingRows } from "./figures.js";
import { NOTHING, compact, costOf, count, failureInWords, percent, seconds, tenths } from "./numbers.js";
import { Rows, fill, setText } from "./rows.js";
import { make, pretty, waitInWords } from "./words.js";

const MOST_DUE = 32; // the API counts no further

const sends = new Chart("Messages", { isWide: true });
const rates = new Chart("Delivery and reply rates");
const optOuts = new Chart("Opt-outs");
const received = new Chart("Messages from people");
const failures = card("Why messages failed", "failures");
const waiting = card("What messages wait for");
const campaigns = card("Campaigns side by side", "wide");

document.getElementById("charts").append(
  sends.section, rates.section, failures.section, received.section, optOuts.section,
  waiting.section, campaigns.section,
);

function card(title, more = "") {
  const section = make("section", `chart card ${more}`.trim());
  const body = scrolling(title);
  section.append(make("h2", "", title), body);
  return { section, body };
}

// Tiles ------------------------------------------------------------------------------

function createTile({ name }) {
  const made = make("div", "tile card");
  made.append(make("span", "name", name), make("span", "figure"), make("span", "more-words"));
  return made;
}

function writeTile(made, { figure, words }) {
  setText(made.children[1], figure);
  setText(made.children[2], words);
}

const tile = (name, figure, words) => ({ name, figure, words });
const tiles = new Rows(document.getElementById("tiles"), {
  keyOf: ({ name }) => name, create: createTile, update: writeTile,
});

function speedWords({ toSent, toDelivered }) {
  if (toDelivered.p95Seconds == null) return "until the report of delivery";
  return `p95 ${seconds(toDelivered.p95Seconds)} · ${seconds(toSent.p50Seconds)} to hand over`;
}

function costWords({ segmentCount, unpricedSegmentCount }) {
  const unpriced = unpricedSegmentCount ? `, ${count(unpricedSegmentCount)} without a price` : "";
  return `${count(segmentCount)} segments${unpriced}`;
}

function heldWords({ sender, hold }) {
  const next = new Date(hold.nextAttemptAt).toLocaleTimeString();
  return make("p", "", `${pretty(sender)}: ${hold.message} (${hold.code}) Its messages wait; next attempt at ${next}.`);
}

function drawHeld(heldSenders) {
  const notice = document.getElementById("held");
  fill(notice, heldSenders, () => heldSenders.map(heldWords));
  notice.hidden = heldSenders.length === 0;
}

export function drawQueue({ dueCount, workCount, waitingCount, heldSenders = [] }) {
  drawHeld(heldSenders);
  const due = dueCount >= MOST_DUE ? `${MOST_DUE} or more` : count(dueCount);
  const later = count(Math.max(0, workCount - dueCount) + waitingCount);
  const line = document.getElementById("queue");
  fill(line, [due, later], () => ["Queue: ", make("b", "", due), " due, ", make("b", "", later), " waiting"]);
}

function optOutWords({ optOutsPerThousandDelivered }) {
  if (optOutsPerThousandDelivered == null) return "people who opted out";
  return `${tenths(optOutsPerThousandDelivered)} for each 1,000 delivered`;
}

export function drawTiles(summary) {
  const { total, currency } = summary;
  const doubt = total.unconfirmed + total.unknown;
  const waits = sumOf(total, WAITING);
  const underway = sumOf(total, GROUPS[1].members) - waits;
  tiles.show([
    tile("Messages", compact(total.accepted), `${count(waits)} waiting, ${count(underway)} in progress`),
    tile("Delivery rate", percent(total.deliveryRate),
      `${count(total.delivered)} of ${count(total.deliveryRateBase)} that ended`),
    tile("Failed", compact(total.failed), `${count(doubt)} more uncertain`),
    tile("Not sent", compact(sumOf(total, GROUPS[4].members)), `${count(total.suppressed)} by opt-out or quiet hours`),
    tile("Reply rate", percent(total.replyRate),
      `${count(total.replies)} answered, ${seconds(total.toReply.p50Seconds)} in the median`),
    tile("Opt-outs", compact(total.optOuts), optOutWords(total)),
    tile("Time to deliver", seconds(total.toDelivered.p50Seconds), speedWords(total)),
    tile("Estimated cost", costOf(total, currency), costWords(total)),
  ]);
}

// Events that could not be used ------------------------------------------------------

export function drawParked({ events, nextUrl }) {
  const section = document.getElementById("parked");
  section.hidden = events.length === 0;
  const groups = new Map();
  for (const { reason, type, parkedOn } of events) {
    const name = JSON.stringify([reason, type]);
    const group = groups.get(name) ?? { reason, type, number: 0 };
    groups.set(name, { ...group, number: group.number + 1, last: parkedOn });
  }
  const rows = [...groups.values()].map(({ reason, type, number, last }) =>
    [reason, type || NOTHING, count(number), last]);
  const more = nextUrl ? "There are more. " : "";
  fill(section, [rows, more], () => {
    const body = scrolling("Events that could not be used");
    body.append(tableOf("Events that could not be used", ["Reason", "Type", "Events", "Last day"], rows));
    const hint = make("p", "hint", `${more}GET /api/parked-events lists them with their data.`);
    return [make("h2", "", "Events that could not be used"), body, hint];
  });
}

// Charts -----------------------------------------------------------------------------

export function drawCharts(summary) {
  const names = periodNames(summary);
  const common = { names: names.short, fullNames: names.full };
  const bars = { ...common, kind: "bars", format: compact };
  sends.update({ ...bars, series: GROUPS.map(({ name, color, members }) =>
    seriesOf(summary, name, color, (figures) => sumOf(figures, members), count)) });
  rates.update({ ...common, kind: "lines", format: percent, greatest: 1.04, series: [
    seriesOf(summary, "Delivered", "--delivered", (figures) => figures.deliveryRate ?? null, percent),
    seriesOf(summary, "Answered", "--reply", (figures) => figures.replyRate ?? null, percent),
  ] });
  received.update({ ...bars, series: [
    seriesOf(summary, "Received", "--reply", (figures) => figures.received, count),
  ] });
  optOuts.update({ ...bars, series: [
    seriesOf(summary, "Opted out", "--leaving", (figures) => figures.optOuts, count),
  ] });
  drawFailures(summary.total);
  drawCampaigns(summary);
}

function seriesOf({ periods, total }, name, color, valueOf, inWords) {
  return { name, color, values: periods.map(valueOf), total: inWords(valueOf(total)) };
}

function share(value, text, color) {
  const made = make("span", "share");
  const track = make("span", "track");
  track.setAttribute("aria-hidden", "true");
  const fill = make("span", "fill");
  fill.style.width = `${Math.round(value * 1000) / 10}%`;
  fill.style.setProperty("--of", `var(${color})`);
  track.append(fill);
  made.append(track, make("b", "", text));
  return made;
}

function drawFailures(total) {
  fill(failures.body, total.failures, () => {
    const rows = failureRows(total.failures).map(({ code, number, share: part }) =>
      [failureInWords(code), code, share(part, count(number), "--failed")]);
    return [rows.length
      ? tableOf("Failed messages by reason", ["Reason", "Code", "Messages"], rows)
      : make("p", "hint", "Nothing failed in this time.")];
  });
}

export function drawWaiting(found) {
  const rows = waitingRows(found).map((row) =>
    [row.campaign || "No campaign", count(row.count), waitInWords(row)]);
  fill(waiting.body, rows, () => [rows.length
    ? tableOf("Waiting messages by reason", ["Campaign", "Messages", "Reason"], rows)
    : make("p", "hint", "No messages of the last three days wait.")]);
}

// A rate of the few messages that ended says nothing of those that wait: it names its base.
function deliveredCell(figures) {
  const { deliveryRate, deliveryRateBase } = figures;
  const waits = sumOf(figures, WAITING);
  if (deliveryRate == null) return waits ? "waiting" : NOTHING;
  const base = waits ? ` of ${count(deliveryRateBase)}` : "";
  return share(deliveryRate, percent(deliveryRate) + base, "--delivered");
}

function drawCampaigns({ byCampaign, campaignCount, currency }) {
  fill(campaigns.body, [byCampaign, campaignCount, currency], () => {
    const table = tableOf("Campaigns", CAMPAIGN_HEAD, byCampaign.map((one) => campaignRow(one, currency)));
    const others = campaignCount - byCampaign.length;
    return others > 0 ? [table, make("p", "hint", `and ${count(others)} smaller ones`)] : [table];
  });
}

const CAMPAIGN_HEAD = ["Campaign", "Messages", "Delivered", "Answered", "Opt-outs", "Failed", "Waiting", "Held back", "Time to deliver", "Cost"];

function campaignRow(one, currency) {
  return [
    one.campaign || "No campaign",
    count(one.accepted),
    deliveredCell(one),
    percent(one.replyRate),
    count(one.optOuts),
    count(one.failed),
    count(sumOf(one, WAITING)),
    count(one.suppressed),
    seconds(one.toDelivered.p50Seconds),
    costOf(one, currency),
  ];
}
