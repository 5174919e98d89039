// Every change of the registry, by person, the oldest of each first.

import { withQuery } from "../../data/api.js";
import { basisInWords, changeInWords } from "../../data/consent.js";
import { href, setQuery } from "../../data/route.js";
import { Phone, Time, WithNumbers } from "../../parts/chip.js";
import { Filter, FilterBar } from "../../parts/filters.js";
import { html } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";
import { useOwnNumbers } from "./list.js";
import { useInOrder } from "./in-order.js";

export const ledgerPath = ({ sender }, limit) => withQuery("opt-out-ledger", { sender, limit });

function Basis({ line }) {
  const { lead, quote, rest } = basisInWords(line);
  return html`<span>${lead} ${quote && html`<q dir="auto">${quote}</q>`}${rest && html`<span class="soft"> · ${rest}</span>`}</span>`;
}

const COLUMNS = [
  { name: "person", head: "Person", cell: ({ recipient }) => html`<${Phone} number=${recipient} />` },
  { name: "change", head: "Change", cell: (line) => {
    const [what, where] = changeInWords(line);
    return html`<b>${what}</b> <${WithNumbers} words=${where} />`;
  } },
  { name: "basis", head: "Based on", isWide: true, cell: (line) => html`<${Basis} line=${line} />` },
  { name: "at", head: "When", isNumber: true, cell: ({ changedAt }) => html`<${Time} at=${changedAt} />` },
];

export function Ledger({ query }) {
  const own = useOwnNumbers();
  const { first, rows, more } = useInOrder(ledgerPath(query, 50), "lines");
  const isNothing = rows.length === 0 && !more.hasMore;
  return html`<${FilterBar} aside="By person, oldest first. Nothing is ever deleted here.">
      <${Filter} name="Own number" value=${query.sender ?? ""} options=${own} onChange=${(sender) => setQuery({ sender })} /><//>
    <${Shown} of=${first} rows=${8}>${() => (isNothing
      ? html`<${Card} title="Ledger"><${Empty} icon="shield" title="No changes yet" hint="Each opt-out and opt-in leaves a line here, with the words that it is based on." isNoMatch=${Boolean(query.sender)} /><//>`
      : html`<${Table} label="Ledger" columns=${COLUMNS} rows=${rows} keyOf=${(line) => `${line.sender} ${line.recipient} ${line.eventId} ${line.changedAt} ${line.state} ${line.category}`}
          hrefOf=${({ recipient }) => href(`people/${recipient}`)} /><${More} ...${more} />`)}<//>`;
}
