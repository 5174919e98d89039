// What happened, in order, and what is still to come.

import { clock, dayOf, inFull, when } from "../data/times.js";
import { classes, html } from "./html.js";

const exact = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const inWords = (at, isPlanned) => {
  if (dayOf(at) !== dayOf(new Date())) return when(at);
  return isPlanned ? clock(at) : exact.format(new Date(at));
};

// `entries`: { key, at, words, more, state }, where `state` is "past", "now" or "planned".
export function Timeline({ entries }) {
  return html`<ol class="timeline">${entries.map(({ key, at, words, more, state = "past" }) => html`
    <li key=${key} class=${classes("moment", state)} aria-current=${state === "now" ? "step" : undefined}><span class="moment-words">${words}
      ${more && html`<span class="soft" dir="auto">${more}</span>`}</span>
      ${state === "now" ? html`<span class="soft">now</span>` : html`<time class="soft" datetime=${at} title=${inFull(at)}>${inWords(at, state === "planned")}</time>`}</li>`)}</ol>`;
}
