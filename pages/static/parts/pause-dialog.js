// Pausing an own number: asks why, and says what waits then.

import { ask } from "../data/api.js";
import { counted } from "../data/numbers.js";
import { myName } from "../data/person.js";
import { pretty } from "../data/words.js";
import { html, useState } from "./html.js";
import { Button } from "./controls.js";
import { Dialog, toast } from "./dialog.js";
import { Field } from "./field.js";
import { TroubleNotice } from "./states.js";

const act = (sender, action, body) =>
  ask(`senders/-/${action}`, { method: "POST", numbers: { sender }, ...(body && { body }) });

export const resume = (sender) => act(sender, "resume");

// `waiting` is how many messages of the own number wait now, 0 if that is not known; `children` says
// more of what waits.
export function PauseDialog({ sender, waiting = 0, onClose, onDone, children }) {
  const [reason, setReason] = useState("");
  const [state, setState] = useState({});
  const submit = async () => {
    if (!reason.trim()) return setState({ error: "Say why: it is shown until the number is resumed." });
    setState({ isBusy: true });
    try {
      await act(sender, "pause", { reason: reason.trim(), actor: myName.value });
      onClose();
      onDone();
      toast(`${pretty(sender)} is paused.`, { undo: () => resume(sender).then(onDone) });
    } catch (trouble) {
      setState({ trouble });
    }
    return undefined;
  };
  return html`<${Dialog} title=${`Pause ${pretty(sender)}?`} onClose=${onClose} onSubmit=${submit}
    actions=${html`<${Button} kind="primary" type="submit" icon="pause" busy=${state.isBusy && "Pausing…"}>Pause sender<//>`}>
    <p>Messages that have not been handed over wait until it is resumed${waiting ? `: ${counted("message", waiting)} now` : ""}.
      Replies and codes wait too; what waits too long expires unsent.</p>${children}
    <${Field} label="Reason" value=${reason} error=${state.error} maxlength="500" autofocus
      onInput=${(value) => { setReason(value); setState({}); }} />
    <${TroubleNotice} trouble=${state.trouble} title="It is not known to be paused." />
  <//>`;
}
