// Limits: how much of each cap is used and when it ends, and prefixes whose codes the brake refuses.

import { withQuery } from "../../data/api.js";
import { count, counted, money, rate } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { planned } from "../../data/times.js";
import { CATEGORIES, pretty } from "../../data/words.js";
import { Share } from "../../parts/bar.js";
import { Chip } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { html } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown } from "../../parts/states.js";
import { Table } from "../../parts/table.js";

const EVERY_MS = 30_000;
const DAY_MS = 86_400_000;
const DAYS = 7;

const HOLDS_FOR = {
  app: () => "All sends", sender: ({ name }) => pretty(name),
  category: ({ name }) => `Category ${CATEGORIES[name] ?? name}`, campaign: ({ name }) => `Campaign ${name}`,
};
const PERIODS = { day: "a day", month: "a month" };

const keyOf = ({ scope, name, period, unit }) => [scope, name, period, unit].join(" ");

function amountsInWords({ used, limit, unit, currency, period }) {
  const [one, all] = [used, limit].map((amount) => (unit === "amount" ? money(amount, currency) : count(Number(amount))));
  return `${one} of ${all}${unit === "amount" ? "" : " segments"} ${PERIODS[period]}`;
}

function CapLine({ cap }) {
  const share = Number(cap.used) / Number(cap.limit);
  const isReached = cap.hasRefused || share >= 1;
  return html`<li class="operations-line cap-line">
    <span><b dir="auto">${HOLDS_FOR[cap.scope](cap)}</b><span class="soft small-words">${amountsInWords(cap)} · begins anew ${planned(cap.resetsAt)}</span>
      <${Share} share=${share} kind=${isReached ? "failed" : "progress"} /></span>
    ${cap.hasRefused ? html`<${Chip} tone="bad" icon="cross">Sends were rejected<//>` : html`<b>${rate(share)}</b>`}</li>`;
}

function Caps() {
  const resource = useResource("caps", { every: EVERY_MS });
  return html`<${Card} title="Caps" aside="What may be accepted; days and months are UTC" isFlush><${Shown} of=${resource} rows=${3}>${({ caps }) => (caps.length
    ? html`<ul class="operations-lines">${caps.map((cap) => html`<${CapLine} key=${keyOf(cap)} cap=${cap} />`)}</ul>`
    : html`<${Empty} icon="pulse" title="No caps are set" hint="SMS_CAPS bounds how many segments, or how much money, is accepted in a day or a month."><${Button} href=${href("settings")}>Settings in force<//><//>`)}<//><//>`;
}

const COLUMNS = [
  { name: "prefix", head: "Prefix", cell: ({ prefix }) => html`<span class="phone">${prefix}…</span>` },
  { name: "country", head: "Country", cell: ({ country }) => country },
  { name: "state", head: "Now", cell: ({ braked }) => braked && html`<${Chip} tone="bad" icon="pause" title="Codes for this prefix are refused: too few were entered.">Braked<//>` },
  { name: "sent", head: "Sent", isNumber: true, cell: ({ sent }) => html`${count(sent)}<span class="operations-on-phone soft"> sent</span>` },
  { name: "entered", head: "Entered", isNumber: true, cell: ({ entered, conversion }) => html`${count(entered)} · ${rate(conversion)}<span class="operations-on-phone soft"> entered</span>` },
];

function Prefixes({ figures: { byPrefix, prefixCount, total } }) {
  if (!byPrefix.length) return html`<${Empty} icon="key" title=${`No codes in the last ${DAYS} days`} hint="Verifications send codes; prefixes whose codes are not entered are braked." />`;
  const rows = [...byPrefix].sort((one, other) => Number(other.braked) - Number(one.braked));
  const braked = rows.filter((one) => one.braked).length;
  return html`<p class="operations-note">${counted("code", total.sent)} sent, ${count(total.entered)} entered · <b>${braked ? `${counted("prefix", braked, "prefixes")} braked now` : "No prefix is braked"}</b></p>
    <${Table} label="Codes by prefix" columns=${COLUMNS} rows=${rows} keyOf=${({ prefix }) => prefix} />
    ${prefixCount > byPrefix.length && html`<p class="operations-note soft">${count(byPrefix.length)} of ${count(prefixCount)} prefixes: those with the most codes that were not entered.</p>`}`;
}

function Codes() {
  const from = new Date(Date.now() - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const resource = useResource(withQuery("verification-figures", { from }), { every: EVERY_MS });
  return html`<${Card} title="Codes and the brake" aside=${`Last ${DAYS} days, UTC`} isFlush data-rows><${Shown} of=${resource} rows=${4}>
    ${(figures) => html`<${Prefixes} figures=${figures} />`}<//><//>`;
}

export const Limits = () => html`<${Caps} /><${Codes} />`;
