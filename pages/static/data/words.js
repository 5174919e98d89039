// The words of statuses, reasons and numbers: the API's own where it has them.

import { count, counted, seconds } from "./numbers.js";
import { clock, planned, waitingTime } from "./times.js";

// By status: its word, sign, tone, and one sentence.
export const STATUSES = {
  scheduled: ["Scheduled", "clock", "neutral", "Starts at its time."],
  queued: ["Queued", "clock", "neutral", "Waits to be handed to the carrier."],
  sending: ["Sending", "plane", "info", "Being handed to the carrier."],
  sent: ["Sent", "plane", "info", "The carrier took it; no delivery report yet."],
  delivered: ["Delivered", "tick", "good", "The carrier confirmed delivery."],
  failed: ["Failed", "cross", "bad", "The carrier reported a failure."],
  suppressed: ["Suppressed", "shield", "neutral", "Not sent: opted out or quiet hours."],
  expired: ["Expired", "clock", "neutral", "Not sent: its time to live ran out."],
  cancelled: ["Cancelled", "cross", "neutral", "Not sent: cancelled."],
  simulated: ["Simulated", "shield", "neutral", "Not sent: trial mode, and the recipient is no guest."],
  unconfirmed: ["Unconfirmed", "triangle", "warn", "Sent; no report within 72 hours (codes: 15 minutes)."],
  unknown: ["Unknown", "triangle", "warn", "The connection broke while it was handed over. It may have been delivered."],
  // Of a send only:
  paused: ["Paused", "pause", "warn", "Its own number is paused."],
  completed: ["Completed", "tick", "good", "Nothing of it waits."],
};

// The parts of a bar: what they are called, their colour, and the statuses they count.
export const GROUPS = [
  { name: "Delivered", kind: "delivered", members: ["delivered"] },
  { name: "Sent, sending", kind: "progress", members: ["sending", "sent"] },
  { name: "Failed", kind: "failed", members: ["failed"] },
  { name: "Unknown, unconfirmed", kind: "uncertain", members: ["unknown", "unconfirmed"] },
  { name: "Suppressed, expired, cancelled", kind: "unsent", members: ["suppressed", "expired", "cancelled"] },
  { name: "Simulated", kind: "simulated", members: ["simulated"] },
  { name: "Queued, scheduled", kind: "waiting", members: ["queued", "scheduled"] },
];

export const sumOf = (counts, members) => members.reduce((sum, member) => sum + (counts[member] ?? 0), 0);

const NOT_HANDED_OVER = ["scheduled", "queued"];
const NEVER_HANDED_OVER = ["suppressed", "expired", "cancelled", "simulated"];

// The one status of a send, by its counts of statuses.
export function stateOfSend(counts, { isPaused = false } = {}) {
  const waiting = sumOf(counts, NOT_HANDED_OVER);
  const all = sumOf(counts, Object.keys(counts));
  if (isPaused && waiting) return "paused";
  if (counts.scheduled && waiting === all) return "scheduled";
  const isReportMissing = counts.sent && !counts.cancelled;
  if (counts.sending || isReportMissing || (waiting && all > waiting + sumOf(counts, NEVER_HANDED_OVER))) return "sending";
  if (waiting) return "queued";
  return counts.cancelled ? "cancelled" : "completed";
}

// How long the carrier took from accepting a message to reporting its delivery: "4.2 s"; empty if unknown.
export function deliveryTime({ status, sentAt, reportedAt }) {
  if (status !== "delivered" || !sentAt || !reportedAt) return "";
  return seconds(Math.max(0, new Date(reportedAt) - new Date(sentAt)) / 1_000);
}

// What something waits for: "Waits for quiet hours to end · next 11:00 EST".
export function waitInWords({ waitingFor, nextAttemptAt, pausedAt }) {
  const next = nextAttemptAt ? ` · next ${planned(nextAttemptAt)}` : "";
  switch (waitingFor) {
    case "quiet_hours": return `Waits for quiet hours to end${next}`;
    case "sender_paced": return `Waits for the sender’s limit${nextAttemptAt ? ` · about ${waitingTime(new Date(), new Date(nextAttemptAt))}` : ""}`;
    case "sender_paused": return pausedAt ? `Paused since ${clock(pausedAt)}` : "Paused";
    case "carrier_refuses": return `The carrier refuses${nextAttemptAt ? ` · next attempt ${planned(nextAttemptAt)}` : ""}`;
    case "scheduled": return nextAttemptAt ? `Starts ${planned(nextAttemptAt)}` : "Scheduled";
    default: return "";
  }
}

// What ACS's codes mean (Microsoft Learn, "Troubleshooting in Azure Communication Services",
// SMS error codes), and our own.
const FAILURES = {
  4000: "Rejected as fraud", 4001: "The own number is not valid",
  4002: "The recipient’s number is not valid", 4003: "This destination is not supported",
  4004: "Number does not exist", 4005: "Blocked by the carrier", 4006: "Phone unreachable",
  4007: "Opted out at the carrier", 4008: "The account’s limit was exceeded",
  4009: "Refused by Microsoft’s own checks", 4010: "The toll-free number is not verified",
  4020: "Carrier limit reached", 5000: "No reason given",
  5001: "The carrier was unavailable", 5002: "This carrier sends no reports",
  9999: "Reason unknown", dispatch_failed: "Not handed over: can be resent",
  none: "No code was given",
};

// The carrier's, and the one of messages that were never handed over.
export const FAILURE_CODES = Object.keys(FAILURES).filter((code) => code !== "none");

export function failureInWords(code) {
  if (code in FAILURES) return FAILURES[code];
  return /^[45]\d\d$/.test(code) ? "Refused by ACS" : "Another reason";
}

// By purpose: what the app says by itself.
export const AUTOMATIC = {
  auto_reply: "Automatic reply", help: "Reply to HELP", opt_out_confirmation: "Confirmation of STOP", opt_in_confirmation: "Confirmation of START",
};

export const CATEGORIES = { transactional: "Transactional", marketing: "Marketing", otp: "Code" };

// "+1 425 555 0123"; other countries as E.164.
export function pretty(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number;
}

// A number as the API writes it: without separators, and with its plus sign, which a pasted address
// shows as a space. Short codes have none.
export function plain(number) {
  const digits = number.replace(/(?<=\d)[\s().-]+(?=\d)/g, "").trim();
  return /^\d{8,15}$/.test(digits) ? `+${digits}` : digits;
}

// The counts of a bar in words: "301 delivered, 8 sent".
export const countsInWords = (counts) =>
  Object.entries(counts).filter(([, number]) => number).map(([status, number]) => `${count(number)} ${status}`).join(", ");

export { count, counted };
