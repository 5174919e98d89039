// Reviews that were decided: what was written, what was decided, and by which operator.

import { ownInWords } from "../../data/consent.js";
import { href, setQuery } from "../../data/route.js";
import { Phone, Time, WithNumbers } from "../../parts/chip.js";
import { Segments } from "../../parts/controls.js";
import { html } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";
import { useInOrder } from "./in-order.js";

const CHOICES = [{ value: "", label: "To decide" }, { value: "approved", label: "Opted out" }, { value: "rejected", label: "Not an opt-out" }];

export const isDecided = ({ state }) => state === "approved" || state === "rejected";

export const StateChoice = ({ state = "" }) =>
  html`<${Segments} label="Reviews" options=${CHOICES} value=${state} onChange=${(value) => setQuery({ state: value })} />`;

const COLUMNS = [
  { name: "person", head: "Person", cell: ({ recipient }) => html`<${Phone} number=${recipient} />` },
  { name: "text", head: "Message", isWide: true, cell: ({ message }) => html`<q dir="auto">${message}</q>` },
  { name: "own", head: "To", isSecondary: true, cell: ({ sender }) => html`<${WithNumbers} words=${ownInWords(sender)} />` },
  { name: "actor", head: "Decided by", cell: ({ actor, note }) => html`<span title=${note}>${actor}</span>` },
  { name: "at", head: "When", isNumber: true, cell: ({ decidedAt }) => html`<${Time} at=${decidedAt} />` },
];

export function Decided({ state }) {
  const { first, rows, more } = useInOrder(`opt-out-reviews?state=${state}&limit=50`, "reviews");
  const nothing = html`<${Empty} icon="shield" title="No such decision yet" hint="Decisions about messages that may be opt-outs stay here and in the ledger." />`;
  return html`<${Card} title="Decided, the oldest message first" isFlush data-rows aside=${html`<${StateChoice} state=${state} />`}>
    <${Shown} of=${first} rows=${6}>${() => (rows.length === 0 && !more.hasMore ? nothing : html`<${Table} label="Decided reviews" columns=${COLUMNS} rows=${rows}
      keyOf=${({ reviewId }) => reviewId} hrefOf=${({ recipient }) => href(`people/${recipient}`)} /><${More} ...${more} />`)}<//><//>`;
}
