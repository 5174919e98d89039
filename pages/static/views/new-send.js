// One send to one or many: the form, and beside it what it would do.

import { count, counted } from "../data/numbers.js";
import { href } from "../data/route.js";
import { useSenders } from "../data/senders.js";
import { Button } from "../parts/controls.js";
import { Drawer } from "../parts/dialog.js";
import { html, useEffect, useState } from "../parts/html.js";
import { Icon } from "../parts/icon.js";
import { Page, useNoTabBar } from "../parts/page.js";
import { Notice } from "../parts/states.js";
import { ConfirmDialog, TestDialog } from "./new-send/dialogs.js";
import { partInWords, useForm } from "./new-send/form.js";
import { FromPart, OptionsPart } from "./new-send/options-part.js";
import { NO_PRICE, PreviewCard, costInWords, laterCount, sentCount } from "./new-send/preview.js";
import { RecipientsPart } from "./new-send/recipients-part.js";
import { TextPart } from "./new-send/text-part.js";

const ELSEWHERE = {
  changed: "This draft was changed in another tab. The newer one is shown.",
  gone: "This draft was sent or discarded in another tab.",
};
const WARNED_AT_THE_TEXT = "avoidable_ucs2";

function Notices({ draft, elsewhere }) {
  return html`${draft.mayBeSent && html`<${Notice} tone="warn" title="This may have been accepted already.">A request got no response. Sent again unchanged, it is sent once; changed, it is another send.${" "}<a href=${href("sends")}>Look in Sends</a><//>`}
    ${elsewhere && html`<${Notice}>${ELSEWHERE[elsewhere]}<//>`}`;
}

// How many and what it costs, and the way on. On a phone it stays at the bottom, and its words open
// the preview.
function Bar({ form, open, showPreview }) {
  const { preview, trouble } = form.state;
  const later = preview && laterCount(preview);
  const cost = preview && costInWords(preview, sentCount(preview));
  const words = preview ? html`<b>${counted("message", sentCount(preview))}</b> <span class="soft">${cost === NO_PRICE ? cost.toLowerCase() : `about ${cost}`}${later ? ` · ${count(later)} later` : ""}</span>`
    : html`<span class="soft">${trouble ? "Not checked: see the preview" : form.isReady ? "Checking…" : "Not complete yet"}</span>`;
  return html`<footer class="send-bar"><p>${words}</p>
    <button type="button" class="send-bar-words" aria-haspopup="dialog" onClick=${showPreview}>${words}<span class="unseen">, show the preview</span></button>
    <div class="actions"><${Button} onPress=${() => open("test")}>Send a test to…<//>
      <${Button} kind="primary" type="submit" isDisabled=${Boolean(trouble?.isPassing)} busy=${form.isReady && !form.canSend && !trouble && "Checking…"}>Review<span class="send-more"> and send</span><//></div></footer>`;
}

function Preview({ form, isBare }) {
  const { recipients, state, isReady, index, setIndex, body } = form;
  return html`<${PreviewCard} state=${state} isReady=${isReady} recipients=${recipients} index=${index} onIndex=${setIndex} sendAt=${body.sendAt} isBare=${isBare} />`;
}

// What is confirmed is what was shown, also if another tab changes the draft meanwhile; after a fix
// inside the dialog it is what is shown then.
function useDialog(form, check) {
  const [dialog, setDialog] = useState(null);
  const { body, canSend, edit, state: { preview } } = form;
  const open = (name) => {
    check();
    if (canSend) setDialog({ name, body, preview });
    else setTimeout(() => document.querySelector(".new-send [aria-invalid=true]")?.focus());
  };
  const fix = (text) => {
    edit({ text });
    setDialog({ ...dialog, isFixed: true });
  };
  useEffect(() => { if (dialog?.isFixed && canSend) setDialog({ name: dialog.name, body, preview }); }, [dialog, canSend, preview]);
  // What another tab has sent must not be confirmed here too.
  const isGone = form.elsewhere === "gone";
  useEffect(() => setDialog(null), [isGone, form.draft.sentSends]);
  return { dialog, open, fix, close: () => setDialog(null) };
}

function Dialogs({ form, dialog, fix, close }) {
  const { found, edit, sent, state } = form;
  if (dialog?.name === "test") return html`<${TestDialog} body=${dialog.body} onClose=${close} />`;
  const onSent = (accepted) => { close(); sent(accepted); };
  return dialog && html`<${ConfirmDialog} body=${dialog.body} preview=${dialog.preview} badCount=${found.bad.length} part=${partInWords(form)} isChecking=${dialog.isFixed && !state.trouble}
    trouble=${dialog.isFixed ? state.trouble : null} onText=${fix} onClose=${close} onSent=${onSent} onTrouble=${(error) => error.isPassing && edit({ mayBeSent: true })} />`;
}

// Which parts were left, and so may say what is missing.
function useChecked(errors) {
  const [checked, setChecked] = useState(new Set());
  const add = (names) => setChecked((was) => new Set([...was, ...names]));
  const leave = ({ target, relatedTarget }) => {
    const part = target.closest("[data-part]");
    if (part && relatedTarget && !part.contains(relatedTarget)) add(part.dataset.part.split(" "));
  };
  const shown = Object.fromEntries(Object.entries(errors).map(([name, words]) => [name, checked.has(name) ? words : ""]));
  return { shown, leave, check: () => add(Object.keys(errors)), forget: () => setChecked(new Set()) };
}

export default function View({ query }) {
  useNoTabBar();
  const form = useForm(query);
  const { draft, edit, file, found, names, state, fault } = form;
  const { senders, error } = useSenders({ every: 30_000 });
  const { shown, leave, check, forget } = useChecked(form.errors);
  const { dialog, open, fix, close } = useDialog(form, check);
  const [hasSheet, setSheet] = useState(false);
  const { preview, trouble } = state;
  const columns = draft.mode === "file" && file.table ? file.table.columns.filter((_, at) => at !== draft.column) : [];
  const kept = form.isKept && html`<span class="soft draft-kept"><${Icon} name="tick" size=${14} /> Draft kept<span class="draft-where"> on this device</span></span>`;
  return html`<${Page} title="New send" up=${{ href: href("sends"), name: "Sends" }} chips=${kept}
    actions=${html`<${Button} kind="quiet" icon="trash" onPress=${() => { form.empty(); forget(); }}>Discard draft<//>`}>
    <${Notices} draft=${draft} elsewhere=${form.elsewhere} />
    <div class="new-send">
      <form class="card" onSubmit=${(event) => { event.preventDefault(); open("confirm"); }} onFocusOut=${leave} novalidate>
        <${FromPart} draft=${draft} edit=${edit} senders=${senders ?? (error && !error.isPassing ? [] : null)} error=${shown.from || trouble?.ofField("from")} />
        <${RecipientsPart} form=${form} error=${shown.to} />
        <${TextPart} text=${draft.text} onText=${(text) => edit({ text })} names=${columns} preview=${preview} isPartial=${state.isPartial} error=${shown.text || trouble?.ofField("message")} />
        ${preview?.warnings.filter(({ code }) => code !== WARNED_AT_THE_TEXT).map(({ code, message }) => html`<div class="part" key=${code}><${Notice} tone="warn">${message}<//></div>`)}
        <${OptionsPart} draft=${draft} edit=${edit} preview=${preview} errors=${{ ...shown, at: shown.at || trouble?.ofField("sendAt"), campaign: trouble?.ofField("campaign") }} />
        <${Bar} form=${form} open=${open} showPreview=${() => setSheet(true)} />
        <div class="part send-test"><${Button} onPress=${() => open("test")}>Send a test to…<//></div>
      </form>
      <aside aria-label="Preview"><${Preview} form=${form} /></aside>
    </div>
    ${hasSheet && html`<${Drawer} title="Preview" onClose=${() => setSheet(false)}><div class="new-send-sheet"><${Preview} form=${form} isBare /></div><//>`}
    <${Dialogs} form=${form} dialog=${dialog} fix=${fix} close=${close} />
  <//>`;
}
