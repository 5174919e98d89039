// What a send says of itself: its state, its progress in one sentence, its cost, its reasons.

import { keep, kept } from "./kept.js";
import { count, counted, money, rate } from "./numbers.js";
import { clock } from "./times.js";
import { failureInWords, stateOfSend, sumOf, waitInWords } from "./words.js";

const WAITING = ["scheduled", "queued"];
const NOT_SENT = ["suppressed", "expired", "cancelled", "simulated"];
const whole = new Intl.NumberFormat(undefined, { style: "percent" });
const MINUTE_MS = 60_000;
const AT_WORK = [...WAITING, "sending"];

// The statuses of a bar, in its order.
export const BAR_ORDER = [
  "delivered", "sending", "sent", "failed", "unknown", "unconfirmed",
  "suppressed", "expired", "cancelled", "simulated", "queued", "scheduled",
];

export const waitingOf = (send) => sumOf(send.counts, WAITING);
export const handedOver = (send) => send.recipientCount - sumOf(send.counts, [...WAITING, ...NOT_SENT]);
export const toHandOver = (send) => send.recipientCount - sumOf(send.counts, NOT_SENT);
export const isPaused = (send) => (send.waiting ?? []).some(({ waitingFor }) => waitingFor === "sender_paused");

// Without delivery reports nothing more is heard of what the carrier took.
function settledCounts({ counts, deliveryReport }) {
  if (deliveryReport || !counts.sent) return counts;
  return { ...counts, sent: 0, delivered: (counts.delivered ?? 0) + counts.sent };
}

export const stateOf = (send) => stateOfSend(settledCounts(send), { isPaused: isPaused(send) });

// Whether nothing about it will change any more but late reports.
export const isFinal = (send) => sumOf(settledCounts(send), [...AT_WORK, "sent"]) === 0;

const JUST_SENT = "just-sent";

// The send that was confirmed last in this tab.
export const noteSent = (sendId) => keep(JUST_SENT, sendId, sessionStorage);
export const isJustSent = ({ sendId }) => kept(JUST_SENT, sessionStorage) === sendId;

export const titleOf = ({ campaign }) => campaign ?? "No campaign";

const AFTER = {
  quiet_hours: "after quiet hours", sender_paced: "next", sender_paused: "paused",
  carrier_refuses: "refused by the carrier", scheduled: "scheduled",
};

// One kind of wait in a few words: "3,204 after quiet hours".
const waitingInWords = (group) => `${count(group.count)} ${AFTER[group.waitingFor]}`;

// Whole, and 100 % only when all of it is done.
export const wholeRate = (share) => whole.format(Math.floor(share * 100) / 100);

const inCounts = (counts, statuses) =>
  statuses.filter((status) => counts[status]).map((status) => `${count(counts[status])} ${status}`);

const SHORT = ["failed", "unknown", "unconfirmed", "suppressed", "expired", "simulated"];

function finished({ counts, recipientCount, deliveryReport }) {
  const done = deliveryReport ? counts.delivered ?? 0 : sumOf(counts, ["delivered", "sent"]);
  const words = `${rate(done / recipientCount)} ${deliveryReport ? "delivered" : "sent"}`;
  return [recipientCount === 1 ? "" : words, ...inCounts(counts, recipientCount === 1 ? BAR_ORDER : SHORT)].filter(Boolean);
}

function wholeWait(send, pausedAt) {
  const [first] = send.waiting;
  const words = waitInWords({ ...first, pausedAt });
  const isOpen = first.waitingFor === "sender_paused" || first.waitingFor === "carrier_refuses";
  return isOpen ? `${words} · ${count(waitingOf(send))} waiting` : words;
}

// "62% handed over · 580 next · 3,204 after quiet hours". `pausedAt`: since when its own number is
// paused, if it is.
export function progressInWords(send, pausedAt) {
  const { counts, waiting = [] } = send;
  const over = handedOver(send);
  if (counts.cancelled && waitingOf(send) === 0) return over ? `Cancelled after ${count(over)}` : "Cancelled before any was handed over";
  if (waitingOf(send) === 0) return isFinal(send) ? finished(send).join(" · ") : inCounts(counts, BAR_ORDER).join(" · ");
  if (!over) return waiting.length === 1 ? wholeWait(send, pausedAt) : waiting.map(waitingInWords).join(" · ") || "Waits to be handed over";
  return [`${wholeRate(over / toHandOver(send))} handed over`, ...waiting.map(waitingInWords)].join(" · ");
}

// The estimated cost; a sum says what it leaves out.
export function costInWords({ cost }) {
  const { amount, currency, segmentCount, unpricedSegmentCount } = cost;
  return unpricedSegmentCount > 0 && unpricedSegmentCount === segmentCount ? "No price" : money(amount, currency);
}

export const unpricedInWords = ({ cost }) =>
  cost.unpricedSegmentCount ? `${counted("segment", cost.unpricedSegmentCount)} without a price` : "";

const REASONS = {
  opted_out: "Opted out", quiet_hours: "Quiet hours", expired: "Time to live ran out", cancelled: "Cancelled",
  trial: "Trial mode", outcome_unknown: "Connection broke", reported: "Reported before it was resent",
};

// Why a message has its status, short; the API's own words for codes that are not known here.
export function reasonInWords({ code, message }) {
  const words = REASONS[code] ?? failureInWords(code);
  return words === "Another reason" ? message : words;
}

// "4006 · Phone unreachable": codes of the carrier stand beside the words.
export const reasonWithCode = (error) =>
  (/^\d+$/.test(error.code) ? `${error.code} · ${reasonInWords(error)}` : reasonInWords(error));

// Failed messages that never left: dispatching failed, or ACS refused the call but not the message.
export const neverLeft = ({ reasons }) => reasons
  .filter(({ status, code }) => status === "failed" && (code === "dispatch_failed" || (/^[45]\d\d$/.test(code) && code !== "400")))
  .reduce((sum, one) => sum + one.count, 0);

export const SKIPPED = {
  expired: "its time to live has ended", in_progress: "being handed over; try again in a minute",
  too_often: "resent 20 times already", text_deleted: "its code is deleted; send a new one",
};

// What is known of the end of its work: "188 a minute · 580 due now, about 3 min".
export function paceInWords(send) {
  const due = (send.counts.queued ?? 0) - (send.waiting ?? [])
    .filter(({ waitingFor }) => waitingFor !== "sender_paced").reduce((sum, one) => sum + one.count, 0);
  const pace = send.sentLastMinute;
  const isSteady = send.firstSentAt && new Date() - new Date(send.firstSentAt) > MINUTE_MS;
  const minutes = isSteady && pace && due > 0 ? Math.ceil(due / pace) : 0;
  return [pace && `${count(pace)} a minute`, due > 0 && `${count(due)} due now${minutes ? `, about ${count(minutes)} min` : ""}`]
    .filter(Boolean).join(" · ") || (send.lastSentAt && waitingOf(send) ? `Last handed over at ${clock(send.lastSentAt)}` : "");
}
