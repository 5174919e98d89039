// The messages of a conversation, by day, oldest first.

import { dayOf, when, dayInWords } from "../../data/times.js";
import { AUTOMATIC, STATUSES, failureInWords, waitInWords } from "../../data/words.js";
import { Time } from "../../parts/chip.js";
import { html, classes } from "../../parts/html.js";
import { Icon } from "../../parts/icon.js";

const LINK = /(https?:\/\/[^\s<>"“”]+[^\s<>"“”.,;:!?)\]}'])/gi;
// What did not arrive as it should: the look of its bubble.
const LOOKS = {
  failed: "bad", suppressed: "unsent", expired: "unsent", cancelled: "unsent", unknown: "doubtful", unconfirmed: "doubtful",
  queued: "quiet", scheduled: "quiet", sending: "quiet",
};

// A text from outside: links can be followed, all else is text.
function Words({ text }) {
  const parts = text.split(LINK);
  return parts.map((part, at) => (at % 2 === 0 ? part
    : html`<a key=${at} href=${part} target="_blank" rel="noopener noreferrer nofollow">${part}</a>`));
}

function reasonOf({ status, error, waitingFor }) {
  const [word, icon] = STATUSES[status] ?? [status, "info"];
  const reason = error && `: ${failureInWords(error.code) === "Another reason" ? error.message : failureInWords(error.code).toLowerCase()} (${error.code})`;
  return [icon, (waitingFor && waitInWords({ waitingFor })) || `${word}${reason ?? ""}`];
}

// What a colleague wrote and did not arrive can be sent again; the text of a code is not known here,
// and campaigns have pages of their own for it.
function Fate({ entry, zone, actions }) {
  const [icon, words] = reasonOf(entry);
  const canRetry = actions && entry.purpose === "reply" && (entry.status === "failed" || entry.status === "expired");
  return html`<p class="fate"><${Time} at=${entry.at} zone=${zone} />${entry.campaign && html` · <bdi>${entry.campaign}</bdi>`} · <${Icon} name=${icon} size=${14} /> ${words}
    ${canRetry && html` · <button type="button" class="as-link" onClick=${() => actions.retry(entry)}>Try again</button>${" · "}<button type="button" class="as-link" onClick=${() => actions.write(entry.text)}>Edit</button>`}</p>`;
}

function Received({ entry, zone, answered }) {
  return html`<li class="inbound"><p class="bubble" dir="auto"><${Words} text=${entry.text} /></p>
    <p class="fate"><${Time} at=${entry.at} zone=${zone} />${answered && html` · replies to <bdi>${answered}</bdi>`}</p></li>`;
}

function Sent({ entry, zone, isLast, actions }) {
  const look = LOOKS[entry.status];
  if (AUTOMATIC[entry.purpose]) {
    return html`<li class="automatic"><p class="note" dir="auto">${AUTOMATIC[entry.purpose]}: <${Words} text=${entry.text} /></p>
      ${look && look !== "quiet" && html`<${Fate} entry=${entry} zone=${zone} />`}</li>`;
  }
  return html`<li class=${classes("outbound", look)} role=${look === "bad" && isLast ? "alert" : undefined}>
    <p class="bubble" dir="auto"><${Words} text=${entry.text} /></p><${Fate} entry=${entry} zone=${zone} actions=${actions} /></li>`;
}

function troubleInWords({ code, message, isPassing }, repliedBy, repliedAt) {
  if (code === "colleague_replied") return `${repliedBy || "A colleague"} replied${repliedAt ? ` at ${when(repliedAt)}` : " meanwhile"}. Read it first.`;
  return isPassing ? `${message} It is not known whether it was sent.` : message;
}

function Unsent({ reply, state, actions }) {
  const { error } = reply;
  const isOver = error?.code === "colleague_replied";
  return html`<li class=${classes("outbound", error ? "bad" : "quiet")}><p class="bubble" dir="auto"><${Words} text=${reply.text} /></p>
    ${error ? html`<p class="fate" role="alert"><${Icon} name="cross" size=${14} /> ${troubleInWords(error, state?.repliedBy, state?.repliedAt)}${" "}<button type="button" class="as-link" onClick=${() => actions.again(reply)}>${isOver ? "Send anyway" : "Try again"}</button>${" · "}<button type="button" class="as-link" onClick=${() => actions.edit(reply)}>Edit</button></p>`
    : html`<p class="fate"><${Time} at=${reply.at} isClock /> · <${Icon} name="plane" size=${14} /> Sending</p>`}</li>`;
}

export function Bubbles({ thread, zone, actions }) {
  const { entries, byId, outbox, state } = thread;
  let day = "";
  const items = entries.flatMap((entry, at) => {
    const isNewDay = dayOf(entry.at) !== day;
    day = dayOf(entry.at);
    const head = isNewDay ? [html`<li key=${`day ${day}`} class="day"><span>${dayInWords(entry.at)}</span></li>`] : [];
    const answered = entry.answers && byId.get(entry.answers)?.campaign;
    const row = entry.direction === "inbound"
      ? html`<${Received} key=${entry.messageId} entry=${entry} zone=${zone} answered=${answered} />`
      : html`<${Sent} key=${entry.messageId} entry=${entry} zone=${zone} isLast=${at === entries.length - 1} actions=${actions} />`;
    return [...head, row];
  });
  return html`${items}${outbox.map((reply) => html`<${Unsent} key=${reply.key} reply=${reply} state=${state} actions=${actions} />`)}`;
}

