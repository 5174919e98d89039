// Facts that explain waiting, and messages that need a decision.

import { useResource } from "../../data/resource.js";
import { count, counted } from "../../data/numbers.js";
import { href } from "../../data/route.js";
import { isJustSent, neverLeft, waitingOf } from "../../data/sends.js";
import { clock, planned, waitingTime } from "../../data/times.js";
import { pretty } from "../../data/words.js";
import { Button } from "../../parts/controls.js";
import { html } from "../../parts/html.js";
import { Notice } from "../../parts/states.js";

function nextAndLast({ nextAttemptAt, lastAttemptAt }) {
  if (!nextAttemptAt) return "";
  if (!lastAttemptAt || lastAttemptAt === nextAttemptAt) return `The next is sent at ${planned(nextAttemptAt)}.`;
  return `The next is sent at ${planned(nextAttemptAt)}, the last at ${planned(lastAttemptAt)}.`;
}

const waits = (number) => (number === 1 ? "waits" : "wait");

function QuietHours({ group }) {
  return html`<${Notice} icon="clock" title=${`${counted("message", group.count)} ${waits(group.count)} for quiet hours to end.`}>
    Each is sent when quiet hours end for its recipient. ${nextAndLast(group)}<//>`;
}

function Paced({ group }) {
  const time = group.nextAttemptAt ? ` The next is sent in about ${waitingTime(new Date(), new Date(group.nextAttemptAt))}.` : "";
  return html`<${Notice} icon="clock" title=${`${counted("message", group.count)} ${waits(group.count)} for the sender’s limit.`}>
    They are sent as fast as it allows.${time}<//>`;
}

function Paused({ group, send, open }) {
  const { data } = useResource("senders/-", { every: 30_000, numbers: { sender: send.from } });
  const since = data?.pausedSince ? ` since ${clock(data.pausedSince)}` : "";
  return html`<${Notice} tone="warn" icon="pause" title=${`${pretty(send.from)} is paused${since}.`}
    actions=${html`<${Button} isSmall onPress=${() => open("pause")}>Resume sender…<//>`}>${counted("message", group.count)} ${waits(group.count)} until it is resumed.<//>`;
}

function Refused({ group, send }) {
  return html`<${Notice} tone="bad" title="The carrier refuses this sender."
    actions=${html`<${Button} isSmall href=${href(`operations/senders/${send.from}`)}>Show sender<//>`}>
    ${send.waitingFor === "carrier_refuses" && send.waitingText ? `${send.waitingText} ` : ""}${counted("message", group.count)} ${waits(group.count)}.
    ${group.nextAttemptAt ? ` Next attempt ${planned(group.nextAttemptAt)}.` : ""}<//>`;
}

function Scheduled({ group }) {
  return html`<${Notice} icon="clock" title=${`${counted("message", group.count)} ${waits(group.count)} for the scheduled time.`}>
    ${group.nextAttemptAt ? `Starts ${planned(group.nextAttemptAt)}.` : ""} Opt-outs are checked then: people who have opted out get nothing.<//>`;
}

const OF_WAIT = {
  quiet_hours: QuietHours, sender_paced: Paced, sender_paused: Paused, carrier_refuses: Refused, scheduled: Scheduled,
};

function Unknown({ number, send, open }) {
  return html`<${Notice} tone="warn" title=${`${counted("message", number)} ${number === 1 ? "is" : "are"} unknown.`}
    actions=${html`<${Button} isSmall href=${href(`sends/${send.sendId}`, { status: "unknown" })}>Show messages<//>
      <${Button} isSmall onPress=${() => open("resend-unknown")}>Resend ${count(number)}…<//>`}>
    The connection broke while ${number === 1 ? "it was" : "they were"} handed over. ${number === 1 ? "It" : "They"} may have been delivered.<//>`;
}

function NeverLeft({ number, open }) {
  return html`<${Notice} tone="warn" title=${`${counted("message", number)} never reached the carrier.`}
    actions=${html`<${Button} isSmall onPress=${() => open("redrive")}>Redrive ${count(number)}…<//>`}>
    ${number === 1 ? "It" : "They"} can be handed over again, and no person receives ${number === 1 ? "it" : "them"} twice.<//>`;
}

// After a person has confirmed it, for as long as something can be cancelled.
function JustSent({ send, open }) {
  const waiting = waitingOf(send);
  const isLater = send.counts.scheduled === send.recipientCount;
  return html`<${Notice} tone="good" icon="plane" title=${isLater ? "Scheduled." : "Sending."}
    actions=${html`<${Button} isSmall onPress=${() => open("cancel")}>Cancel what is waiting<//>`}>${counted("message", waiting)} can still be cancelled.<//>`;
}

export function Notices({ send, open }) {
  const unknown = send.counts.unknown ?? 0;
  const left = neverLeft(send);
  return html`${isJustSent(send) && waitingOf(send) > 0 && html`<${JustSent} send=${send} open=${open} />`}
    ${(send.waiting ?? []).map((group) => html`<${OF_WAIT[group.waitingFor]} key=${group.waitingFor} group=${group} send=${send} open=${open} />`)}
    ${unknown > 0 && html`<${Unknown} number=${unknown} send=${send} open=${open} />`}
    ${left > 0 && html`<${NeverLeft} number=${left} open=${open} />`}`;
}
