// Beside the messages of a send: its text with options, and its history.

import { counted, count } from "../../data/numbers.js";
import { costInWords, handedOver, paceInWords, reasonInWords, unpricedInWords, waitingOf } from "../../data/sends.js";
import { byTime, planned } from "../../data/times.js";
import { Phone } from "../../parts/chip.js";
import { html } from "../../parts/html.js";
import { Card, Facts } from "../../parts/page.js";
import { Timeline } from "../../parts/timeline.js";

const PLACEHOLDER = /(\{\{[^{}]*\}\})/;

// A text with its placeholders marked.
const marked = (text) => text.split(PLACEHOLDER).map((piece, at) => (at % 2 ? html`<mark key=${at}>${piece}</mark>` : piece));

const ENCODINGS = { gsm7: "GSM-7", ucs2: "UCS-2" };
const GSM = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€");

// "2 · UCS-2 because of ’": what takes a text out of the alphabet with 160 characters a segment.
function segments({ message, segmentCount, encoding, category }) {
  const size = `${PLACEHOLDER.test(message) && segmentCount > 1 ? "up to " : ""}${count(segmentCount)} · ${ENCODINGS[encoding]}`;
  if (encoding !== "ucs2" || category === "otp") return size;
  const outside = [...new Set(message)].filter((character) => !GSM.has(character)).slice(0, 3);
  return outside.length ? html`${size} because of ${outside.map((one) => html`<kbd key=${one}>${one}</kbd> `)}` : `${size} because of its values`;
}

const PURPOSES = { opt_out_confirmation: "Confirmation of an opt-out", opt_in_confirmation: "Confirmation of an opt-in", help: "Reply to HELP", reply: "Reply", auto_reply: "Automatic reply" };

function cost(send) {
  const missing = unpricedInWords(send);
  const words = costInWords(send);
  return words === "No price" || !missing ? words : html`${words} <span class="soft">· ${missing}</span>`;
}

export function Text({ send }) {
  return html`<${Card} title="Text"><p class="sent-text" dir="auto">${marked(send.message)}</p>
    <${Facts} rows=${[
      ["From", html`<${Phone} number=${send.from} />`],
      ["Segments", segments(send)],
      ["Cost (estimate)", cost(send)],
      ["Time to live", `to ${planned(send.expiresAt)}`],
      ["Starts", send.sendAt && planned(send.sendAt)],
      ["Reports", send.deliveryReport ? "" : "Not asked for"],
      ["Purpose", PURPOSES[send.purpose]],
      ["Reference", send.reference && html`<code>${send.reference}</code>`],
    ]} /><//>`;
}

const accepted = ({ recipientCount, rejectedCount, duplicateCount }) =>
  `Accepted: ${[counted("recipient", recipientCount), rejectedCount && `${count(rejectedCount)} rejected`, duplicateCount && counted("duplicate", duplicateCount)].filter(Boolean).join(", ")}`;

const PLANS = {
  quiet_hours: (group) => `Quiet hours end: ${count(group.count)}`,
  scheduled: (group) => `Starts: ${counted("message", group.count)}`,
  sender_paced: (group) => `The sender’s limit allows more: ${count(group.count)}`,
  carrier_refuses: () => "Next attempt at the carrier",
};

function planOf(group) {
  const words = PLANS[group.waitingFor];
  if (!words || !group.nextAttemptAt) return [];
  const first = { key: group.waitingFor, at: group.nextAttemptAt, words: words(group), state: "planned" };
  if (!group.lastAttemptAt || group.lastAttemptAt === group.nextAttemptAt) return [first];
  return [first, { key: `${group.waitingFor}-last`, at: group.lastAttemptAt, words: "The last of them", state: "planned" }];
}

function suppressed(send) {
  const reasons = send.reasons.filter(({ status }) => status === "suppressed");
  return reasons.length ? `${count(send.counts.suppressed)} suppressed: ${reasons.map((one) => reasonInWords(one).toLowerCase()).join(", ")}` : "";
}

// What happened, what happens now, and what is still to come.
export function entriesOf(send) {
  const past = [
    { key: "accepted", at: send.acceptedAt, words: accepted(send), more: suppressed(send) },
    send.firstSentAt && { key: "first", at: send.firstSentAt, words: "First message handed over" },
    ...(send.resends ?? []).map((one) => ({ key: `${one.kind}-${one.at}`, at: one.at, words: `${counted("message", one.messageCount)} ${one.kind === "redrive" ? "redriven" : "resent"}` })),
    send.cancelledAt && { key: "cancelled", at: send.cancelledAt, words: `Cancelled${send.cancelledBy ? ` by ${send.cancelledBy}` : ""}${send.counts.cancelled ? `: ${count(send.counts.cancelled)} not sent` : ""}` },
    !waitingOf(send) && send.lastSentAt && send.recipientCount > 1 && { key: "last", at: send.lastSentAt, words: `Last message handed over: ${count(handedOver(send))} in all` },
  ].filter(Boolean).sort((one, other) => byTime(one.at, other.at));
  const isAtWork = send.sentLastMinute > 0 && waitingOf(send) > 0;
  const now = isAtWork ? [{ key: "now", state: "now", words: `Handing over, ${paceInWords(send).split(" · ")[0]}` }] : [];
  const plans = (send.waiting ?? []).flatMap(planOf).sort((one, other) => byTime(one.at, other.at));
  return [...past, ...now, ...plans];
}

export const History = ({ send }) => html`<${Card} title="Timeline"><${Timeline} entries=${entriesOf(send)} /><//>`;
