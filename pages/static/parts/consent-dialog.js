// Opting a person out or in: own number, categories, reason, and what follows.

import { ask } from "../data/api.js";
import { ALL_NUMBERS, categoriesInWords, isByPerson, ownInWords } from "../data/consent.js";
import { myName, setMyName } from "../data/person.js";
import { useSenders } from "../data/senders.js";
import { CATEGORIES, plain, pretty } from "../data/words.js";
import { Button } from "./controls.js";
import { Dialog } from "./dialog.js";
import { Choice, Field } from "./field.js";
import { html, useState } from "./html.js";
import { Notice, TroubleNotice } from "./states.js";

const FEWEST_CHARACTERS = 10; // of the reason to send again to someone who wrote STOP
const EVERY_CATEGORY = "";
const CATEGORY_OPTIONS = [
  { value: EVERY_CATEGORY, label: "All categories" },
  ...Object.entries(CATEGORIES).map(([value, label]) => ({ value, label })),
];

// The words with which the person opted out of this own number, unless an opt-in followed.
function ownWords(ledger, sender) {
  const lines = ledger.filter((one) => one.sender === sender || one.sender === ALL_NUMBERS);
  const since = lines.slice(lines.findLastIndex(({ state }) => state === "opted_in") + 1);
  return since.findLast(isByPerson)?.evidence ?? null;
}

function numberError(number) {
  const digits = plain(number);
  if (!digits) return "Write the person’s number.";
  if (/^\+\d{8,15}$/.test(digits) || /^\d{3,6}$/.test(digits)) return "";
  return `${number} has no country code. Write it as in +1 425 555 0123.`;
}

function consequences({ isOut, sender, category, number }) {
  const what = category ? categoriesInWords([category]) : "nothing";
  const who = number ? pretty(plain(number)) : "this person";
  if (isOut && !category) return `Nothing is sent from ${ownInWords(sender)} to ${who} from now on, also of sends that wait. Only opting in here lifts it: a START does not.`;
  if (isOut) return `No ${what} is sent from ${ownInWords(sender)} to ${who} from now on, also of sends that wait. Only opting in here lifts it: a START does not.`;
  return `${category ? `Messages of the category ${CATEGORIES[category]}` : "Messages of all categories"} are sent from ${ownInWords(sender)} to ${who} again. The person is not told.`;
}

function useOwnNumbers(given) {
  const { senders } = useSenders();
  const known = given ?? senders?.map(({ sender }) => sender) ?? [];
  const options = [...known.filter((one) => one !== ALL_NUMBERS), ALL_NUMBERS];
  return [{ value: "", label: "Choose…", isDisabled: true }, ...options.map((value) => ({ value, label: ownInWords(value) }))];
}

const post = ({ number, sender, state, category, reason, actor }) =>
  ask("opt-outs/-/-", {
    method: "PUT", numbers: { sender, recipient: plain(number) },
    body: { state, reason, actor, ...(category && { category }) },
  });

// `number` is fixed if it is given. `own`: the own number to begin with; `owns`: those to choose
// from. `ledger`: the person's, to show the words of a STOP. `onDone(entry)` after it is stored.
export function ConsentDialog({ state, number: given = "", own = "", owns, ledger = [], onClose, onDone }) {
  const isOut = state === "opted_out";
  const options = useOwnNumbers(owns);
  const [number, setNumber] = useState(given);
  const [sender, setSender] = useState(own);
  const [category, setCategory] = useState(EVERY_CATEGORY);
  const [reason, setReason] = useState("");
  const [name, setName] = useState(myName.value);
  const [errors, setErrors] = useState({});
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState(null);

  const words = isOut ? null : ownWords(ledger, sender);
  const clear = (field, set) => (value) => {
    set(value);
    setErrors({ ...errors, [field]: "" });
  };
  const check = () => ({
    number: numberError(number),
    sender: sender ? "" : "Choose an own number.",
    reason: reason.trim().length >= (words === null ? 1 : FEWEST_CHARACTERS) ? "" : words === null
      ? "Say why: the ledger keeps it."
      : `Say in at least ${FEWEST_CHARACTERS} characters how you know that the person wants messages again.`,
    name: name.trim() ? "" : "Write your name: the ledger keeps it.",
  });
  const submit = async () => {
    const found = check();
    setErrors(found);
    if (Object.values(found).some(Boolean)) return;
    setBusy("Storing…");
    setTrouble(null);
    setMyName(name.trim());
    try {
      onDone(await post({ number, sender, state, category, reason: reason.trim(), actor: name.trim() }));
      onClose();
    } catch (error) {
      setTrouble(error);
      setBusy("");
    }
  };
  const verb = isOut ? "Opt out" : "Opt in";
  const title = given ? `${verb} ${pretty(given)}` : `${verb} a number`;
  return html`<${Dialog} title=${title} onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind=${isOut ? "danger" : "primary"} type="submit" busy=${busy}>${verb}<//>`}>
    ${!given && html`<${Field} label="Person’s number" type="tel" autocomplete="off" value=${number} error=${errors.number} onInput=${clear("number", setNumber)}
      onBlur=${() => number && setErrors({ ...errors, number: numberError(number) })} />`}
    <${Choice} label="Own number" value=${sender} options=${options} error=${errors.sender} onChange=${clear("sender", setSender)} />
    <${Choice} label="Category" value=${category} options=${CATEGORY_OPTIONS} onChange=${setCategory} />
    ${words !== null && html`<${Notice} tone="warn" title="The person wrote"><q dir="auto">${words}</q>. Opt in only if they asked for messages since.<//>`}
    <${Field} label="Reason" hint="Kept in the ledger." lines=${2} maxlength="500" value=${reason} error=${errors.reason} onInput=${clear("reason", setReason)} />
    ${!myName.value && html`<${Field} label="Your name" autocomplete="name" maxlength="100" value=${name} error=${errors.name} onInput=${clear("name", setName)} />`}
    ${sender && html`<p class="soft">${consequences({ isOut, sender, category, number })}</p>`}
    <${TroubleNotice} trouble=${trouble} title="It was not stored." />
  <//>`;
}
