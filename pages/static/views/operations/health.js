// How an own number does: its health, its pace, and what its messages wait for.

import { html } from "../../parts/html.js";
import { Chip } from "../../parts/chip.js";
import { Share } from "../../parts/bar.js";
import { count, quickly } from "../../data/numbers.js";
import { planned } from "../../data/times.js";

const SLOW_MS = 10 * 60_000;

export const KINDS = {
  toll_free: "toll-free", long_code: "long code", short_code: "short code", alphanumeric: "alphanumeric",
};

// By health: its word, tone, sign, and its rule.
const HEALTHS = {
  paused: ["Paused", "warn", "pause", "An operator paused it. Its messages wait."],
  refused: ["Refused", "bad", "bolt", "The carrier refuses it. Its messages wait, and one is tried now and then."],
  slow: ["Slow", "warn", "clock", "A message has been due for more than 10 minutes."],
  healthy: ["Healthy", "good", "tick", "It hands over messages, and none has been due for more than 10 minutes."],
  idle: ["Idle", "neutral", "clock", "Nothing waits, and nothing was handed over in the last hour."],
};

function healthOf({ health, activity, usedUnits }, now = Date.now()) {
  if (health === "paused") return "paused";
  if (health === "held") return "refused";
  if (activity.oldestDueAt && now - new Date(activity.oldestDueAt) > SLOW_MS) return "slow";
  return activity.submittedCount || activity.waitingCount || usedUnits ? "healthy" : "idle";
}

export function HealthChip({ sender }) {
  const [word, tone, icon, rule] = HEALTHS[healthOf(sender)];
  return html`<${Chip} tone=${tone} icon=${icon} title=${rule}>${word}<//>`;
}

export function Pace({ sender: { usedUnits, unitsPerMinute } }) {
  return html`<div class="operations-pace">
    <${Share} share=${unitsPerMinute ? usedUnits / unitsPerMinute : 0} kind="progress" />
    <span class="soft small-words">${count(usedUnits)}${unitsPerMinute ? ` of ${count(unitsPerMinute)}` : ""} units a minute</span></div>`;
}

const REASONS = {
  sender_paused: "paused", carrier_refuses: "refused", quiet_hours: "quiet hours", scheduled: "scheduled", due: "due",
};

export const reasonInWords = (reason = "due") => REASONS[reason] ?? reason;

// What the messages of some senders wait for: [reason, count] pairs, the most first.
function waitingBy(senders) {
  const sums = new Map();
  for (const { activity } of senders) {
    for (const { reason = "due", count: number } of activity.waiting) sums.set(reason, (sums.get(reason) ?? 0) + number);
  }
  return [...sums].sort(([, one], [, other]) => other - one);
}

export const waitingInWords = (senders) =>
  waitingBy(senders).map(([reason, number]) => `${count(number)} ${reasonInWords(reason)}`).join(" · ");

export const nextInWords = ({ nextAttemptAt }) => (nextAttemptAt ? `next ${planned(nextAttemptAt)}` : "");

// The codes of failures of some senders: { code, number, senders }, the most first.
export function failuresOf(senders) {
  const byCode = new Map();
  for (const { sender, activity } of senders) {
    for (const [code, number] of Object.entries(activity.failures)) {
      const known = byCode.get(code) ?? { code, number: 0, senders: [] };
      byCode.set(code, { code, number: known.number + number, senders: [...known.senders, sender] });
    }
  }
  return [...byCode.values()].sort((one, other) => other.number - one.number);
}

// How fast the carrier accepts messages, of the last hour: "carrier: median 180 ms, p95 420 ms".
export function carrierInWords(lastHour) {
  const times = lastHour?.toAccepted;
  return times?.count ? `carrier: median ${quickly(times.p50Seconds)}, p95 ${quickly(times.p95Seconds)}` : "";
}

export const deliveredShare = ({ activity: { deliveredCount, reportedCount } }) =>
  (reportedCount ? deliveredCount / reportedCount : null);
