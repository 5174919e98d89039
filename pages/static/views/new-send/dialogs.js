// The questions before something leaves: a test to one number, and the whole send.

import { ask } from "../../data/api.js";
import { count, counted } from "../../data/numbers.js";
import { myName } from "../../data/person.js";
import { href } from "../../data/route.js";
import { pretty } from "../../data/words.js";
import { Button } from "../../parts/controls.js";
import { Dialog, toast } from "../../parts/dialog.js";
import { html, useRef, useState } from "../../parts/html.js";
import { Field } from "../../parts/field.js";
import { Facts } from "../../parts/page.js";
import { Notice, TroubleNotice } from "../../parts/states.js";
import { forgetKey, keyOf } from "./draft.js";
import { Refusals, costInWords, outcomeRows, sentCount } from "./preview.js";
import { readNumber } from "./recipients.js";
import { Ucs2Notice } from "./text-part.js";

const ASKED_ABOVE = 1_000;
const SHOWN_WARNINGS = 4;

// What the text's own notice does not say.
const othersOf = ({ warnings }) => warnings.filter(({ code }) => code !== "avoidable_ucs2").slice(0, SHOWN_WARNINGS);

// A request that is asked once at a time: { run, trouble, isBusy }. A repeat has the same key.
function useSending(use, body, onDone, onTrouble) {
  const [trouble, setTrouble] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const run = async () => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    setTrouble(null);
    try {
      const accepted = await ask("sms", {
        method: "POST", body: { ...body, actor: myName.value || undefined }, headers: { "Idempotency-Key": keyOf({ ...body, confirm: true }, use) },
      });
      forgetKey(use);
      onDone(accepted);
    } catch (error) {
      setTrouble(error);
      onTrouble?.(error);
      setBusy(false);
      isRunning.current = false;
    }
  };
  return { run, trouble, isBusy };
}

// `body` is the whole send; the first recipient's values go to the typed number.
export function TestDialog({ body, onClose }) {
  const [number, setNumber] = useState("");
  const [error, setError] = useState("");
  const read = readNumber(number);
  const { campaign, sendAt, reference, ...rest } = body;
  const test = { ...rest, to: [{ ...body.to[0], number: read.number }] };
  const sending = useSending("test", test, (accepted) => {
    toast(html`Test sent to ${pretty(read.number)}. <a href=${href(`sends/${accepted.sendId}`)}>See it</a>`);
    onClose();
  });
  const submit = () => (read.number ? sending.run() : setError(`${read.problem[0].toUpperCase()}${read.problem.slice(1)}.`));
  return html`<${Dialog} title="Send a test" onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="primary" type="submit" busy=${sending.isBusy && "Sending…"}>Send 1 message<//>`}>
    <p>One message with the values of ${pretty(body.to[0].number)}, without a campaign, at once. It costs what a message costs.</p>
    <${Field} label="Number" type="tel" value=${number} error=${error} onInput=${(value) => { setNumber(value); setError(""); }} placeholder="+1 425 555 0123" />
    <${TroubleNotice} trouble=${sending.trouble} /><//>`;
}

// Says what is about to happen; above 1,000 people the count is typed. `part` names one of several
// sends. `onText` fixes the text; until what it changes is known, `isChecking`.
export function ConfirmDialog({ body, preview, badCount, part, isChecking, trouble, onText, onClose, onSent, onTrouble }) {
  const sent = sentCount(preview);
  const mustType = preview.needsConfirmation || sent > ASKED_ABOVE;
  const [typed, setTyped] = useState("");
  const [error, setError] = useState("");
  const sending = useSending("send", { ...body, confirm: preview.hash }, onSent, onTrouble);
  const submit = () => {
    if (mustType && typed.replace(/[\s.,']/g, "") !== String(sent)) return setError(`Type ${sent}.`);
    return sending.run();
  };
  const people = counted("person", sent, "people");
  const isForNone = sent === 0;
  const words = sending.trouble?.isPassing ? "Try again" : `Send to ${people}`;
  const busy = (sending.isBusy && "Sending…") || (isChecking && "Checking…");
  const rows = [["From", pretty(body.from)], ["Part", part], ...outcomeRows(preview, body.sendAt),
    ["Invalid lines, not sent", badCount ? count(badCount) : ""], ["Cost (estimate)", html`<b>${costInWords(preview, sent)}</b>`]];
  return html`<${Dialog} title=${isForNone ? "No person would get this" : `Send to ${people}?`} cancel="Keep editing" onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="primary" type="submit" isDisabled=${trouble || isForNone} busy=${busy}>${words}<//>`}>
    <p class="sample-text" dir="auto">${preview.recipient.text}</p>
    <${Facts} rows=${rows} />
    <${Refusals} preview=${preview} />
    ${!sending.trouble && html`<${Ucs2Notice} preview=${preview} text=${body.message} onText=${onText} />`}
    ${othersOf(preview).map(({ code, message }) => html`<${Notice} key=${code} tone="warn">${message}<//>`)}
    ${mustType && html`<${Field} label=${`Type ${sent} to confirm`} hint="Asked above 1,000 people" inputmode="numeric" autocomplete="off" value=${typed} error=${error}
      onInput=${(value) => { setTyped(value); setError(""); }} />`}
    <p class="hint small-words">Messages that are not handed over yet can be cancelled.</p>
    <${TroubleNotice} trouble=${sending.trouble ?? trouble} /><//>`;
}
