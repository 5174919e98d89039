// The registry beside ACS's own opt-out list.

import { ask } from "../../data/api.js";
import { ownInWords } from "../../data/consent.js";
import { count } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { href } from "../../data/route.js";
import { Chip, Phone, Time, WithNumbers } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { html, useState } from "../../parts/html.js";
import { Card, Facts } from "../../parts/page.js";
import { Empty, Notice, Shown, TroubleNotice } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";
import { useInOrder } from "./in-order.js";

const PATH = "opt-out-reconciliations";
const KINDS = {
  opted_out_at_acs: "Opted out at ACS only",
  opted_in_since: "Opted out at ACS, opted in here since",
  missing_at_acs: "Opted out here only",
};
const ACTIONS = {
  reported: "Listed here only", opted_out: "Opted out here", added_to_acs: "Added to ACS’s list",
  removed_from_acs: "Removed from ACS’s list",
};

const every = (run) => (run?.state === "running" ? 2_000 : 30_000);
const differencesOf = (run) => Object.values(run.differenceCounts).reduce((sum, number) => sum + number, 0);

function RunChip({ run }) {
  if (run.state === "running") return html`<${Chip} tone="info" icon="redo">Running<//>`;
  if (run.state === "failed") return html`<${Chip} tone="bad" icon="cross">Failed<//>`;
  const number = differencesOf(run);
  return number ? html`<${Chip} tone="warn" icon="triangle">${count(number)} differ<//>` : html`<${Chip} tone="good" icon="tick">Same<//>`;
}

function useCompare(reload) {
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState(null);
  const compare = async () => {
    setBusy("Starting…");
    setTrouble(null);
    await ask(PATH, { method: "POST" }).then(reload, setTrouble);
    setBusy("");
  };
  return { busy, trouble, compare };
}

function CompareNow({ run, reload }) {
  const { busy, trouble, compare } = useCompare(reload);
  const isRunning = run?.state === "running";
  return html`<${TroubleNotice} trouble=${trouble} title="It did not start." />
    <div class="card-actions"><${Button} isSmall busy=${busy || (isRunning && "Comparing…")} onPress=${compare}>Compare now<//></div>`;
}

const factsOf = (run) => [
  ["Compared", html`<${Time} at=${run.updatedAt} />`],
  ["Entries", run.uncheckedCount ? `${count(run.checkedCount)}, and ${count(run.uncheckedCount)} without a response` : count(run.checkedCount)],
  ["Differences", count(differencesOf(run))],
];

export function ComparisonCard() {
  const found = useResource(PATH, { every });
  const never = html`<p class="soft">The registry and ACS’s own list are compared once a day. Not yet.</p><${CompareNow} reload=${found.reload} />`;
  return html`<${Card} title="Comparison with ACS" aside=${found.data && html`<${RunChip} run=${found.data} />`}>
    <${Shown} of=${found} rows=${2} missing=${never}>${(run) => html`<${Facts} rows=${factsOf(run)} />
      ${differencesOf(run) > 0 && html`<p><a href=${href("opt-outs/comparison")}>Show the differences</a></p>`}<${CompareNow} run=${run} reload=${found.reload} />`}<//><//>`;
}

const COLUMNS = [
  { name: "person", head: "Person", cell: ({ recipient }) => html`<${Phone} number=${recipient} />` },
  { name: "own", head: "Own number", cell: ({ sender }) => html`<${WithNumbers} words=${ownInWords(sender)} />` },
  { name: "kind", head: "Difference", cell: ({ kind }) => KINDS[kind] ?? kind },
  { name: "action", head: "What was done", cell: ({ action }) => ACTIONS[action] ?? action },
];

function Troubles({ troubles }) {
  return troubles.map((one) => html`<${Notice} key=${one.sender} tone="warn" title=${`${ownInWords(one.sender)} was not compared.`}>ACS answered ${one.code}: ${one.message}<//>`);
}

export function Comparison() {
  const { first, rows, more } = useInOrder(`${PATH}?limit=50`, "differences", { every });
  const never = html`<${Empty} icon="shield" title="Not compared yet" hint="Once a day the registry is compared with ACS’s own opt-out list; where they disagree, nothing is sent."><${CompareNow} reload=${first.reload} /><//>`;
  return html`<${Shown} of=${first} rows=${5} missing=${html`<${Card} title="Last comparison">${never}<//>`}>${(run) => html`<${Troubles} troubles=${run.troubles} />
    <${Card} title="Last comparison" aside=${html`<${RunChip} run=${run} />`}><${Facts} rows=${[...factsOf(run),
      ["Changes ACS’s list", run.push ? "Yes" : "No: SMS_RECONCILE_PUSH is off"]]} /><${CompareNow} run=${run} reload=${first.reload} /><//>
    <${Card} title="Differences" isFlush data-rows>${rows.length === 0 ? html`<${Empty} icon="tick" title="No differences" hint="Both lists say the same of every person that was compared." />`
      : html`<${Table} label="Differences" columns=${COLUMNS} rows=${rows} keyOf=${({ sender, recipient }) => `${sender} ${recipient}`}
          hrefOf=${({ recipient }) => href(`people/${recipient}`)} /><${More} ...${more} />`}<//>`}<//>`;
}
