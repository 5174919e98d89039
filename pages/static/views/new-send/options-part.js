// Own number and category; campaign, time, and what is rarely needed.

import { counted } from "../../data/numbers.js";
import { planned, ZONE_IN_WORDS } from "../../data/times.js";
import { CATEGORIES, pretty } from "../../data/words.js";
import { Segments } from "../../parts/controls.js";
import { Check, Choice, Field, Labelled } from "../../parts/field.js";
import { html } from "../../parts/html.js";
import { Notice } from "../../parts/states.js";

const KINDS = { toll_free: "toll-free", short_code: "short code", long_code: "10-digit", alphanumeric: "name" };
const HEALTH = { ok: "Healthy", paused: "Paused: messages wait", held: "The carrier refuses it: messages wait" };
const TTLS = { "": "72 hours, codes 5 minutes", 300: "5 minutes", 3600: "1 hour", 14400: "4 hours", 86400: "24 hours" };
const OTHER = "other";

function inWords({ sender, kind, unitsPerMinute, health }) {
  const limit = unitsPerMinute ? `${unitsPerMinute}/min` : "";
  const state = { paused: "paused", held: "refused" }[health];
  return [pretty(sender), KINDS[kind] ?? kind, limit, state].filter(Boolean).join(" · ");
}

// `senders` is null while the list is on its way.
export function FromPart({ draft, edit, senders: found, error }) {
  const senders = found ?? [];
  const known = senders.find(({ sender }) => sender === draft.from);
  const isOther = draft.isOther || (found && senders.length === 0) || (found && draft.from && !known);
  const options = [...(known || isOther ? [] : [{ value: draft.from, label: found ? "Choose a number…" : pretty(draft.from) || "Loading…" }]),
    ...senders.map((one) => ({ value: one.sender, label: inWords(one) })), { value: OTHER, label: "Another own number…" }];
  const choose = (value) => edit(value === OTHER ? { isOther: true, from: "" } : { isOther: false, from: value });
  return html`<section class="part two" aria-label="From" data-part="from">
    <div class="stack">${(senders.length > 0 || !found) && html`<${Choice} label="From" value=${isOther ? OTHER : draft.from} options=${options} onChange=${choose} error=${isOther ? "" : error} />`}
      ${isOther && html`<${Field} label=${senders.length ? "Own number" : "From"} hint="With + and country code, a short code, or a name" value=${draft.from} error=${error} onInput=${(from) => edit({ from: from.trim(), isOther: true })} />`}
      ${known && html`<p class=${`health ${known.health}`}><i></i>${HEALTH[known.health] ?? known.health}</p>`}
      ${known?.health === "held" && known.hold && html`<${Notice} tone="warn">${known.hold.message}<//>`}</div>
    <div class="field"><span class="segments-label">Category</span>
      <${Segments} label="Category" value=${draft.category} options=${Object.entries(CATEGORIES).map(([value, label]) => ({ value, label }))} onChange=${(category) => edit({ category })} /></div>
  </section>`;
}

export function OptionsPart({ draft, edit, preview, errors }) {
  const quiet = preview?.quietHours?.recipientCount && preview.quietHours.earliestAt
    ? `Quiet hours: ${counted("recipient", preview.quietHours.recipientCount)} from ${planned(preview.quietHours.earliestAt)}` : "";
  return html`<section class="part" aria-label="Options" data-part="at"><div class="two">
      <${Field} label="Campaign (optional)" value=${draft.campaign} error=${errors.campaign} maxlength="64" onInput=${(campaign) => edit({ campaign })} />
      <div class="stack"><div class="field"><span class="segments-label">When</span><${Segments} label="When" value=${draft.isLater ? "later" : "now"} onChange=${(when) => edit({ isLater: when === "later" })}
          options=${[{ value: "now", label: "Now" }, { value: "later", label: "At a time" }]} /></div>
        ${draft.isLater && html`<${Labelled} label=${`Time in ${ZONE_IN_WORDS}`} error=${errors.at}>${(joined) => html`<input type="datetime-local" value=${draft.at} onInput=${({ target }) => edit({ at: target.value })} ...${joined} />`}<//>`}
        ${quiet && html`<p class="hint small-words">${quiet}</p>`}</div></div>
    <details><summary>Time to live, delivery reports, reference</summary><div class="two">
      <${Choice} label="Time to live" value=${draft.ttl} options=${Object.entries(TTLS).map(([value, label]) => ({ value, label })).sort((a, b) => a.value - b.value)} onChange=${(ttl) => edit({ ttl })} />
      <${Field} label="Reference (your own name for it)" value=${draft.reference} maxlength="100" onInput=${(reference) => edit({ reference })} /></div>
      <${Check} isOn=${draft.reports} onChange=${(reports) => edit({ reports })}>Ask for delivery reports<//></details></section>`;
}
