// Importing a file of opt-outs: what stands in it, how far it is, and its invalid lines.

import { ask, withQuery } from "../../data/api.js";
import { saveCsv } from "../../data/csv-file.js";
import { keep, kept } from "../../data/kept.js";
import { count, counted, seconds } from "../../data/numbers.js";
import { useResource } from "../../data/resource.js";
import { go, href } from "../../data/route.js";
import { Chip } from "../../parts/chip.js";
import { Button } from "../../parts/controls.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, DropZone, Field } from "../../parts/field.js";
import { html, useEffect, useRef, useState } from "../../parts/html.js";
import { Card, Facts } from "../../parts/page.js";
import { Empty, Notice, Shown, TroubleNotice } from "../../parts/states.js";
import { More, Table } from "../../parts/table.js";
import { useOwnNumbers } from "./list.js";
import { useInOrder } from "./in-order.js";

const LAST = "last-import";
const MOST_BYTES = 16 * 1024 * 1024;
const RUNNING = ["accepted", "running"];
const STATES = {
  accepted: ["Accepted", "clock", "info"], running: ["Running", "redo", "info"],
  completed: ["Completed", "tick", "good"], failed: ["Failed", "cross", "bad"],
};

const lastImport = () => JSON.parse(kept(LAST) ?? "null");

const every = (data) => (!data || RUNNING.includes(data.state) ? 1_000 : Infinity);

// The columns of the first line, for a file whose recipient is not found by its name.
async function columnsOf(file) {
  const [line] = (await file.slice(0, 4_096).text()).replace("\ufeff", "").split(/\r?\n/);
  const separator = [",", ";", "\t", "|"].sort((one, other) => line.split(other).length - line.split(one).length)[0];
  return line.split(separator).map((name) => name.trim().replace(/^"(.*)"$/, "$1")).filter(Boolean);
}

const upload = (file, { sender, reason, recipientColumn }) =>
  ask(withQuery("opt-out-imports", { sender, reason, recipientColumn }), { method: "POST", body: file, headers: { "Content-Type": "text/csv" } });

export function ImportDialog({ file, onClose }) {
  const [sender, setSender] = useState("*");
  const [reason, setReason] = useState("");
  const [columns, setColumns] = useState(null);
  const [recipientColumn, setColumn] = useState("");
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState(null);
  const own = useOwnNumbers().filter(({ value }) => value && value !== "*");
  const isTooLarge = file.size > MOST_BYTES;
  const submit = async () => {
    setBusy("Reading…");
    setTrouble(null);
    try {
      const { importId } = await upload(file, { sender, reason: reason.trim(), recipientColumn });
      keep(LAST, JSON.stringify({ importId, name: file.name, reason: reason.trim() }));
      onClose();
      go(href(`opt-outs/imports/${importId}`));
    } catch (error) {
      if (error.errors.some(({ code }) => code === "unreadable_file")) setColumns(await columnsOf(file));
      setTrouble(error);
      setBusy("");
    }
  };
  const mapping = columns && html`<${Choice} label="Column with the people’s numbers" value=${recipientColumn} onChange=${setColumn}
    options=${[{ value: "", label: "Found by its name" }, ...columns.map((value) => ({ value, label: value }))]} />`;
  return html`<${Dialog} title="Import opt-outs" onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="primary" type="submit" busy=${busy} isDisabled=${isTooLarge}>Import<//>`}>
    <p><b dir="auto">${file.name}</b> <span class="soft">${counted("byte", file.size)}</span></p>
    ${isTooLarge && html`<${Notice} tone="bad" title="The file is too large.">A file has at most 16 MiB and 100,000 lines: split it.<//>`}
    <${Choice} label="Own number of lines that name none" value=${sender} onChange=${setSender}
      options=${[{ value: "*", label: "All own numbers" }, ...own]} hint="A column “sender” decides for its line." />
    ${mapping}
    <${Field} label="Reason" hint="Of lines without one; the ledger keeps it. Name no person here." maxlength="500" value=${reason} onInput=${setReason} />
    <p class="soft">Lines without a state opt people out. Opt-outs that are known stay as they are; invalid lines are listed and left out.</p>
    <${TroubleNotice} trouble=${trouble} title="It was not imported." />
  <//>`;
}

function Progress({ found }) {
  const done = found.changedCount + found.unchangedCount;
  const total = Math.max(found.rowCount + found.badLineCount, 1);
  const [good, bad] = [(done / total) * 100, (found.badLineCount / total) * 100];
  return html`<svg class="stack-bar" role="img" aria-label=${`${count(done)} of ${count(found.rowCount)} lines imported, ${count(found.badLineCount)} invalid`}>
    <rect class="part delivered" width=${`${good}%`} height="100%" />
    <rect class="part failed" x=${`${good}%`} width=${`${bad && Math.max(bad, 0.6)}%`} height="100%" />
    <rect class="part waiting" x=${`${good + bad}%`} width=${`${Math.max(100 - good - bad, 0)}%`} height="100%" /></svg>`;
}

// "61,840 of 85,000 lines · about 40 s left", by what was seen since the page looks.
function useProgressWords(found) {
  const start = useRef(null);
  if (!found) return "";
  const done = found.changedCount + found.unchangedCount;
  start.current ??= { done, at: Date.now() };
  const passed = (Date.now() - start.current.at) / 1_000;
  const speed = passed > 2 ? (done - start.current.done) / passed : 0;
  const left = RUNNING.includes(found.state) && speed > 0 ? ` · about ${seconds((found.rowCount - done) / speed)} left` : "";
  return `${count(done)} of ${counted("line", found.rowCount)}${found.badLineCount ? " that can be read" : ""}${left}`;
}

async function saveBadLines(importId) {
  const lines = [];
  for (let after = ""; after !== undefined;) {
    const page = await ask(withQuery(`opt-out-imports/${importId}`, { after, limit: 100 }));
    lines.push(...page.badLines);
    after = page.nextCursor;
  }
  saveCsv("invalid-lines.csv", [["line", "code", "message"], ...lines.map(({ line, code, message }) => [line, code, message])]);
}

function BadLinesButton({ importId }) {
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState(null);
  const save = async () => {
    setBusy("Reading…");
    await saveBadLines(importId).catch(setTrouble);
    setBusy("");
  };
  return html`<${TroubleNotice} trouble=${trouble} /><div class="card-actions"><${Button} isSmall icon="download" busy=${busy} onPress=${save}>Invalid lines as CSV<//></div>`;
}

function BadLines({ found, most }) {
  if (!found.badLineCount) return null;
  return html`<${Notice} tone="bad" icon="cross" title=${counted("invalid line", found.badLineCount)}>
    <ul class="bad-lines">${found.badLines.slice(0, most).map(({ line, message }) => html`<li key=${line}>Line ${count(line)}: ${message}</li>`)}</ul><//>`;
}

const StateChip = ({ state }) => {
  const [words, icon, tone] = STATES[state] ?? [state, "info", "neutral"];
  return html`<${Chip} tone=${tone} icon=${icon}>${words}<//>`;
};

// Beside the reviews: the last import of this device, or a place to drop a file.
export function ImportCard({ onFile }) {
  const last = lastImport();
  const found = useResource(last && `opt-out-imports/${last.importId}?limit=20`, { every });
  const words = useProgressWords(found.data);
  const drop = html`<${DropZone} hint="Up to 100,000 lines, 16 MB" onFile=${onFile} />`;
  if (!last || found.error?.isMissing) return html`<${Card} title="Import">${drop}<//>`;
  return html`<${Card} title="Import" aside=${found.data && html`<${StateChip} state=${found.data.state} />`}>
    <div class="import-body"><p><a href=${href(`opt-outs/imports/${last.importId}`)}><b dir="auto">${last.name}</b></a>${last.reason && html`<span class="soft"> · reason “${last.reason}”</span>`}</p>
    <${Shown} of=${found} rows=${2}>${(data) => html`<${Progress} found=${data} /><p class="soft">${words}</p>
      <${BadLines} found=${data} most=${2} />${data.badLineCount > 0 && html`<${BadLinesButton} importId=${data.importId} />`}`}<//>
    ${found.data && !RUNNING.includes(found.data.state) && drop}</div>
  <//>`;
}

const factsOf = (data) => [
  ["Changed the registry", count(data.changedCount)], ["Known or out of date", count(data.unchangedCount)],
  ["Invalid", count(data.badLineCount)], ["Column with the numbers", data.recipientColumn],
  ["Columns that were not read", data.ignoredColumns?.join(", ")], ["Encoding", data.encoding],
  ["Separator", { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" }[data.separator]],
];

const COLUMNS = [
  { name: "line", head: "Line", cell: ({ line }) => count(line) },
  { name: "message", head: "What is wrong", isWide: true, cell: ({ message }) => message },
  { name: "code", head: "Code", isSecondary: true, cell: ({ code }) => html`<code>${code}</code>` },
];

// One import, at its own address. `onChanged` is called when it has changed the registry.
export function Import({ importId, onFile, onChanged }) {
  const { first, rows, more } = useInOrder(`opt-out-imports/${importId}?limit=50`, "badLines", { every });
  const words = useProgressWords(first.data);
  const isOver = first.data?.state === "completed";
  useEffect(() => { if (isOver) onChanged(); }, [isOver]);
  const last = lastImport();
  const title = last?.importId === importId ? last.name : "Import";
  const missing = html`<${Card} title="Import"><${Empty} title="There is no such import" hint="Its address may have been copied in part." /><//>`;
  return html`<${Shown} of=${first} rows=${4} missing=${missing}>${(data) => html`
    <${Card} title=${title} aside=${html`<${StateChip} state=${data.state} />`}><div class="import-body"><${Progress} found=${data} /><p class="soft">${words}</p>
      ${data.state === "failed" && html`<${Notice} tone="bad" title="It stopped.">Import the same file again: what is stored already changes nothing.<//>`}
      <${Facts} rows=${factsOf(data)} />${data.badLineCount > 0 && html`<${BadLinesButton} importId=${importId} />`}</div><//>
    ${rows.length > 0 && html`<${Card} title="Invalid lines" count=${count(data.badLineCount)} isFlush data-rows>
      <${Table} label="Invalid lines" columns=${COLUMNS} rows=${rows} keyOf=${({ line }) => line} /><${More} ...${more} /><//>`}
    <${Card} title="Another file"><${DropZone} hint="Up to 100,000 lines, 16 MB" onFile=${onFile} /><//>`}<//>`;
}
