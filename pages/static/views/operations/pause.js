// Pausing and resuming an own number, from its row or its page.

import { html, useState } from "../../parts/html.js";
import { Button } from "../../parts/controls.js";
import { toast } from "../../parts/dialog.js";
import { PauseDialog, resume } from "../../parts/pause-dialog.js";
import { pretty } from "../../data/words.js";

// The button of a row or a page. `onDone` is called when the number has changed.
export function PauseButton({ sender, isSmall, onDone }) {
  const [isOpen, setOpen] = useState(false);
  const [state, setState] = useState({});
  const name = pretty(sender.sender);
  const onResume = async () => {
    setState({ isBusy: true });
    try {
      await resume(sender.sender);
      setState({});
      onDone();
      toast(`${name} is resumed.`);
    } catch (trouble) {
      setState({ trouble });
    }
  };
  if (sender.paused) {
    return html`<${Button} icon="play" isSmall=${isSmall} busy=${state.isBusy && "Resuming…"} onPress=${onResume}
      label=${`Resume ${name}`}>Resume<//>${state.trouble && html`<p class="field-error" role="alert">${state.trouble.message}</p>`}`;
  }
  return html`<${Button} icon="pause" isSmall=${isSmall} onPress=${() => setOpen(true)} label=${`Pause ${name}`}>Pause<//>
    ${isOpen && html`<${PauseDialog} sender=${sender.sender} waiting=${sender.activity?.waitingCount} onClose=${() => setOpen(false)} onDone=${onDone} />`}`;
}
