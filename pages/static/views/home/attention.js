// What needs a person, most urgent first: the effect, since when, and one action.

import { count, counted } from "../../data/numbers.js";
import { href } from "../../data/route.js";
import { planned, when } from "../../data/times.js";
import { pretty } from "../../data/words.js";
import { Button } from "../../parts/controls.js";
import { classes, html } from "../../parts/html.js";
import { Icon } from "../../parts/icon.js";
import { Card } from "../../parts/page.js";
import { Shown } from "../../parts/states.js";

// A name may be in a script that is written from the right.
const isolated = (name) => `\u2068${name}\u2069`;
const are = (number) => (number === 1 ? "is" : "are");
const wait = (number) => (number === 1 ? "waits" : "wait");
const sendsWith = (status) => ({ sender, campaign }) => href("sends", { days: 30, sender, campaign, status, size: "all" });
const senderOf = ({ sender }) => href(`operations/senders/${sender}`);

// By code: tone, sign, what is the matter, what follows from it, and where it is settled.
const KINDS = {
  reviews_overdue: {
    tone: "bad", icon: "triangle", action: "Review", link: () => href("opt-outs/reviews"),
    title: ({ count: number }) => `${counted("opt-out review", number)} ${are(number)} overdue`,
    effect: () => "A person may have asked to stop. Marketing to them is held meanwhile.",
  },
  carrier_refuses: {
    tone: "bad", icon: "bolt", action: "Open sender", link: senderOf,
    title: ({ sender }) => `The carrier refuses messages from ${pretty(sender)}`,
    effect: ({ detail, count: number, nextAttemptAt }) =>
      [detail, number && `${counted("message", number)} ${wait(number)}.`, nextAttemptAt && `Next attempt ${planned(nextAttemptAt)}.`].filter(Boolean).join(" "),
  },
  work_stands_still: {
    tone: "bad", icon: "clock", action: "Open sender", link: senderOf,
    title: ({ sender, count: number }) => `${counted("message", number)} from ${pretty(sender)} ${are(number)} due and not handed over`,
    effect: () => "Nothing that is known keeps them. Look at the app’s logs.",
  },
  cap_reached: {
    tone: "bad", icon: "triangle", action: "See the caps", link: () => href("operations/limits"),
    title: ({ count: number }) => `${counted("cap", number)} ${are(number)} reached`,
    effect: ({ detail }) => `Sends are rejected until it resets. ${detail}`,
  },
  rows_unreadable: {
    tone: "bad", icon: "triangle", action: "Open sender", link: senderOf,
    title: ({ sender, count: number }) => `${counted("stored row", number)} of ${pretty(sender)} cannot be read`,
    effect: ({ detail }) => detail ?? "",
  },
  messages_unknown: {
    tone: "warn", icon: "triangle", action: "Review", link: sendsWith("unknown"),
    title: ({ count: number, campaign, sender }) => `${counted("message", number)} of ${campaign ? isolated(campaign) : pretty(sender)} ${are(number)} unknown`,
    effect: () => "The connection broke while they were handed over. Resend or leave as they are.",
  },
  sender_paused: {
    tone: "warn", icon: "pause", action: "Open sender", link: senderOf,
    title: ({ sender, count: number }) => `${pretty(sender)} is paused, ${counted("message", number)} ${wait(number)}`,
    effect: ({ actor, detail }) => `Paused${actor ? ` by ${actor}` : ""}${detail ? `: “${detail}”` : ""}. Messages whose time to live ends meanwhile expire.`,
  },
  reviews_due: {
    tone: "warn", icon: "shield", action: "Review", link: () => href("opt-outs/reviews"),
    title: ({ count: number }) => `${counted("opt-out review", number)} ${are(number)} due today`,
    effect: () => "A person may have asked to stop.",
  },
  dead_letters: {
    tone: "info", icon: "link", action: "Replay", link: () => href("operations"),
    title: ({ count: number }) => `${counted("webhook delivery", number, "webhook deliveries")} ${number === 1 ? "was" : "were"} not accepted`,
    effect: ({ detail }) => `${detail ? `${detail} ` : ""}They can be replayed.`,
  },
  unusable_events: {
    tone: "info", icon: "file", action: "Open", link: () => href("operations"),
    title: ({ count: number }) => `${counted("event", number)} of Event Grid could not be used`,
    effect: ({ detail }) => detail ?? "They are kept with their data.",
  },
};

function sinceInWords({ since, sinceDay }) {
  if (since) return `since ${when(since)}`;
  return sinceDay ? `since ${when(`${sinceDay}T12:00:00`).split(",")[0]}` : "";
}

function Item({ item }) {
  const kind = KINDS[item.code] ?? { tone: "info", icon: "info", title: () => item.code, effect: () => item.detail ?? "", action: "Open", link: () => href("operations") };
  return html`<li class="needs"><span class=${classes("needs-sign", kind.tone)}><${Icon} name=${kind.icon} /></span>
    <div class="needs-words"><h3>${kind.title(item)}</h3><p class="soft">${kind.effect(item)}</p></div>
    <span class="since">${sinceInWords(item)}</span><${Button} isSmall href=${kind.link(item)} label=${`${kind.action}: ${kind.title(item)}`}>${kind.action}<//></li>`;
}

const keyOf = ({ code, sender = "", campaign = "", subscriptionId = "" }) => [code, sender, campaign, subscriptionId].join(" ");

export function NeedsAttention({ attention }) {
  const items = attention.data?.items ?? [];
  const shown = () => (items.length
    ? html`<ul>${items.map((item) => html`<${Item} key=${keyOf(item)} item=${item} />`)}</ul>`
    : html`<p class="home-quiet"><${Icon} name="tick" /> Nothing needs attention.</p>`);
  return html`<${Card} title="Needs attention" count=${items.length ? count(items.length) : undefined} isFlush aside=${items.length > 1 ? "Most urgent first" : ""}>
    <${Shown} of=${attention} rows=${3} hasMark>${shown}<//><//>`;
}
