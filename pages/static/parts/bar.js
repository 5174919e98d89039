// How a send stands, as one bar: its parts are the groups of statuses.

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

// One share of a whole, as a line: 0 to 1.
export function Share({ share, kind = "delivered" }) {
  return html`<svg class="share" aria-hidden="true"><rect class="track" width="100%" height="100%" />
    <rect class=${`part ${kind}`} width=${`${Math.min(Math.max(share, 0), 1) * 100}%`} height="100%" /></svg>`;
}
