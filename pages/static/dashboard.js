// The dashboard: asks for the figures of the chosen days, again and again, and has them drawn.

import { onReturn, show, shown } from "./address.js";
import { ask } from "./ask.js";
import { WAITING, daysOf, intervalOf, sumOf } from "./figures.js";
import { drawCharts, drawParked, drawQueue, drawTiles, drawWaiting } from "./panels.js";
import { repeat, troubleInWords } from "./polling.js";
import { pretty } from "./words.js";

const QUEUE_EVERY_MS = 5_000;
const FIGURES_EVERY_MS = 4_000; // the app counts as often
const MOST_SENDERS = 4; // of which waiting sends are asked for
const DAY_MS = 86_400_000;
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

const element = (id) => document.getElementById(id);
const [range, from, to, sender, campaign] = ["range", "from", "to", "sender", "campaign"].map(element);
const results = [element("tiles"), element("charts")];

let round = 0;   // a response that a newer choice has overtaken is not shown
let countAt = 0; // when to ask for figures again; the queue is asked for each time

// Choosing ---------------------------------------------------------------------------

function offer(select, values) {
  const chosen = select.value;
  const known = [...select.options].map((option) => option.value);
  const fresh = values.filter((value) => value && !known.includes(value)).sort();
  select.append(...fresh.map((value) => new Option(pretty(value), value)));
  select.value = chosen;
}

function readAddress() {
  const query = shown();
  const [first, last] = [query.get("from"), query.get("to")];
  range.value = first && last ? "" : query.get("days") ?? "7";
  if (range.selectedIndex < 0) range.value = "7";
  [from.value, to.value] = [first ?? "", last ?? ""];
  for (const select of [sender, campaign]) {
    const value = query.get(select.id) ?? "";
    offer(select, [value]);
    select.value = value;
  }
}

function writeAddress(days) {
  const isFree = !range.value;
  show({
    days: range.value, from: isFree ? days.from : "", to: isFree ? days.to : "",
    sender: sender.value, campaign: campaign.value,
  });
}

function chosenDays() {
  const days = daysOf(range.value, from.value, to.value);
  for (const label of document.querySelectorAll(".day")) label.hidden = Boolean(range.value);
  [from.value, to.value] = [days.from, days.to];
  return days;
}

// Showing ----------------------------------------------------------------------------

function draw(summary) {
  const isEmpty = summary.total.accepted === 0 && summary.total.received === 0;
  element("empty").hidden = !isEmpty;
  for (const part of results) part.hidden = isEmpty;
  offer(sender, summary.bySender.map((one) => one.sender));
  offer(campaign, summary.byCampaign.map((one) => one.campaign));
  if (isEmpty) return;
  drawTiles(summary);
  drawCharts(summary);
}

// The waiting sends of three UTC days: the longest time to live.
async function waitingSends(summary) {
  const days = [0, 1, 2].map((ago) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10));
  const senders = summary.bySender.filter((one) => sumOf(one, WAITING)).slice(0, MOST_SENDERS);
  const queries = senders.flatMap((one) => days.map((day) => ({
    sender: one.sender, day, status: WAITING.join(), limit: 100, ...(campaign.value && { campaign: campaign.value }),
  })));
  const pages = await Promise.all(queries.map((query) => ask(`sms?${new URLSearchParams(query)}`)));
  return pages.flatMap((page) => page.sends);
}

function busy(isBusy) {
  for (const part of results) part.setAttribute("aria-busy", String(isBusy));
}

async function refresh() {
  const isTime = Date.now() >= countAt;
  if (isTime) countAt = Date.now() + FIGURES_EVERY_MS;
  const parts = [ask("queue").then(drawQueue), ...(isTime ? [refreshFigures(), refreshParked()] : [])];
  const ends = await Promise.allSettled(parts);
  const failure = ends.find((end) => end.status === "rejected");
  if (failure) throw failure.reason;
}

async function refreshParked() {
  drawParked(await ask("parked-events"));
}

async function refreshFigures() {
  const mine = (round += 1);
  const days = chosenDays();
  const query = { ...days, interval: intervalOf(days), tz: ZONE };
  if (sender.value) query.sender = sender.value;
  if (campaign.value) query.campaign = campaign.value;
  try {
    const summary = await ask(`analytics/summary?${new URLSearchParams(query)}`);
    const waiting = await waitingSends(summary);
    if (mine !== round) return;
    draw(summary);
    drawWaiting(waiting);
    element("trouble").hidden = true;
  } catch (error) {
    if (mine !== round) return;
    element("trouble-text").textContent = troubleInWords(error);
    element("trouble").hidden = false;
    countAt = 0;
    throw error;
  } finally {
    if (mine === round) {
      element("loading").hidden = true;
      busy(false);
    }
  }
}

function tryAgain() {
  countAt = 0;
  again();
}

function choose() {
  writeAddress(chosenDays());
  reload();
}

function reload() {
  busy(true);
  tryAgain();
}

readAddress();
const again = repeat(refresh, QUEUE_EVERY_MS);
element("filters").addEventListener("change", choose);
onReturn(() => { readAddress(); reload(); });
element("filters").addEventListener("submit", (event) => event.preventDefault());
element("again").addEventListener("click", tryAgain);
