// The figure, the bar, and a link for each status that counts its messages.

import { connection } from "../../data/connection.js";
import { count, counted, rate } from "../../data/numbers.js";
import { href } from "../../data/route.js";
import { BAR_ORDER, handedOver, paceInWords, reasonInWords, toHandOver, waitingOf } from "../../data/sends.js";
import { useSignal } from "../../data/signal.js";
import { clock } from "../../data/times.js";
import { GROUPS, STATUSES, waitInWords } from "../../data/words.js";
import { StackBar } from "../../parts/bar.js";
import { html } from "../../parts/html.js";

const kindOf = (status) => GROUPS.find(({ members }) => members.includes(status)).kind;

function reasonsOf(send, status) {
  const [first, ...others] = send.reasons.filter((one) => one.status === status);
  if (!first) return "";
  return others.length ? `${others.length + 1} reasons` : reasonInWords(first).toLowerCase();
}

function waitOf(send) {
  const waiting = send.waiting ?? [];
  if (waiting.length > 1) return `${waiting.length} reasons`;
  return waiting.length ? waitInWords(waiting[0]).split(" · ").at(-1) : "due now";
}

// One line below the number of a status.
function more(send, status, number) {
  const over = handedOver(send);
  switch (status) {
    case "delivered": return `${rate(number / over)} of ${count(over)}`;
    case "sent": return send.deliveryReport ? "no report yet" : "no report asked for";
    case "sending": return "being handed over";
    case "failed": return rate(number / (over || number));
    case "unknown": return "needs a decision";
    case "unconfirmed": return "no report in time";
    case "queued": return waitOf(send);
    case "scheduled": return send.sendAt ? "starts at its time" : waitOf(send);
    default: return reasonsOf(send, status);
  }
}

function Part({ send, status, chosen }) {
  const number = send.counts[status];
  const isChosen = status === chosen;
  return html`<li><a class=${`send-share ${kindOf(status)}`} href=${href(`sends/${send.sendId}`, { status: isChosen ? "" : status })} aria-current=${isChosen ? "true" : undefined}>
    <span class="soft"><span class=${`swatch ${kindOf(status)}`}></span>${STATUSES[status][0]}</span><b>${count(number)}</b><span class="soft">${more(send, status, number)}</span></a></li>`;
}

function Figure({ send }) {
  const over = handedOver(send);
  const all = toHandOver(send);
  if (all === 0) return html`<b>0</b> <span>of ${counted("recipient", send.recipientCount)} handed over</span>`;
  return html`<b>${count(over)}</b> <span>of ${count(all)} handed over</span>`;
}

export function Progress({ send, chosen, asOf }) {
  const isDown = useSignal(connection).state === "down";
  const pace = isDown ? `As of ${clock(asOf)}` : waitingOf(send) ? paceInWords(send) : "";
  return html`<section class="card send-progress" aria-label="Progress">
    <div class="send-figure"><p><${Figure} send=${send} /></p><p class="soft">${pace}</p></div>
    <${StackBar} counts=${send.counts} />
    <ul class="send-shares">${BAR_ORDER.filter((status) => send.counts[status]).map((status) => html`<${Part} key=${status} send=${send} status=${status} chosen=${chosen} />`)}</ul>
  </section>`;
}
