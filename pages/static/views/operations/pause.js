// Pausing and resuming an own number.

import { html, useState } from "../../parts/html.js";
import { Button } from "../../parts/controls.js";
import { Dialog, toast } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { TroubleNotice } from "../../parts/states.js";
import { ask } from "../../data/api.js";
import { counted } from "../../data/numbers.js";
import { myName } from "../../data/person.js";
import { pretty } from "../../data/words.js";

const act = (sender, action, body) =>
  ask(`senders/-/${action}`, { method: "POST", numbers: { sender }, ...(body && { body }) });

function PauseDialog({ sender: { sender, activity }, onClose, onDone }) {
  const [reason, setReason] = useState("");
  const [state, setState] = useState({});
  const waiting = activity?.waitingCount ?? 0;
  const submit = async () => {
    if (!reason.trim()) return setState({ error: "Say why: it is shown until the number is resumed." });
    setState({ isBusy: true });
    try {
      await act(sender, "pause", { reason: reason.trim(), actor: myName.value });
      onClose();
      onDone();
      toast(`${pretty(sender)} is paused.`, { undo: () => act(sender, "resume").then(onDone) });
    } catch (trouble) {
      setState({ trouble });
    }
    return undefined;
  };
  return html`<${Dialog} title=${`Pause ${pretty(sender)}`} onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="primary" type="submit" icon="pause" busy=${state.isBusy && "Pausing…"}>Pause<//>`}>
    <p>Messages that have not been handed over wait until it is resumed${waiting ? `: ${counted("message", waiting)} now` : ""}.
      Replies and codes wait too; what waits too long expires unsent.</p>
    <${Field} label="Reason" value=${reason} error=${state.error} maxlength="500" autofocus
      onInput=${(value) => { setReason(value); setState({}); }} />
    <${TroubleNotice} trouble=${state.trouble} title="It is not known to be paused." />
  <//>`;
}

// The button of a row or a page. `onDone` is called when the number has changed.
export function PauseButton({ sender, isSmall, onDone }) {
  const [isOpen, setOpen] = useState(false);
  const [state, setState] = useState({});
  const name = pretty(sender.sender);
  const resume = async () => {
    setState({ isBusy: true });
    try {
      await act(sender.sender, "resume");
      setState({});
      onDone();
      toast(`${name} is resumed.`);
    } catch (trouble) {
      setState({ trouble });
    }
  };
  if (sender.paused) {
    return html`<${Button} icon="play" isSmall=${isSmall} busy=${state.isBusy && "Resuming…"} onPress=${resume}
      label=${`Resume ${name}`}>Resume<//>${state.trouble && html`<p class="field-error" role="alert">${state.trouble.message}</p>`}`;
  }
  return html`<${Button} icon="pause" isSmall=${isSmall} onPress=${() => setOpen(true)} label=${`Pause ${name}`}>Pause<//>
    ${isOpen && html`<${PauseDialog} sender=${sender} onClose=${() => setOpen(false)} onDone=${onDone} />`}`;
}
