// One send: how far it is, why it waits, its messages, text and history.

import { useResource } from "../data/resource.js";
import { handedOver, isFinal, isPaused, stateOf, titleOf, waitingOf, wholeRate } from "../data/sends.js";
import { count } from "../data/numbers.js";
import { href } from "../data/route.js";
import { CATEGORIES } from "../data/words.js";
import { Button, Menu } from "../parts/controls.js";
import { Chip, StatusChip } from "../parts/chip.js";
import { html, useState } from "../parts/html.js";
import { Page } from "../parts/page.js";
import { Empty, Shown } from "../parts/states.js";
import { History, Text } from "./send/aside.js";
import { CancelDialog, ResendDialog, SenderDialog } from "./send/dialogs.js";
import { Messages } from "./send/messages.js";
import { Notices } from "./send/notices.js";
import { Progress } from "./send/progress.js";

const EVERY_MS = 2_000;
const LATE_REPORTS_MS = 10_000;

// While messages wait every 2 s; while only reports are missing less often.
function pause(send) {
  if (!send) return EVERY_MS;
  if (isFinal(send)) return Infinity;
  return send.status === "completed" ? LATE_REPORTS_MS : EVERY_MS;
}

const UP = { href: href("sends"), name: "Sends" };

function windowTitle(send) {
  const share = handedOver(send) / send.recipientCount;
  return waitingOf(send) ? `${titleOf(send)}, ${wholeRate(share)}` : titleOf(send);
}

function Actions({ send, open }) {
  const waiting = waitingOf(send);
  const pauseWords = isPaused(send) ? "Resume sender" : "Pause sender";
  const items = [
    { label: "Duplicate", icon: "copy", href: href("sends/new", { from: send.sendId }) },
    waiting > 0 && { label: pauseWords, icon: isPaused(send) ? "play" : "pause", onPress: () => open("pause") },
    waiting > 0 && { label: `Cancel ${count(waiting)} waiting`, icon: "cross", isDanger: true, onPress: () => open("cancel") },
  ];
  return html`<div class="actions send-wide"><${Button} kind="quiet" href=${items[0].href}>Duplicate<//>
      ${waiting > 0 && html`<${Button} icon=${items[1].icon} onPress=${() => open("pause")}>${pauseWords}<//>
        <${Button} kind="danger" icon="cross" onPress=${() => open("cancel")}>Cancel ${count(waiting)} waiting<//>`}</div>
    <div class="send-phone"><${Menu} items=${items} /></div>`;
}

function Dialogs({ shown, send, resource: { change, reload }, close }) {
  const all = { send, change, reload, onClose: close };
  if (shown === "cancel") return html`<${CancelDialog} ...${all} />`;
  if (shown === "pause") return html`<${SenderDialog} ...${all} />`;
  return shown && html`<${ResendDialog} kind=${shown} ...${all} />`;
}

function Found({ send, query, resource }) {
  const [shown, open] = useState(null);
  const chips = html`<${StatusChip} status=${stateOf(send)} />
    ${send.category !== "transactional" && html`<${Chip} tone="outline">${CATEGORIES[send.category].toLowerCase()}<//>`}`;
  return html`<nav class="send-crumbs send-wide" aria-label="Where this is"><a href=${UP.href}>Sends</a> <span aria-hidden="true">›</span> <code>${send.sendId}</code></nav>
    <${Page} title=${titleOf(send)} windowTitle=${windowTitle(send)} up=${UP} chips=${html`<span class="of-chips">${chips}</span>`}
      actions=${html`<${Actions} send=${send} open=${open} />`}>
      <div class="send-phone send-chips">${chips}</div>
      <${Progress} send=${send} chosen=${query.status} asOf=${resource.asOf} />
      <${Notices} send=${send} open=${open} />
      <div class="send-beside"><${Messages} send=${send} query=${query} />
        <div class="stack"><${Text} send=${send} /><${History} send=${send} /></div></div>
      <${Dialogs} shown=${shown} send=${send} resource=${resource} close=${() => open(null)} />
    <//>`;
}

const Missing = () => html`<${Page} title="Send" up=${UP}><div class="card"><${Empty} title="There is no such send."
  hint="The address may have been copied in part."><${Button} href=${UP.href}>All sends<//><//></div><//>`;

export default function Send({ rest, query }) {
  const resource = useResource(`sms/${encodeURIComponent(rest[0])}`, { every: pause });
  if (resource.data) return html`<${Found} send=${resource.data} query=${query} resource=${resource} />`;
  if (resource.error?.isMissing) return html`<${Missing} />`;
  return html`<${Page} title="Send" up=${UP}><div class="card"><${Shown} of=${resource} rows=${8} /></div><//>`;
}
