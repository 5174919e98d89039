// Who is opted out, of one own number or of all.

import { withQuery } from "../../data/api.js";
import { SOURCES, categoriesInWords, ownInWords, prefixOf, stateInWords } from "../../data/consent.js";
import { useResource } from "../../data/resource.js";
import { href, setQuery } from "../../data/route.js";
import { CATEGORIES } from "../../data/words.js";
import { Chip, Phone, Time } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { Filter, FilterBar, SearchField } from "../../parts/filters.js";
import { html } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";
import { useInOrder } from "./in-order.js";

const STATES = [{ value: "", label: "Opted out" }, { value: "opted_in", label: "Opted in again" }, { value: "all", label: "All" }];
const named = (names) => [{ value: "", label: "All" }, ...Object.entries(names).map(([value, label]) => ({ value, label }))];

export const useOwnNumbers = () => {
  const senders = useResource("senders?limit=50").data?.senders ?? [];
  return [{ value: "", label: "All" }, { value: "*", label: "Entries for all" }, ...senders.map(({ sender }) => ({ value: sender, label: ownInWords(sender) }))];
};

// What the API is asked for, by what the address says.
export function entriesPath({ sender, state = "", category, source, number = "" }, limit) {
  const asked = state === "all" ? "" : state || "opted_out";
  return withQuery("opt-outs", { sender, state: asked, category, source, number: prefixOf(number), limit });
}

const COLUMNS = [
  { name: "person", head: "Person", cell: ({ recipient }) => html`<${Phone} number=${recipient} />` },
  { name: "own", head: "Own number", cell: ({ sender }) => html`<span class="of-whom">${ownInWords(sender)}</span>` },
  { name: "state", head: "State", cell: (entry) => {
    const [words, icon, tone] = stateInWords(entry);
    return html`<${Chip} tone=${tone} icon=${icon}>${words}<//>`;
  } },
  { name: "source", head: "By", isSecondary: true, cell: ({ source }) => SOURCES[source] ?? source },
  { name: "since", head: "Since", isNumber: true, cell: ({ changedAt }) => html`<${Time} at=${changedAt} />` },
];

function Filters({ query }) {
  const own = useOwnNumbers();
  const set = (name) => (value) => setQuery({ [name]: value });
  const number = query.number ?? "";
  const isShort = number && !prefixOf(number);
  return html`<${FilterBar} aside=${isShort ? "Type at least 6 digits; + and the country code for other countries." : null}>
    <${SearchField} label="Search by number" placeholder="Number, 6 digits or more" value=${number}
      onChange=${(value) => setQuery({ number: value }, { isTyping: true })} />
    <${Filter} name="Own number" value=${query.sender ?? ""} options=${own} onChange=${set("sender")} />
    <${Filter} name="State" value=${query.state ?? ""} options=${STATES} onChange=${set("state")} />
    <${Filter} name="Category" value=${query.category ?? ""} options=${named(CATEGORIES)} onChange=${set("category")} />
    <${Filter} name="Source" value=${query.source ?? ""} options=${named(SOURCES)} onChange=${set("source")} />
  <//>`;
}

const CLEARED = { sender: "", state: "", category: "", source: "", number: "" };

function Nothing({ query }) {
  const filters = Object.keys(CLEARED).filter((name) => query[name]);
  if (!filters.length) return html`<${Empty} icon="shield" title="No person is opted out" hint="People who write STOP come here by themselves; a file of earlier opt-outs can be imported." />`;
  const state = query.state === "opted_in" ? "opted in again" : query.state === "all" ? "in the registry" : "opted out";
  const where = [query.number && `with ${query.number}`, query.sender && `of ${ownInWords(query.sender)}`,
    query.category && `of ${categoriesInWords([query.category])}`, query.source && `by: ${SOURCES[query.source] ?? query.source}`].filter(Boolean).join(" ");
  return html`<${Empty} isNoMatch title=${`No person ${state} ${where}`}><${Button} onPress=${() => setQuery(CLEARED)}>Clear filters<//><//>`;
}

export function List({ query }) {
  const { first, rows, more } = useInOrder(entriesPath(query, 50), "entries", { every: 30_000 });
  const isNothing = rows.length === 0 && !more.hasMore;
  return html`<${Filters} query=${query} />
    <${Shown} of=${first} rows=${8}>${() => (isNothing ? html`<${Card} title="Opt-outs"><${Nothing} query=${query} /><//>` : html`
      <${Table} label="Opt-outs" columns=${COLUMNS} rows=${rows} keyOf=${({ sender, recipient }) => `${sender} ${recipient}`}
        hrefOf=${({ recipient }) => href(`people/${recipient}`)} /><${More} ...${more} />`)}<//>`;
}
