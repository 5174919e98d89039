// Small words with a sign: statuses, and numbers and times as they are written everywhere.

import { href } from "../data/route.js";
import { clock, inFull, when } from "../data/times.js";
import { STATUSES, pretty } from "../data/words.js";
import { classes, html } from "./html.js";
import { Icon } from "./icon.js";

// `tone`: neutral, info, good, bad, warn, or "outline" for a category.
export function Chip({ tone = "neutral", icon, title, children }) {
  return html`<span class=${classes("chip", tone)} title=${title}>${icon && html`<${Icon} name=${icon} size=${14} />`}${children}</span>`;
}

// A status of a message or a send, as the API names it.
export function StatusChip({ status }) {
  const [word, icon, tone, sentence] = STATUSES[status] ?? [status, "info", "neutral", ""];
  return html`<${Chip} tone=${tone} icon=${icon} title=${sentence}>${word}<//>`;
}

const copyPlain = (number) => (event) => {
  if (getSelection().toString().trim() !== pretty(number)) return;
  event.clipboardData.setData("text/plain", number);
  event.preventDefault();
};

// A phone number, grouped; copying gives it in E.164. `isLink` leads to the person.
export function Phone({ number, isLink }) {
  const words = html`<span class="phone" onCopy=${copyPlain(number)}>${pretty(number)}</span>`;
  return isLink ? html`<a href=${href(`people/${number}`)}>${words}</a>` : words;
}

const NUMBER = /(\+1 \d{3} \d{3} \d{4})/;

// Words in which numbers may stand: no line breaks within one.
export const WithNumbers = ({ words }) =>
  words.split(NUMBER).map((part, at) => (at % 2 ? html`<span class="phone" key=${at}>${part}</span>` : part));

// A time as short as it may be, with all of it on hover. `isClock`: the time of day alone; `zone`: the
// person's.
export function Time({ at, isClock, zone }) {
  return html`<time datetime=${at} title=${inFull(at, zone)}>${isClock ? clock(at) : when(at)}</time>`;
}
