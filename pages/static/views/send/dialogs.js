// Questions before what cannot be undone: cancel, pause and resume, resend and redrive.

import { ask } from "../../data/api.js";
import { count, counted } from "../../data/numbers.js";
import { myName } from "../../data/person.js";
import { SKIPPED, handedOver, isPaused, neverLeft, waitingOf } from "../../data/sends.js";
import { pretty } from "../../data/words.js";
import { Button } from "../../parts/controls.js";
import { Dialog, toast } from "../../parts/dialog.js";
import { Choice } from "../../parts/field.js";
import { html, useState } from "../../parts/html.js";
import { PauseDialog, resume } from "../../parts/pause-dialog.js";
import { TroubleNotice } from "../../parts/states.js";

const LIVES = [
  { value: "", label: "As it was" }, { value: "600", label: "10 minutes" }, { value: "3600", label: "1 hour" },
  { value: "86400", label: "1 day" }, { value: "259200", label: "3 days" },
];

// Runs an action once at a time: [{ isRunning, trouble }, run].
function useAction() {
  const [state, setState] = useState({ isRunning: false, trouble: null });
  async function run(work) {
    setState({ isRunning: true, trouble: null });
    try {
      await work();
      setState({ isRunning: false, trouble: null });
    } catch (trouble) {
      setState({ isRunning: false, trouble });
    }
  }
  return [state, run];
}

export function CancelDialog({ send, change, onClose }) {
  const [{ isRunning, trouble }, run] = useAction();
  const waiting = waitingOf(send);
  const over = handedOver(send);
  const submit = () => run(async () => {
    const now = await ask(`sms/${send.sendId}`, { method: "DELETE", body: { actor: myName.value || undefined } });
    change(() => now);
    toast(`${counted("message", now.counts.cancelled ?? 0)} cancelled.`);
    onClose();
  });
  return html`<${Dialog} title=${`Cancel ${counted("waiting message", waiting)}?`} cancel="Keep sending" onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="danger" type="submit" busy=${isRunning && "Cancelling…"}>Cancel ${count(waiting)} waiting<//>`}>
    <p><b>${count(waiting)} will not be sent</b>${over ? `; ${count(over)} were handed over and cannot be called back.` : "; none was handed over yet."}</p>
    <${TroubleNotice} trouble=${trouble} title="Nothing was cancelled." /><//>`;
}

function ResumeDialog({ send, reload, onClose }) {
  const [{ isRunning, trouble }, run] = useAction();
  const number = pretty(send.from);
  const submit = () => run(async () => {
    await resume(send.from);
    reload();
    toast(`${number} sends again.`);
    onClose();
  });
  return html`<${Dialog} title=${`Resume ${number}?`} onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="primary" type="submit" busy=${isRunning && "Resuming…"}>Resume sender<//>`}>
    <p>What waits is sent as fast as the sender’s limit allows: ${counted("message", waitingOf(send))} of this send, and what other sends have waiting.</p>
    <${TroubleNotice} trouble=${trouble} title="It is not known to be resumed." /><//>`;
}

// The own number of a send is paused or resumed: that concerns its other sends too.
export function SenderDialog({ send, reload, onClose }) {
  if (isPaused(send)) return html`<${ResumeDialog} send=${send} reload=${reload} onClose=${onClose} />`;
  return html`<${PauseDialog} sender=${send.from} onClose=${onClose} onDone=${reload}>
    <p class="soft">All its sends wait, not only the ${count(waitingOf(send))} of this one.</p><//>`;
}

const OF_KIND = {
  "resend-unknown": {
    verb: "Resend", number: (send) => send.counts.unknown ?? 0,
    words: "People who got the first message receive it twice. Messages reported in the meantime are skipped.",
  },
  redrive: { verb: "Redrive", number: neverLeft, words: "These never reached the carrier. They are handed over again." },
};

function Outcome({ result }) {
  const skipped = Object.entries(result.skipped).filter(([, number]) => number);
  return html`<p role="status"><b>${counted("message", result.messageCount)} will be resent.</b></p>
    ${skipped.length > 0 && html`<p>Skipped:</p><ul class="send-skipped">${skipped.map(([why, number]) => html`<li key=${why}>${count(number)}: ${SKIPPED[why] ?? why}</li>`)}</ul>`}`;
}

export function ResendDialog({ kind, send, onClose }) {
  const [{ isRunning, trouble }, run] = useAction();
  const [ttlSeconds, setTtlSeconds] = useState("");
  const [result, setResult] = useState(null);
  const { verb, number: numberOf, words } = OF_KIND[kind];
  const [number] = useState(numberOf(send));
  const expired = result?.skipped.expired ?? 0;
  const submit = () => run(async () => {
    const body = ttlSeconds ? { ttlSeconds: Number(ttlSeconds) } : undefined;
    setResult(await ask(`sms/${send.sendId}/${kind}`, { method: "POST", body }));
  });
  const isOpen = !result || expired > 0;
  const button = result ? `${verb} ${count(expired)} with a new time to live` : `${verb} ${counted("message", number)}`;
  const needsTime = result !== null && !ttlSeconds;
  return html`<${Dialog} title=${`${verb} ${counted(kind === "redrive" ? "failed message" : "unknown message", number)}?`} cancel=${result ? "Close" : "Cancel"} onClose=${onClose} onSubmit=${submit}
    actions=${isOpen && html`<${Button} kind="primary" type="submit" isDisabled=${needsTime} busy=${isRunning && "One moment…"}>${button}<//>`}>
    ${result ? html`<${Outcome} result=${result} />` : html`<p>${words}</p>`}
    ${isOpen && html`<${Choice} label="Time to live, from now on" value=${ttlSeconds} options=${LIVES} onChange=${setTtlSeconds} />`}
    <${TroubleNotice} trouble=${trouble} title="Nothing was resent." /><//>`;
}
