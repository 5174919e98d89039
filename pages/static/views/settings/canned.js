// The texts that operators put into their replies: written, changed and deleted here.

import { ask } from "../../data/api.js";
import { useResource } from "../../data/resource.js";
import { Button } from "../../parts/controls.js";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { html, useState } from "../../parts/html.js";
import { Card } from "../../parts/page.js";
import { Empty, Shown, TroubleNotice } from "../../parts/states.js";

const pathOf = (name) => `canned-replies/${encodeURIComponent(name)}`;

// Runs an action of a dialog: while it runs its button says so, and what goes wrong stays there.
function useAction(action, onDone) {
  const [state, setState] = useState({ isRunning: false, trouble: null });
  const run = async () => {
    setState({ isRunning: true, trouble: null });
    try {
      await action();
      onDone();
    } catch (trouble) {
      setState({ isRunning: false, trouble });
    }
  };
  return [state, run];
}

function Edit({ reply, onClose, onDone }) {
  const [name, setName] = useState(reply.name);
  const [text, setText] = useState(reply.text);
  const [{ isRunning, trouble }, save] = useAction(() => ask(pathOf(name.trim()), { method: "PUT", body: { text } }), onDone);
  const isWhole = name.trim() && text.trim();
  return html`<${Dialog} title=${reply.name ? `Change “${reply.name}”` : "New canned reply"} onClose=${onClose} onSubmit=${() => isWhole && save()}
    actions=${html`<${Button} kind="primary" type="submit" busy=${isRunning && "Saving…"} isDisabled=${!isWhole}>Save<//>`}>
    <${TroubleNotice} trouble=${trouble} />
    ${!reply.name && html`<${Field} label="Name" value=${name} onInput=${setName} maxlength="60" />`}
    <${Field} label="Text" lines="5" value=${text} onInput=${setText} hint="{{number}} is the person’s number; other placeholders are marked, to be filled while writing." /><//>`;
}

function Delete({ reply, onClose, onDone }) {
  const [{ isRunning, trouble }, remove] = useAction(() => ask(pathOf(reply.name), { method: "DELETE" }), onDone);
  return html`<${Dialog} title=${`Delete “${reply.name}”?`} onClose=${onClose} onSubmit=${remove}
    actions=${html`<${Button} kind="danger" type="submit" busy=${isRunning && "Deleting…"}>Delete<//>`}>
    <${TroubleNotice} trouble=${trouble} /><p>Replies that were sent with it stay as they are.</p><//>`;
}

const NEW = { name: "", text: "" };
const PATH = "canned-replies?limit=100";

export function CannedReplies() {
  const replies = useResource(PATH);
  const [open, setOpen] = useState(null); // { reply, isDeleting }
  const close = () => setOpen(null);
  const done = () => {
    close();
    replies.reload();
  };
  const line = (reply) => html`<li key=${reply.name}><div><b dir="auto">${reply.name}</b><p class="soft" dir="auto">${reply.text}</p></div>
    <div class="actions"><${Button} isSmall label=${`Change ${reply.name}`} onPress=${() => setOpen({ reply })}>Change<//>
      <${Button} isSmall kind="quiet" icon="trash" label=${`Delete ${reply.name}`} onPress=${() => setOpen({ reply, isDeleting: true })} /></div></li>`;
  const list = ({ cannedReplies, nextCursor }) => (cannedReplies.length
    ? html`<ul class="canned-list">${cannedReplies.map(line)}</ul>${nextCursor && html`<p class="canned-rest soft">These are the first 100.</p>`}`
    : html`<${Empty} icon="chat" title="No canned replies yet" hint="Texts that you put into replies with / in the Inbox." />`);
  return html`<${Card} title="Canned replies" isFlush aside=${html`<${Button} isSmall icon="plus" onPress=${() => setOpen({ reply: NEW })}>New<//>`}>
    <${Shown} of=${replies} rows=${3}>${list}<//>
    ${open?.isDeleting && html`<${Delete} reply=${open.reply} onClose=${close} onDone=${done} />`}
    ${open && !open.isDeleting && html`<${Edit} reply=${open.reply} onClose=${close} onDone=${done} />`}<//>`;
}
