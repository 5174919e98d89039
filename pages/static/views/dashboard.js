// The figures of the chosen days: each leads to what it counts.

import { download } from "../data/api.js";
import { useResource } from "../data/resource.js";
import { setQuery } from "../data/route.js";
import { ZONE, ZONE_SHORT, clock } from "../data/times.js";
import { CATEGORIES, pretty } from "../data/words.js";
import { Button } from "../parts/controls.js";
import { Filter, FilterBar } from "../parts/filters.js";
import { html, useRef, useState } from "../parts/html.js";
import { Page } from "../parts/page.js";
import { Empty, Shown, TroubleNotice } from "../parts/states.js";
import { daysOf, summaryPath, waitingPath } from "./dashboard/figures.js";
import { Campaigns, Charts, Tiles, Waiting } from "./dashboard/panels.js";

const EVERY_MS = 30_000;
const DAYS = [["1", "Today"], ["7", "Last 7"], ["30", "Last 30"], ["90", "Last 90"]];

// What was seen once stays to be chosen, also when the chosen days hold none of it.
function useSeen(found, chosen) {
  const seen = useRef(new Set());
  for (const one of [...found, chosen]) if (one) seen.current.add(one);
  return [...seen.current].sort();
}

const options = (all, inWords) => [{ value: "", label: "All" }, ...all.map((value) => ({ value, label: inWords(value) }))];

function Range({ query }) {
  const { from, to } = daysOf(query);
  const day = (name, value) => html`<input type="date" aria-label=${name === "from" ? "First day" : "Last day"} value=${value}
    onChange=${({ target }) => target.value && setQuery({ from, to, [name]: target.value })} />`;
  return html`<span class="range">${day("from", from)} to ${day("to", to)}</span>`;
}

function Filters({ query, summary, asOf }) {
  const senders = useSeen(summary?.bySender.map(({ sender }) => sender) ?? [], query.sender);
  const campaigns = useSeen(summary?.byCampaign.map(({ campaign }) => campaign) ?? [], query.campaign);
  const isRange = Boolean(query.from && query.to);
  const days = [...DAYS.map(([value, label]) => ({ value, label })), { value: "range", label: "From … to …" }];
  const chooseDays = (value) => setQuery(value === "range" ? { days: "", ...daysOf(query) } : { days: value, from: "", to: "" });
  return html`<${FilterBar} aside=${asOf && `As of ${clock(asOf)} ${ZONE_SHORT}`}>
    <${Filter} name="Days" value=${isRange ? "range" : query.days ?? "7"} plain="7" options=${days} onChange=${chooseDays} />
    ${isRange && html`<${Range} query=${query} />`}
    <${Filter} name="Own number" value=${query.sender ?? ""} options=${options(senders, pretty)} onChange=${(sender) => setQuery({ sender })} />
    <${Filter} name="Campaign" value=${query.campaign ?? ""} options=${options(campaigns, String)} onChange=${(campaign) => setQuery({ campaign })} />
    <${Filter} name="Category" value=${query.category ?? ""} options=${options(Object.keys(CATEGORIES), (one) => CATEGORIES[one])} onChange=${(category) => setQuery({ category })} />
  <//>`;
}

function SaveFile({ path, onTrouble }) {
  const [isBusy, setBusy] = useState(false);
  const save = () => {
    setBusy(true);
    onTrouble(null);
    download(path, "analytics.csv").catch(onTrouble).finally(() => setBusy(false));
  };
  return html`<${Button} icon="download" busy=${isBusy && "CSV"} onPress=${save} title="Download the figures as CSV">CSV<//>`;
}

function Nothing({ query }) {
  const isFiltered = query.sender || query.campaign || query.category;
  if (!isFiltered) {
    return html`<${Empty} icon="chart" title="No messages in this time" hint="Choose a longer time, or send a first message: it appears within seconds.">
      <${Button} onPress=${() => setQuery({ days: 90, from: "", to: "" })}>Last 90 days<//><//>`;
  }
  return html`<${Empty} isNoMatch title="No messages match these filters" hint=${[query.campaign, query.sender && pretty(query.sender), query.category].filter(Boolean).join(", ")}>
    <${Button} onPress=${() => setQuery({ days: 90, from: "", to: "" })}>Last 90 days<//>
    <${Button} kind="quiet" onPress=${() => setQuery({ sender: "", campaign: "", category: "" })}>Clear filters<//><//>`;
}

export default function Dashboard({ query }) {
  const path = summaryPath(query, ZONE);
  const summary = useResource(path, { every: EVERY_MS });
  const waiting = useResource(waitingPath(query), { every: EVERY_MS });
  const [trouble, setTrouble] = useState(null);
  const draw = (data) => (data.total.accepted === 0 && data.total.received === 0
    ? html`<div class="card"><${Nothing} query=${query} /></div>`
    : html`<${Tiles} summary=${data} query=${query} asOf=${summary.asOf} />
      <${Charts} summary=${data} query=${query}><${Waiting} sends=${waiting.data?.sends ?? []} /><${Campaigns} summary=${data} query=${query} /><//>`);
  return html`<${Page} title="Dashboard" actions=${html`<${SaveFile} path=${path} onTrouble=${setTrouble} />`}>
    <${Filters} query=${query} summary=${summary.data} asOf=${summary.asOf} />
    <${TroubleNotice} trouble=${trouble} />
    <${Shown} of=${summary} rows=${8}>${draw}<//><//>`;
}
