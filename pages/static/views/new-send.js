// One send to one or many: the form, and beside it what it would do.

import { counted } from "../data/numbers.js";
import { go, href } from "../data/route.js";
import { useResource } from "../data/resource.js";
import { Button } from "../parts/controls.js";
import { html, useEffect, useMemo, useState } from "../parts/html.js";
import { Icon } from "../parts/icon.js";
import { Page } from "../parts/page.js";
import { Notice } from "../parts/states.js";
import { readCsv } from "./new-send/csv.js";
import { ConfirmDialog, TestDialog } from "./new-send/dialogs.js";
import { keepFile, keptFile, useDraft } from "./new-send/draft.js";
import { FromPart, OptionsPart } from "./new-send/options-part.js";
import { PreviewCard, costInWords, sentCount, usePreview } from "./new-send/preview.js";
import { RecipientsPart } from "./new-send/recipients-part.js";
import { MOST, numberColumnOf, ofTable, ofTyped, placeholdersOf } from "./new-send/recipients.js";
import { TextPart } from "./new-send/text-part.js";

const NO_RECIPIENTS = { recipients: [], bad: [], duplicates: 0 };

// The file of the draft and its rows; `take(file)` reads another, null removes it.
function useFile(edit) {
  const [state, setState] = useState({ file: null, table: null, fault: "" });
  const read = async (file, isNew) => {
    setState({ file, table: null, fault: "" });
    try {
      const table = await readCsv(file);
      setState({ file, table, fault: table.rows.length ? "" : "The file has no rows below its first line." });
      if (isNew) edit({ column: numberColumnOf(table), part: 0 });
    } catch {
      setState({ file: null, table: null, fault: "The file cannot be read. Choose it again." });
    }
  };
  const take = (file) => {
    keepFile(file);
    if (!file) return setState({ file: null, table: null, fault: "" });
    edit({ mode: "file" });
    return read(file, true);
  };
  useEffect(() => { keptFile().then((file) => file && read(file, false)); }, []);
  return { ...state, take };
}

// What is wrong with the file as a whole, which comes before its lines.
function faultOf({ fault, table }, draft, names) {
  if (draft.mode === "typed") return names.length ? `The text has {{${names[0]}}}, and typed numbers have no values. Use a CSV file.` : "";
  if (fault || !table) return fault;
  if (draft.column < 0) return "No column has phone numbers. Choose the column.";
  const columns = new Set(table.columns.map((name) => name.normalize().trim()));
  const missing = names.filter((name) => !columns.has(name));
  return missing.length ? `The text has {{${missing[0]}}}, and the file has no column of that name.` : "";
}

function bodyOf(draft, recipients) {
  const more = {
    campaign: draft.campaign.trim() || undefined, reference: draft.reference.trim() || undefined,
    ttlSeconds: draft.ttl ? Number(draft.ttl) : undefined, deliveryReport: draft.reports ? undefined : false,
    sendAt: draft.isLater && draft.at ? new Date(draft.at).toISOString() : undefined,
  };
  const to = recipients.map(({ number, values }) => (Object.keys(values).length ? { number, values } : { number }));
  return JSON.parse(JSON.stringify({ from: draft.from, to, message: draft.text, category: draft.category, ...more }));
}

function errorsOf(draft, recipients) {
  return {
    from: draft.from ? "" : "Choose the number that it comes from.",
    to: recipients.length ? "" : "Give at least one number with + and country code.",
    text: draft.text.trim() ? "" : "Write the text.",
    at: draft.isLater && !draft.at ? "Choose a time." : "",
  };
}

// `?from=` is a send to copy, `?to=` a number to fill in.
function useCopied(query, edit) {
  const { data } = useResource(query.from ? `sms/${encodeURIComponent(query.from)}` : null);
  useEffect(() => {
    if (data) edit({ from: data.from ?? "", category: data.category ?? "transactional", campaign: data.campaign ?? "", text: data.message ?? data.text ?? "" });
  }, [data]);
}

export default function View({ query }) {
  const { draft, edit, discard, isKept, isNewer } = useDraft(query.to ? { mode: "typed", typed: query.to } : {});
  const { data, error } = useResource("senders?limit=50", { every: 30_000 });
  const file = useFile(edit);
  const [index, setIndex] = useState(0);
  const [dialog, setDialog] = useState(null);
  const [isChecked, setChecked] = useState(false);
  useCopied(query, edit);

  const names = useMemo(() => placeholdersOf(draft.text), [draft.text]);
  const fault = faultOf(file, draft, names);
  const found = useMemo(() => {
    if (draft.mode === "typed") return ofTyped(draft.typed);
    return file.table && draft.column >= 0 ? ofTable(file.table, draft.column, names) : NO_RECIPIENTS;
  }, [draft.mode, draft.typed, draft.column, file.table, names.join("\n")]);
  const recipients = useMemo(() => found.recipients.slice(draft.part * MOST, (draft.part + 1) * MOST), [found, draft.part]);
  const body = useMemo(() => bodyOf(draft, recipients), [draft, recipients]);
  const errors = errorsOf(draft, recipients);
  const isReady = !fault && Object.values(errors).every((one) => !one);
  const state = usePreview(isReady ? body : null, Math.min(index, recipients.length - 1));
  const { preview, trouble } = state;
  const canSend = isReady && preview && state.isCurrent && !state.isPartial && !trouble;
  const valuesOf = (number) => Object.values(recipients.find((one) => one.number === number)?.values ?? {}).join(", ");
  const columns = draft.mode === "file" && file.table ? file.table.columns.filter((_, at) => at !== draft.column) : [];
  const shown = isChecked ? errors : {};
  // What is confirmed is what was shown, also if another tab changes the draft meanwhile.
  const open = (name) => {
    setChecked(true);
    if (canSend) setDialog({ name, body, preview });
    else setTimeout(() => document.querySelector(".new-send [aria-invalid=true]")?.focus());
  };
  const close = () => setDialog(null);
  const sent = (accepted) => {
    discard();
    go(href(`sends/${accepted.sendId}`));
  };
  const empty = () => { discard(); file.take(null); setIndex(0); setChecked(false); };
  const drop = (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) file.take(event.dataTransfer.files[0]);
  };

  return html`<${Page} title="New send" up=${{ href: href("sends"), name: "Sends" }} chips=${isKept && html`<span class="soft draft-kept"><${Icon} name="tick" size=${14} /> Draft kept<span class="draft-where"> on this device</span></span>`}
    actions=${html`<${Button} kind="quiet" icon="trash" onPress=${empty}>Discard draft<//>`}>
    ${draft.mayBeSent && html`<${Notice} tone="warn" title="This may have been accepted already.">A request got no response. Sent again unchanged, it is sent once; changed, it is another send.
      <a href=${href("sends")}>Look in Sends</a><//>`}
    ${isNewer && html`<${Notice}>This draft was changed in another tab. The newer one is shown.<//>`}
    <div class="new-send" onDragOver=${(event) => event.preventDefault()} onDrop=${drop}>
      <form class="card" onSubmit=${(event) => { event.preventDefault(); open("confirm"); }} novalidate>
        <${FromPart} draft=${draft} edit=${edit} senders=${data?.senders ?? (error && !error.isPassing ? [] : null)} error=${shown.from || trouble?.ofField("from")} />
        <${RecipientsPart} draft=${draft} edit=${edit} file=${file.file} table=${file.table} found=${found} names=${names} fault=${fault} error=${shown.to} onFile=${file.take} />
        <${TextPart} text=${draft.text} onText=${(text) => edit({ text })} names=${columns} preview=${preview} error=${shown.text || trouble?.ofField("message")} />
        ${preview?.warnings.filter(({ code }) => code !== "avoidable_ucs2").map(({ code, message }) => html`<div class="part" key=${code}><${Notice} tone="warn">${message}<//></div>`)}
        <${OptionsPart} draft=${draft} edit=${edit} preview=${preview} errors=${{ ...shown, at: shown.at || trouble?.ofField("sendAt"), campaign: trouble?.ofField("campaign") }} />
        <footer class="send-bar"><p>${preview ? html`<b>${counted("message", sentCount(preview))}</b> <span class="soft">about ${costInWords(preview, sentCount(preview))}</span>` : html`<span class="soft">${isReady ? "Checking…" : "Not complete yet"}</span>`}</p>
          <div class="actions"><${Button} onPress=${() => open("test")}>Send a test to…<//><${Button} kind="primary" type="submit" busy=${isReady && !canSend && !trouble && "Checking…"}>Review and send<//></div></footer>
      </form>
      <aside aria-label="Preview"><${PreviewCard} state=${state} isReady=${isReady} total=${recipients.length} index=${Math.min(index, Math.max(0, recipients.length - 1))} onIndex=${setIndex} valuesOf=${valuesOf} sendAt=${body.sendAt} /></aside>
    </div>
    ${dialog?.name === "test" && html`<${TestDialog} body=${dialog.body} onClose=${close} />`}
    ${dialog?.name === "confirm" && html`<${ConfirmDialog} body=${dialog.body} preview=${dialog.preview} badCount=${found.bad.length} onClose=${close} onSent=${sent}
      onTrouble=${(error) => error.isPassing && edit({ mayBeSent: true })} />`}
  <//>`;
}
