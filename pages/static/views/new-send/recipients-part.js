// Who gets the send: numbers typed or pasted, or the rows of a file.

import { saveCsv } from "../../data/csv-file.js";
import { count, counted } from "../../data/numbers.js";
import { href } from "../../data/route.js";
import { Button, Segments } from "../../parts/controls.js";
import { classes, html, useState } from "../../parts/html.js";
import { Choice, DropZone, Field } from "../../parts/field.js";
import { Icon } from "../../parts/icon.js";
import { Notice } from "../../parts/states.js";
import { partInWords } from "./form.js";
import { MOST } from "./recipients.js";

const SHOWN = 2;
const LISTED = 100;
const KB = 1_000;

function Columns({ table, column, names, isFixed, onColumn }) {
  const options = [
    ...(column < 0 ? [{ value: -1, label: "choose…" }] : []),
    ...table.columns.map((name, at) => ({ value: at, label: name })),
  ];
  return html`<div class="columns"><${Choice} label="Column of the numbers" value=${column} options=${options} disabled=${isFixed} onChange=${(at) => onColumn(Number(at))} />
    <ul>${table.columns.map((name, at) => at !== column && html`<li key=${at} class=${classes("column", !names.includes(name.normalize().trim()) && "unused")}>
      ${names.includes(name.normalize().trim()) ? "Value" : "Not used"} <b dir="auto">${name}</b></li>`)}</ul></div>`;
}

function Dropped({ file, table, isFixed, onFile, onRemove }) {
  return html`<div class="dropped"><span class="dropped-sign"><${Icon} name="file" /></span>
    <div class="dropped-words"><b dir="auto">${file.name}</b> <span class="soft">${count(Math.max(1, Math.round(file.size / KB)))} kB</span>
      <div class="soft">${table ? `${counted("row", table.rows.length)}${isFixed ? "" : " · drop another file to replace it"}` : "Reading…"}</div></div>
    ${!isFixed && html`<${Button} isSmall onPress=${onFile}>Replace<//><${Button} kind="quiet" isSmall icon="cross" label="Remove the file" onPress=${onRemove} />`}</div>`;
}

function BadLines({ bad }) {
  const [isOpen, setOpen] = useState(false);
  if (!bad.length) return null;
  const few = bad.slice(0, SHOWN).map(({ line, problem }) => `line ${line}: ${problem}`).join("; ");
  const save = () => saveCsv("invalid-lines.csv", [["line", "problem"], ...bad.map(({ line, problem }) => [line, problem])]);
  return html`<div class="bad-lines"><p><${Icon} name="cross" size=${16} /><span><b>${counted("line is invalid", bad.length, "lines are invalid")}</b> ${few}${bad.length > SHOWN ? "…" : ""}</span>
      <${Button} kind="quiet" isSmall aria-expanded=${isOpen} onPress=${() => setOpen(!isOpen)}>${isOpen ? "Hide" : "Show all"}<//></p>
    ${isOpen && html`<ol class="bad-list" tabindex="0" aria-label="Invalid lines">${bad.slice(0, LISTED).map(({ line, problem }) => html`<li key=${line}>Line ${line}: ${problem}</li>`)}
      ${bad.length > LISTED && html`<li>${counted("more line", bad.length - LISTED)}</li>`}</ol><${Button} isSmall icon="download" onPress=${save}>Download the invalid lines<//>`}</div>`;
}

// A list that takes more than one send goes in parts, each confirmed by itself; once the first is on
// its way the list stays as it is, so that no person gets the text twice.
function Parts({ form }) {
  const { draft, found, sends } = form;
  const all = draft.sentSends + sends.length;
  if (all === 1 || !found.recipients.length) return null;
  const why = `A send has at most ${count(MOST)} recipients and 2 MiB, so this list goes in ${all} sends.`;
  return html`<${Notice} tone=${draft.sentSends ? "info" : "warn"} title=${`${partInWords(form)}.`}>
    ${draft.sentSends ? html`${counted("person has", draft.sentPeople, "people have")} their message: <a href=${href(`sends/${draft.sentLast}`)}>the last send</a>. The list stays as it is until all ${count(found.recipients.length)} have theirs.`
    : `${why} The next one is prepared when this one is sent.`}<//>`;
}

function FileOf({ form, error }) {
  const { draft, edit, names, fault, file: { file, table, take } } = form;
  const choose = () => document.querySelector(".new-send input[type=file]").click();
  const isFixed = draft.sentSends > 0 && !fault;
  return html`${draft.sentSends > 0 && !file && html`<${Notice}>${counted("person has", draft.sentPeople, "people have")} their message. Choose the file again, and the others follow.<//>`}
    ${file && html`<${Dropped} file=${file} table=${table} isFixed=${isFixed} onFile=${choose} onRemove=${() => take(null)} />`}
    <div hidden=${Boolean(file)}><${DropZone} onFile=${take} hint="Its first line names the columns. It is read on this device." /></div>
    ${table && html`<${Columns} table=${table} column=${draft.column} names=${names} isFixed=${isFixed} onColumn=${(column) => edit({ column })} />`}
    ${error && !fault && html`<p class="field-error">${error}</p>`}`;
}

// `form`: see form.js. A fault of the whole file stands alone; then its bad lines.
export function RecipientsPart({ form, error }) {
  const { draft, edit, found, fault } = form;
  const isFixed = draft.sentSends > 0;
  return html`<section class="part" aria-label="Recipients" data-part="to"><div class="part-head"><h2>Recipients</h2>
      ${!isFixed && html`<${Segments} label="How recipients are given" value=${draft.mode} onChange=${(mode) => edit({ mode })} options=${[{ value: "typed", label: "Type or paste" }, { value: "file", label: "CSV file" }]} />`}</div>
    ${draft.mode === "typed"
      ? html`<${Field} label="Numbers" hint="One on a line, or separated by commas, with + and country code" lines=${4} value=${draft.typed} error=${error} onInput=${(typed) => edit({ typed })} readonly=${isFixed} spellcheck=${false} placeholder="+1 425 555 0123" />`
      : html`<${FileOf} form=${form} error=${error} />`}
    ${fault && html`<${Notice} tone="bad" isAlert>${fault}<//>`}
    ${!fault && html`<${Parts} form=${form} />`}
    ${!fault && found.recipients.length > 0 && html`<p class="good-lines"><${Icon} name="tick" size=${16} /><span><b>${counted("recipient", found.recipients.length)}</b>
      ${found.duplicates > 0 && html` <span class="soft">(${counted("duplicate is", found.duplicates, "duplicates are")} sent once)</span>`}</span></p>`}
    ${!fault && html`<${BadLines} bad=${found.bad} />`}
  </section>`;
}
