// How a send stands, as one bar: its parts are the groups of statuses.

import { count } from "../data/numbers.js";
import { GROUPS, countsInWords, sumOf } from "../data/words.js";
import { html } from "./html.js";

const shares = (counts) =>
  GROUPS.map((group) => ({ ...group, number: sumOf(counts, group.members) })).filter(({ number }) => number > 0);

// `counts` by status. An svg, because the policy of the pages allows no inline styles.
export function StackBar({ counts }) {
  const parts = shares(counts);
  const total = parts.reduce((sum, { number }) => sum + number, 0);
  const widths = parts.map(({ number }) => Math.max((number / total) * 1_000, 12));
  const scale = 1_000 / widths.reduce((sum, width) => sum + width, 0);
  let at = 0;
  const rects = parts.map(({ kind }, index) => {
    const x = at;
    at += widths[index] * scale;
    return html`<rect key=${kind} class=${`part ${kind}`} x=${`${x / 10}%`} width=${`${(at - x) / 10}%`} height="100%"
      fill=${kind === "waiting" ? "url(#hatch)" : undefined} />`;
  });
  return html`<svg class="stack-bar" role="img" aria-label=${countsInWords(counts) || "Nothing yet"}>
    ${rects}</svg>`;
}

// The same as a row of words; each leads to the messages it counts if `hrefOf(group)` is given, and
// the one named by `chosen` (a kind) is tinted.
export function Legend({ counts, hrefOf, chosen }) {
  const entry = ({ name, kind, members, number }) => {
    const inside = html`<span class=${`swatch ${kind}`}></span>${name} <b>${count(number)}</b>`;
    const link = hrefOf?.({ name, kind, members });
    return html`<li key=${kind}>${link ? html`<a href=${link} aria-current=${kind === chosen ? "true" : undefined}>${inside}</a>` : html`<span>${inside}</span>`}</li>`;
  };
  return html`<ul class="legend">${shares(counts).map(entry)}</ul>`;
}

// One share of a whole, as a line: 0 to 1.
export function Share({ share, kind = "delivered" }) {
  return html`<svg class="share" aria-hidden="true"><rect class="track" width="100%" height="100%" />
    <rect class=${`part ${kind}`} width=${`${Math.min(Math.max(share, 0), 1) * 100}%`} height="100%" /></svg>`;
}
