// Who gets the send: numbers typed or pasted, or the rows of a file.

import { saveFile } from "../../data/api.js";
import { count, counted } from "../../data/numbers.js";
import { Button, Segments } from "../../parts/controls.js";
import { classes, html, useState } from "../../parts/html.js";
import { Choice, DropZone, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/states.js";
import { MOST, badLinesAsCsv } from "./recipients.js";

const SHOWN = 2;
const LISTED = 100;
const KB = 1_000;

function Columns({ table, column, names, onColumn }) {
  const options = [
    ...(column < 0 ? [{ value: -1, label: "choose…" }] : []),
    ...table.columns.map((name, at) => ({ value: at, label: name })),
  ];
  return html`<div class="columns"><${Choice} label="Column of the numbers" value=${column} options=${options} onChange=${(at) => onColumn(Number(at))} />
    <ul>${table.columns.map((name, at) => at !== column && html`<li key=${at} class=${classes("column", !names.includes(name.normalize().trim()) && "unused")}>
      ${names.includes(name.normalize().trim()) ? "Value" : "Not used"} <b dir="auto">${name}</b></li>`)}</ul></div>`;
}

function Dropped({ file, table, onFile, onRemove }) {
  return html`<div class="dropped"><span class="dropped-sign"><${Icon} name="file" /></span>
    <div class="dropped-words"><b dir="auto">${file.name}</b> <span class="soft">${count(Math.max(1, Math.round(file.size / KB)))} kB</span>
      <div class="soft">${table ? `${counted("row", table.rows.length)} · drop another file to replace it` : "Reading…"}</div></div>
    <${Button} isSmall onPress=${onFile}>Replace<//><${Button} kind="quiet" isSmall icon="cross" label="Remove the file" onPress=${onRemove} /></div>`;
}

function BadLines({ bad }) {
  const [isOpen, setOpen] = useState(false);
  if (!bad.length) return null;
  const few = bad.slice(0, SHOWN).map(({ line, problem }) => `line ${line}: ${problem}`).join("; ");
  const save = () => saveFile("invalid-lines.csv", new Blob([badLinesAsCsv(bad)], { type: "text/csv" }));
  return html`<div class="bad-lines"><p><${Icon} name="cross" size=${16} /><span><b>${counted("line is invalid", bad.length, "lines are invalid")}</b> ${few}${bad.length > SHOWN ? "…" : ""}</span>
      <${Button} kind="quiet" isSmall aria-expanded=${isOpen} onPress=${() => setOpen(!isOpen)}>${isOpen ? "Hide" : "Show all"}<//></p>
    ${isOpen && html`<ol class="bad-list" tabindex="0" aria-label="Invalid lines">${bad.slice(0, LISTED).map(({ line, problem }) => html`<li key=${line}>Line ${line}: ${problem}</li>`)}
      ${bad.length > LISTED && html`<li>${counted("more line", bad.length - LISTED)}</li>`}</ol><${Button} isSmall icon="download" onPress=${save}>Download the invalid lines<//>`}</div>`;
}

// `found`: what recipients.js made of it. `fault`: what is wrong with the file as a whole.
export function RecipientsPart({ draft, edit, file, table, found, names, fault, onFile, error }) {
  const choose = () => document.querySelector(".new-send input[type=file]").click();
  const parts = Math.ceil(found.recipients.length / MOST);
  return html`<section class="part" aria-label="Recipients"><div class="part-head"><h2>Recipients</h2>
      <${Segments} label="How recipients are given" value=${draft.mode} onChange=${(mode) => edit({ mode })} options=${[{ value: "typed", label: "Type or paste" }, { value: "file", label: "CSV file" }]} /></div>
    ${draft.mode === "typed"
      ? html`<${Field} label="Numbers" hint="One on a line, or separated by commas, with + and country code" lines=${4} value=${draft.typed} error=${error} onInput=${(typed) => edit({ typed })} spellcheck=${false} placeholder="+1 425 555 0123" />`
      : html`${file && html`<${Dropped} file=${file} table=${table} onFile=${choose} onRemove=${() => onFile(null)} />`}
        <div hidden=${Boolean(file)}><${DropZone} onFile=${onFile} hint="Its first line names the columns. It is read on this device." /></div>
        ${table && html`<${Columns} table=${table} column=${draft.column} names=${names} onColumn=${(column) => edit({ column })} />`}
        ${error && !fault && html`<p class="field-error">${error}</p>`}`}
    ${fault && html`<${Notice} tone="bad" isAlert>${fault}<//>`}
    ${!fault && found.recipients.length > 0 && html`<p class="good-lines"><${Icon} name="tick" size=${16} /><span><b>${counted("recipient", found.recipients.length)}</b>
      ${found.duplicates > 0 && html` <span class="soft">(${counted("duplicate is", found.duplicates, "duplicates are")} sent once)</span>`}</span></p>`}
    ${!fault && html`<${BadLines} bad=${found.bad} />`}
    ${!fault && parts > 1 && html`<${Notice} tone="warn">A send has at most ${count(MOST)} recipients. Send this in ${parts} parts.
      <${Choice} label="Part" value=${draft.part} onChange=${(part) => edit({ part: Number(part) })}
        options=${Array.from({ length: parts }, (_, at) => ({ value: at, label: `${at + 1} of ${parts}: ${count(at * MOST + 1)} to ${count(Math.min((at + 1) * MOST, found.recipients.length))}` }))} /><//>`}
  </section>`;
}
