// What became of consent on the last days: for the card beside the reviews, and below them.

import { withQuery } from "../../data/api.js";
import { SOURCES } from "../../data/consent.js";
import { count } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { ZONE } from "../../data/times.js";
import { html } from "../../parts/html.js";
import { Card, Facts } from "../../parts/page.js";
import { Shown } from "../../parts/states.js";

// The ledger is read for it, so it is asked for seldom, and again when a decision is stored.
const EVERY_MS = 300_000;

const BY = {
  keyword: "By keyword", phrase: "By their words", review: "By review", operator: "By a colleague", api: "By the API",
  import: "Imported", provider: "By the carrier", reconciliation: "By comparison with ACS",
};

export const useActivity = () => useResource(withQuery("opt-out-activity", { days: 7, tz: ZONE }), { every: EVERY_MS });

function bySource(days) {
  const sums = new Map();
  for (const { optedOutBySource } of days) {
    for (const [source, number] of Object.entries(optedOutBySource)) sums.set(source, (sums.get(source) ?? 0) + number);
  }
  return [...sums].sort(([, one], [, other]) => other - one).map(([source, number]) => [BY[source] ?? SOURCES[source] ?? source, count(number)]);
}

const sum = (days, member) => days.reduce((total, day) => total + day[member], 0);

function rows({ days }) {
  if (days[0].optedOutCount === undefined) return null;
  return [["Opted out", html`<b>${count(sum(days, "optedOutCount"))}</b>`], ...bySource(days), ["Opted in again", count(sum(days, "optedInCount"))]];
}

export function LastDays() {
  const shown = (data) => {
    const found = rows(data);
    return found ? html`<${Facts} rows=${found} />` : html`<p class="soft">There are too many opt-outs to count these by day.</p>`;
  };
  return html`<${Card} title="Last 7 days"><${Shown} of=${useActivity()} rows=${3}>${shown}<//><//>`;
}
