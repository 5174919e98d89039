// Pausing an own number: asks why, and says what waits then.

import { ask } from "../data/api.js";
import { counted } from "../data/numbers.js";
import { myName, setMyName } from "../data/person.js";
import { pretty } from "../data/words.js";
import { html, useState } from "./html.js";
import { Button } from "./controls.js";
import { Dialog, toast } from "./dialog.js";
import { Field } from "./field.js";
import { TroubleNotice } from "./states.js";

const act = (sender, action, body) =>
  ask(`senders/-/${action}`, { method: "POST", numbers: { sender }, body });

export const resume = (sender) => act(sender, "resume", { actor: myName.value });

// `waiting` is how many messages of the own number wait now, 0 if that is not known; `children` says
// more of what waits.
export function PauseDialog({ sender, waiting = 0, onClose, onDone, children }) {
  const [reason, setReason] = useState("");
  const [name, setName] = useState(myName.value);
  const [isAsked] = useState(!myName.value);
  const [state, setState] = useState({});
  const clear = (set) => (value) => {
    set(value);
    setState({});
  };
  const submit = async () => {
    const wrong = {
      reason: reason.trim() ? "" : "Say why: it is shown until the number is resumed.",
      name: name.trim() ? "" : "Write your name: it is shown with the reason.",
    };
    if (wrong.reason || wrong.name) return setState({ wrong });
    setState({ isBusy: true });
    setMyName(name.trim());
    try {
      await act(sender, "pause", { reason: reason.trim(), actor: name.trim() });
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
    <${Field} label="Reason" value=${reason} error=${state.wrong?.reason} maxlength="500" autofocus onInput=${clear(setReason)} />
    ${isAsked && html`<${Field} label="Your name" autocomplete="name" maxlength="100" value=${name} error=${state.wrong?.name} onInput=${clear(setName)} />`}
    <${TroubleNotice} trouble=${state.trouble} title="It is not known to be paused." />
  <//>`;
}
