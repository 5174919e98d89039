// Erasing a person: a question that says what goes and what stays, then the receipt as it fills.

import { ask } from "../../data/api.js";
import { keep, kept, keptNames } from "../../data/kept.js";
import { count } from "../../data/numbers.js";
import { myName, setMyName } from "../../data/person.js";
import { useResource } from "../../data/resource.js";
import { planned } from "../../data/times.js";
import { pretty } from "../../data/words.js";
import { Button } from "../../parts/controls.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { html, useState } from "../../parts/html.js";
import { Facts } from "../../parts/page.js";
import { Notice, TroubleNotice } from "../../parts/states.js";

const RUNNING_MS = 2_000;
const WAITING_MS = 10_000;
const DIGITS = 4;

// What this device keeps of a person: drafts, and what was found last.
function forgetHere(number) {
  for (const name of keptNames().filter((one) => one.includes(number))) keep(name, null);
  const last = kept("find-last");
  if (last?.includes(number)) keep("find-last", JSON.stringify(JSON.parse(last).filter(({ to }) => !to.includes(number))));
}

function stateInWords({ state, nextAt }) {
  switch (state) {
    case "completed": return ["good", "The person is erased."];
    case "waiting": return ["info", `What can be erased is. The rest follows by itself${nextAt ? `, next ${planned(nextAt)}` : ""}.`];
    case "failed": return ["bad", "It could not be finished. Erase the person again."];
    default: return ["info", "The person is being erased. It goes on when this is closed."];
  }
}

// "ledgerLines": "Ledger lines".
const kindInWords = (kind) => kind[0].toUpperCase() + kind.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const Records = ({ title, records }) => records.length > 0 && html`<h3>${title}</h3>
  <${Facts} rows=${records.map((one) => [`${kindInWords(one.kind)} (${one.table})`, html`<b>${count(one.count)}</b>${one.why && html` <span class="soft">${one.why}</span>`}`])} />`;

function ReceiptDialog({ first, onClose }) {
  const pause = (found) => ({ running: RUNNING_MS, waiting: WAITING_MS })[(found ?? first).state] ?? Infinity;
  const receipt = useResource(`erasures/${first.erasureId}`, { every: pause }).data ?? first;
  const [tone, words] = stateInWords(receipt);
  return html`<${Dialog} title=${`Erasure of the number that ends in ${receipt.numberEnds}`} cancel="Close" onClose=${onClose}>
    <div role="status"><${Notice} tone=${tone}>${words}<//></div>
    <${Records} title="Erased" records=${receipt.erased} /><${Records} title="Not erased yet" records=${receipt.later} /><${Records} title="Kept" records=${receipt.kept} />
    <p class="soft small-words">Receipt <code class="request-id">${receipt.erasureId}</code></p><//>`;
}

function useFields(number) {
  const [values, setValues] = useState({ reason: "", name: myName.value, typed: "" });
  const [errors, setErrors] = useState({});
  const set = (name) => (value) => {
    setValues({ ...values, [name]: value });
    setErrors({ ...errors, [name]: "" });
  };
  const check = () => {
    const found = {
      reason: values.reason.trim() ? "" : "Say why: the receipt keeps it.",
      name: values.name.trim() ? "" : "Write your name: the receipt keeps it.",
      typed: values.typed.trim() === number.slice(-DIGITS) ? "" : `Type ${number.slice(-DIGITS)}.`,
    };
    setErrors(found);
    return !Object.values(found).some(Boolean);
  };
  return { values, errors, set, check };
}

export function EraseDialog({ number, onClose }) {
  const { values, errors, set, check } = useFields(number);
  const [receipt, setReceipt] = useState(null);
  const [trouble, setTrouble] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    if (!check()) return;
    setBusy(true);
    setTrouble(null);
    setMyName(values.name.trim());
    try {
      const body = { reason: values.reason.trim(), actor: values.name.trim() };
      setReceipt(await ask("people/-", { method: "DELETE", numbers: { number }, body }));
      forgetHere(number);
    } catch (error) {
      setTrouble(error);
      setBusy(false);
    }
  };
  // Loaded anew, no page holds the person's texts in memory.
  if (receipt) return html`<${ReceiptDialog} first=${receipt} onClose=${() => location.reload()} />`;
  return html`<${Dialog} title=${`Erase ${pretty(number)}?`} cancel="Keep the person" onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="danger" type="submit" busy=${isBusy && "One moment…"}>Erase<//>`}>
    <p>Texts, values, references and events of this person are erased in all tables, for all own numbers. Messages that wait are cancelled. <b>This cannot be undone.</b></p>
    <p class="soft">Opt-outs and their ledger stay without texts, as proof of consent.</p>
    <${Field} label="Reason" hint="Name no person: the receipt keeps it." lines=${2} maxlength="500" value=${values.reason} error=${errors.reason} onInput=${set("reason")} />
    ${!myName.value && html`<${Field} label="Your name" autocomplete="name" maxlength="100" value=${values.name} error=${errors.name} onInput=${set("name")} />`}
    <${Field} label=${`Type ${number.slice(-DIGITS)}, the last four digits, to confirm`} inputmode="numeric" autocomplete="off" value=${values.typed} error=${errors.typed} onInput=${set("typed")} />
    <${TroubleNotice} trouble=${trouble} title="Nothing was erased." /><//>`;
}
